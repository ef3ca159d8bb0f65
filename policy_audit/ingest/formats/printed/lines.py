"""Printed lines in reading order -> lines of running text, with what their place tells."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policy_audit.ingest.formats.printed.page import MOST_COMPARED, PrintedLine
from policy_audit.ingest.layout.lines import Line, Piece, ends_sentence
from policy_audit.ingest.layout.marker import is_lone_marker
from policy_audit.model import CELL_SEPARATOR, BlockKind

_LARGER = 1.12
_ALIGNED = 3  # points
_MOST_LEVELS = 4
_NUMBERED_ROW = re.compile(r"\d{1,3}[.)]?")
# Half-words after which a hyphen at the end of a line belongs to the word.
_KEEPS_HYPHEN = frozenset(
    [
        "self",
        "non",
        "well",
        "full",
        "part",
        "long",
        "short",
        "co",
        "pre",
        "post",
        "anti",
        "cross",
        "school",
        "district",
        "court",
        "state",
        "ex",
        "all",
        "high",
        "low",
        "mid",
        "multi",
        "in",
        "on",
        "off",
        "up",
        "day",
        "year",
        "two",
        "three",
        "first",
        "third",
        "one",
        "second",
    ]
)
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_REST = re.compile(r"([^\W\d_]+)(\S*)(?:\s+|$)")


def usual_size(printed: Sequence[PrintedLine]) -> float:
    """The size of type in which most characters are set, in points; 0 where there are none."""
    sizes: Counter[float] = Counter()
    for line in printed:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def entries(printed: Sequence[PrintedLine]) -> list[Line | Piece]:
    """What the flow needs to know of each line, from its place among the others.

    Words that were broken at a line's end are whole again. Rows of tables and footnotes come as
    pieces; a table's titles that are printed again on its next page are left out.
    """
    rest = iter(_rejoined(_lines([line for line in printed if line.kind is None])))
    made: list[Line | Piece] = []
    titles: PrintedLine | None = None
    for line in printed:
        if line.kind is None:
            titles = None
            made.append(next(rest))
        elif titles is None or line.kind is not BlockKind.ROW:
            titles = line if line.kind is BlockKind.ROW else None
            made.append(_piece(line))
        elif line.text != titles.text:
            made.append(_piece(line))
    return [entry for entry in made if entry.text]


def _piece(line: PrintedLine) -> Piece:
    """A row or footnote; the number in a row's first cell is its marker, as in other formats."""
    kind = line.kind or BlockKind.PARAGRAPH
    first, _, others = line.text.partition(CELL_SEPARATOR)
    if kind is BlockKind.ROW and others and _NUMBERED_ROW.fullmatch(first):
        return Piece(kind, others, marker=first, page=line.page, ocr=line.ocr)
    return Piece(kind, line.text, page=line.page, ocr=line.ocr)


def _lines(printed: list[PrintedLine]) -> list[Line]:
    body = usual_size(printed)
    sizes = {line.size for line in printed}
    larger = sorted({s for s in sizes if s > _LARGER * body}, reverse=True)
    levels = {size: min(at + 1, _MOST_LEVELS) for at, size in enumerate(larger)}
    leading = _leading(printed)
    margins = _margins(printed)
    made: list[Line] = []
    for at, line in enumerate(printed):
        before = printed[at - 1] if at else None
        following = printed[at + 1] if at + 1 < len(printed) else None
        left, right = margins[at]
        letter = (line.x1 - line.x0) / max(1, len(line.text))
        full = following is not None and _runs_full(line, following, right, letter)
        made.append(
            Line(
                line.text.strip(),
                indent=max(0, round((line.x0 - left) / max(letter, 1.0))),
                bold=line.bold,
                wraps=full,
                gap=before is None or _gap(before, line, leading, wrapped=made[-1].wraps),
                level=levels.get(line.size),
                page=line.page,
                ocr=line.ocr,
            )
        )
    return made


def _runs_full(line: PrintedLine, following: PrintedLine, right: float, letter: float) -> bool:
    """Whether the next line's first word would not have fitted on this one any more."""
    first = following.text.split(maxsplit=1)[0]
    return line.x1 + (len(first) + 1) * letter > right


def _leading(printed: list[PrintedLine]) -> float:
    """The usual white space between two lines of a paragraph."""
    spaces = [
        before.y0 - line.y1
        for before, line in pairwise(printed)
        if before.page == line.page
        and abs(before.size - line.size) < 0.5
        and -line.size < before.y0 - line.y1 < 2 * line.size
    ]
    return statistics.median_low(spaces) if spaces else 0.0


def _gap(before: PrintedLine, line: PrintedLine, leading: float, *, wrapped: bool) -> bool:
    space = before.y0 - line.y1
    if before.page != line.page or space < -line.size:
        # A new page or column: the sentence goes on unless it was ended.
        return not wrapped or ends_sentence(before.text)
    # Further left than a sentence that has ended: an item is over, not wrapped.
    outdented = before.x0 - line.x0 > 0.5 * line.size and ends_sentence(before.text)
    return outdented or space > leading + 0.35 * line.size


def _margins(printed: list[PrintedLine]) -> list[tuple[float, float]]:
    """For each line the left and right edge of its column."""
    by_page: dict[int, list[PrintedLine]] = {}
    for line in printed:
        by_page.setdefault(line.page, []).append(line)
    return [_column(line, by_page[line.page]) for line in printed]


def _column(line: PrintedLine, page: list[PrintedLine]) -> tuple[float, float]:
    if len(page) > MOST_COMPARED:
        return line.x0, line.x1
    # A title may run across the columns; how wide these are, most lines at their left edge tell.
    widths = sorted(other.x1 - other.x0 for other in page if abs(other.x0 - line.x0) < _ALIGNED)
    widest = 2.2 * max(widths[len(widths) * 3 // 4], line.x1 - line.x0, 100)
    column = [
        other
        for other in page
        if min(other.x1, line.x1) > max(other.x0, line.x0) and other.x1 - other.x0 < widest
    ]
    column.append(line)
    return min(other.x0 for other in column), max(other.x1 for other in column)


def _rejoined(lines: list[Line]) -> list[Line]:
    """Words that were broken at a line's end made whole, on the line where they begin.

    A line of which nothing is left stays, without text.
    """
    words = Counter(
        w.lower() for line in lines for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    made = list(lines)
    for at in range(len(made) - 1):
        broken = _BROKEN.search(made[at].text)
        rest = _REST.match(made[at + 1].text)
        if not broken or not rest or not rest[1][0].islower() or is_lone_marker(made[at].text):
            continue
        if made[at + 1].gap or made[at].level != made[at + 1].level:
            continue
        hyphen = "-" if _keeps_hyphen(broken[1].lower(), rest[1].lower(), words) else ""
        whole = f"{made[at].text[:-1]}{hyphen}{rest[1]}{rest[2]}"
        made[at] = replace(made[at], text=whole)
        made[at + 1] = replace(made[at + 1], text=made[at + 1].text[rest.end() :])
    return made


def _keeps_hyphen(first: str, second: str, words: Counter[str]) -> bool:
    if words[first + second]:
        return False
    return bool(words[f"{first}-{second}"]) or first in _KEEPS_HYPHEN
