"""The first page as plain values: all districts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import decided, ranking, wording
from policy_audit.report.pages import names
from policy_audit.report.passages import Passage, passages
from policy_audit.report.ranking import Ruled
from policy_audit.report.view import (
    RunView,
    Tally,
    UnreadView,
    requirement_anchors,
    run,
    tallies,
    unread,
)
from policy_audit.report.wording import Badge, Standing, count

# With a handful of districts the requirements are the rows, so that every cell has room for its
# word; with more, the districts are the rows and a cell shows its sign.
_FEW = 6


@dataclass(frozen=True, slots=True)
class Link:
    """A label that leads somewhere; ``href`` is empty where there is nowhere to lead."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One finding in the matrix."""

    badge: Badge
    href: str
    told: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix."""

    head: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Districts against requirements. ``compact`` where the districts are the rows."""

    corner: str
    compact: bool
    columns: tuple[Link, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class DistrictRow:
    """One district at a glance."""

    link: Link
    documents: str
    no_own_document: bool
    restated: bool
    tallies: tuple[Tally, ...]
    standing: str | None = None
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class CommonGapRow:
    """One common gap. ``parts`` are tallies by how the gap reads."""

    title: str
    severity: str
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
    """Everything on the first page."""

    run: RunView
    audited: str
    tallies: tuple[Tally, ...]
    legend: tuple[Tally, ...]
    districts: tuple[DistrictRow, ...]
    matrix: Matrix
    gaps: tuple[CommonGapRow, ...]
    contradictions: tuple[Contradiction, ...]
    undetermined: tuple[Undetermined, ...]
    unread: tuple[UnreadIn, ...]
    draft: bool = True
    decided: str | None = None


@dataclass(frozen=True, slots=True)
class _Audited:
    """A district with its findings and its page."""

    district: DistrictAssessment
    rows: tuple[Ruled, ...]
    page: str
    anchors: Mapping[str, str]

    @property
    def link(self) -> Link:
        return Link(self.district.district.name, self.page)

    def place(self, row: Ruled) -> Link:
        return Link(row.requirement.title, f"{self.page}#{self.anchors[row.requirement.id]}")


def overview(assessment: Assessment, pages: Mapping[str, str]) -> Overview:
    """Return the first page; ``pages`` maps each district's id to its page."""
    anchors = requirement_anchors(assessment)
    audited = [
        _Audited(d, ranking.ruled(d, assessment.baseline), pages[d.district.id], anchors)
        for d in ranking.districts(assessment)
    ]
    total: Counter[Standing] = Counter()
    for one in audited:
        total += ranking.counts(one.rows)
    return Overview(
        run=run(assessment),
        audited=_audited(assessment),
        tallies=tallies(total),
        legend=tallies(dict.fromkeys(Standing, 1)),
        districts=tuple(_district_row(one) for one in audited),
        matrix=_matrix(assessment, audited),
        gaps=_gaps(assessment),
        contradictions=_contradictions(audited),
        undetermined=_undetermined(audited),
        unread=tuple(UnreadIn(a.link, unread(u)) for a in audited for u in a.district.unread),
        draft=assessment.is_draft,
        decided=decided.counted(assessment.districts),
    )


def page_names(assessment: Assessment) -> Mapping[str, str]:
    """Return the page of each district, relative to the first page."""
    safe = names(d.district.id for d in assessment.districts)
    return {district: f"districts/{name}.html" for district, name in safe.items()}


def _audited(assessment: Assessment) -> str:
    read = sum(len(d.documents) for d in assessment.districts)
    said = f"{count(len(assessment.districts), 'district')}, {count(read, 'document')} read"
    return said + (f", {len(assessment.unread)} could not be read" if assessment.unread else "")


def _district_row(one: _Audited) -> DistrictRow:
    left = len(one.district.unread)
    counts = ranking.counts(one.rows)
    return DistrictRow(
        link=one.link,
        documents=f"{count(len(one.district.documents), 'document')} read"
        + (f", {left} could not be read" if left else ""),
        no_own_document=not one.district.own_documents,
        restated=any(d.meta.restated for d in one.district.documents),
        tallies=tuple(Tally(wording.badge(s), counts[s], wording.meaning(s)) for s in Standing),
        standing=decided.standing(one.district) if one.district.review else None,
        decided=decided.counted([one.district]),
    )


def _matrix(assessment: Assessment, audited: list[_Audited]) -> Matrix:
    grid = [[_cell(one, row) for row in one.rows] for one in audited]
    heads = [Link(r.title) for r in assessment.baseline.requirements]
    if len(audited) > _FEW:
        rows = tuple(Row(a.link, tuple(cells)) for a, cells in zip(audited, grid, strict=True))
        return Matrix("District", compact=True, columns=tuple(heads), rows=rows)
    rows = tuple(Row(head, tuple(cells[n] for cells in grid)) for n, head in enumerate(heads))
    return Matrix("Requirement", compact=False, columns=tuple(a.link for a in audited), rows=rows)


def _cell(one: _Audited, row: Ruled) -> Cell:
    place = one.place(row)
    told = f"{one.link.label}, {place.label}: {row.standing.value}"
    if row.finding.severity:
        told += f", severity {row.finding.severity.value}"
    if row.finding.decision:
        told += f", {decided.word(row.finding.decision)}"
    return Cell(wording.badge(row.standing), place.href, told)


def _gaps(assessment: Assessment) -> tuple[CommonGapRow, ...]:
    kinds = (Standing.CONTRADICTED, Standing.MISSING, Standing.PARTIAL)
    return tuple(
        CommonGapRow(
            title=gap.requirement.title,
            severity=gap.severity.value,
            total=gap.total,
            parts=tuple(Tally(wording.badge(s), gap.counts[s], wording.meaning(s)) for s in kinds),
        )
        for gap in ranking.common_gaps(assessment)
    )


def _contradictions(audited: list[_Audited]) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            district=one.link,
            requirement=one.place(row),
            severity=row.finding.severity.value if row.finding.severity else None,
            passages=passages(row.requirement, row.finding, one.district.documents),
        )
        for one in audited
        for row in one.rows
        if row.standing is Standing.CONTRADICTED
    )


def _undetermined(audited: list[_Audited]) -> tuple[Undetermined, ...]:
    found = []
    for one in audited:
        unsure = tuple(one.place(r) for r in one.rows if r.standing is Standing.UNDETERMINED)
        if unsure:
            found.append(Undetermined(one.link, unsure))
    return tuple(found)
