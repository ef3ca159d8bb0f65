"""A text as districts print it to PDF: by reportlab, with running headers and page numbers."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from .texts import Part, Text

PAGE = (396.0, 612.0)  # half a sheet, so that a short text has pages to repeat a header on
SHEET = (612.0, 792.0)
SLIDE = (720.0, 405.0)
HEADER = "Alder Ridge Manual · Series 5000"
FOOTER = "Reprinted by the Clerk · Page {page} of {pages}"
FURNITURE = f"{HEADER} {FOOTER.format(page='1 2 3 4 5 6 7 8 9', pages='')}"

_ONE = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=7)
_TITLE = ParagraphStyle("title", _ONE, fontName="Helvetica-Bold", fontSize=18, leading=22)
_HEADING = ParagraphStyle("heading", _ONE, fontName="Helvetica-Bold", fontSize=13, leading=16)
_BY_WEIGHT = ParagraphStyle("weight", _ONE, fontName="Times-Bold", spaceBefore=6, spaceAfter=3)
_ITEM = ParagraphStyle("item", _ONE, leftIndent=24, bulletIndent=8, spaceAfter=3)
_CELL = ParagraphStyle("cell", _ONE, fontSize=9.5, leading=12, spaceAfter=0)
_HEAD_CELL = ParagraphStyle("head-cell", _CELL, fontName="Times-Bold")
_NARROW = ParagraphStyle("narrow", _ONE, fontSize=10, leading=12.5, spaceAfter=6)
_SLIDE_TITLE = ParagraphStyle("slide-title", _TITLE, fontSize=28, leading=34, spaceAfter=18)
_SLIDE_ITEM = ParagraphStyle("slide-item", _ITEM, fontName="Helvetica", fontSize=18, leading=24)
_SLIDE_TEXT = ParagraphStyle("slide-text", _SLIDE_ITEM, leftIndent=0)
_LABELS = {"question": "Q:", "answer": "A:"}
_RULED = [("GRID", (0, 0), (-1, -1), 0.5, "#444444"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
_BARE = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that prints header and footer on every page, where there are several."""

    header, footer = HEADER, FOOTER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            width, height = self._pagesize
            if len(self._pages) > 1:
                self.setFont("Helvetica", 8)
                self.drawString(36, height - 24, self.header)
                footer = self.footer.format(page=number, pages=len(self._pages))
                self.drawCentredString(width / 2, 18, footer)
            super().showPage()
        super().save()


class _Bare(_Numbered):
    header, footer = "", ""


def one_column(text: Text, *, numbered: bool = True) -> bytes:
    return built(list(story(text)), PAGE, [(36, 36, 324, 540)], numbered=numbered)


def headings_by_weight(text: Text) -> bytes:
    """Bold headings in the size of the text, over paragraphs set flush."""
    return built(list(story(text, heading=_BY_WEIGHT)), PAGE, [(36, 36, 324, 540)])


def two_columns(text: Text) -> bytes:
    """A title over the whole sheet, then two justified columns."""
    style = ParagraphStyle("column", _NARROW, alignment=TA_JUSTIFY)
    head = ParagraphStyle("column-heading", _HEADING, fontSize=12, leading=15, keepWithNext=1)
    title, *rest = story(text, body=style, heading=head)
    made = [title, FrameBreak(), NextPageTemplate("later"), *rest]
    columns = [(54, 54, 240, 300), (318, 54, 240, 300)]
    later = [(54, 54, 240, 690), (318, 54, 240, 690)]
    return built(made, SHEET, [(54, 660, 504, 60), *_up(columns, 340)], later=later)


def _up(frames: list[tuple[float, ...]], height: float) -> list[tuple[float, ...]]:
    return [(x, 660 - height, width, height) for x, _, width, _ in frames]


def table(text: Text, *, ruled: bool = True) -> bytes:
    style = _RULED if ruled else _BARE
    return built(list(story(text, table=style)), PAGE, [(30, 36, 336, 540)])


def plain_table(text: Text) -> bytes:
    return table(text, ruled=False)


def slides(text: Text) -> bytes:
    """One slide a heading, with its title large and a running footer."""
    story: list[Any] = []
    for part in text.parts:
        if part.kind in ("title", "heading"):
            story += [PageBreak()] if story else []
            story.append(Paragraph(escape(part.text), _SLIDE_TITLE))
        elif part.kind == "item":
            bullet = "•" if part.marker == "-" else part.marker
            story.append(Paragraph(escape(part.text), _SLIDE_ITEM, bulletText=bullet))
        else:
            label = _LABELS.get(part.kind, "")
            story.append(Paragraph(f"{label} {escape(part.text)}", _SLIDE_TEXT))
    return built(story, SLIDE, [(40, 36, 640, 330)])


def footnoted(text: Text) -> bytes:
    """Each footnote at the foot of the page that refers to it, under a short rule."""
    story: list[Any] = []
    number = 0
    for part in text.parts:
        mark = ""
        if part.note:
            number += 1
            mark = f"<super rise=4 size=7>{number}</super>"
        story.extend(_flowables(part, mark=mark))
        if part.note:
            story.append(_Footnote(number, part.note))
    return built(story, PAGE, [(36, 90, 324, 486)])


class _Footnote(Spacer):  # type: ignore[misc]
    """Takes no room in the text, and writes its note at the foot of its page."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(0, 0)
        self._text = f"<super rise=3 size=6>{number}</super> {escape(text)}"

    def draw(self) -> None:
        canvas = self.canv
        style = ParagraphStyle("note", _ONE, fontSize=8, leading=9.5)
        note = Paragraph(self._text, style)
        _, height = note.wrap(324, 100)
        placed = getattr(canvas, "_notes_at", {})
        page = canvas.getPageNumber()
        top = placed.get(page, 84)
        canvas._notes_at = {page: top - height - 2}
        canvas.saveState()
        x, y = canvas.absolutePosition(0, 0)
        canvas.translate(-x, -y)
        if top == 84:
            canvas.line(36, 87, 136, 87)
        note.drawOn(canvas, 36, top - height)
        canvas.restoreState()


def hyphenated(text: Text) -> bytes:
    """Narrow lines whose last word is broken where it does not fit."""
    buffer = io.BytesIO()
    canvas = _Numbered(buffer, pagesize=PAGE)
    y = PAGE[1] - 60
    for part in text.parts:
        label = part.marker or _LABELS.get(part.kind, "")
        shown = " | ".join(part.cells) or f"{label} {part.text}".strip()
        size = {"title": 16, "heading": 13}.get(part.kind, 11)
        for line in _hyphenated_lines(shown, size):
            if y < 50:
                canvas.showPage()
                y = PAGE[1] - 60
            canvas.setFont("Times-Roman", size)
            canvas.drawString(60, y, line)
            y -= size * 1.25
        y -= 7
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _hyphenated_lines(text: str, size: float, width: float = 210) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if stringWidth(longer, "Times-Roman", size) <= width:
            line = longer
            continue
        at = _break(word)
        start = f"{line} {word[:at]}-".strip()
        if at and size < 12 and stringWidth(start, "Times-Roman", size) <= width:
            yield start
            line = word[at:]
        else:
            yield line
            line = word
    yield line


def _break(word: str) -> int:
    """Where a plain word of at least seven letters may be broken: between vowel and consonant."""
    if len(word) < 7 or not word.isalpha():
        return 0
    places = [
        at
        for at in range(3, len(word) - 2)
        if word[at - 1] in "aeiou" and word[at] not in "aeiouy" and word[at].islower()
    ]
    return places[len(places) // 2] if places else 0


def story(
    text: Text,
    *,
    body: ParagraphStyle = _ONE,
    heading: ParagraphStyle = _HEADING,
    table: list[Any] = _RULED,
) -> Iterator[Any]:
    rows: list[Part] = []
    for part in text.parts:
        if rows and part.kind != "row":
            yield _table(rows, table)
            yield Spacer(0, 10)
            rows = []
        if part.cells:
            rows.append(part)
        else:
            yield from _flowables(part, body=body, heading=heading)
    if rows:
        yield _table(rows, table)


def _flowables(
    part: Part, *, body: ParagraphStyle = _ONE, heading: ParagraphStyle = _HEADING, mark: str = ""
) -> Iterator[Any]:
    shown = escape(part.text) + mark
    if part.kind == "item":
        item = ParagraphStyle("item", _ITEM, fontSize=body.fontSize, leading=body.leading)
        bullet = "•" if part.marker == "-" else part.marker
        yield Paragraph(shown, item, bulletText=bullet)
        return
    style = {"title": _TITLE, "heading": heading}.get(part.kind, body)
    whole = f"{_LABELS.get(part.kind, '')} {shown}"
    yield Paragraph(f"<b>{whole}</b>" if part.kind == "question" else whole, style)


def _table(rows: list[Part], style: list[Any]) -> Any:
    cells = [
        [Paragraph(escape(c), _HEAD_CELL if row.kind == "titles" else _CELL) for c in row.cells]
        for row in rows
    ]
    return Table(cells, colWidths=["23%", "38%", "39%"], style=style, repeatRows=1)


def built(
    story: list[Any],
    page: tuple[float, float],
    frames: list[tuple[float, ...]],
    *,
    later: list[tuple[float, ...]] | None = None,
    numbered: bool = True,
) -> bytes:
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=page)
    templates = [PageTemplate("first", [_frame(*frame) for frame in frames])]
    if later:
        templates.append(PageTemplate("later", [_frame(*frame) for frame in later]))
    document.addPageTemplates(templates)
    document.build(story, canvasmaker=_Numbered if numbered else _Bare)
    return buffer.getvalue()


def _frame(x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)


PDF_FORMS: dict[str, Callable[[Text], bytes]] = {
    "pdf, one column": one_column,
    "pdf, two columns": two_columns,
    "pdf, headings by weight": headings_by_weight,
    "pdf, tables with rules": table,
    "pdf, tables without rules": plain_table,
    "pdf, slides": slides,
    "pdf, footnotes": footnoted,
    "pdf, hyphenated": hyphenated,
}
