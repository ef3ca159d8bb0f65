from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .conftest import lines
from .test_docx import Build, body, edited

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
