"""Word documents -> lines and pieces, with the numbers that Word shows before paragraphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_audit.ingest.clean import clean, fold
from policy_audit.ingest.docx_numbering import Numbering
from policy_audit.ingest.docx_runs import BREAK, FALLBACK, Run, Runs, W, lineage
from policy_audit.ingest.lines import Line, Piece, Reading
from policy_audit.ingest.marker import candidates
from policy_audit.ingest.numerals import in_style
from policy_audit.ingest.package import damaged, open_package, parsed
from policy_audit.model import BlockKind, LeftOut, LeftOutReason

_WHAT = "Word document"
_HEADING = re.compile(r"heading (\d)")
_LIST_STYLE = re.compile(r"list (?:bullet|number|continue) ([2-9])")
_CONTENTS = re.compile(r"toc \d")
_HOLDERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "customXml", "moveTo"))
_DELETED = (f"{W}del", f"{W}moveFrom")
_EMBEDDED = "A part of the document is another file inside it, which was not read."


def read_docx(data: bytes) -> Reading:
    """Read a Word document: headings, numbered and bulleted lists, tables, text boxes, footnotes.

    Tracked changes are read as accepted. Deleted, struck and hidden text, the table of contents,
    headers and footers are left out. Raises ``UnreadableError`` for protected and damaged files,
    and for those that would unpack to more than a document can hold.
    """
    open_package(data, _WHAT).close()
    import docx

    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        entries = tuple(reader.body(document.element.body))
        title = fold(clean(document.core_properties.title or ""))
        left_out = (*reader.runs.left_out, *_furniture(document))
    except Exception as error:
        raise damaged(_WHAT) from error
    notes = tuple(reader.runs.notes)
    return Reading(entries, title=title or None, notes=notes, left_out=left_out)


class _Reader:
    """One pass over a document's body. XML elements are lxml's, hence ``Any``."""

    def __init__(self, document: Any) -> None:
        self.runs = Runs({style.style_id: style for style in document.styles})
        self._numbering = Numbering(document)
        self._notes = _notes(document)
        self._cited = {kind: 0 for kind, _ in self._notes}
        self._carried: list[Run] = []

    def body(self, parent: Any) -> Iterator[Line | Piece]:
        """The paragraphs and tables under ``parent``, content controls opened."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
                yield from self._footnotes()
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in _HOLDERS:
                yield from self.body(child)
            elif child.tag == f"{W}altChunk":
                self.runs.note(_EMBEDDED)
        if self._carried and parent.tag not in _HOLDERS:
            carried, self._carried = self._carried, []
            yield from _lines(carried)

    def _paragraph(self, element: Any) -> Iterator[Line | Piece]:
        style = self._style(element)
        runs = self.runs.of(element, style)
        if any(_CONTENTS.fullmatch((each.name or "").lower()) for each in lineage(style)):
            self.runs.leave_out(LeftOutReason.FURNITURE, " ".join(text for text, _ in runs))
            return
        runs, self._carried = [*self._carried, *runs], []
        if any(element.find(f"{W}pPr/{W}rPr/{gone}") is not None for gone in _DELETED):
            self.runs.note_tracked()
            self._carried = runs  # the break after it is deleted: it goes on in the next one
        else:
            yield from self._entries(element, style, runs)
        for box in element.iter(f"{W}txbxContent"):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                yield from self.body(box)

    def _entries(self, element: Any, style: Any, runs: list[Run]) -> Iterator[Line | Piece]:
        lines = _lines(runs)
        text = fold(" ".join(line.text for line in lines))
        # Word counts empty numbered paragraphs, too.
        marker, depth = self._numbering.next(element, style)
        level = _heading_level(element, style)
        if text and level is not None:
            yield _heading(text, level, marker)
        elif text and depth:
            depth = max(depth, _style_depth(style))
            yield Piece(BlockKind.ITEM, "\n".join(line.text for line in lines), depth, marker)
        else:
            yield from lines

    def _footnotes(self) -> Iterator[Piece]:
        """The notes that were cited since the last time, numbered as Word numbers them."""
        cited, self.runs.cited = self.runs.cited, []
        for kind, number in cited:
            note = self._notes.pop((kind, number), None)
            if note is None:
                continue
            self._cited[kind] += 1
            texts = (
                fold(clean(" ".join("" if text == BREAK else text for text, _ in runs)))
                for runs in (self.runs.of(p, self._style(p)) for p in note.iter(f"{W}p"))
            )
            text = "\n".join(each for each in texts if each)
            shown = in_style(self._cited[kind], "1" if kind == "footnote" else "i")
            yield Piece(BlockKind.FOOTNOTE, text, marker=shown)

    def _table(self, element: Any) -> Iterator[Line | Piece]:
        """Its rows, or what stands in its cells where it only arranges the page."""
        rows: list[list[list[Line | Piece]]] = []
        notes: list[Line | Piece] = []
        for row in element.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not element:
                continue
            if row.find(f"{W}trPr/{W}del") is not None:
                self.runs.note_tracked()
                gone = " ".join(_text(cell) for cell in row.iter(f"{W}tc"))
                self.runs.leave_out(LeftOutReason.DELETED, gone)
                continue
            cells = [list(self.body(cell)) for cell in row.iter(f"{W}tc") if _own(cell, row)]
            notes.extend(e for cell in cells for e in cell if _is_footnote(e))
            shown = [[e for e in cell if not _is_footnote(e)] for cell in cells]
            rows.append([cell for cell in shown if cell])
        arranges = any(_has_layout(cell) for row in rows for cell in row)
        for row in rows:
            yield from _row(row, arranges=arranges)
        yield from notes

    def _style(self, element: Any) -> Any:
        named = element.find(f"{W}pPr/{W}pStyle")
        return None if named is None else self.runs.style(named.get(f"{W}val"))


def _notes(document: Any) -> dict[tuple[str, str], Any]:
    """The foot- and endnotes by kind and id."""
    found: dict[tuple[str, str], Any] = {}
    for kind in ("footnote", "endnote"):
        for part in _parts(document, f"{kind}s"):
            for note in parsed(part.blob).iter(f"{W}{kind}"):
                # A note with a type is the line over the notes, and the like.
                if note.get(f"{W}type") in (None, "normal"):
                    found[kind, note.get(f"{W}id") or ""] = note
    return found


def _furniture(document: Any) -> Iterator[LeftOut]:
    """What the headers and footers say, each once."""
    seen: set[str] = set()
    for part in (*_parts(document, "header"), *_parts(document, "footer")):
        texts = (text.text or "" for text in parsed(part.blob).iter(f"{W}t"))
        shown = fold(clean(" ".join(texts)))
        if shown and shown not in seen:
            seen.add(shown)
            yield LeftOut(LeftOutReason.FURNITURE, shown)


def _parts(document: Any, kind: str) -> Iterator[Any]:
    relations: Mapping[str, Any] = document.part.rels
    for relation in relations.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            yield relation.target_part


def _row(cells: list[list[Line | Piece]], *, arranges: bool) -> Iterator[Line | Piece]:
    if len(cells) == 1 or arranges:
        for cell in cells:
            yield from cell
    elif cells:
        texts = [fold(" ".join(entry.text for entry in cell)) for cell in cells]
        marker = texts.pop(0) if re.fullmatch(r"\d{1,3}[.)]?", texts[0]) else None
        yield Piece(BlockKind.ROW, " | ".join(texts), marker=marker)


def _has_layout(cell: list[Line | Piece]) -> bool:
    """Whether more than words stands in a cell: headings, lists, another table."""
    return any(isinstance(entry, Piece) for entry in cell)


def _text(element: Any) -> str:
    return " ".join(text.text or "" for text in element.iter(f"{W}t", f"{W}delText"))


def _heading_level(element: Any, style: Any) -> int | None:
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and (outline.get(f"{W}val") or "9").isdigit():
        level = int((outline.get(f"{W}val") or "9")[:4])
        return level + 1 if level < 9 else None
    for each in lineage(style):
        name = (each.name or "").lower()
        found = _HEADING.fullmatch(name)
        if found:
            return int(found[1])
        if name in ("title", "subtitle"):
            return 1 if name == "title" else 2
    return None


def _style_depth(style: Any) -> int:
    """The depth that Word's own list styles name: "List Bullet 2"."""
    found = _LIST_STYLE.match((style.name or "").lower()) if style is not None else None
    return int(found[1]) if found else 1


def _is_footnote(entry: Line | Piece) -> bool:
    return isinstance(entry, Piece) and entry.kind is BlockKind.FOOTNOTE


def _own(cell: Any, row: Any) -> bool:
    return next(cell.iterancestors(f"{W}tr")) is row


def _lines(runs: list[Run]) -> list[Line]:
    made: list[Line] = []
    text, plain, gap = "", False, True
    for run, bold in [*runs, (BREAK, False)]:
        if run != BREAK:
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
