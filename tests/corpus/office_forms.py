"""A text as an office program saves it: Word, PowerPoint, OpenDocument and rich text."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any
from xml.sax.saxutils import escape

from .texts import Part, Text

HEADER = "Alder Ridge Manual · Series 5000"
_LABELS = {"question": "Q: ", "answer": "A: "}
_NO_BULLET = "{http://schemas.openxmlformats.org/drawingml/2006/main}buNone"


def tables(text: Text) -> Iterator[Part | list[Part]]:
    """The parts, with the rows of each table in one list."""
    rows: list[Part] = []
    for part in text.parts:
        if part.cells:
            rows.append(part)
            continue
        if rows:
            yield rows
            rows = []
        yield part
    if rows:
        yield rows


def shown(part: Part) -> str:
    """The part's text with a question's or answer's label, and a marker typed as text."""
    typed = f"{part.marker} " if part.marker not in ("", "-") else ""
    return f"{typed}{_LABELS.get(part.kind, '')}{part.text}"


def word(text: Text) -> bytes:
    """Styles for headings and bullets, tables, and a header on every page."""
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = HEADER
    for part in tables(text):
        if isinstance(part, list):
            table = document.add_table(len(part), len(part[0].cells))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, said in zip(row.cells, cells.cells, strict=True):
                    cell.text = said
        elif part.kind in ("title", "heading"):
            document.add_heading(part.text, 1 if part.kind == "title" else 2)
        elif part.marker == "-":
            document.add_paragraph(part.text, style="List Bullet")
        else:
            document.add_paragraph(shown(part))
    return _saved(document)


def powerpoint(text: Text) -> bytes:
    """A slide a heading: its title, and the parts under it as the body's paragraphs."""
    from pptx import Presentation

    deck = Presentation()
    body: Any = None
    for part in text.parts:
        if part.kind in ("title", "heading"):
            slide = deck.slides.add_slide(deck.slide_layouts[1])
            slide.shapes.title.text = part.text
            body = slide.placeholders[1].text_frame
        else:
            last = body.paragraphs[-1]
            paragraph = body.add_paragraph() if last.text else last
            paragraph.text = shown(part)
            if part.kind != "item":  # what is no item has no dot before it
                paragraph._p.get_or_add_pPr().insert(0, paragraph._p.makeelement(_NO_BULLET, {}))
    return _saved(deck)


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


_ODT = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2">'
    "<office:body><office:text>{}</office:text></office:body></office:document-content>"
)
_ODT_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_ODT_TYPE = "application/vnd.oasis.opendocument.text"


def open_document(text: Text) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", _ODT_TYPE)
        package.writestr("content.xml", _ODT.format("".join(_odt_parts(text))))
        package.writestr("META-INF/manifest.xml", _ODT_MANIFEST.format(_ODT_TYPE))
    return buffer.getvalue()


def _odt_parts(text: Text) -> Iterator[str]:
    for part in tables(text):
        if isinstance(part, list):
            rows = "".join(f"<table:table-row>{_odt_cells(row)}</table:table-row>" for row in part)
            yield f'<table:table table:name="Table">{rows}</table:table>'
        elif part.kind in ("title", "heading"):
            level = 1 if part.kind == "title" else 2
            yield f'<text:h text:outline-level="{level}">{escape(part.text)}</text:h>'
        elif part.marker == "-":
            item = f"<text:list-item><text:p>{escape(part.text)}</text:p></text:list-item>"
            yield f"<text:list>{item}</text:list>"
        else:
            yield f"<text:p>{escape(shown(part))}{_odt_note(part)}</text:p>"


def _odt_note(part: Part) -> str:
    if not part.note:
        return ""
    said = f"<text:note-body><text:p>{escape(part.note)}</text:p></text:note-body>"
    return f'<text:note text:note-class="footnote">{said}</text:note>'


def _odt_cells(row: Part) -> str:
    return "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(c)}</text:p></table:table-cell>'
        for c in row.cells
    )


def rich_text(text: Text) -> bytes:
    """RTF as a word processor writes it, with escapes for what is not ASCII."""
    body = "\n".join(_rtf_parts(text))
    head = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times New Roman;}}"
    header = r"{\header\pard " + _rtf(HEADER) + r"\par}"
    return f"{head}{header}\n{body}\n}}".encode("ascii")


def _rtf_parts(text: Text) -> Iterator[str]:
    for part in text.parts:
        if part.cells:
            edges = "".join(rf"\cellx{3000 * at}" for at in range(1, len(part.cells) + 1))
            cells = "".join(rf"\intbl {_rtf(cell)}\cell" for cell in part.cells)
            yield rf"\trowd{edges}\pard{cells}\row"
        elif part.kind in ("title", "heading"):
            size, level = (36, 0) if part.kind == "title" else (28, 1)
            yield rf"\pard\outlinelevel{level}\b\fs{size} {_rtf(part.text)}\b0\fs22\par"
        elif part.marker == "-":
            yield rf"\pard\fi-360\li720 \bullet\tab {_rtf(part.text)}\par"
        else:
            yield rf"\pard {_rtf(shown(part))}\par"


def _rtf(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("{", r"\{").replace("}", r"\}")
    return "".join(c if c.isascii() else rf"\u{ord(c)}?" for c in escaped)


OFFICE_FORMS: dict[str, tuple[str, Callable[[Text], bytes]]] = {
    "docx": (".docx", word),
    "pptx": (".pptx", powerpoint),
    "odt, footnotes": (".odt", open_document),
    "odt": (".odt", open_document),
    "rtf": (".rtf", rich_text),
}
