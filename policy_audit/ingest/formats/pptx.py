"""Slide shows -> lines and pieces: each slide's title, texts and tables, in reading order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from policy_audit.ingest.formats.shared.links import LinkList
from policy_audit.ingest.formats.shared.pace import cut_note, most_pages, page_read
from policy_audit.ingest.formats.shared.package import open_package
from policy_audit.ingest.formats.shared.refusals import damaged
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Piece, Reading
from policy_audit.ingest.layout.marker import candidates
from policy_audit.ingest.layout.numerals import in_style
from policy_audit.ingest.layout.runs import BREAK, STRUCK, Entry, Run, heading, lines_of, row
from policy_audit.model import BlockKind, LeftOut, LeftOutReason

_WHAT = "slide show"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLES = frozenset({"TITLE", "CENTER_TITLE", "VERTICAL_TITLE"})
_BODIES = frozenset({"BODY", "OBJECT", "VERTICAL_BODY", "VERTICAL_OBJECT"})
_FURNITURE = frozenset({"DATE", "FOOTER", "HEADER", "SLIDE_NUMBER"})
_NUMBERED = {
    "arabic": "1",
    "alphaLc": "a",
    "alphaUc": "A",
    "romanLc": "i",
    "romanUc": "I",
}
_ENDS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}
_DEEPEST = 9
_LONGEST_TITLE = 300
_BESIDE = 228_600  # a quarter of an inch, as slides measure
_SPOKEN = "The speaker notes under the slides were left out: they are not what was published."


def read_pptx(data: bytes) -> Reading:
    """Read a slide show: a slide's title is a heading, its number the page.

    Speaker notes, hidden slides, struck text, slide numbers and footers are left out. Only
    ``pace.most_pages`` slides are read. Raises ``UnreadableError`` for protected and damaged files,
    and for those that would unpack to more than a document can hold.
    """
    open_package(data, _WHAT).close()
    import pptx

    reader = _Reader()
    try:
        show = pptx.Presentation(io.BytesIO(data))
        entries = tuple(reader.show(show))
        title = fold(clean(show.core_properties.title or ""))
    except Exception as error:
        raise damaged(_WHAT) from error
    return Reading(
        entries,
        title=title or None,
        page_count=reader.slides,
        notes=tuple(reader.notes),
        left_out=tuple(reader.left_out),
        links=reader.links.found(),
    )


class _Reader:
    """One pass over the slides. Shapes are python-pptx's, XML elements lxml's, hence ``Any``."""

    def __init__(self) -> None:
        self.slides = 0
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self.links = LinkList()

    def show(self, show: Any) -> Iterator[Entry]:
        """What the slides say."""
        for number, slide in enumerate(show.slides, 1):
            if number > most_pages():
                self._note(cut_note(most_pages(), "slides"))
                break
            self.slides = number
            yield from (replace(entry, page=number) for entry in self._slide(slide, number))
            page_read(number)

    def _slide(self, slide: Any, number: int) -> Iterator[Entry]:
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            self._spoken(slide.notes_slide.notes_text_frame.text, number)
        shapes = list(_flat(slide.shapes))
        if (slide.element.get("show") or "1") in ("0", "false"):
            texts = (shape.text_frame.text for shape in shapes if shape.has_text_frame)
            self._leave_out(LeftOutReason.HIDDEN, "\n".join(texts), number)
            return
        self._linked(slide)
        # A slide's title is read first, wherever it stands among the shapes.
        for shape in sorted(shapes, key=lambda shape: _role(shape) not in _TITLES):
            yield from self._shape(shape, number)

    def _shape(self, shape: Any, number: int) -> Iterator[Entry]:
        role = _role(shape)
        if getattr(shape, "has_table", False):
            yield from _rows(shape.table)
        elif not shape.has_text_frame:
            return
        elif role in _FURNITURE:
            self._leave_out(LeftOutReason.FURNITURE, shape.text_frame.text, number)
        elif role in _TITLES:
            title = fold(clean(shape.text_frame.text))
            is_short = len(title) <= _LONGEST_TITLE
            yield heading(title, 1) if is_short else Piece(BlockKind.PARAGRAPH, title)
        else:
            yield from self._paragraphs(shape.text_frame, number, in_body=role in _BODIES)

    def _paragraphs(self, frame: Any, number: int, *, in_body: bool) -> Iterator[Entry]:
        """The paragraphs of a text; in a slide's body they are bulleted unless they say not."""
        counts: dict[int, int] = {}
        paragraphs = [p for p in frame.paragraphs if p.text.strip()]
        # A lone paragraph without a level is a sentence, whatever dot the theme puts before it.
        listed = in_body and (len(paragraphs) > 1 or any(p.level for p in paragraphs))
        for paragraph in paragraphs:
            level = paragraph.level
            element = paragraph._p  # noqa: SLF001  # bullets have no public name
            bullet = _bullet(element, listed=listed)
            for deeper in [at for at in counts if at > level]:
                del counts[deeper]
            lines = lines_of(self._runs(element, number))
            if bullet is None:
                counts.pop(level, None)
                yield from (replace(line, gap=True) for line in lines)
            elif lines:
                counts[level] = counts.get(level, bullet.start - 1) + 1
                text = "\n".join(line.text for line in lines)
                yield _item(text, level + 1, bullet.marker(counts[level]))

    def _runs(self, element: Any, number: int) -> Iterator[Run]:
        """The text of a paragraph, without what is struck through and marks of footnotes."""
        for child in element:
            if child.tag == f"{_A}br":
                yield BREAK, False
                continue
            text = "".join(found.text or "" for found in child.iter(f"{_A}t"))
            properties = child.find(f"{_A}rPr")
            if properties is None:
                yield text, False
            elif (properties.get("strike") or "noStrike") != "noStrike":
                self._note(STRUCK)
                self._leave_out(LeftOutReason.DELETED, text, number)
            elif not (_is_raised(properties) and text.strip().isdigit()):
                yield text, (properties.get("b") or "0") in ("1", "true")

    def _linked(self, slide: Any) -> None:
        """Note where words and shapes of a slide lead."""
        for link in slide.element.iter(f"{_A}hlinkClick"):
            relation = slide.part.rels.get(link.get(_RELATION) or "")
            if relation is not None and relation.is_external:
                # In the properties of a run, or of a shape's name.
                within = list(islice(link.iterancestors(), 3))
                held = within[1] if within[0].tag == f"{_A}rPr" else within[-1]
                said = "".join(found.text or "" for found in held.iter(f"{_A}t"))
                self.links.add(said, relation.target_ref)

    def _spoken(self, text: str, number: int) -> None:
        if text.strip():
            self._note(_SPOKEN)
        self._leave_out(LeftOutReason.HIDDEN, text, number)

    def _leave_out(self, reason: LeftOutReason, text: str, number: int) -> None:
        shown = fold(clean(text))
        if shown:
            self.left_out.append(LeftOut(reason, shown, number))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _is_raised(properties: Any) -> bool:
    raised = (properties.get("baseline") or "0").rstrip("%")
    return raised.isdigit() and int(raised[:9]) > 0


def _flat(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """The shapes as one reads them, groups opened: the slide's own parts, then boxes by place."""
    shapes = list(shapes)
    own = sorted((s for s in shapes if s.is_placeholder), key=lambda s: s.placeholder_format.idx)
    for shape in (*own, *_by_place([s for s in shapes if not s.is_placeholder])):
        if hasattr(shape, "shapes"):
            if depth < _DEEPEST:
                yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _by_place(shapes: list[Any]) -> list[Any]:
    """The shapes from the top down; from the left to the right those that stand beside another."""
    if any(shape.top is None or shape.left is None for shape in shapes):
        return shapes
    rows: list[list[Any]] = []
    for shape in sorted(shapes, key=lambda shape: shape.top):
        if rows and shape.top - rows[-1][0].top < _BESIDE:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    return [shape for beside in rows for shape in sorted(beside, key=lambda shape: shape.left)]


def _role(shape: Any) -> str:
    """The name of a placeholder's type; empty for any other shape."""
    if not shape.is_placeholder:
        return ""
    kind = shape.placeholder_format.type
    return "" if kind is None else str(kind.name)


class _Bullet:
    """The sign before a paragraph: a dot, or a number in some style."""

    def __init__(self, style: str = "", start: int = 1) -> None:
        self.start = start
        self._style = style

    def marker(self, number: int) -> str | None:
        for name, letter in _NUMBERED.items():
            if self._style.startswith(name):
                return _ENDS.get(self._style[len(name) :], "{}.").format(in_style(number, letter))
        return None


def _bullet(element: Any, *, listed: bool) -> _Bullet | None:
    properties = element.find(f"{_A}pPr")
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return None
        numbered = properties.find(f"{_A}buAutoNum")
        if numbered is not None:
            start = numbered.get("startAt") or "1"
            first = int(start) if start.isdigit() and len(start) < 6 else 1
            return _Bullet(numbered.get("type") or "", first)
        if any(properties.find(f"{_A}{name}") is not None for name in ("buChar", "buBlip")):
            return _Bullet()
    return _Bullet() if listed else None


def _item(text: str, depth: int, marker: str | None) -> Piece:
    typed = candidates(text)
    if marker is None and typed:
        return Piece(BlockKind.ITEM, typed[0].rest, depth, typed[0].label)
    return Piece(BlockKind.ITEM, text, depth, marker)


def _rows(table: Any) -> Iterator[Entry]:
    for each in table.rows:
        cells = (cell for cell in each.cells if not cell.is_spanned)
        yield from row([fold(clean(cell.text_frame.text)) for cell in cells])
