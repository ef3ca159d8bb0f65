"""Districts against requirements, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_audit.model import Baseline, DistrictAssessment
from policy_audit.report import decided, wording
from policy_audit.report.ranking import Ruled
from policy_audit.report.site import Site
from policy_audit.report.wording import Badge

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
    """One finding in the matrix; ``decided`` is the word its decision is counted by."""

    badge: Badge
    severity: str | None
    href: str
    decided: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the matrix."""

    head: Link
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Districts against requirements.

    ``across`` and ``down`` name what the columns and the rows are, in the plural.
    """

    corner: str
    across: str
    down: str
    columns: tuple[Link, ...]
    rows: tuple[Row, ...]

    @property
    def compact(self) -> bool:
        """Whether the districts are the rows, and cells show their sign alone."""
        return self.down == "districts"


@dataclass(frozen=True, slots=True)
class Audited:
    """A district's outline with its findings, and where they stand."""

    district: DistrictAssessment
    rows: tuple[Ruled, ...]
    site: Site

    @property
    def link(self) -> Link:
        """The district's name and page."""
        return Link(self.district.district.name, self._page)

    def place(self, row: Ruled) -> Link:
        """A requirement's title and its place on the district's page."""
        return Link(
            row.requirement.title, f"{self._page}#{self.site.requirements[row.requirement.id]}"
        )

    @property
    def _page(self) -> str:
        return self.site.districts[self.district.district.id]


def matrix(baseline: Baseline, audited: Sequence[Audited]) -> Matrix:
    """Return the matrix, turned so that it can be read with so many districts."""
    grid = [[_cell(one, row) for row in one.rows] for one in audited]
    heads = tuple(Link(r.title) for r in baseline.requirements)
    districts = tuple(one.link for one in audited)
    if len(audited) > _FEW:
        rows = tuple(Row(one, tuple(cells)) for one, cells in zip(districts, grid, strict=True))
        return Matrix("District", "requirements", "districts", columns=heads, rows=rows)
    rows = tuple(Row(head, tuple(cells[n] for cells in grid)) for n, head in enumerate(heads))
    return Matrix("Requirement", "districts", "requirements", columns=districts, rows=rows)


def _cell(one: Audited, row: Ruled) -> Cell:
    severity, decision = row.finding.severity, row.finding.decision
    return Cell(
        badge=wording.badge(row.standing),
        severity=severity and severity.value,
        href=one.place(row).href,
        decided=decided.word(decision) if decision else None,
    )
