from __future__ import annotations

import pytest

from policy_audit.ingest.formats.pdf.cmap import EmbeddedCMap, embedded_cmap

TWO_BYTES = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"


@pytest.mark.parametrize(
    ("data", "string", "glyphs"),
    [
        (TWO_BYTES + b"1 begincidchar <0036> 54 endcidchar", b"\x00\x36\x00\x36", [54, 54]),
        (TWO_BYTES + b"1 begincidrange <0041> <005a> 7 endcidrange", b"\x00\x41\x00\x43", [7, 9]),
        (TWO_BYTES + b"1 begincidchar <0036> 54 endcidchar", b"\x00\x37\x00\x36", [0, 54]),
        # One byte and two: the first byte tells.
        (
            b"2 begincodespacerange <00> <7f> <8000> <ffff> endcodespacerange\n"
            b"2 begincidchar <41> 1 <8041> 2 endcidchar",
            b"\x41\x80\x41\x41",
            [1, 2, 1],
        ),
        # What is in no code space is passed over.
        (
            b"1 begincodespacerange <20> <7e> endcodespacerange 1 begincidchar <41> 1 endcidchar",
            b"\xff\x41",
            [1],
        ),
    ],
)
def test_codes_and_glyphs(data: bytes, string: bytes, glyphs: list[int]) -> None:
    cmap = embedded_cmap(data)
    assert [cmap.glyph(code) for code in cmap.codes(string)] == glyphs


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00<<<>>",
        b"begincidrange" * 10_000,
        b"begincidchar <41> <42> <43> endcidchar",
        b"begincodespacerange <00> <ffff> 3 4 endcodespacerange",
        b"begincidchar 1 2 3 endcidchar",
    ],
)
def test_what_is_no_cmap_gives_none(data: bytes) -> None:
    cmap = embedded_cmap(data)
    assert cmap == EmbeddedCMap()
    assert list(cmap.codes(b"abc")) == []


def test_a_hostile_map_stays_small() -> None:
    wide = TWO_BYTES + b"1 begincidrange <00000000> <ffffffff> 0 endcidrange"
    assert len(embedded_cmap(wide).ranges) == 1
    many = b"".join(b"<%06x> 1\n" % code for code in range(200_000))
    assert len(embedded_cmap(b"begincidchar " + many).ranges) < 100_000
