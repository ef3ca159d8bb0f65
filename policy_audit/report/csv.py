"""``findings.csv``: one row for each district and requirement, for a spreadsheet."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import cells, decided, ranking, wording
from policy_audit.report.files import Files, whole
from policy_audit.report.pieces import Pieces
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import requirement_basis

NAME = "findings.csv"
COLUMNS = (
    "district",
    "district_name",
    "requirement",
    "title",
    "determination",
    "severity",
    "confidence",
    "criteria",
    "evidence",
    "document",
    "page",
    "ocr",
    "restated",
    "predates_duty",
    "remediation",
    "who_acts",
    "citation",
    "document_date",
    "document_url",
    "document_sha256",
    "as_of",
    "tool",
    "baseline",
    "encoder",
    "document_status",
    "document_policy_number",
    "decision",
    "decided",
    "reply",
)


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``findings.csv``: UTF-8 with a byte order mark (for Excel), lines ended by CR LF.

    ``ocr`` is how sure text recognition was of the evidence's words, empty where it was not needed.
    ``evidence`` is the strongest clause, a quotation unless ``restated`` is ``yes``; where there
    is none, ``restated`` tells whether any document of the district is a restatement.
    """
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, pieces: Pieces) -> Files:
    """Yield the same file piece by piece: a district, and the next."""
    yield NAME, pieces.named(lambda: _pieces(assessment, pieces), NAME, pieces.of_all)


def _pieces(assessment: Assessment, pieces: Pieces) -> Iterator[bytes]:
    yield codecs.BOM_UTF8 + _lines([COLUMNS])
    rests_on = _rests_on(assessment)
    for place in ranking.places(assessment):

        def lines(place: int = place) -> bytes:
            district = assessment.districts[place]
            rows = (
                (*_values(district, row), *rests_on, *_standing(district, row), *_decided(row))
                for row in ranking.ruled(district, assessment.baseline)
            )
            return _lines([cell(value) for value in row] for row in rows)

        yield pieces.piece(lines, NAME, pieces.of(place))


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def cell(value: str) -> str:
    """Return the value on one line, as text that no spreadsheet takes for a formula."""
    guard = "'" if cells.begins_like_a_formula(wording.plain(value)) else ""
    return guard + cells.one_line(value)


def _values(district: DistrictAssessment, row: Ruled) -> tuple[str, ...]:
    finding, requirement = row.finding, row.requirement
    evidence = finding.telling_evidence()
    document = ranking.document_of(district, evidence) if evidence else None
    restated = any(d.meta.restated for d in ((document,) if document else district.documents))
    remedy = requirement.remediation if finding.determination.is_gap else None
    return (
        district.district.id,
        district.district.name,
        requirement.id,
        requirement.title,
        row.standing.value,
        finding.severity.value if finding.severity else "",
        f"{finding.confidence:.2f}",
        _criteria(row),
        evidence.quote if evidence else "",
        evidence.document if evidence else "",
        str(evidence.page) if evidence and evidence.page is not None else "",
        f"{evidence.ocr:.2f}" if evidence and evidence.ocr is not None else "",
        "yes" if restated else "no",
        "yes" if finding.predates_duty else "no",
        remedy.language if remedy else "",
        remedy.actor if remedy else "",
        requirement_basis(requirement),
        document.meta.date.text if document and document.meta.date else "",
        (document.meta.url or "") if document else "",
        document.source.sha256 if document else "",
    )


def _standing(district: DistrictAssessment, row: Ruled) -> tuple[str, str]:
    """How far the document of the evidence is in force, and its number."""
    evidence = row.finding.telling_evidence()
    document = ranking.document_of(district, evidence) if evidence else None
    if document is None:
        return "", ""
    return wording.status(document.meta.status) or "", document.meta.policy_number or ""


def _decided(row: Ruled) -> tuple[str, str, str]:
    """What a reviewer decided, and what the district answers."""
    decision, reply = row.finding.decision, row.finding.reply
    return (
        decided.word(decision) if decision else "",
        decided.line(decision) if decision else "",
        decided.reply(reply) if reply else "",
    )


def _rests_on(assessment: Assessment) -> tuple[str, ...]:
    run, baseline = assessment.run, assessment.baseline
    return (
        run.as_of.isoformat(),
        f"policy-audit {run.tool_version}",
        f"{baseline.id} {baseline.version} sha256:{baseline.digest}",
        f"{run.encoder} sha256:{run.encoder_digest}",
    )


def _criteria(row: Ruled) -> str:
    return "; ".join(
        f"{o.criterion}: {wording.outcome_badge(row.requirement, o.outcome).word}"
        for o in row.finding.observations
    )
