"""What a plan needs of Word: headings, notes, quotations, boxes and tables, each in one style.

Every text goes through one door, where it becomes plain: nothing in it is a field or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from policy_audit.report import wording

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_FONT = "Calibri"
_INK, _SOFT, _LINK = "1C2430", "525C69", "1B4F86"
_MARGIN = 0.75  # inches; a US Letter page leaves seven between the margins
_LEAST_ROW = 0.32


class Writer:
    """A Word document, written from its beginning to its end."""

    def __init__(self, *, title: str, subject: str, day: datetime) -> None:
        from docx import Document

        self._document = Document()
        self._set_properties(title, subject, day)
        self._set_page()
        self._set_styles()

    def save(self, to: IO[bytes]) -> None:
        """Write the document."""
        self._document.save(to)

    def title(self, text: str) -> None:
        """Write the document's name."""
        self._add(text, "Title")

    def subtitle(self, text: str) -> None:
        """Write whom it is about."""
        self._add(text, "Subtitle")

    def heading(self, text: str, level: int) -> None:
        """Write a heading; 1 is the highest level."""
        self._add(text, f"Heading {level}")

    def text(self, text: str) -> None:
        """Write a paragraph."""
        self._add(text)

    def small(self, text: str) -> None:
        """Write a paragraph that stands back."""
        self._run(self._document.add_paragraph(), text, size=9, colour=_SOFT)

    def note(self, text: str) -> None:
        """Write a paragraph with a line beside it."""
        paragraph = self._document.add_paragraph()
        self._run(paragraph, text, size=10, colour=_SOFT)
        self._border(paragraph, ("left",))

    def label(self, text: str) -> None:
        """Write the name of what comes next."""
        paragraph = self._add("")
        self._run(paragraph, text, bold=True)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_after = 0

    def labelled(self, label: str, text: str) -> None:
        """Write a label with a text after it."""
        paragraph = self._add("")
        self._run(paragraph, f"{label}: ", bold=True)
        self._run(paragraph, text)

    def items(self, texts: Iterable[str]) -> None:
        """Write a list."""
        for text in texts:
            self._add(text, "List Bullet")

    def quote(self, words: str, place: str) -> None:
        """Write what a document says, with its place under it."""
        from docx.shared import Inches

        paragraph = self._add("")
        self._run(paragraph, words, italic=True)
        self._run(paragraph, f"\n{place}", size=9, colour=_SOFT)
        paragraph.paragraph_format.left_indent = Inches(0.25)

    def boxed(self, text: str) -> None:
        """Write a text in a frame."""
        paragraph = self._add(text)
        self._border(paragraph, ("top", "left", "bottom", "right"))

    def cited(self, before: str, text: str, url: str | None, after: str) -> None:
        """Write a list item in which the text leads to the address, if there is one."""
        paragraph = self._add("", "List Bullet")
        self._run(paragraph, before)
        if url is None:
            self._run(paragraph, text)
        else:
            self._link(paragraph, text, url)
        self._run(paragraph, after, size=9, colour=_SOFT)

    def table(
        self, heads: Sequence[str], widths: Sequence[float], rows: Iterable[Sequence[str]]
    ) -> None:
        """Write a table, widths in inches; its head is repeated on every page, no row is cut."""
        from docx.shared import Inches

        table = self._document.add_table(rows=0, cols=len(heads), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        for number, values in enumerate((heads, *rows)):
            row = table.add_row()
            row.height = Inches(_LEAST_ROW)
            properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # python-docx has no other door
            properties.append(self._element("w:cantSplit"))
            if number == 0:
                properties.append(self._element("w:tblHeader"))
            for cell, value, width in zip(row.cells, values, widths, strict=True):
                cell.width = Inches(width)
                cell.paragraphs[0].paragraph_format.space_after = 0
                self._run(cell.paragraphs[0], value, bold=number == 0, size=10)
        self._document.add_paragraph().paragraph_format.space_after = 0

    def footer(self, text: str) -> None:
        """Write a line at the foot of every page, with the page's number."""
        paragraph = self._document.sections[0].footer.paragraphs[0]
        self._run(paragraph, f"{text}, page ", size=9, colour=_SOFT)
        number = self._run(paragraph, "1", size=9, colour=_SOFT)
        field = self._element("w:fldSimple", instr="PAGE")
        field.append(number._r)  # noqa: SLF001  # moves the run into the field
        paragraph._p.append(field)  # noqa: SLF001

    def _add(self, text: str, style: str | None = None) -> Paragraph:
        paragraph: Paragraph = self._document.add_paragraph(style=style)
        if text:
            self._run(paragraph, text)
        return paragraph

    def _run(  # noqa: PLR0913  # how a text looks is many things
        self,
        paragraph: Any,
        text: str,
        *,
        bold: bool | None = None,
        italic: bool | None = None,
        size: int | None = None,
        colour: str | None = None,
    ) -> Any:
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(_one_line(text))
        run.bold, run.italic = bold, italic
        if size:
            run.font.size = Pt(size)
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        return run

    def _link(self, paragraph: Any, text: str, url: str) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE

        target = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = self._element("w:hyperlink")
        link.set(_qualified("r:id"), target)
        run = self._run(paragraph, text, colour=_LINK)
        run.underline = True
        link.append(run._r)  # noqa: SLF001  # moves the run into the link
        paragraph._p.append(link)  # noqa: SLF001

    def _border(self, paragraph: Any, sides: Iterable[str]) -> None:
        borders = self._element("w:pBdr")
        for side in sides:
            wide = "24" if side == "left" else "4"
            borders.append(
                self._element(f"w:{side}", val="single", sz=wide, space="6", color="B8BEC6")
            )
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
        # The schema wants the parts of a paragraph's properties in a certain order.
        properties.insert_element_before(
            borders, *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
        )

    def _set_properties(self, title: str, subject: str, day: datetime) -> None:
        core = self._document.core_properties
        core.title, core.subject = _one_line(title)[:255], subject
        core.author = core.last_modified_by = "policy-audit"
        core.comments = ""
        core.language = "en-US"
        core.created = core.modified = day

    def _set_page(self) -> None:
        from docx.shared import Inches

        page = self._document.sections[0]
        page.page_width, page.page_height = Inches(8.5), Inches(11)
        page.left_margin = page.right_margin = Inches(_MARGIN)
        page.top_margin = page.bottom_margin = Inches(_MARGIN)

    def _set_styles(self) -> None:
        from docx.shared import Pt, RGBColor

        sizes = {"Normal": 11, "Title": 24, "Subtitle": 15, "Heading 1": 16, "Heading 2": 13}
        for name, size in sizes.items():
            style = self._document.styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.font.color.rgb = RGBColor.from_string(_INK)
            style.font.italic = False
            fonts = style.element.rPr.rFonts
            for which in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(_qualified(f"w:{which}"), None)
        self._document.styles["Normal"].paragraph_format.space_after = Pt(6)

    def _element(self, tag: str, **values: str) -> Any:
        from docx.oxml import OxmlElement

        element = OxmlElement(tag)
        for name, value in values.items():
            element.set(_qualified(f"w:{name}"), value)
        return element


def _one_line(text: str) -> str:
    """Return clean text; a line feed at its beginning stays, as the only break there is."""
    line = wording.plain_line(text)
    head = "\n" if text.startswith("\n") else " " if text[:1].isspace() else ""
    return head + line + (" " if line and text[-1:].isspace() else "")


def _qualified(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(name))
