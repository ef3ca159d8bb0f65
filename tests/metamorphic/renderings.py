"""The same district text as another file format: Markdown or plain text to a file's bytes."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from metamorphic.transformations import BULLET, MARKDOWN, MARKER

_TABLES = "table"
_BREAK = "\n"  # between two lines of one paragraph
_DOT = "•"
_RULE = re.compile(r"[-=_*~\s]+")
_LISTS = ("bullet_list_open", "ordered_list_open")


@dataclass(frozen=True)
class Run:
    """Text of one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Part:
    """A ``heading`` (level 1 to 6), ``paragraph``, ``item`` (level from 1) or table ``row``.

    ``marker`` is an item's number, or a dot. A row has one tuple of runs a cell, the others one.
    """

    kind: str
    cells: tuple[tuple[Run, ...], ...]
    level: int = 0
    marker: str = ""

    @property
    def runs(self) -> tuple[Run, ...]:
        """All runs in order."""
        return tuple(run for cell in self.cells for run in cell)


def parts_of(text: str, suffix: str) -> tuple[Part, ...]:
    """What a page of this text shows, from the top."""
    if suffix != MARKDOWN:
        return tuple(_of_text(text))
    page = _Page()
    for before, token in pairwise(MarkdownIt("commonmark").enable(_TABLES).parse(text)):
        page.read(before, token)
    return tuple(page.parts)


@dataclass
class _Page:
    """Markdown's tokens, read one after the other."""

    parts: list[Part] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    marker: str = ""
    cells: list[tuple[Run, ...]] = field(default_factory=list)

    def read(self, before: Token, token: Token) -> None:
        if before.type in _LISTS:
            ordered = before.type.startswith("ordered")
            self.lists.append(int(before.attrGet("start") or 1) if ordered else None)
        if token.type in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif token.type == "list_item_open":
            self._number()
        elif token.type == "tr_close":
            self.parts.append(Part("row", tuple(self.cells)))
            self.cells = []
        elif token.type == "inline":
            self._text(before, tuple(_runs(token)))

    def _number(self) -> None:
        number = self.lists[-1]
        self.marker = _DOT if number is None else f"{number}."
        self.lists[-1] = None if number is None else number + 1

    def _text(self, before: Token, runs: tuple[Run, ...]) -> None:
        if before.type in ("th_open", "td_open"):
            self.cells.append(runs)
        elif before.type == "heading_open":
            self.parts.append(Part("heading", (runs,), int(before.tag[1])))
        elif self.marker:
            self.parts.append(Part("item", (runs,), len(self.lists), self.marker))
        else:
            self.parts.append(Part("paragraph", (runs,), len(self.lists)))
        self.marker = ""


def _runs(token: Token) -> Iterator[Run]:
    look = Run("")
    for child in token.children or ():
        if child.type in ("strong_open", "strong_close"):
            look = replace(look, bold=child.type == "strong_open")
        elif child.type in ("em_open", "em_close"):
            look = replace(look, italic=child.type == "em_open")
        elif child.type in ("softbreak", "hardbreak"):
            yield replace(look, text=_BREAK)
        elif child.content:
            yield replace(look, text=child.content)


def _of_text(text: str) -> Iterator[Part]:
    for paragraph in re.split(r"\n[ \t]*\n", text):
        lines: list[str] = []
        for line in paragraph.rstrip().split("\n"):
            if MARKER.match(line) and lines:
                yield from _text_part(lines)
                lines = []
            lines.append(line)
        yield from _text_part(lines)


def _text_part(lines: list[str]) -> Iterator[Part]:
    shown = _BREAK.join(line.strip() for line in lines)
    if not shown.strip() or _RULE.fullmatch(shown):
        return
    marker = MARKER.match(lines[0])
    if marker is None:
        yield Part("paragraph", ((Run(shown),),))
        return
    label = marker[0].strip()
    level = 1 + (len(lines[0]) - len(lines[0].lstrip())) // 2
    sign = _DOT if BULLET.match(lines[0]) else label
    yield Part("item", ((Run(shown[len(label) :].strip()),),), min(level, 3), sign)


def as_text(text: str, suffix: str) -> bytes:
    """Plain text: headings and paragraphs a blank line apart, emphasis lost."""
    lines: list[str] = []
    for before, part in pairwise([Part("heading", ()), *parts_of(text, suffix)]):
        apart = part.kind != before.kind or part.kind in ("heading", "paragraph")
        lines.extend([""] if apart and lines else [])
        shown = " | ".join("".join(run.text for run in cell) for cell in part.cells)
        indent = "   " * (part.level - 1) if part.kind == "item" else ""
        sign = part.marker.replace(_DOT, "-")
        lines.append(f"{indent}{sign} {shown}" if sign else shown)
    return ("\n".join(lines) + "\n").encode()


def as_markdown(text: str, suffix: str) -> bytes:
    """The text itself: plain text is Markdown as it stands."""
    return text.encode()


def as_html(text: str, suffix: str) -> bytes:
    """A web page without a frame; line breaks stay where the source has them."""
    if suffix == MARKDOWN:
        body = MarkdownIt("commonmark", {"breaks": True}).enable(_TABLES).render(text)
    else:
        body = "\n".join(f"<p>{_html_lines(part)}</p>" for part in parts_of(text, suffix))
    page = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"></head><body>{body}</body></html>'
    return page.encode()


def _html_lines(part: Part) -> str:
    shown = "".join(run.text for run in part.runs)
    label = f"{part.marker} " if part.marker else ""
    return html.escape(label + shown).replace(_BREAK, "<br>")


def as_docx(text: str, suffix: str) -> bytes:
    """A Word document with its styles; numbers are typed."""
    from docx import Document

    document = Document()
    table = None
    for part in parts_of(text, suffix):
        if part.kind == "row":
            if table is None:
                table = document.add_table(rows=0, cols=len(part.cells))
            row = table.add_row()
            for cell, runs in zip(row.cells, part.cells, strict=True):
                _add_runs(cell.paragraphs[0], runs)
            continue
        table = None
        _add_runs(_docx_paragraph(document, part), part.runs)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _docx_paragraph(document: Any, part: Part) -> Any:
    from docx.shared import Pt

    if part.kind == "heading":
        return document.add_heading(level=part.level)
    if part.kind == "item" and part.marker == _DOT:
        style = "List Bullet" if part.level == 1 else f"List Bullet {min(part.level, 3)}"
        return document.add_paragraph(style=style)
    paragraph = document.add_paragraph(f"{part.marker} " if part.marker else "")
    paragraph.paragraph_format.left_indent = Pt(18 * part.level)
    return paragraph


def _add_runs(paragraph: Any, runs: tuple[Run, ...]) -> None:
    for run in runs:
        added = paragraph.add_run(run.text)
        added.bold, added.italic = run.bold or None, run.italic or None


def fits_pdf(text: str) -> bool:
    """Whether the fonts that every PDF reader has can show the text."""
    return len(text.encode("cp1252", "ignore")) == len(text)


def as_pdf(text: str, suffix: str) -> bytes:
    """Pages of letter size in Helvetica, wrapped at the right margin."""
    from reportlab.lib.pagesizes import LETTER
    from reportlab.platypus import SimpleDocTemplate

    made = io.BytesIO()
    template = SimpleDocTemplate(made, pagesize=LETTER, invariant=1)
    template.build(list(_flowables(parts_of(text, suffix))))
    return made.getvalue()


def _flowables(parts: tuple[Part, ...]) -> Iterator[Any]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Table

    for part in parts:
        if part.kind == "row":
            style = ParagraphStyle("cell", fontSize=10, leading=12)
            yield Table([[Paragraph(_markup(cell), style) for cell in part.cells]])
            continue
        heading = part.kind == "heading"
        size = max(12, 20 - 2 * part.level) if heading else 10.5
        indent = 18 * part.level
        style = ParagraphStyle(
            "part",
            fontName="Helvetica-Bold" if heading else "Helvetica",
            fontSize=size,
            leading=size * 1.2,
            spaceBefore=8,
            leftIndent=0 if heading else indent,
            bulletIndent=max(0, indent - 18),
        )
        yield Paragraph(_markup(part.runs), style, bulletText=part.marker or None)


def _markup(runs: tuple[Run, ...]) -> str:
    made = ""
    for run in runs:
        shown = html.escape(run.text, quote=False).replace(_BREAK, "<br/>")
        shown = f"<b>{shown}</b>" if run.bold else shown
        made += f"<i>{shown}</i>" if run.italic else shown
    return made


Rendering = Callable[[str, str], bytes]

#: By the suffix of the file.
RENDERINGS: dict[str, Rendering] = {
    ".txt": as_text,
    ".md": as_markdown,
    ".html": as_html,
    ".docx": as_docx,
    ".pdf": as_pdf,
}
