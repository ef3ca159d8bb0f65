"""Bytes of a text file -> characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from policy_audit.errors import UnreadableError
from policy_audit.ingest.layout.clean import clean, repair
from policy_audit.model import UnreadCategory

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
# What office programs in the United States write; a free guess among a hundred code pages turns
# short English texts into Baltic ones.
_LIKELY = ["cp1252", "mac_roman", "utf_16_le", "utf_16_be"]
# What a Mac wrote: its dot before an item would be a yen sign elsewhere, which stands before a
# number; its apostrophe, "é" and "á" a capital or a dagger between small letters.
_FROM_MAC = re.compile(rb"(?:^|[\r\n])[ \t]*\xa5[ \t]+[A-Za-z]|[a-z][\xd5\x8e\x87][a-z]")
_REPAIRED = "Some characters had been damaged by a wrong encoding and were repaired."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's characters, cleaned, with sentences on what had to be done to get them."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Decode by byte order mark, as UTF-8, as declared in HTML, or by a guess, in that order.

    Raises ``UnreadableError`` (encoding) where nothing fits.
    """
    text, notes = _decode(data)
    text, mended = repair(text)
    return Decoded(clean(text), (*notes, _REPAIRED) if mended else notes)


def _decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    for bom, codec in _BOMS:
        if data.startswith(bom):
            text = _try(data, codec)
            if text is not None:
                return text.removeprefix("\ufeff"), ()
    text = _try(data, "utf-8")
    if text is not None and "\x00" not in text:
        return text, ()
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    if declared:
        text = _try(data, declared.group(1).decode("ascii", "replace"))
        if text is not None:
            return text, ()
    return _nearly_utf8(data) or _guess(data)


def _nearly_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few broken bytes, as long as some of it is UTF-8 beyond doubt."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(not c.isascii() for c in text) - broken
    if "\x00" in text or not broken <= beyond_ascii or broken > 1 + len(text) // 1000:
        return None
    return text, ("A few characters could not be read.",)


def _try(data: bytes, codec: str) -> str | None:
    try:
        # ``decode`` refuses codecs that yield no text ("hex", "zip") with LookupError.
        return data.decode(codec)
    except (LookupError, UnicodeError, ValueError):
        return None


def _guess(data: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = None
    if _FROM_MAC.search(data):
        best = from_bytes(data, cp_isolation=["mac_roman"]).best()
    if best is None:
        best = from_bytes(data, cp_isolation=_LIKELY).best()
    if best is None:
        raise UnreadableError(
            UnreadCategory.ENCODING,
            "is in a character encoding that could not be told; save it again as UTF-8",
        )
    return str(best), (f"The character encoding was not declared; it was read as {best.encoding}.",)
