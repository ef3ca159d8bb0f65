"""Word documents -> lines and pieces, with the numbers that Word shows before paragraphs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.clean import clean, fold
from policy_audit.ingest.docx_numbering import Numbering
from policy_audit.ingest.lines import Line, Piece, Reading
from policy_audit.ingest.marker import candidates
from policy_audit.model import BlockKind, UnreadCategory

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_PARTS = 4000
_MOST_BYTES = 300 * 1024 * 1024
_MOST_XML = 60 * 1024 * 1024
_HEADING = re.compile(r"heading (\d)")
_LIST_STYLE = re.compile(r"list (?:bullet|number|continue) ([2-9])")
_BREAK = "\x1d"
# Deleted and moved-away text, field codes, and what stands outside the paragraph's own line.
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "rPr", "txbxContent")
) | {_CHOICE}
_HOLDERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"))


def read_docx(data: bytes) -> Reading:
    """Read a Word document's body: headings, numbered and bulleted lists, tables, text boxes.

    Raises ``UnreadableError`` for protected and damaged files, and for those that would unpack
    to more than a document can hold.
    """
    _refuse_bomb(data)
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        entries = tuple(reader.body(document.element.body))
        title = fold(clean(document.core_properties.title or ""))
    except Exception as error:
        raise UnreadableError(
            UnreadCategory.DAMAGED, "is a damaged Word document; open it in Word and save it again"
        ) from error
    return Reading(entries, title=title or None, notes=tuple(reader.notes))


def _refuse_bomb(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableError(
            UnreadCategory.DAMAGED, "is a damaged Word document; download or save it again"
        ) from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError(
            UnreadCategory.ENCRYPTED, "is protected by a password; save a copy without one"
        )
    xml = max((p.file_size for p in parts if p.filename.endswith((".xml", ".rels"))), default=0)
    if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > _MOST_BYTES or xml > _MOST_XML:
        raise UnreadableError(
            UnreadCategory.TOO_LARGE,
            "unpacks to more than this tool reads; save it again as PDF, without its pictures",
        )


class _Reader:
    """One pass over a document's body. XML elements are python-docx's, hence ``Any``."""

    def __init__(self, document: Any) -> None:
        self.notes: list[str] = []
        self._styles = {style.style_id: style for style in document.styles}
        self._numbering = Numbering(document)

    def body(self, parent: Any) -> Iterator[Line | Piece]:
        """The paragraphs and tables under ``parent``, content controls opened."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from self._table(child)
            elif child.tag in _HOLDERS:
                yield from self.body(child)

    def _paragraph(self, element: Any) -> Iterator[Line | Piece]:
        style = self._style(element)
        runs = list(self._runs(element, bold=self._bold_style(style)))
        lines = _lines(runs)
        text = fold(" ".join(line.text for line in lines))
        # Word counts empty numbered paragraphs, too.
        marker, depth = self._numbering.next(element, style)
        level = self._heading_level(element, style)
        if text and level is not None:
            yield _heading(text, level, marker)
        elif text and depth:
            depth = max(depth, _style_depth(style))
            yield _item("\n".join(line.text for line in lines), marker, depth)
        else:
            yield from lines
        for box in element.iter(f"{_W}txbxContent"):
            if not any(parent.tag == _CHOICE for parent in box.iterancestors()):
                yield from self.body(box)

    def _table(self, element: Any) -> Iterator[Line | Piece]:
        for row in element.iter(f"{_W}tr"):
            if next(row.iterancestors(f"{_W}tbl")) is not element:
                continue
            cells = [list(self.body(cell)) for cell in row.iter(f"{_W}tc") if _own(cell, row)]
            cells = [cell for cell in cells if cell]
            if len(cells) == 1:
                yield from cells[0]  # a frame around text, not a row of data
            elif cells:
                texts = [fold(" ".join(entry.text for entry in cell)) for cell in cells]
                marker = texts.pop(0) if re.fullmatch(r"\d{1,3}[.)]?", texts[0]) else None
                yield Piece(BlockKind.ROW, " | ".join(texts), marker=marker)

    def _runs(self, element: Any, *, bold: bool) -> Iterator[tuple[str, bool]]:
        for child in element:
            if child.tag in _SKIPPED:
                if child.tag in (f"{_W}del", f"{_W}moveFrom"):
                    self._note(
                        "The document holds tracked changes; it was read as if all were accepted."
                    )
                continue
            if child.tag == f"{_W}r":
                properties = child.find(f"{_W}rPr")
                if properties is not None and _is_on(properties.find(f"{_W}vanish"), default=False):
                    continue
                yield from self._runs(child, bold=self._bold(properties, default=bold))
            elif child.tag == f"{_W}t":
                yield child.text or "", bold
            elif child.tag in (f"{_W}br", f"{_W}cr"):
                yield _BREAK, bold
            elif child.tag == f"{_W}tab":
                yield " ", bold
            elif child.tag == f"{_W}noBreakHyphen":
                yield "-", bold
            else:
                yield from self._runs(child, bold=bold)

    def _bold(self, properties: Any, *, default: bool) -> bool:
        if properties is None:
            return default
        own = properties.find(f"{_W}b")
        if own is not None:
            return _is_on(own, default=default)
        named = properties.find(f"{_W}rStyle")
        style = self._styles.get(named.get(f"{_W}val")) if named is not None else None
        return default or self._bold_style(style)

    def _bold_style(self, style: Any) -> bool:
        while style is not None:
            if style.font.bold is not None:
                return bool(style.font.bold)
            style = getattr(style, "base_style", None)
        return False

    def _style(self, element: Any) -> Any:
        named = element.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(named.get(f"{_W}val")) if named is not None else None

    def _heading_level(self, element: Any, style: Any) -> int | None:
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (outline.get(f"{_W}val") or "9").isdigit():
            level = int(outline.get(f"{_W}val") or "9")
            return level + 1 if level < 9 else None
        while style is not None:
            name = (style.name or "").lower()
            found = _HEADING.fullmatch(name)
            if found:
                return int(found[1])
            if name in ("title", "subtitle"):
                return 1 if name == "title" else 2
            style = style.base_style
        return None

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _style_depth(style: Any) -> int:
    """The depth that Word's own list styles name: "List Bullet 2"."""
    found = _LIST_STYLE.match((style.name or "").lower()) if style is not None else None
    return int(found[1]) if found else 1


def _own(cell: Any, row: Any) -> bool:
    return next(cell.iterancestors(f"{_W}tr")) is row


def _is_on(element: Any, *, default: bool) -> bool:
    if element is None:
        return default
    return (element.get(f"{_W}val") or "true").lower() not in ("0", "false", "off")


def _lines(runs: list[tuple[str, bool]]) -> list[Line]:
    made: list[Line] = []
    text, plain, gap = "", False, True
    for run, bold in [*runs, (_BREAK, False)]:
        if run != _BREAK:
            text += run
            plain = plain or (bool(run.strip()) and not bold)
            continue
        shown = fold(clean(text))
        if shown:
            made.append(Line(shown, bold=not plain, gap=gap))
        text, plain, gap = "", False, not shown
    return made


def _heading(text: str, level: int, marker: str | None) -> Piece:
    typed = candidates(text)
    if marker is None and typed and typed[0].label and typed[0].ordinal:
        return Piece(BlockKind.HEADING, typed[0].rest, level, typed[0].label)
    return Piece(BlockKind.HEADING, text, level, marker)


def _item(text: str, marker: str | None, depth: int) -> Piece:
    return Piece(BlockKind.ITEM, text, depth, marker)
