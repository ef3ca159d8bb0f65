"""Word documents -> lines and pieces, with the numbers that Word shows before paragraphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_audit.ingest.formats.docx.links import links_of
from policy_audit.ingest.formats.docx.numbering import Numbering
from policy_audit.ingest.formats.docx.runs import FALLBACK, Runs, W, lineage
from policy_audit.ingest.formats.shared.package import open_package, parsed
from policy_audit.ingest.formats.shared.refusals import damaged
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Piece, Reading
from policy_audit.ingest.layout.numerals import in_style
from policy_audit.ingest.layout.runs import BREAK, Entry, Run, heading, lines_of, table
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
        links = links_of(document)
    except Exception as error:
        raise damaged(_WHAT) from error
    notes = tuple(reader.runs.notes)
    return Reading(entries, title=title or None, notes=notes, left_out=left_out, links=links)


class _Reader:
    """One pass over a document's body. XML elements are lxml's, hence ``Any``."""

    def __init__(self, document: Any) -> None:
        self.runs = Runs({style.style_id: style for style in document.styles})
        self._numbering = Numbering(document)
        self._notes = _notes(document)
        self._cited = {kind: 0 for kind, _ in self._notes}
        self._carried: list[Run] = []

    def body(self, parent: Any) -> Iterator[Entry]:
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
            yield from lines_of(carried)

    def _paragraph(self, element: Any) -> Iterator[Entry]:
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

    def _entries(self, element: Any, style: Any, runs: list[Run]) -> Iterator[Entry]:
        lines = lines_of(runs)
        text = fold(" ".join(line.text for line in lines))
        # Word counts empty numbered paragraphs, too.
        marker, depth = self._numbering.next(element, style)
        level = _heading_level(element, style)
        if text and level is not None:
            yield heading(text, level, marker)
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

    def _table(self, element: Any) -> Iterator[Entry]:
        rows: list[list[list[Entry]]] = []
        for each in element.iter(f"{W}tr"):
            if next(each.iterancestors(f"{W}tbl")) is not element:
                continue
            if each.find(f"{W}trPr/{W}del") is not None:
                self.runs.note_tracked()
                gone = " ".join(text.text or "" for text in each.iter(f"{W}t", f"{W}delText"))
                self.runs.leave_out(LeftOutReason.DELETED, gone)
                continue
            own = (
                cell for cell in each.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is each
            )
            rows.append([list(self.body(cell)) for cell in own])
        yield from table(rows)

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
