"""The lines of one PDF page: fragments put together, running headers and footers left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_audit.ingest.layout.marker import is_lone_marker
from policy_audit.model import BlockKind, LeftOut, LeftOutReason


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page; lengths in points, ``y`` upwards from the bottom."""

    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line as it stands on its page; lengths in points, ``y`` upwards from the bottom.

    ``height`` is the page's. ``kind`` is set on what is no running text: a row of a table, a
    footnote. ``marks`` are the raised signs in it that point to footnotes, ``plain`` its text
    without them; ``opens_note`` tells that it begins with one. ``ocr`` is as in ``Block``.
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
    kind: BlockKind | None = None
    plain: str = ""
    marks: tuple[str, ...] = ()
    opens_note: bool = False
    ocr: float | None = None


_EDGE = 0.1
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)
_WORD = re.compile(r"[\w#]+")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page|p\.|pg\.?)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE
)
# What a browser prints over or under a page: when it was printed, and its address.
_PRINTED_AT = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)?\b")
_ADDRESS = re.compile(r"(?:https?|file)://\S+(?:\s+\d{1,4}/\d{1,4})?")
# A line of a table of contents: dots lead to the page number. The last five are enough, and to look
# for more would take as long as the square of a line of dots.
_LEADERS = re.compile(r"(?:\.\s?){5}\s{0,9}\d{1,4}$")

# In ems: how far justified words, and a marker and its text, may stand apart.
_WIDEST_SPACE, _WIDEST_HANG = 2.5, 5.0
_TITLE = 1.12
_FEWEST_OF_CHAPTER, _FEWEST_PAGES = 2, 4
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
    near = ems < _WIDEST_SPACE and abs(other.size - line.size) < 1
    return at if near and not _is_gutter(line, other, lines) else None


def _is_gutter(line: PrintedLine, other: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether the white space between the two goes on above or below, as no word space does."""
    middle = (line.x1 + other.x0) / 2
    reach = 2.5 * max(line.y1 - line.y0, other.y1 - other.y0)
    near = [
        third
        for third in lines
        if third.y0 < line.y1 + reach
        and third.y1 > line.y0 - reach
        and not _level_with(line, third)
    ]
    if any(third.x0 < middle < third.x1 for third in near):
        return False
    return any(third.x0 >= middle for third in near)


def _level_with(line: PrintedLine, other: PrintedLine) -> bool:
    shared = min(line.y1, other.y1) - max(line.y0, other.y0)
    return shared > 0.6 * min(line.y1 - line.y0, other.y1 - other.y0)


def _with(line: PrintedLine, rest: PrintedLine) -> PrintedLine:
    marked = is_lone_marker(line.text)
    marks = line.marks + rest.marks
    return replace(
        line,
        text=f"{line.text} {rest.text}",
        x1=rest.x1,
        size=rest.size if marked else line.size,
        bold=rest.bold and (line.bold or marked),
        plain=f"{line.plain or line.text} {rest.plain or rest.text}" if marks else "",
        marks=marks,
    )


def without_furniture(
    lines: Sequence[PrintedLine], pages: int, body: float = 0.0
) -> tuple[list[PrintedLine], tuple[LeftOut, ...]]:
    """``lines`` without page numbers and without what the pages repeat; and what was left out.

    Lines of a table of contents, whose dots lead to a page number, are left out wherever they
    stand, other lines only near the upper or lower edge; numbers in them may differ. A line
    repeats that at least half of the pages bear; a run of three pages in the same words; or two
    pages, where most bear a line at its height. What is set larger than ``body`` is a title, whose
    first appearance stays. What a browser printed around a page is left out even where there is
    one page. Each running line is told once, with its first page.
    """
    edges = [line for line in lines if _at_edge(line)]
    stamps = [line for line in edges if _PRINTED_AT.match(line.text)]
    running = _running(edges, pages)
    kept: list[PrintedLine] = []
    left: dict[_Key, LeftOut] = {}
    for line in lines:
        key = _key(line)
        title = line.size > _TITLE * body > 0 and line.page == running.get(key)
        repeats = key in running and not title
        number = _PAGE_NUMBER.fullmatch(line.text)
        at_edge = _at_edge(line) and (repeats or number or _is_by_browser(line, stamps))
        if at_edge or _LEADERS.search(line.text):
            left.setdefault(key, LeftOut(LeftOutReason.FURNITURE, line.text, line.page))
        else:
            kept.append(line)
    return kept, tuple(left.values())


def _running(edges: Sequence[PrintedLine], pages: int) -> dict[_Key, int]:
    """The lines near the edges that pages repeat, each with its first page."""
    seen: defaultdict[_Key, set[int]] = defaultdict(set)
    exact: defaultdict[_Key, set[int]] = defaultdict(set)
    heights: defaultdict[int, set[int]] = defaultdict(set)
    for line in edges:
        seen[_key(line)].add(line.page)
        exact[_exact(line)].add(line.page)
        heights[round(line.y0)].add(line.page)
    least = max(2, (pages + 1) // 2)
    running = {key for key, on in seen.items() if len(on) >= least}
    for line in edges:
        on = exact[_exact(line)]
        # The title of a chapter runs over few pages, at the height of all others.
        of_chapter = len(on) >= _FEWEST_OF_CHAPTER
        usual = len(heights[round(line.y0)]) >= max(_FEWEST_PAGES, least)
        if (of_chapter and usual) or _run(on):
            running.add(_key(line))
    return {key: min(seen[key]) for key in running}


def _is_by_browser(line: PrintedLine, stamps: Sequence[PrintedLine]) -> bool:
    """Whether the line at an edge is the day of printing, what stands beside it, or the address."""
    here = [stamp for stamp in stamps if stamp.page == line.page]
    beside = any(_level_with(line, stamp) and line.size <= stamp.size for stamp in here)
    return beside or (bool(here) and _ADDRESS.fullmatch(line.text) is not None)


_Key = tuple[str, bool]


def _run(pages: set[int]) -> bool:
    """Whether three pages follow one another, or every second one (left and right pages)."""
    return any(
        page + step in pages and page + 2 * step in pages for page in pages for step in (1, 2)
    )


def _at_edge(line: PrintedLine) -> bool:
    return line.y0 > (1 - _EDGE) * line.height or line.y1 < _EDGE * line.height


def _key(line: PrintedLine) -> _Key:
    return _folded(line.text, line.y0 > line.height / 2)


def _exact(line: PrintedLine) -> _Key:
    return line.text, line.y0 > line.height / 2


def _folded(text: str, upper: bool) -> _Key:  # noqa: FBT001 - a place, not a switch
    """What two appearances share: numbers and signs between words may differ."""
    return " ".join(_WORD.findall(_NUMBER.sub("#", text.casefold()))), upper
