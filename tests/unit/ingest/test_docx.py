from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from policy_audit.model import UnreadCategory

from .conftest import lines

Build = Callable[[Callable[[Any], None]], bytes]


def test_headings_lists_tables_and_breaks(docx: Build, read: Callable[..., Any]) -> None:
    def fill(document: Any) -> None:
        document.add_heading("Elm Grove Schools", 0)
        document.add_heading("1. Visits", 2)
        paragraph = document.add_paragraph("Say this:")
        paragraph.add_run().add_break()
        paragraph.add_run("Please wait.")
        for text in ("Ask for a card.", "Call the office."):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("Stay calm.", style="List Bullet 2")
        document.add_paragraph("Write it down.", style="List Number")
        document.add_paragraph().add_run("Student Records").bold = True
        document.add_paragraph("a. typed by hand")
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Form I-200", "An officer"

    assert lines(read(docx(fill), "a.docx")) == [
        "heading 1 - | Elm Grove Schools",
        "heading 2 1. | Visits",
        "paragraph 0 - | Say this:",
        "paragraph 0 - | Please wait.",
        "item 1 1. | Ask for a card.",
        "item 1 2. | Call the office.",
        "item 2 - | Stay calm.",
        "item 1 3. | Write it down.",
        "heading 3 - | Student Records",
        "item 1 a. | typed by hand",
        "row 0 - | Form I-200 | An officer",
    ]


def edited(data: bytes, edit: Callable[[bytes], bytes], part: str = "word/document.xml") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)
    return buffer.getvalue()


def body(xml: str) -> Callable[[bytes], bytes]:
    return lambda content: content.replace(b"<w:body>", b"<w:body>" + xml.encode())


def test_tracked_changes_and_hidden_text(docx: Build, read: Callable[..., Any]) -> None:
    xml = (
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>and added</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>, gone</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>, unseen</w:t></w:r>"
        "<w:r><w:t>.</w:t></w:r></w:p>"
    )
    document = read(edited(docx(lambda _: None), body(xml)), "a.docx")
    assert document.text == "Kept and added."
    assert document.notes == (
        "The document holds tracked changes; it was read as if all were accepted.",
    )


def test_content_controls_and_text_boxes(docx: Build, read: Callable[..., Any]) -> None:
    xml = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>Outside.</w:t><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p>"
        "</w:txbxContent></w:r></w:p>"
    )
    document = read(edited(docx(lambda _: None), body(xml)), "a.docx")
    assert document.text == "In a control.\n\nOutside.\n\nIn a box."


def test_entities_are_not_expanded(docx: Build, read: Callable[..., Any]) -> None:
    def with_entity(content: bytes) -> bytes:
        start = content.index(b"<w:document")
        bomb = b'<!DOCTYPE x [<!ENTITY a "boom">]>'
        return (content[:start] + bomb + content[start:]).replace(
            b"<w:body>", b"<w:body><w:p><w:r><w:t>Safe &a;text.</w:t></w:r></w:p>"
        )

    result = read(edited(docx(lambda _: None), with_entity), "a.docx")
    assert "boom" not in getattr(result, "text", "")


def test_a_bomb_is_refused_before_it_is_unpacked(docx: Build, read: Callable[..., Any]) -> None:
    buffer = io.BytesIO(docx(lambda document: document.add_paragraph("Text.")))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/extra.xml", b" " * (61 * 1024 * 1024))
    unread = read(buffer.getvalue(), "a.docx")
    assert unread.category is UnreadCategory.TOO_LARGE


def test_damaged(docx: Build, read: Callable[..., Any]) -> None:
    data = docx(lambda document: document.add_paragraph("Text."))
    assert read(data[: len(data) // 2], "a.docx").category is UnreadCategory.DAMAGED
    broken = edited(data, lambda content: content[:200])
    assert read(broken, "a.docx").category is UnreadCategory.DAMAGED


def test_empty(docx: Build, read: Callable[..., Any]) -> None:
    assert read(docx(lambda _: None), "a.docx").category is UnreadCategory.EMPTY
