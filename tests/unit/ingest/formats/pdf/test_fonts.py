from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policy_audit.model import Document

_CMAP = (
    b"/CMapName /Own def 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    # The bullet has no glyph in the font and a code all the same.
    b"1 begincidrange <0020> <007e> 3 endcidrange 1 begincidchar <0cf2> 0 endcidchar"
)
_TO_UNICODE = (
    b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    b"1 beginbfrange <0020> <007e> <0020> endbfrange 1 beginbfchar <0cf2> <2022> endbfchar"
)


def made(cmap: bytes, shown: str) -> bytes:
    """A PDF of one page with ``shown`` in a composite font that carries its own CMap."""
    codes = "".join("0cf2" if sign == "•" else f"{ord(sign):04x}" for sign in shown)
    drawn = f"BT /F1 12 Tf 72 700 Td (Every child may attend our schools.) Tj /F2 12 Tf 0 -40 Td <{codes}> Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        _stream(drawn.encode()),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding 7 0 R/ToUnicode 8 0 R"
        b"/DescendantFonts[9 0 R]>>",
        _stream(cmap, b"/Type/CMap/CMapName/Own"),
        _stream(_TO_UNICODE),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
    ]
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    last = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(data),
    )
    return data + head + table + last


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def test_text_in_a_font_with_an_embedded_cmap_is_read(read: Callable[..., Any]) -> None:
    document = read(made(_CMAP, "• Staff ask for a warrant."), "a.pdf")
    assert isinstance(document, Document)
    assert [block.span.of(document.text) for block in document.blocks] == [
        "Every child may attend our schools.",
        "Staff ask for a warrant.",
    ]
    assert document.quality.silent_pages == ()


def test_a_page_with_text_in_an_unreadable_font_is_named(
    read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no text recognition
    document = read(made(b"nothing", "Staff ask for a warrant."), "a.pdf")
    assert document.text == "Every child may attend our schools."
    assert document.quality.silent_pages == (1,)
    assert document.notes[0].startswith("Page 1 was not read: no readable text")
