"""The state of reading a web page: open lists, tables and the text collected so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from policy_audit.ingest import titles
from policy_audit.ingest.clean import clean, fold
from policy_audit.ingest.lines import Line, Piece, ends_sentence, wraps
from policy_audit.ingest.marker import Outline, is_lone_marker
from policy_audit.ingest.numerals import in_style
from policy_audit.model import CELL_SEPARATOR, BlockKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "fieldset",
        "figcaption",
        "figure",
        "form",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
# A button that is left opens a part of the page: a question over its answer.
_TITLED = frozenset({*_HEADINGS, "dt", "summary", "button"})
_BOLD = frozenset({"b", "strong"})
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_FIELD_CELLS = frozenset({"dt", "dd"})
SOFT = "\x1e"
"""A line break of the source that layout does not show: Markdown's, put in by its reader."""
_HARD = "\x1d"
_BREAKS = re.compile(f"([{SOFT}{_HARD}])")
_SENTENCE_LINE = 40
_LONGEST_HEADING = 30
_DEEPEST_LIST = 9
_LONGEST_FIELD_NAME, _LONGEST_FIELD = 4, 12  # words


class _Run(NamedTuple):
    """Text of one weight; ``width``, of a soft break: the length of the source line before it."""

    text: str
    bold: bool
    width: int = 0


@dataclass(slots=True)
class _List:
    ordered: bool
    style: str = "1"
    delimiter: str = "."
    number: int = 0
    step: int = 1


@dataclass(slots=True)
class _Item:
    """A list item whose text is yet to come, or has come (``used``)."""

    marker: str | None
    depth: int
    used: bool = False


@dataclass(slots=True)
class _Table:
    """``flows``: used for layout, its cells are read like the rest of the page.

    ``fields``: a description list of names and short values, a row each.
    """

    flows: bool
    fields: bool = False
    cells: list[str] = field(default_factory=list)


class Layout:
    """Turns what a page opens, says and closes into lines and pieces.

    ``width``: the column at which the source's lines are wrapped, where that matters.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._made: list[Line | Piece] = []
        self._runs: list[_Run] = []
        self._bold = 0
        self._heading: tuple[str, int] | None = None
        self._last_heading = 0
        self._lists: list[_List] = []
        self._items: list[_Item] = []
        self._tables: list[_Table] = []
        self._preformatted = 0
        self._outline = Outline()

    def finish(self) -> tuple[Line | Piece, ...]:
        """Everything read so far."""
        self._flush()
        return tuple(self._made)

    def text(self, text: str) -> None:
        """Text in the order of the page."""
        if self._preformatted:
            text = text.replace("\n", _HARD)
        self._runs.append(_Run(text, self._bold > 0))

    def heading(self, text: str, level: int | None = None) -> None:
        """A title that stands elsewhere on the page is read here."""
        self._flush()
        self._made.append(Piece(BlockKind.HEADING, text, level or self._last_heading + 1))

    def open(self, tag: str, node: LexborNode) -> None:
        """An element begins; ``tag`` says what it is for a reader."""
        if tag == "br":
            soft = "data-soft" in node.attributes
            width = _whole(node.attributes.get("data-soft")) or 0
            self._runs.append(_Run(SOFT if soft else _HARD, self._bold > 0, width))
        elif tag in _BOLD:
            self._bold += 1
        elif self._in_row:
            self._runs.append(_Run(" " if tag in _BLOCKS or tag in _TITLED else "", bold=False))
        elif tag in _TITLED:
            self._open_heading(tag)
        elif tag in _BLOCKS:
            self._flush()
        self._open_list(tag, node)
        self._open_table(tag, node)
        self._preformatted += tag == "pre"

    def _open_heading(self, tag: str) -> None:
        level = _HEADINGS.get(tag)
        if self._heading is None:
            self._flush()
            self._heading = (tag, level or self._last_heading + 1)
        elif level:
            self._heading = (self._heading[0], level)

    def _open_list(self, tag: str, node: LexborNode) -> None:
        if tag in _LISTS:
            self._lists.append(_list(node, ordered=tag == "ol"))
        elif tag == "li":
            self._items.append(self._item(node))

    def _open_table(self, tag: str, node: LexborNode) -> None:
        if tag == "table":
            self._tables.append(_Table(flows=_is_for_layout(node)))
        elif tag == "dl" and not self._in_row and _are_fields(node):
            self._tables.append(_Table(flows=False, fields=True))
        elif tag in self._cell_tags and self._in_row:
            if tag == "dt":
                self._row()
            self._runs = []
        elif tag == "tr" and self._in_row:
            self._tables[-1].cells = []

    def close(self, tag: str) -> None:
        """An element ends."""
        if tag in _BOLD:
            self._bold = max(0, self._bold - 1)
        elif self._in_row:
            self._close_in_row(tag)
        elif tag in _TITLED and self._heading and self._heading[0] == tag:
            self._flush()
            self._heading = None
        elif tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._last_heading = _HEADINGS[tag]
        self._preformatted -= tag == "pre"
        self._pop(tag)

    def _close_in_row(self, tag: str) -> None:
        if tag in self._cell_tags:
            self._tables[-1].cells.append(fold(clean(_joined(self._runs))))
            self._runs = []
        elif tag == "tr" or (tag == "dl" and self._in_fields):
            self._row()
        elif tag == "caption":
            self._made.extend(_lines(self._runs, self._width, 0))
            self._runs = []

    def _pop(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li" and self._items:
            self._items.pop()
        elif self._tables and (tag == "dl" if self._in_fields else tag == "table"):
            self._tables.pop()
            self._runs = []

    @property
    def _in_row(self) -> bool:
        return bool(self._tables) and not self._tables[-1].flows

    @property
    def _in_fields(self) -> bool:
        return bool(self._tables) and self._tables[-1].fields

    @property
    def _cell_tags(self) -> frozenset[str]:
        return _FIELD_CELLS if self._in_fields else _CELLS

    def _row(self) -> None:
        cells = [cell for cell in self._tables[-1].cells if cell]
        self._tables[-1].cells = []
        if not cells:
            return
        numbered = cells[0].isdigit() or (is_lone_marker(cells[0]) and cells[0][-1] in ".)")
        marker = cells.pop(0) if numbered and len(cells) > 1 else None
        self._made.append(Piece(BlockKind.ROW, CELL_SEPARATOR.join(cells), marker=marker))

    def _item(self, node: LexborNode) -> _Item:
        depth = min(max(1, len(self._lists)), _DEEPEST_LIST)
        if not self._lists or not self._lists[-1].ordered:
            return _Item(None, depth)
        inside = self._lists[-1]
        given = _whole(node.attributes.get("value"))
        inside.number = inside.number + inside.step if given is None else given
        label = in_style(inside.number, node.attributes.get("type") or inside.style)
        return _Item(f"{label}{inside.delimiter}", depth)

    def _flush(self) -> None:
        lines = _lines(self._runs, self._width, 2 * len(self._items))
        self._runs = []
        if not any(c.isalnum() for line in lines for c in line.text):
            return
        words = sum(len(line.text.split()) for line in lines)
        if self._heading is not None and words <= _LONGEST_HEADING:
            self._made.append(self._heading_piece(lines, self._heading[1]))
        elif self._items and not self._items[-1].used:
            self._items[-1].used = True
            self._made.append(self._item_piece(lines, self._items[-1]))
        else:
            self._made.extend(lines)

    def _heading_piece(self, lines: list[Line], level: int) -> Piece:
        text = fold(" ".join(line.text for line in lines))
        marker = None if titles.is_question_label(text) else self._outline.choose(text)
        if marker and marker.label:
            self._outline.note(marker)
            return Piece(BlockKind.HEADING, marker.rest, level, marker.label)
        return Piece(BlockKind.HEADING, text, level)

    def _item_piece(self, lines: list[Line], item: _Item) -> Piece:
        joined = lines[0].text
        for before, line in pairwise(lines):
            joined += (" " if before.wraps else "\n") + line.text
        label, text = item.marker, joined
        # An author's own "a." after a bullet is the number that people cite.
        marker = None if titles.is_question_label(text) else self._outline.choose(text)
        if label is None and marker and marker.label:
            self._outline.note(marker)
            label, text = marker.label, marker.rest
        elif marker and marker.label is None:
            text = marker.rest
        return Piece(BlockKind.ITEM, text, item.depth, label)


def _joined(runs: list[_Run]) -> str:
    return "".join(run.text for run in runs).replace(_HARD, " ").replace(SOFT, " ")


def _lines(runs: list[_Run], width: int, indent: int) -> list[Line]:
    """The lines of one block, broken where the page or its source breaks them."""
    parts: list[Line] = []
    softs: list[bool] = []
    sources: list[str] = []
    text, plain, gap = "", False, True
    for run, bold, source in [*runs, _Run(_HARD, bold=False)]:
        for part in _BREAKS.split(run):
            if part not in (SOFT, _HARD):
                text += part
                plain = plain or (bool(part.strip()) and not bold)
                continue
            shown = fold(clean(text))
            if shown:
                parts.append(Line(shown, indent, bold=not plain, gap=gap))
                softs.append(part == SOFT)
                sources.append(shown.rjust(source))  # with the markup that is not shown
            text, plain, gap = "", False, not shown
    flags = wraps(sources, width)
    for at, line in enumerate(parts):
        # A source line that ends as a sentence is joined, as Markdown would show it.
        joined = flags[at] or (len(line.text) >= _SENTENCE_LINE and ends_sentence(line.text))
        parts[at] = replace(line, wraps=softs[at] and joined)
    return parts


def _list(node: LexborNode, *, ordered: bool) -> _List:
    attributes = node.attributes
    start = _whole(attributes.get("start"))
    step = -1 if "reversed" in attributes else 1
    style = attributes.get("type") or "1"
    delimiter = ")" if attributes.get("data-delimiter") == ")" else "."
    return _List(ordered, style, delimiter, (1 if start is None else start) - step, step)


def _whole(value: str | None) -> int | None:
    try:
        number = int(value or "")
    except ValueError:
        return None
    return number if abs(number) < 10_000 else None


def _is_for_layout(table: LexborNode) -> bool:
    """Whether a table only arranges the page: other tables, headings or lists stand in it."""
    if table.css("table table, h1, h2, h3, h4, ul, ol"):
        return True
    return max((len(row.css("td, th")) for row in table.css("tr")), default=0) < 2


def _are_fields(node: LexborNode) -> bool:
    """Whether a description list holds the fields of a form, not questions or terms explained."""
    if node.css_first("dl dl, table, h1, h2, h3, h4, h5, h6, ul, ol") is not None:
        return False
    names = [fold(clean(name.text(deep=True))) for name in node.css("dt")]
    values = [fold(clean(value.text(deep=True))) for value in node.css("dd")]
    if not names or not values:
        return False
    named = all(len(n.split()) <= _LONGEST_FIELD_NAME and "?" not in n for n in names)
    return named and all(len(v.split()) <= _LONGEST_FIELD and not ends_sentence(v) for v in values)
