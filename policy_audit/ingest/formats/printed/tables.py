"""Tables of a page: grids drawn with rules, and cells that line up without any."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_audit.ingest.formats.printed.page import Box, PrintedLine
from policy_audit.ingest.layout.clean import fold
from policy_audit.ingest.layout.lines import certainty
from policy_audit.ingest.layout.marker import is_lone_marker
from policy_audit.model import CELL_SEPARATOR, BlockKind

_TOUCH = 2.5  # points
_FEWEST_ROWS = 3
# Of a column's width, how much its lines fill on average: prose fills it, cells do not.
_FILLED = 0.75


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one table: where its columns and rows are parted, in rising order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def column(self, x: float) -> int:
        """Counted from the left."""
        return bisect_right(self.xs, x) - 1

    def row(self, y: float) -> int:
        """Counted from the top."""
        return len(self.ys) - 1 - bisect_right(self.ys, y)

    def holds(self, line: PrintedLine) -> bool:
        """Whether ``line`` begins inside of the outer rules."""
        x, y = line.x0 + 1, (line.y0 + line.y1) / 2
        return self.xs[0] < x < self.xs[-1] and self.ys[0] < y < self.ys[-1]


def grids(rules: Sequence[Box]) -> tuple[Grid, ...]:
    """The tables that ``rules`` draw: at least two columns and two rows each."""
    found = []
    for group in _touching(rules):
        xs = _places(r.x0 for r in group if r.y1 - r.y0 > r.x1 - r.x0)
        ys = _places(r.y0 for r in group if r.x1 - r.x0 >= r.y1 - r.y0)
        if len(xs) >= 3 and len(ys) >= 3:
            found.append(Grid(xs, ys))
    return tuple(found)


def _touching(rules: Sequence[Box]) -> Iterable[list[Box]]:
    groups: list[list[Box]] = []
    for rule in rules:
        joined = [group for group in groups if any(_touch(rule, other) for other in group)]
        groups = [group for group in groups if not any(group is other for other in joined)]
        groups.append([rule, *(other for group in joined for other in group)])
    return groups


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 <= other.x1 + _TOUCH
        and other.x0 <= one.x1 + _TOUCH
        and one.y0 <= other.y1 + _TOUCH
        and other.y0 <= one.y1 + _TOUCH
    )


def _places(values: Iterable[float]) -> tuple[float, ...]:
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > 2 * _TOUCH:
            made.append(value)
    return tuple(made)


def with_grid_rows(lines: Sequence[PrintedLine], tables: Sequence[Grid]) -> list[PrintedLine]:
    """``lines`` with those inside of ``tables`` put together to rows."""
    outside = list(lines)
    for grid in tables:
        inside = [line for line in outside if grid.holds(line)]
        cells: dict[int, dict[int, list[PrintedLine]]] = {}
        for line in inside:
            row = cells.setdefault(grid.row((line.y0 + line.y1) / 2), {})
            row.setdefault(grid.column(line.x0 + 1), []).append(line)
        if not any(len(row) > 1 for row in cells.values()):
            continue  # a box around text
        outside = [line for line in outside if not grid.holds(line)]
        outside += [_row([row[at] for at in sorted(row)]) for _, row in sorted(cells.items())]
    return outside


def _row(cells: Sequence[Sequence[PrintedLine]]) -> PrintedLine:
    every = [line for cell in cells for line in cell]
    ordered = [sorted(cell, key=lambda line: (-round(line.y0), line.x0)) for cell in cells]
    texts = [_joined(cell) for cell in ordered]
    return replace(
        ordered[0][0],
        text=CELL_SEPARATOR.join(text for text in texts if text),
        x0=min(line.x0 for line in every),
        x1=max(line.x1 for line in every),
        y0=min(line.y0 for line in every),
        y1=max(line.y1 for line in every),
        bold=all(line.bold for line in every),
        kind=BlockKind.ROW,
        ocr=certainty((line.text, line.ocr) for line in every),
    )


def _joined(lines: Sequence[PrintedLine]) -> str:
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        broken = before.text.endswith("-") and line.text[:1].islower()
        parts[-1] = parts[-1][:-1] if broken else f"{parts[-1]} "
        parts.append(line.text)
    return fold("".join(parts))


@dataclass(frozen=True, slots=True)
class Aligned:
    """Rows that line up without rules, and the lines above and below them."""

    above: tuple[PrintedLine, ...]
    rows: tuple[PrintedLine, ...]
    below: tuple[PrintedLine, ...]


def aligned_rows(columns: Sequence[Sequence[PrintedLine]]) -> Aligned | None:
    """The table that ``columns`` (from the left, lines from the top) make, if they are one.

    The cells of a row begin at one height, and every gap inside of a column is at the beginning
    of a row. Columns of prose have gaps of their own.
    """
    above, columns = _heads(columns)
    below, columns = _tails(columns)
    if len(columns) < 2 or not all(columns):
        return None
    starts = _row_starts(columns)
    if len(starts) < _FEWEST_ROWS:
        return None
    rows: list[list[list[PrintedLine]]] = [[] for _ in starts]
    for column in columns:
        cells: dict[int, list[PrintedLine]] = {}
        for line in column:
            # The last row that begins at the line's height or above; -1 is above the first.
            row = sum(line.y0 <= top + _TOUCH for top in starts) - 1
            cells.setdefault(row, []).append(line)
        above += cells.pop(-1, [])
        for row, cell in cells.items():
            rows[row].append(cell)
    return Aligned(tuple(above), tuple(_row(row) for row in rows if row), tuple(below))


_Columns = list[list[PrintedLine]]


def _heads(columns: Sequence[Sequence[PrintedLine]]) -> tuple[list[PrintedLine], _Columns]:
    """Part off what stands in one column above the others."""
    top = min(column[0].y0 for column in columns)
    above = [line for column in columns for line in column if line.y0 > top + _TOUCH]
    return sorted(above, key=lambda line: -line.y0), [
        [line for line in column if line.y0 <= top + _TOUCH] for column in columns
    ]


def _tails(columns: _Columns) -> tuple[list[PrintedLine], _Columns]:
    """Part off what stands in one column below the others, after a gap."""
    below: list[PrintedLine] = []
    kept: _Columns = []
    for at, column in enumerate(columns):
        others = [other[-1].y0 for place, other in enumerate(columns) if place != at and other]
        cut = len(column)
        for place, line in enumerate(column):
            apart = place > 0 and column[place - 1].y0 - line.y1 > 0.6 * line.size
            if apart and others and line.y1 < min(others) - _TOUCH:
                cut = place
                break
        kept.append(column[:cut])
        below += column[cut:]
    return sorted(below, key=lambda line: -line.y0), kept


def _row_starts(columns: _Columns) -> list[float]:
    """The heights at which rows begin, from the top; none where the columns are no table."""
    first, *others = columns
    if any(is_lone_marker(line.text) for line in first):
        return []
    level = [
        line.y0
        for line in first
        if all(any(abs(line.y0 - other.y0) <= _TOUCH for other in column) for column in others)
    ]
    if not level:
        return []
    starts = [level[0], *(top for top in level[1:] if _parted(columns, top))]
    after_gaps = [line.y0 for column in columns for line in _after_gaps(column)]
    if len(starts) > 1 and all(any(abs(y - top) <= _TOUCH for top in starts) for y in after_gaps):
        return starts
    # Rows set as close as lines: each cell is one line, and the cells leave room on the right.
    single = all(len(column) == len(level) for column in columns)
    roomy = len(columns) > 2 or min(map(_fill, columns)) < _FILLED
    return level if single and roomy else []


def _after_gaps(column: Sequence[PrintedLine]) -> list[PrintedLine]:
    if len(column) < 2:
        return list(column)
    spaces = [before.y0 - line.y1 for before, line in pairwise(column)]
    usual = min(spaces)
    return [
        line
        for line, space in zip(column[1:], spaces, strict=True)
        if space > usual + 0.3 * line.size and len(set(map(round, spaces))) > 1
    ]


def _parted(columns: _Columns, top: float) -> bool:
    """Whether white space runs through all columns above the row that begins at ``top``."""
    before = [line for column in columns for line in column if line.y0 > top + _TOUCH]
    begins = [line for column in columns for line in column if abs(line.y0 - top) <= _TOUCH]
    lowest = min((line.y0 for line in before), default=top)
    leading = min((a.y0 - b.y1 for column in columns for a, b in pairwise(column)), default=0.0)
    return lowest - max(line.y1 for line in begins) > leading + 0.25 * begins[0].size


def _fill(column: Sequence[PrintedLine]) -> float:
    widths = [line.x1 - line.x0 for line in column]
    return sum(widths) / len(widths) / max(*widths, 1.0)
