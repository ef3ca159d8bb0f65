"""Fonts whose codes pdfminer.six cannot read by itself, read by the CMap they carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_audit.ingest.formats.pdf.cmap import EmbeddedCMap, embedded_cmap


class Losses:
    """Whether text was met in a font whose codes cannot be read."""

    def __init__(self) -> None:
        self._met = False

    def decode(self, string: bytes) -> tuple[int, ...]:
        """No codes: the text is lost, and that is remembered."""
        self._met = self._met or bool(string)
        return ()

    def taken(self) -> bool:
        """Whether text was lost since the last call."""
        met, self._met = self._met, False
        return met


class _Decoder:
    """Gives a font of pdfminer.six the codes of ``cmap``.

    Unicode goes by the code and the width by the glyph: pdfminer.six takes one for the other.
    """

    def __init__(self, font: Any, cmap: EmbeddedCMap, *, by_code: bool) -> None:
        self._cmap = cmap
        self._by_code = by_code
        self._to_unichr, self._width, self._disp = font.to_unichr, font.char_width, font.char_disp

    def decode(self, string: bytes) -> Iterator[int]:
        return self._cmap.codes(string)

    def to_unichr(self, code: int) -> str:
        text: str = self._to_unichr(code if self._by_code else self._cmap.glyph(code))
        return text

    def char_width(self, code: int) -> Any:
        return self._width(self._cmap.glyph(code))

    def char_disp(self, code: int) -> Any:
        return self._disp(self._cmap.glyph(code))


def font_manager(losses: Losses) -> Any:
    """pdfminer.six's manager of fonts, with embedded CMaps read; tells ``losses`` what is lost."""
    from pdfminer.pdffont import PDFCIDFont
    from pdfminer.pdfinterp import PDFResourceManager

    class Manager(PDFResourceManager):  # type: ignore[misc]
        def get_font(self, objid: object, spec: Any) -> Any:
            font = super().get_font(objid, spec)
            # A composite font comes here twice: its one descendant is made with its encoding.
            if objid is None and isinstance(font, PDFCIDFont):
                _mend(font, spec, losses)
            return font

    return Manager()


def _mend(font: Any, spec: Any, losses: Losses) -> None:
    from pdfminer.cmapdb import CMap
    from pdfminer.pdftypes import PDFStream

    if not isinstance(font.cmap, CMap) or font.cmap.code2cid:
        return
    encoding = spec.get("Encoding")
    cmap = embedded_cmap(encoding.get_data()) if isinstance(encoding, PDFStream) else EmbeddedCMap()
    if not cmap.ranges or not cmap.spaces:
        font.decode = losses.decode
        return
    decoder = _Decoder(font, cmap, by_code="ToUnicode" in spec)
    for name in ("decode", "to_unichr", "char_width", "char_disp"):
        setattr(font, name, getattr(decoder, name))
