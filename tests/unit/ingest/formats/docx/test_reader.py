from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from policy_audit.model import UnreadCategory

from ...conftest import lines

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


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def deleted(text: str) -> str:
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def left_out(document: Any) -> list[tuple[str, str]]:
    return [(each.reason.value, each.text) for each in document.left_out]


def test_what_was_deleted_struck_or_hidden_is_left_out(
    docx: Build, read: Callable[..., Any]
) -> None:
    xml = paragraph(
        run("Staff "),
        deleted("may "),
        run("shall not "),
        run("ask, ", "<w:strike/>"),
        run("and never ", "<w:dstrike/>"),
        run("copy papers."),
        run(" Secret.", "<w:vanish/>"),
        run("", '<w:strike w:val="0"/>'),
    )
    document = read(edited(docx(lambda _: None), body(xml)), "a.docx")
    assert document.text == "Staff shall not copy papers."
    assert left_out(document) == [
        ("deleted", "may"),
        ("deleted", "ask, and never"),
        ("hidden", "Secret."),
    ]
    assert document.notes == (
        "The document holds tracked changes; it was read as if all were accepted.",
        "Text that is struck through was left out.",
    )


def test_struck_by_its_style(docx: Build, read: Callable[..., Any]) -> None:
    def fill(document: Any) -> None:
        document.styles.add_style("Gone", 2).font.strike = True
        line = document.add_paragraph("Staff shall wait")
        line.add_run(" or leave", style="Gone")
        line.add_run(".")

    document = read(docx(fill), "a.docx")
    assert document.text == "Staff shall wait."
    assert left_out(document) == [("deleted", "or leave")]


def test_a_deleted_break_joins_paragraphs_and_is_not_counted(
    docx: Build, read: Callable[..., Any]
) -> None:
    def fill(document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        made = [document.add_paragraph(t, style="List Number") for t in ("Wait ", "here.", "Call.")]
        properties = made[0]._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))

    assert lines(read(docx(fill), "a.docx")) == ["item 1 1. | Wait here.", "item 1 2. | Call."]


def test_deleted_rows_and_tables_that_arrange_the_page(
    docx: Build, read: Callable[..., Any]
) -> None:
    def cell(text: str) -> str:
        return f"<w:tc>{paragraph(run(text))}</w:tc>"

    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('Gone')}{cell('too')}</w:tr>"
    kept = f"<w:tr>{cell('Form I-200')}{cell('An officer')}</w:tr>"

    def fill(document: Any) -> None:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).add_paragraph("Call the office.", style="List Bullet")
        table.cell(0, 1).text = "At the door:"

    data = edited(docx(fill), body(f"<w:tbl>{gone}{kept}</w:tbl>"))
    document = read(data, "a.docx")
    assert lines(document) == [
        "row 0 - | Form I-200 | An officer",
        "item 1 - | Call the office.",
        "paragraph 0 - | At the door:",
    ]
    assert left_out(document) == [("deleted", "Gone too")]


FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> See 8 U.S.C. 1373.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:t>Only on school days.</w:t></w:r></w:p></w:footnote>'
    '<w:footnote w:id="9"><w:p><w:r><w:t>Cited by nobody.</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def with_part(data: bytes, name: str, content: str, kind: str) -> bytes:
    """``data`` with another part beside the document."""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = (
        f'<Relationship Id="rId99" Target="{name}" Type="http://schemas.openxmlformats.org'
        f'/officeDocument/2006/relationships/{kind}"/></Relationships>'
    )
    override = f'<Override PartName="/word/{name}" ContentType="{office}.{kind}+xml"/></Types>'
    made = edited(
        data,
        lambda c: c.replace(b"</Relationships>", relation.encode()),
        "word/_rels/document.xml.rels",
    )
    made = edited(made, lambda c: c.replace(b"</Types>", override.encode()), "[Content_Types].xml")
    buffer = io.BytesIO(made)
    with zipfile.ZipFile(buffer, "a") as package:
        package.writestr(f"word/{name}", content)
    return buffer.getvalue()


def test_footnotes_stand_apart_after_what_cites_them(docx: Build, read: Callable[..., Any]) -> None:
    def cite(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    def item(*runs: str) -> str:
        return paragraph(*runs, properties='<w:pStyle w:val="ListNumber"/>')

    xml = (
        paragraph(run("Staff shall:"), cite(5))
        + item(run("ask for a warrant"), cite(2), run(";"))
        + item(run("call the office."))
    )
    data = edited(docx(lambda _: None), body(xml))
    document = read(with_part(data, "footnotes.xml", FOOTNOTES, "footnotes"), "a.docx")
    assert lines(document) == [
        "paragraph 0 - | Staff shall:",
        "footnote 0 1 | See 8 U.S.C. 1373.",
        "item 1 1. | ask for a warrant;",
        "footnote 0 2 | Only on school days.",
        "item 1 2. | call the office.",
    ]


def test_headers_footers_and_contents_are_furniture(docx: Build, read: Callable[..., Any]) -> None:
    def fill(document: Any) -> None:
        document.styles.add_style("toc 1", 1)
        document.sections[0].header.paragraphs[0].text = "Elm Grove Schools"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        document.add_paragraph("Visits ... 3", style="toc 1")
        document.add_paragraph("The door is locked.")

    document = read(docx(fill), "a.docx")
    assert document.text == "The door is locked."
    assert left_out(document) == [
        ("furniture", "Visits ... 3"),
        ("furniture", "Elm Grove Schools"),
        ("furniture", "Page 1"),
    ]


def test_styles_that_are_based_on_each_other_end(docx: Build, read: Callable[..., Any]) -> None:
    def fill(document: Any) -> None:
        one, two = (document.styles.add_style(name, 1) for name in ("One", "Two"))
        one.base_style, two.base_style = two, one
        document.add_paragraph("The door is locked.", style="One")

    assert read(docx(fill), "a.docx").text == "The door is locked."


def test_letters_side_by_side_are_read_one_after_the_other(
    docx: Build, read: Callable[..., Any]
) -> None:
    def fill(document: Any) -> None:
        left, right = document.add_table(1, 2).rows[0].cells
        left.text = "Dear families,\nWe are open to all.\nSincerely,\nA. Ruiz"
        right.text = "Dear staff,\nOfficers wait outside.\nSincerely,\nA. Ruiz"

    found = lines(read(docx(fill), "a.docx"))
    assert found[1] == "paragraph 0 - | We are open to all."
    assert found[5] == "paragraph 0 - | Officers wait outside."
