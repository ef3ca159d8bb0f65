"""OpenDocument texts -> lines and pieces, with the numbers that lists show."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.odt.styles import (
    DEEPEST,
    DRAW,
    OFFICE,
    OUTLINE,
    TABLE,
    TEXT,
    Styles,
)
from policy_audit.ingest.formats.shared.links import LinkList
from policy_audit.ingest.formats.shared.package import open_package, parsed
from policy_audit.ingest.formats.shared.refusals import damaged, protected
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Line, Piece, Reading
from policy_audit.ingest.layout.runs import (
    BREAK,
    STRUCK,
    TRACKED,
    Entry,
    Run,
    heading,
    lines_of,
    table,
)
from policy_audit.model import BlockKind, LeftOut, LeftOutReason

_WHAT = "OpenDocument text"
_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
_INDEXES = frozenset(
    f"{TEXT}{name}"
    for name in ("table-of-content", "alphabetical-index", "illustration-index", "user-index")
)
_IGNORED = frozenset(
    {
        f"{OFFICE}annotation",
        f"{TEXT}tracked-changes",
        f"{TEXT}note-citation",
        f"{DRAW}image",
        f"{DRAW}object",
    }
)


def read_odt(data: bytes) -> Reading:
    """Read an OpenDocument text: headings, lists, tables, text boxes, footnotes.

    Tracked changes are read as accepted. Deleted, struck and hidden text and tables of contents
    are left out. Raises ``UnreadableError`` for protected and damaged files, and for those that
    would unpack to more than a document can hold.
    """
    with open_package(data, _WHAT) as package:
        try:
            _refuse_encrypted(package)
            content = parsed(package.read("content.xml"))
            reader = _Reader()
            if "styles.xml" in package.namelist():
                reader.styles.load(parsed(package.read("styles.xml")))
            reader.styles.load(content)
            entries = tuple(reader.document(content))
            title = _title(package)
        except UnreadableError:
            raise
        except Exception as error:
            raise damaged(_WHAT) from error
    notes, left_out = tuple(reader.notes), tuple(reader.left_out)
    links = reader.links.found()
    return Reading(entries, title=title, notes=notes, left_out=left_out, links=links)


def _refuse_encrypted(package: zipfile.ZipFile) -> None:
    if _MANIFEST in package.namelist():
        for _found in parsed(package.read(_MANIFEST)).iter(_ENCRYPTED):
            raise protected()


def _title(package: zipfile.ZipFile) -> str | None:
    if "meta.xml" not in package.namelist():
        return None
    titles = parsed(package.read("meta.xml")).iter(_DC_TITLE)
    return fold(clean(next((title.text or "" for title in titles), ""))) or None


class _Reader:
    """One pass over a document. XML elements are lxml's, hence ``Any``."""

    def __init__(self) -> None:
        self.styles = Styles()
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self.links = LinkList()
        self._footnotes: list[Piece] = []
        self._boxes: list[Any] = []

    def document(self, content: Any) -> Iterator[Entry]:
        """What the document says, in reading order."""
        for region in content.iter(f"{TEXT}deletion"):
            self._note(TRACKED)
            self._leave_out(LeftOutReason.DELETED, _letters(region))
        for body in content.iter(f"{OFFICE}text"):
            yield from self._blocks(body)

    def _blocks(self, parent: Any) -> Iterator[Entry]:
        for child in parent:
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, child.get(f"{TEXT}style-name") or "", 1)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child)
            elif child.tag in _INDEXES:
                self._leave_out(LeftOutReason.FURNITURE, _letters(child))
            elif child.tag not in _IGNORED and isinstance(child.tag, str):
                yield from self._blocks(child)

    def _paragraph(self, element: Any) -> Iterator[Entry]:
        lines = self._lines(element)
        text = fold(" ".join(line.text for line in lines))
        level = _level(element, self.styles)
        if text and level is not None:
            yield heading(text, level, self._outlined(element, level))
        else:
            yield from lines
        yield from self._apart()

    def _outlined(self, element: Any, level: int) -> str | None:
        """The number that the document's outline gives to a heading."""
        loose = element.get(f"{TEXT}is-list-header") == "true"
        if element.tag != f"{TEXT}h" or loose:
            return None
        if self.styles.is_unnumbered(element.get(f"{TEXT}style-name")):
            return None
        return self.styles.marker(OUTLINE, level, element.get(f"{TEXT}start-value"))

    def _apart(self) -> Iterator[Entry]:
        """The footnotes and text boxes that were met inside a paragraph."""
        footnotes, self._footnotes = self._footnotes, []
        boxes, self._boxes = self._boxes, []
        yield from footnotes
        for box in boxes:
            yield from self._blocks(box)

    def _list(self, element: Any, style: str, depth: int) -> Iterator[Entry]:
        if depth == 1 and not (
            element.get(f"{TEXT}continue-numbering") == "true"
            or element.get(f"{TEXT}continue-list")
        ):
            self.styles.begin_list(style)
        for item in element:
            if item.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                yield from self._item(item, style, depth)

    def _item(self, item: Any, style: str, depth: int) -> Iterator[Entry]:
        """An item: its first paragraph bears the number, the others go on with it."""
        numbered = item.tag == f"{TEXT}list-item"
        for child in item:
            if child.tag == f"{TEXT}list" and depth < DEEPEST:
                inner = child.get(f"{TEXT}style-name") or style
                yield from self._list(child, inner, depth + 1)
            elif child.tag in (f"{TEXT}p", f"{TEXT}h") and numbered:
                numbered = False
                marker = self.styles.marker(style, depth, item.get(f"{TEXT}start-value"))
                yield from self._numbered(child, marker, depth)
            elif isinstance(child.tag, str):
                yield from self._blocks([child])

    def _numbered(self, element: Any, marker: str | None, depth: int) -> Iterator[Entry]:
        lines = self._lines(element)
        text = "\n".join(line.text for line in lines)
        level = _level(element, self.styles)
        if text and level is not None:
            yield Piece(BlockKind.HEADING, fold(text), level, marker)
        elif text:
            yield Piece(BlockKind.ITEM, text, depth, marker)
        yield from self._apart()

    def _table(self, element: Any) -> Iterator[Entry]:
        rows: list[list[list[Entry]]] = []
        for each in element.iter(f"{TABLE}table-row"):
            if next(each.iterancestors(f"{TABLE}table")) is element:
                cells = each.iterchildren(f"{TABLE}table-cell")
                rows.append([list(self._blocks(cell)) for cell in cells])
        yield from table(rows)

    def _lines(self, element: Any) -> list[Line]:
        style = element.get(f"{TEXT}style-name")
        runs = [*self._runs(element, style, bold=self.styles.is_bold(style))]
        return lines_of(runs)

    def _runs(self, element: Any, style: str | None, *, bold: bool) -> Iterator[Run]:
        """The text under ``element``, and what follows each element inside it."""
        reason = self._reason(style)
        if reason is not None:
            self._leave_out(reason, _letters(element))
            return
        yield (element.text or ""), bold
        for child in element:
            yield from self._inside(child, bold=bold)
            yield (child.tail or ""), bold

    def _inside(self, child: Any, *, bold: bool) -> Iterator[Run]:
        if child.tag == f"{TEXT}line-break":
            yield BREAK, bold
        elif child.tag in (f"{TEXT}s", f"{TEXT}tab"):
            yield " ", bold
        elif child.tag == f"{TEXT}note":
            self._footnote(child)
        elif child.tag == f"{DRAW}text-box":
            self._boxes.append(child)
        elif child.tag not in _IGNORED and isinstance(child.tag, str):
            if child.tag == f"{TEXT}a":
                self.links.add(_letters(child), child.get(_ADDRESS) or "")
            style = child.get(f"{TEXT}style-name")
            yield from self._runs(child, style, bold=self.styles.is_bold(style, default=bold))

    def _reason(self, style: str | None) -> LeftOutReason | None:
        if self.styles.is_hidden(style):
            return LeftOutReason.HIDDEN
        if self.styles.is_struck(style):
            self._note(STRUCK)
            return LeftOutReason.DELETED
        return None

    def _footnote(self, note: Any) -> None:
        cited = "".join(_letters(each) for each in note.iter(f"{TEXT}note-citation")).strip()
        texts = [
            " ".join(line.text for line in self._lines(paragraph))
            for body in note.iter(f"{TEXT}note-body")
            for paragraph in body.iter(f"{TEXT}p")
        ]
        text = "\n".join(each for each in texts if each)
        self._footnotes.append(Piece(BlockKind.FOOTNOTE, text, marker=cited or None))

    def _leave_out(self, reason: LeftOutReason, text: str) -> None:
        shown = fold(clean(text))
        if shown:
            self.left_out.append(LeftOut(reason, shown))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _letters(element: Any) -> str:
    return " ".join("".join(p.itertext()) for p in _paragraphs(element))


def _paragraphs(element: Any) -> list[Any]:
    found = [*element.iter(f"{TEXT}p", f"{TEXT}h")]
    return found or [element]


def _level(element: Any, styles: Styles) -> int | None:
    name = element.get(f"{TEXT}style-name")
    if styles.is_called(name, "Title"):
        return 1
    if styles.is_called(name, "Subtitle"):
        return 2
    if element.tag != f"{TEXT}h":
        return None
    given = element.get(f"{TEXT}outline-level") or "1"
    return min(int(given[:2]), DEEPEST) if given.isdigit() else 1
