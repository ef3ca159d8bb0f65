"""One sound document of each format, with something of everything that its reader looks at."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

TEXT = """Visits by officers

Dear families,

The front door is locked all day. Staff shall:

1. ask for a warrant signed by a judge;
2. call the office, and
   a. wait there.

Q: May anybody come in? A: No. — “Never.” Élan.
"""
MARKDOWN = (
    TEXT.replace("Visits", "# Visits") + "\n| Form | Who |\n|--|--|\n| I-200 | An officer |\n"
)
HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Visits</title></head><body>
<nav><a href="/">Home</a></nav><main><h1>Visits</h1><p>The front door is <b>locked</b> all day.</p>
<ol start="2"><li>Call.<ul><li>Wait.</li></ul></li></ol><details><summary>May I?</summary><p>No.</p>
</details><table><tr><th>Form</th><th>Who</th></tr><tr><td>I-200</td><td>Officer</td></tr></table>
</main><footer>Elm Grove</footer></body></html>"""
RTF = r"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\stylesheet{\s1 heading 1;}}{\info{\title V}}
\pard\s1 Visits\par\pard\plain The door is {\b locked}{\footnote By day.}.\par
{\listtext 1.\tab}\pard\ls1\ilvl0 Call {\deleted or not }\u8212?now.\par
\trowd\intbl Form\cell Who\cell\row\pard Done \'e9.{\pict\bin4 abcd}\par}"""
_URN = "urn:oasis:names:tc:opendocument:xmlns"
ODT = f"""<o:document-content xmlns:o="{_URN}:office:1.0" xmlns:text="{_URN}:text:1.0"
 xmlns:table="{_URN}:table:1.0" xmlns:style="{_URN}:style:1.0"><o:automatic-styles>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"
 style:num-suffix="."/></text:list-style></o:automatic-styles><o:body><o:text>
<text:h text:outline-level="1">Visits</text:h><text:p>The door<text:s/>is locked.<text:note>
<text:note-citation>1</text:note-citation><text:note-body><text:p>By day.</text:p></text:note-body>
</text:note></text:p><text:list text:style-name="L"><text:list-item><text:p>Call.</text:p>
</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Form</text:p>
</table:table-cell><table:table-cell><text:p>Who</text:p></table:table-cell></table:table-row>
</table:table></o:text></o:body></o:document-content>"""


def _pdf() -> bytes:
    from reportlab.pdfgen import canvas

    target = io.BytesIO()
    page = canvas.Canvas(target, pageCompression=0)
    for _ in range(2):
        for at, line in enumerate(TEXT.splitlines()):
            page.setFont("Helvetica-Bold" if at == 0 else "Helvetica", 18 if at == 0 else 11)
            page.drawString(72, 720 - 20 * at, line)
        page.showPage()
    page.save()
    return target.getvalue()


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Visits", 1)
    document.add_paragraph("The door is ").add_run("locked").bold = True
    for text in ("Call.", "Wait."):
        document.add_paragraph(text, style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Form", "Who"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _pptx() -> bytes:
    from pptx import Presentation

    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Visits"
    slide.placeholders[1].text_frame.text = "Call.\nWait."
    slide.notes_slide.notes_text_frame.text = "Smile."
    target = io.BytesIO()
    show.save(target)
    return target.getvalue()


def _odt() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", ODT)
    return target.getvalue()


_MAKERS: dict[str, Callable[[], bytes]] = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "odt": _odt,
    "rtf": RTF.encode,
    "html": HTML.encode,
    "md": MARKDOWN.encode,
    "txt": lambda: TEXT.encode("utf-16"),
}
FORMATS = tuple(_MAKERS)


@cache
def sound(form: str) -> bytes:
    """The bytes of the sound document of that format."""
    return _MAKERS[form]()
