"""Gaps as programs take them: each at a file, with its words, its level and a lasting name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from policy_audit.model import (
    Assessment,
    Baseline,
    Decision,
    Determination,
    DistrictAssessment,
    Evidence,
    Finding,
    Severity,
    fingerprint,
)
from policy_audit.report import decided, ranking, wording
from policy_audit.report.ranking import Ruled


@dataclass(frozen=True, slots=True)
class Notice:
    """One gap of one district.

    ``path`` is where the file lies as seen from where the program ran, with forward slashes; it is
    never empty. ``key`` names district, requirement and evidence: it stays while they stay.
    ``decision`` is set where it settles the gap.
    """

    district: DistrictAssessment
    row: Ruled
    path: str
    page: int | None
    message: str
    key: str
    severity: Severity
    decision: Decision | None


def notices(assessment: Assessment) -> tuple[Notice, ...]:
    """Every gap, settled ones too, worst first in each district."""
    return tuple(
        notice
        for district in ranking.districts(assessment)
        for notice in of_district(district, assessment.baseline)
    )


def of_district(district: DistrictAssessment, baseline: Baseline) -> Iterator[Notice]:
    """Every gap of one district, settled ones too, worst first."""
    rows = ranking.ruled(district, baseline)
    for row in sorted(rows, key=_rank):
        if row.finding.determination.is_gap:
            yield _notice(district, row)


def located(district: DistrictAssessment, path: str) -> str:
    """Where a document of the district lies as seen from where the program ran."""
    root = district.district.root
    return str(PurePosixPath(root, path)) if root else path


def place(district: DistrictAssessment, finding: Finding) -> tuple[str, int | None]:
    """Where a finding is shown, and on which page: at its evidence.

    One that is missing, or has none, is shown at the longest document in which the district itself
    speaks: a file must be named.
    """
    evidence = _telling(finding)
    if evidence:
        return located(district, evidence.document), evidence.page
    documents = district.own_documents or district.documents
    if documents:
        main = max(documents, key=lambda d: (len(d.text), d.source.path))
        return located(district, main.source.path), None
    name = district.unread[0].path if district.unread else district.district.id
    return located(district, name), None


def _telling(finding: Finding) -> Evidence | None:
    """The clause that makes the gap; of what is missing there is none, whatever came near."""
    missing = finding.determination is Determination.MISSING
    return None if missing else finding.telling_evidence()


def _rank(row: Ruled) -> int:
    severity = row.finding.severity
    return severity.rank if severity else len(Severity)


def _notice(district: DistrictAssessment, row: Ruled) -> Notice:
    evidence = _telling(row.finding)
    decision = row.finding.decision
    path, page = place(district, row.finding)
    return Notice(
        district=district,
        row=row,
        path=path,
        page=page,
        message=_message(district, row, evidence),
        key=_key(district, row, evidence),
        severity=row.finding.severity or row.requirement.gap_severity,
        decision=decision if decision and decision.settles else None,
    )


def _message(district: DistrictAssessment, row: Ruled, evidence: Evidence | None) -> str:
    told = [f"{row.requirement.title}: {row.standing.value}."]
    if row.finding.predates_duty:
        told.append("The documents predate the duty.")
    told.append(_said(district, evidence) if evidence else wording.NOT_FOUND)
    decision = row.finding.decision
    if decision and not decision.in_force:
        told.append(decided.line(decision))
    return wording.plain_line(" ".join(told))


def _said(district: DistrictAssessment, evidence: Evidence) -> str:
    words = wording.in_short(evidence)
    page = f", page {evidence.page}" if evidence.page is not None else ""
    if ranking.is_restated(district, evidence):
        return f"Restated{page}: {words}"
    return f"It says{page}: “{words}”"


def _key(district: DistrictAssessment, row: Ruled, evidence: Evidence | None) -> str:
    words = fingerprint(evidence.quote) if evidence else ""
    parts = (district.district.id, row.requirement.id, words)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
