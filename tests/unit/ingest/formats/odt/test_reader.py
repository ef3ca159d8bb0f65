from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from policy_audit.model import UnreadCategory

from ...conftest import lines

Read = Callable[..., Any]
NAMES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "style": "style",
    "fo": "xsl-fo-compatible",
    "manifest": "manifest",
}
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in NAMES.items()
)
STYLES = """
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3" text:start-value="4"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
"""


def odt(body: str, *, doctype: str = "", **parts: str) -> bytes:
    content = (
        f'<?xml version="1.0"?>{doctype}<office:document-content {SPACES}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
        for name, text in parts.items():
            package.writestr(f"{name}.xml", text)
    return buffer.getvalue()


def items(*texts: str) -> str:
    return "".join(f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts)


def test_headings_lists_and_breaks(read: Read) -> None:
    inner = "<text:list><text:list-item><text:p>wait;</text:p></text:list-item></text:list>"
    body = f"""
    <text:p text:style-name="P1">Elm Grove</text:p>
    <text:h text:outline-level="2">1. Visits</text:h>
    <text:p>Say<text:s text:c="2"/>this:<text:line-break/>Please <text:span>wait</text:span>.</text:p>
    <text:list text:style-name="L1"><text:list-item><text:p>call,</text:p>{inner}</text:list-item>
    {items("write.")}</text:list>
    <text:p>Between.</text:p>
    <text:list text:style-name="L1" text:continue-numbering="true">{items("go on.")}</text:list>
    <text:list text:style-name="L1">{items("anew.")}</text:list>
    <text:list text:style-name="L2">{items("a dot.")}</text:list>
    <text:p><text:span text:style-name="B">Student Records</text:span></text:p>
    <text:p>They are private.</text:p>
    """
    assert lines(read(odt(body), "a.odt")) == [
        "heading 1 - | Elm Grove",
        "heading 2 1. | Visits",
        "paragraph 0 - | Say this:",
        "paragraph 0 - | Please wait.",
        "item 1 1. | call,",
        "item 2 (a) | wait;",
        "item 1 2. | write.",
        "paragraph 0 - | Between.",
        "item 1 3. | go on.",
        "item 1 1. | anew.",
        "item 1 - | a dot.",
        "heading 3 - | Student Records",
        "paragraph 0 - | They are private.",
    ]


def test_numbers_of_several_levels(read: Read) -> None:
    deep = "<text:list><text:list-item><text:list>{}</text:list></text:list-item></text:list>"
    nested = (
        f"<text:list-item><text:p>one</text:p>{deep.format(items('two', 'three'))}</text:list-item>"
    )
    document = read(odt(f'<text:list text:style-name="L1">{nested}</text:list>'), "a.odt")
    assert [block.marker for block in document.blocks] == ["1.", "1.a.4", "1.a.5"]


def test_headings_are_numbered_by_the_outline(read: Read) -> None:
    level = '<text:outline-level-style text:level="{}" style:num-format="{}" {}/>'
    outline = (
        level.format(1, "I", 'style:num-suffix="."')
        + level.format(2, "1", 'text:display-levels="2"')
        + level.format(3, "", "")
    )
    bare = '<style:style style:name="Bare" style:family="paragraph" style:list-style-name=""/>'
    styles = f"<office:document-styles {SPACES}><office:styles>{bare}<text:outline-style>{outline}</text:outline-style></office:styles></office:document-styles>"
    headings = [
        (1, "a", ""),
        (2, "b", ""),
        (2, "c", ""),
        (3, "d", ""),
        (1, "e", ' text:style-name="Bare"'),
    ]
    headings += [(1, "f", ' text:is-list-header="true"'), (1, "g", ""), (2, "h", "")]
    body = "".join(
        f'<text:h text:outline-level="{depth}"{more}>{text}</text:h><text:p>The principal asks the officer to wait in the main office.</text:p>'
        for depth, text, more in headings
    )
    found = [each for each in lines(read(odt(body, styles=styles), "a.odt")) if "heading" in each]
    assert found == [
        "heading 1 I. | a",
        "heading 2 I.1 | b",
        "heading 2 I.2 | c",
        "heading 3 - | d",
        "heading 1 - | e",
        "heading 1 - | f",
        "heading 1 II. | g",
        "heading 2 II.1 | h",
    ]


def test_tables_boxes_and_footnotes(read: Read) -> None:
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>7</text:note-citation>'
        "<text:note-body><text:p>By a judge.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame>"

    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell>{cell}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{inner}</table:table-row>"

    first = row("<text:p>Order</text:p>", f"<text:p>Signed{note}</text:p>")
    listed = row(
        f'<text:list text:style-name="L2">{items("Call.")}</text:list>', "<text:p>Now</text:p>"
    )
    body = (
        f"<table:table>{first}</table:table><text:p>Outside.{box}</text:p>"
        f"<table:table>{listed}</table:table>"
    )
    assert lines(read(odt(body), "a.odt")) == [
        "row 0 - | Order | Signed",
        "footnote 0 7 | By a judge.",
        "paragraph 0 - | Outside.",
        "paragraph 0 - | In a box.",
        "item 1 - | Call.",
        "paragraph 0 - | Now",
    ]


def test_what_was_deleted_struck_hidden_or_listed_is_left_out(read: Read) -> None:
    body = """
    <text:tracked-changes><text:changed-region><text:deletion><text:p>may</text:p></text:deletion>
    </text:changed-region></text:tracked-changes>
    <text:table-of-content><text:index-body><text:p>Visits 3</text:p></text:index-body></text:table-of-content>
    <text:p>Staff <text:span text:style-name="S">can</text:span><text:span text:style-name="H">see</text:span>
    shall wait.<office:annotation><text:p>Really?</text:p></office:annotation></text:p>
    """
    document = read(odt(body), "a.odt")
    assert document.text == "Staff shall wait."
    assert [(e.reason.value, e.text) for e in document.left_out] == [
        ("deleted", "may"),
        ("furniture", "Visits 3"),
        ("deleted", "can"),
        ("hidden", "see"),
    ]
    assert len(document.notes) == 2


def test_title_of_the_file_and_styles_of_another_part(read: Read) -> None:
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Visits</dc:title></m>'
    document = read(odt("<text:p>Wait here.</text:p>", meta=meta, styles=f"<s {SPACES}/>"), "a.odt")
    assert document.meta.title == "Visits"


def test_entities_are_not_expanded_and_files_not_opened(read: Read) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    result = read(odt("<text:p>Safe &a; &b; text.</text:p>", doctype=bomb), "a.odt")
    assert "boom" not in getattr(result, "text", "")
    assert "root" not in getattr(result, "text", "")


@pytest.mark.parametrize("at", [0.3, 0.9])
def test_damaged(read: Read, at: float) -> None:
    data = odt("<text:p>Wait here.</text:p>")
    assert read(data[: int(at * len(data))], "a.odt").category is UnreadCategory.DAMAGED


def test_encrypted_broken_and_empty(read: Read) -> None:
    assert read(odt(""), "a.odt").category is UnreadCategory.EMPTY
    assert read(odt("<text:p>"), "a.odt").category is UnreadCategory.DAMAGED
    manifest = f"<m {SPACES}><manifest:encryption-data/></m>"
    data = odt("<text:p>x</text:p>", **{"META-INF/manifest": manifest})
    assert read(data, "a.odt").category is UnreadCategory.ENCRYPTED


def test_styles_that_are_based_on_each_other_end(read: Read) -> None:
    circle = "".join(
        f'<style:style style:name="{one}" style:parent-style-name="{two}"/>'
        for one, two in (("X", "Y"), ("Y", "X"))
    )
    styles = f"<s {SPACES}>{circle}</s>"
    assert read(odt('<text:p text:style-name="X">Wait.</text:p>', styles=styles), "a.odt").text
