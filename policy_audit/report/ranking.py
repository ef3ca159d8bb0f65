"""What every report counts and puts in order, so that all of them say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policy_audit.model import (
    Assessment,
    Baseline,
    DistrictAssessment,
    Document,
    Evidence,
    Finding,
    Requirement,
    Severity,
)
from policy_audit.report.wording import Standing, standing


@dataclass(frozen=True, slots=True)
class Ruled:
    """A requirement with one district's finding on it."""

    requirement: Requirement
    finding: Finding

    @property
    def standing(self) -> Standing:
        """How the finding reads."""
        return standing(self.requirement, self.finding)


@dataclass(frozen=True, slots=True)
class CommonGap:
    """A requirement with how many districts have which gap in it."""

    requirement: Requirement
    counts: Counter[Standing]
    severity: Severity

    @property
    def total(self) -> int:
        """How many districts have a gap here."""
        return self.counts.total()


def districts(assessment: Assessment) -> Iterator[DistrictAssessment]:
    """Yield the districts in the order of their ids, each made when it is taken: keep none."""
    return (assessment.districts[place] for place in places(assessment))


def places(assessment: Assessment) -> list[int]:
    """Where among the assessment's districts each is, in the order of their ids."""
    ids = [outline.district.id for outline in assessment.outlines]
    return sorted(range(len(ids)), key=ids.__getitem__)


def outlines(assessment: Assessment) -> tuple[DistrictAssessment, ...]:
    """Return the outlines of the districts in the same order."""
    return tuple(sorted(assessment.outlines, key=lambda d: d.district.id))


def ruled(district: DistrictAssessment, baseline: Baseline) -> tuple[Ruled, ...]:
    """Return the district's findings in the order of the baseline."""
    return tuple(Ruled(r, district.finding(r.id)) for r in baseline.requirements)


def counts(rows: tuple[Ruled, ...]) -> Counter[Standing]:
    """How many findings read which way."""
    return Counter(row.standing for row in rows)


def gaps(rows: tuple[Ruled, ...]) -> tuple[Ruled, ...]:
    """Return the gaps, worst first: by severity, by determination, then the surest.

    Those that somebody waived or attested come last.
    """

    def weight(row: Ruled) -> tuple[bool, int, int, float]:
        severity = row.finding.severity
        return (
            not row.finding.is_open_gap,
            severity.rank if severity else len(Severity),
            row.finding.determination.rank,
            -round(row.finding.confidence, 2),
        )

    return tuple(sorted((r for r in rows if r.finding.determination.is_gap), key=weight))


def critical_gaps(rows: tuple[Ruled, ...]) -> int:
    """How many of the gaps are critical."""
    return sum(
        row.finding.determination.is_gap and row.finding.severity is Severity.CRITICAL
        for row in rows
    )


def speaking(assessment: Assessment) -> tuple[DistrictAssessment, ...]:
    """Return the outlines of the districts of which a document of their own was read."""
    return tuple(d for d in outlines(assessment) if d.own_documents)


def common_gaps(assessment: Assessment) -> tuple[CommonGap, ...]:
    """Return the requirements in which any district has a gap, the most common first."""
    return gaps_of(outlines(assessment), assessment.baseline)


def gaps_of(districts: Iterable[DistrictAssessment], baseline: Baseline) -> tuple[CommonGap, ...]:
    """Return the same of some of the districts."""
    found: dict[str, list[Ruled]] = {}
    for district in districts:
        for row in gaps(ruled(district, baseline)):
            found.setdefault(row.requirement.id, []).append(row)
    common = [
        CommonGap(
            requirement,
            counts(tuple(found[requirement.id])),
            min(
                (r.finding.severity for r in found[requirement.id] if r.finding.severity),
                key=lambda s: s.rank,
                default=requirement.gap_severity,
            ),
        )
        for requirement in baseline.requirements
        if requirement.id in found
    ]
    return tuple(sorted(common, key=lambda gap: (-gap.total, gap.severity.rank)))


def document_of(district: DistrictAssessment, evidence: Evidence) -> Document | None:
    """Return the document that the evidence stands in, if it is among those that were read."""
    return next((d for d in district.documents if d.source.path == evidence.document), None)


def is_restated(district: DistrictAssessment, evidence: Evidence) -> bool:
    """Whether the evidence is somebody's restatement and must not be shown as a quotation."""
    document = document_of(district, evidence)
    return document is not None and document.meta.restated
