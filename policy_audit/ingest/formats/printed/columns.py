"""The order in which the lines of a page are read: columns, and tables row by row."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from policy_audit.ingest.formats.printed.page import PrintedLine
from policy_audit.ingest.formats.printed.tables import aligned_rows

_FEWEST = 2  # lines on either side of a gutter
_NARROWEST = 0.7  # of a gutter, in ems
_TOUCH = 3.0  # points
_DEEPEST = 6
# Each line is held against every other at each edge: pages with more are read from the top.
_MOST_LINES, _MOST_EDGES = 800, 12


def in_order(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of one page as a person reads them.

    What runs across a gutter parts the page into zones; in each zone one column is read after the
    other, unless its columns line up as a table: then it is read row by row.
    """
    return _ordered(list(lines), _DEEPEST if len(lines) <= _MOST_LINES else 0)


def _ordered(lines: list[PrintedLine], depth: int) -> list[PrintedLine]:
    downwards = sorted(lines, key=lambda line: (-_middle(line), line.x0))
    gutter = _gutter(lines) if depth and len(lines) > 2 * _FEWEST else None
    if gutter is None:
        return _by_baseline(downwards)
    made: list[PrintedLine] = []
    zone: list[PrintedLine] = []
    for line in downwards:
        if line.x0 < gutter < line.x1:
            made += _zone(zone, gutter, depth)
            made.append(line)
            zone = []
        else:
            zone.append(line)
    return made + _zone(zone, gutter, depth)


def _by_baseline(lines: list[PrintedLine]) -> list[PrintedLine]:
    """Lines from the top whose parts on one height are read from the left."""
    made: list[list[PrintedLine]] = []
    for line in lines:
        if made and _middle(made[-1][0]) - _middle(line) < 0.4 * line.size:
            made[-1].append(line)
        else:
            made.append([line])
    return [line for group in made for line in sorted(group, key=lambda line: line.x0)]


def _zone(zone: list[PrintedLine], gutter: float, depth: int) -> list[PrintedLine]:
    """The lines between two that run across the gutter."""
    left = [line for line in zone if line.x1 <= gutter]
    right = [line for line in zone if line.x1 > gutter]
    if not _side_by_side(left, right):
        return _ordered(zone, depth - 1)
    # A line above the right side may run across columns of the left one.
    head = [line for line in left if line.y0 >= _top(right)]
    if head:
        rest = [line for line in zone if line.x1 > gutter or line.y0 < _top(right)]
        return [*_ordered(head, depth - 1), *_zone(rest, gutter, depth)]
    columns = _profile(zone)
    table = aligned_rows(columns) if len(columns) > 1 else None
    if table:
        above = _ordered(list(table.above), depth - 1)
        return [*above, *table.rows, *_ordered(list(table.below), depth - 1)]
    return [*_ordered(left, depth - 1), *_ordered(right, depth - 1)]


def _side_by_side(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> bool:
    if not left or not right:
        return False
    shared = min(_top(left), _top(right)) - max(_foot(left), _foot(right))
    return shared > 0.5 * statistics.median(line.size for line in left)


def _gutter(lines: Sequence[PrintedLine]) -> float | None:
    """Where white space parts most lines into a left and a right side; ``None`` for one column."""
    best, best_count = None, 0
    for x in _candidates(lines):
        left = [line for line in lines if line.x1 <= x]
        right = [line for line in lines if line.x0 >= x]
        count = _beside(left, right)
        if count > best_count:
            best, best_count = x, count
    return best if best_count >= _FEWEST else None


def _candidates(lines: Sequence[PrintedLine]) -> list[float]:
    """Just left of each edge at which several lines begin and before which there is space."""
    starts: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: line.x0):
        if starts and line.x0 - starts[-1][0].x0 < _TOUCH:
            starts[-1].append(line)
        else:
            starts.append([line])
    begun = sorted(starts[1:], key=len, reverse=True)[:_MOST_EDGES]
    # Not the first line's: a raised initial may stand first, larger than any gutter.
    size = statistics.median(line.size for line in lines)
    made = []
    for group in (group for group in begun if len(group) >= _FEWEST):
        edge = group[0].x0
        # A line that ends near the edge with nothing beside it runs across the gutter.
        before = max(
            (line.x1 for line in _level_with(group, lines) if line.x1 <= edge), default=None
        )
        if before is not None and edge - before >= _NARROWEST * size:
            made.append((before + edge) / 2)
    return made


def _level_with(group: Sequence[PrintedLine], lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The ``lines`` that stand at the height of one of ``group``."""
    heights = [(line.y0, line.y1) for line in group]
    return [line for line in lines if any(y0 < line.y1 and line.y0 < y1 for y0, y1 in heights)]


def _beside(left: Sequence[PrintedLine], right: Sequence[PrintedLine]) -> int:
    """How many lines of either side have one of the other at their height, at least."""
    with_other = _level_with(right, left)
    return min(len(with_other), len(_level_with(with_other, right)))


def _profile(zone: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """The lines by the columns that no line of the zone runs across, each from the top."""
    columns: list[list[PrintedLine]] = []
    edge = float("-inf")
    for line in sorted(zone, key=lambda line: line.x0):
        if line.x0 - edge >= _NARROWEST * line.size:
            columns.append([])
        columns[-1].append(line)
        edge = max(edge, line.x1)
    return [sorted(column, key=lambda line: -line.y0) for column in columns]


def _middle(line: PrintedLine) -> float:
    return (line.y0 + line.y1) / 2


def _top(lines: Sequence[PrintedLine]) -> float:
    return max(line.y1 for line in lines)


def _foot(lines: Sequence[PrintedLine]) -> float:
    return min(line.y0 for line in lines)
