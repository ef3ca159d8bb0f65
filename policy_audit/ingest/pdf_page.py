"""The lines of one PDF page: fragments put together, running headers and footers left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_audit.ingest.marker import is_lone_marker


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on its page; lengths in points, ``y`` upwards from the bottom.

    ``height`` is the page's.
    """

    text: str
    page: int
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    bold: bool
    height: float


_EDGE = 0.1
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|pg\.?)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)

# In ems: how far justified words, and a marker and its text, may stand apart.
_WIDEST_SPACE, _WIDEST_HANG = 2.5, 5.0
_ALIGNED = 3
MOST_COMPARED = 2000
"""Lines of one page; each is held against every other, so longer pages are taken as they are."""


def merged(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Put fragments of one printed line together: wide justified words, markers and their text.

    Fragments that line up with others below them are columns or cells and stay apart.
    """
    if len(lines) > MOST_COMPARED:
        return list(lines)
    made: dict[int, PrintedLine] = {}
    taken: set[int] = set()
    # From the left, so that a line starts with its first fragment and takes that one's place.
    for at in sorted(range(len(lines)), key=lambda at: lines[at].x0):
        if at in taken:
            continue
        whole, place = lines[at], at
        found: int | None = at
        while found is not None:
            taken.add(found)
            found = _continuation(whole, lines, taken)
            if found is not None:
                # Bullets may be a column of their own; the text is what stands in reading order.
                place = found if is_lone_marker(whole.text) else place
                whole = _with(whole, lines[found])
        made[place] = whole
    return [made[at] for at in sorted(made)]


def _continuation(line: PrintedLine, lines: Sequence[PrintedLine], taken: set[int]) -> int | None:
    right = [
        at
        for at, other in enumerate(lines)
        if at not in taken and other.x0 >= line.x1 - 1 and _level_with(line, other)
    ]
    if not right:
        return None
    at = min(right, key=lambda at: lines[at].x0)
    other = lines[at]
    ems = (other.x0 - line.x1) / max(line.size, 1.0)
    if is_lone_marker(line.text):
        return at if ems < _WIDEST_HANG else None
    aligned = sum(abs(third.x0 - other.x0) < 2 for third in lines)
    near = ems < _WIDEST_SPACE and aligned < _ALIGNED and abs(other.size - line.size) < 1
    return at if near else None


def _level_with(line: PrintedLine, other: PrintedLine) -> bool:
    shared = min(line.y1, other.y1) - max(line.y0, other.y0)
    return shared > 0.6 * min(line.y1 - line.y0, other.y1 - other.y0)


def _with(line: PrintedLine, rest: PrintedLine) -> PrintedLine:
    marked = is_lone_marker(line.text)
    return replace(
        line,
        text=f"{line.text} {rest.text}",
        x1=rest.x1,
        size=rest.size if marked else line.size,
        bold=rest.bold and (line.bold or marked),
    )


def without_furniture(lines: Sequence[PrintedLine], pages: int) -> list[PrintedLine]:
    """``lines`` without page numbers and without what at least half of the pages repeat.

    Only lines near the upper or lower edge are left out; numbers in them may differ.
    """
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for line in lines:
        if _at_edge(line):
            seen[_key(line)].add(line.page)
    least = max(2, (pages + 1) // 2)
    return [
        line
        for line in lines
        if not (
            _at_edge(line)
            and (
                _PAGE_NUMBER.fullmatch(line.text) or (pages > 1 and len(seen[_key(line)]) >= least)
            )
        )
    ]


def _at_edge(line: PrintedLine) -> bool:
    return line.y0 > (1 - _EDGE) * line.height or line.y1 < _EDGE * line.height


def _key(line: PrintedLine) -> tuple[str, int]:
    # Rounded, since a page's header may shift by a point.
    return _NUMBER.sub("#", line.text.casefold()), round(line.y0 / 20)
