"""The state of reading a web page: open lists, tables and the text collected so far."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_audit.ingest.formats.html.runs import HARD, SOFT, Run, joined, lines_of
from policy_audit.ingest.formats.html.tables import OpenTable, are_fields, is_for_layout
from policy_audit.ingest.layout import titles
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Line, Piece
from policy_audit.ingest.layout.marker import Outline
from policy_audit.ingest.layout.numerals import in_style
from policy_audit.model import BlockKind

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
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
# How Google Docs and Word say how deep an item stands, which they do not nest.
_LEVEL_OF_LIST = re.compile(r"\blst-kix_\w+-(\d)\b")
_LEVEL_OF_ITEM = re.compile(r"mso-list\s*:\s*l\d{1,4}\s+level(\d)", re.IGNORECASE)
_DEEPEST_LIST = 9


@dataclass(slots=True)
class _List:
    """``depth``: where the page tells it, though its lists do not stand in one another."""

    ordered: bool
    style: str = "1"
    delimiter: str = "."
    number: int = 0
    step: int = 1
    depth: int = 1


@dataclass(slots=True)
class _Item:
    """A list item whose text is yet to come, or has come (``used``)."""

    marker: str | None
    depth: int
    used: bool = False


class Layout:
    """Turns what a page opens, says and closes into lines and pieces.

    ``width``: the column at which the source's lines are wrapped, where that matters.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._made: list[Line | Piece] = []
        self._runs: list[Run] = []
        self._weights = [False]
        self._heading: tuple[str, int] | None = None
        self._last_heading = 0
        self._lists: list[_List] = []
        self._items: list[_Item] = []
        self._tables: list[OpenTable] = []
        self._preformatted = 0
        self._indent = 0
        self._outline = Outline()

    def finish(self) -> tuple[Line | Piece, ...]:
        """Everything read so far."""
        self._flush()
        return tuple(self._made)

    def text(self, text: str) -> None:
        """Text in the order of the page."""
        if self._preformatted:
            text = text.replace("\n", HARD)
        self._runs.append(Run(text, self._weights[-1]))

    def weigh(self, *, bold: bool) -> None:
        """The text that follows is set bold, or plain, until ``unweigh``."""
        self._weights.append(bold)

    def unweigh(self) -> None:
        """The weight is the one before again."""
        self._weights.pop()

    def heading(self, text: str, level: int | None = None) -> None:
        """A title that stands elsewhere on the page is read here."""
        self._flush()
        self._made.append(Piece(BlockKind.HEADING, text, level or self._last_heading + 1))

    def open(self, tag: str, node: LexborNode) -> None:
        """An element begins; ``tag`` says what it is for a reader."""
        if tag == "br":
            soft = "data-soft" in node.attributes
            width = _whole(node.attributes.get("data-soft")) or 0
            self._runs.append(Run(SOFT if soft else HARD, self._weights[-1], width))
        elif self._data:
            self._runs.append(Run(" " if tag in _BLOCKS or tag in _TITLED else "", bold=False))
        elif tag in _TITLED:
            self._open_heading(tag)
        elif tag in _BLOCKS:
            self._flush()
        if tag == "p":
            level = _LEVEL_OF_ITEM.search(node.attributes.get("style") or "")
            self._indent = 2 * (int(level[1]) - 1) if level else 0
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
        table = self._data
        if tag == "table":
            self._tables.append(OpenTable(flows=is_for_layout(node)))
        elif table is None:
            if tag == "dl" and are_fields(node):
                self._tables.append(OpenTable(flows=False, fields=True))
        elif tag in table.cell_tags:
            if tag == "dt":
                self._end_row(table)
            self._runs = []
        elif tag == "tr":
            table.cells = []

    def close(self, tag: str) -> None:
        """An element ends."""
        if table := self._data:
            self._close_in_row(tag, table)
        elif tag in _TITLED and self._heading and self._heading[0] == tag:
            self._flush()
            self._heading = None
        elif tag in _BLOCKS:
            self._flush()
        if tag in _HEADINGS:
            self._last_heading = _HEADINGS[tag]
        self._preformatted -= tag == "pre"
        self._indent = 0 if tag == "p" else self._indent
        self._pop(tag)

    def _close_in_row(self, tag: str, table: OpenTable) -> None:
        if tag in table.cell_tags:
            table.cells.append(fold(clean(joined(self._runs))))
            self._runs = []
        elif tag == "tr" or (tag == "dl" and table.fields):
            self._end_row(table)
        elif tag == "caption":
            self._made.extend(lines_of(self._runs, self._width, 0))
            self._runs = []

    def _pop(self, tag: str) -> None:
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif tag == "li" and self._items:
            self._items.pop()
        elif self._tables and tag == self._tables[-1].tag:
            self._tables.pop()
            self._runs = []

    @property
    def _data(self) -> OpenTable | None:
        """The table whose cells are being read, unless it only arranges the page."""
        return self._tables[-1] if self._tables and not self._tables[-1].flows else None

    def _end_row(self, table: OpenTable) -> None:
        row = table.take_row()
        if row is not None:
            self._made.append(row)

    def _item(self, node: LexborNode) -> _Item:
        said = self._lists[-1].depth if self._lists else 1
        depth = min(max(1, len(self._lists), said), _DEEPEST_LIST)
        if not self._lists or not self._lists[-1].ordered:
            return _Item(None, depth)
        inside = self._lists[-1]
        given = _whole(node.attributes.get("value"))
        inside.number = inside.number + inside.step if given is None else given
        label = in_style(inside.number, node.attributes.get("type") or inside.style)
        return _Item(f"{label}{inside.delimiter}", depth)

    def _flush(self) -> None:
        lines = lines_of(self._runs, self._width, 2 * len(self._items) + self._indent)
        self._runs = []
        if not any(c.isalnum() for line in lines for c in line.text):
            return
        words = sum(len(line.text.split()) for line in lines)
        if self._heading is not None and words <= titles.MOST_MARKED_WORDS:
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


def _list(node: LexborNode, *, ordered: bool) -> _List:
    attributes = node.attributes
    start = _whole(attributes.get("start"))
    step = -1 if "reversed" in attributes else 1
    style = attributes.get("type") or "1"
    delimiter = ")" if attributes.get("data-delimiter") == ")" else "."
    level = _LEVEL_OF_LIST.search(attributes.get("class") or "")
    depth = int(level[1]) + 1 if level else 1
    return _List(ordered, style, delimiter, (1 if start is None else start) - step, step, depth)


def _whole(value: str | None) -> int | None:
    try:
        number = int(value or "")
    except ValueError:
        return None
    return number if abs(number) < 10_000 else None
