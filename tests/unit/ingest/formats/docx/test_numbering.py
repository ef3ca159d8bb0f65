from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ...conftest import lines
from .test_reader import Build, body, edited

NUMBERING = """
<w:abstractNum w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
</w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/>
</w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="(%3)"/>
</w:lvl>
</w:abstractNum>"""
CONCRETE = (
    '<w:num w:numId="90"><w:abstractNumId w:val="90"/></w:num>'
    '<w:num w:numId="91"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def paragraph(text: str, depth: int, number: int = 90) -> str:
    place = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
    return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_counts_as_word_does(docx: Build, read: Callable[..., Any]) -> None:
    def numbered(content: bytes) -> bytes:
        at = content.index(b"<w:abstractNum ")
        content = content[:at] + NUMBERING.encode() + content[at:]
        return content.replace(b"</w:numbering>", CONCRETE.encode() + b"</w:numbering>")

    story = [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 2), ("f", 0), ("g", 1)]
    xml = "".join(paragraph(text, depth) for text, depth in story) + paragraph("h", 0, 91)
    data = edited(docx(lambda d: d.add_paragraph("x", style="List Number")), body(xml))
    data = edited(data, numbered, "word/numbering.xml")
    assert lines(read(data, "a.docx"))[:8] == [
        "item 1 4. | a",
        "item 2 4.1 | b",
        "item 2 4.2 | c",
        "item 3 (i) | d",
        "item 3 (ii) | e",
        "item 1 5. | f",
        "item 2 5.1 | g",
        "item 1 1. | h",
    ]


@pytest.mark.parametrize(
    "second",
    [
        '<w:numPr><w:numId w:val="90"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="1"/></w:numPr>',
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="90"/></w:numPr>',
    ],
)
def test_levels_that_a_style_names_and_that_name_a_style(
    docx: Build, read: Callable[..., Any], second: str
) -> None:
    """A list style, as "Article / Section" is one, and headings numbered by their styles."""
    owned = NUMBERING.replace(
        '"decimal"/><w:lvlText w:val="%1."/>',
        '"decimal"/><w:pStyle w:val="Heading1"/><w:lvlText w:val="%1."/>',
    )
    owned = owned.replace(
        '<w:lvlText w:val="%1.%2"/>', '<w:pStyle w:val="Heading2"/><w:lvlText w:val="%1.%2"/>'
    )
    linked = (
        '<w:abstractNum w:abstractNumId="95"><w:numStyleLink w:val="Articles"/></w:abstractNum>'
    )
    concrete = CONCRETE + '<w:num w:numId="95"><w:abstractNumId w:val="95"/></w:num>'

    def numbered(content: bytes) -> bytes:
        at = content.index(b"<w:abstractNum ")
        content = content[:at] + (owned + linked).encode() + content[at:]
        return content.replace(b"</w:numbering>", concrete.encode() + b"</w:numbering>")

    def styled(content: bytes) -> bytes:
        number = '<w:numPr><w:numId w:val="90"/></w:numPr>'
        more = f'<w:style w:type="numbering" w:styleId="Articles"><w:name w:val="Articles"/><w:pPr>{number}</w:pPr></w:style>'
        content = content.replace(b"</w:styles>", more.encode() + b"</w:styles>")
        for level in (b"1", b"2"):
            at = content.index(b'w:styleId="Heading' + level + b'"')
            at = content.index(b"<w:pPr>", at) + len(b"<w:pPr>")
            # The first names the list; the second is based on it and names the level at most.
            mine = number if level == b"1" else second
            content = content[:at] + mine.encode() + content[at:]
        at = content.index(b"<w:basedOn", content.index(b'w:styleId="Heading2"'))
        return content[:at] + content[at:].replace(b'"Normal"', b'"Heading1"', 1)

    def heading(text: str, level: int) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    xml = heading("a", 1) + heading("b", 2) + paragraph("c", 2) + heading("d", 2) + heading("e", 1)
    xml += paragraph("f", 1, 95)
    data = edited(docx(lambda d: d.add_paragraph("x", style="List Number")), body(xml))
    data = edited(data, numbered, "word/numbering.xml")
    data = edited(data, styled, "word/styles.xml")
    assert lines(read(data, "a.docx"))[:6] == [
        "heading 1 4. | a",
        "heading 2 4.1 | b",
        "item 3 (i) | c",
        "heading 2 4.2 | d",
        "heading 1 5. | e",
        "item 2 5.1 | f",
    ]
