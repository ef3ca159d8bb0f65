"""The first page as plain values: all districts side by side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from policy_audit.model import Assessment
from policy_audit.report import decided, ranking, wording
from policy_audit.report.matrix import Audited, Link, Matrix, matrix
from policy_audit.report.page_parts import (
    RunView,
    Tally,
    UnreadView,
    run_view,
    tallies,
    unread_view,
)
from policy_audit.report.passages import Passage, passages
from policy_audit.report.ranking import Ruled
from policy_audit.report.site import Site
from policy_audit.report.summary import counted_in, statewide_line
from policy_audit.report.wording import GAPS, Badge, Standing, count

_BARS = 10


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district at a glance."""

    link: Link
    read: int
    unread: int
    no_own_document: bool
    flags: tuple[str, ...]
    gaps: int
    critical: int
    tallies: tuple[Tally, ...]
    standing: str | None
    decided: str | None


@dataclass(frozen=True, slots=True)
class CommonGapRow:
    """One common gap. ``parts`` are tallies by how the gap reads."""

    title: str
    severity: str
    total: int
    parts: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How many districts have so many gaps: with a critical one among them, and without."""

    label: str
    total: int
    parts: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A contradicted requirement with every passage that speaks to it."""

    district: Link
    requirement: Link
    severity: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A district with the requirements that could not be determined."""

    district: Link
    requirements: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class UnreadIn:
    """A document that could not be read, with its district."""

    district: Link
    document: UnreadView


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page.

    The common gaps and the spread are of the ``counted`` districts that have a document of their
    own; ``counted_in`` says so where there are others.
    """

    run: RunView
    note: str
    audited: str
    bottom_line: tuple[str, ...]
    tallies: tuple[Tally, ...]
    legend: tuple[Tally, ...]
    districts: tuple[DistrictRow, ...]
    matrix: Matrix
    counted: int
    counted_in: str | None
    gaps: tuple[CommonGapRow, ...]
    spread: tuple[SpreadRow, ...]
    contradictions: tuple[Contradiction, ...]
    undetermined: tuple[Undetermined, ...]
    unread: tuple[UnreadIn, ...]
    draft: bool
    decided: str | None


def overview(assessment: Assessment, site: Site) -> Overview:
    """Return the first page of a report whose pages are where ``site`` says."""
    audited = [
        Audited(d, ranking.ruled(d, assessment.baseline), site)
        for d in ranking.outlines(assessment)
    ]
    total: Counter[Standing] = Counter()
    for one in audited:
        total += ranking.counts(one.rows)
    rows = tuple(_district_row(one) for one in audited)
    return Overview(
        run=run_view(assessment),
        note=wording.note(draft=assessment.is_draft),
        audited=_audited(assessment),
        bottom_line=statewide_line(assessment, total),
        tallies=tallies(total),
        legend=tallies(dict.fromkeys(Standing, 1)),
        districts=rows,
        matrix=matrix(assessment.baseline, audited),
        counted=sum(not row.no_own_document for row in rows),
        counted_in=counted_in(assessment),
        gaps=_gaps(assessment),
        spread=_spread(
            tuple(r for r in rows if not r.no_own_document), len(assessment.baseline.requirements)
        ),
        contradictions=_contradictions(assessment, audited),
        undetermined=_undetermined(audited),
        unread=tuple(UnreadIn(a.link, unread_view(u)) for a in audited for u in a.district.unread),
        draft=assessment.is_draft,
        decided=decided.counted(assessment.outlines),
    )


def _audited(assessment: Assessment) -> str:
    read = sum(len(d.documents) for d in assessment.outlines)
    said = f"{count(len(assessment.outlines), 'district')}, {count(read, 'document')} read"
    return said + (f", {len(assessment.unread)} could not be read" if assessment.unread else "")


def _district_row(one: Audited) -> DistrictRow:
    counts = ranking.counts(one.rows)
    return DistrictRow(
        link=one.link,
        read=len(one.district.documents),
        unread=len(one.district.unread),
        no_own_document=not one.district.own_documents,
        flags=("restated",) if any(d.meta.restated for d in one.district.documents) else (),
        gaps=sum(counts[s] for s in GAPS),
        critical=ranking.critical_gaps(one.rows),
        tallies=tuple(Tally(wording.badge(s), counts[s], wording.meaning(s)) for s in Standing),
        standing=decided.standing(one.district) if one.district.review else None,
        decided=decided.counted([one.district]),
    )


def _gaps(assessment: Assessment) -> tuple[CommonGapRow, ...]:
    return tuple(
        CommonGapRow(
            title=gap.requirement.title,
            severity=gap.severity.value,
            total=gap.total,
            parts=tuple(Tally(wording.badge(s), gap.counts[s], wording.meaning(s)) for s in GAPS),
        )
        for gap in ranking.gaps_of(ranking.speaking(assessment), assessment.baseline)
    )


def _spread(districts: tuple[DistrictRow, ...], most: int) -> tuple[SpreadRow, ...]:
    """Sort the districts by their number of gaps into at most ten bars of one width."""
    width = -(-(most + 1) // _BARS)
    rows = []
    for low in range(0, most + 1, width):
        high = min(low + width - 1, most)
        held = [d for d in districts if low <= d.gaps <= high]
        critical = sum(d.critical > 0 for d in held)
        parts = (
            Tally(Badge("with a critical gap", "●", "contradicted"), critical, ""),
            Tally(Badge("without one", "○", "partial"), len(held) - critical, ""),
        )
        label = str(low) if low == high else f"{low} to {high}"
        rows.append(SpreadRow(label, len(held), parts))
    return tuple(rows)


def _contradictions(assessment: Assessment, audited: list[Audited]) -> tuple[Contradiction, ...]:
    found: list[Contradiction] = []
    for one, place in zip(audited, ranking.places(assessment), strict=True):
        if not _contradicted(one.rows):
            continue
        whole = assessment.districts[place]
        rows = _contradicted(ranking.ruled(whole, assessment.baseline))
        shown = one.site.shown(whole, assessment.baseline)
        found += [
            Contradiction(
                district=one.link,
                requirement=one.place(row),
                severity=row.finding.severity.value if row.finding.severity else None,
                passages=passages(row.requirement, row.finding, shown),
            )
            for row in rows
        ]
    return tuple(found)


def _contradicted(rows: tuple[Ruled, ...]) -> list[Ruled]:
    return [row for row in rows if row.standing is Standing.CONTRADICTED]


def _undetermined(audited: list[Audited]) -> tuple[Undetermined, ...]:
    found = []
    for one in audited:
        unsure = tuple(one.place(r) for r in one.rows if r.standing is Standing.UNDETERMINED)
        if unsure:
            found.append(Undetermined(one.link, unsure))
    return tuple(found)
