"""Rich text -> groups, control words and text, with its characters decoded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policy_audit.ingest.formats.shared.pace import page_read

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?"
    rb"|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z'])"
    rb"|(?P<brace>[{}])"
    rb"|(?P<text>[^\\{}\r\n]+)"
    rb"|[\r\n]+|\\",
    re.DOTALL,
)
_DEEPEST = 500
_PAGE = 20_000  # bytes; rich text does not say where pages end, and this is a full one
_USUAL_PAGE = "cp1252"
_PAGES = {65001: "utf-8", 10000: "mac_roman"}
_SIGNS = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad"}
_LITERAL = frozenset({b"\\", b"{", b"}"})


@dataclass(frozen=True, slots=True)
class Open:
    """A group begins."""


@dataclass(frozen=True, slots=True)
class Close:
    """A group ends."""


@dataclass(frozen=True, slots=True)
class Word:
    """A control word with its number, if it has one; ``*`` is one, too."""

    name: str
    number: int | None = None


Token = Open | Close | Word | str


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens of ``data`` in order; what is no rich text is taken as text.

    Raises ``ValueError`` for groups that are nested deeper than any program writes them.
    """
    reader = _Tokens()
    at = pages = 0
    while at < len(data):
        found = _TOKEN.match(data, at)
        if found is None:  # cannot be: every byte begins a token
            break
        at = found.end()
        yield from reader.take(found)
        at += reader.skipped_bytes()
        if at // _PAGE > pages:
            pages = at // _PAGE
            page_read(pages)
    yield from reader.flush()


class _Tokens:
    """What the tokens so far say about how to read the ones to come."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._page = _USUAL_PAGE
        self._substitutes = [1]  # for each open group: how many follow a Unicode character
        self._owed = 0  # substitutes that are yet to come, and are not shown
        self._binary = 0
        self._high = 0

    def skipped_bytes(self) -> int:
        """How many bytes of a picture follow that are no tokens."""
        count, self._binary = self._binary, 0
        return count

    def flush(self) -> Iterator[str]:
        """The text that has come since the last token of another sort."""
        if self._bytes:
            yield self._bytes.decode(self._page, "replace")
            self._bytes.clear()

    def take(self, found: re.Match[bytes]) -> Iterator[Token]:
        """The tokens that one match makes."""
        if found["hex"] or found["text"]:
            content = bytes.fromhex(found["hex"].decode()) if found["hex"] else found["text"]
            shown = content[self._owed :]
            self._owed = max(0, self._owed - len(content))
            self._bytes += shown
        elif found["sign"] in _LITERAL:
            self._bytes += b"" if self._owed else found["sign"]
            self._owed = max(0, self._owed - 1)
        else:
            yield from self.flush()
            yield from self._other(found)

    def _other(self, found: re.Match[bytes]) -> Iterator[Token]:
        if found["brace"]:
            self._owed = 0
            yield from self._group(opens=found["brace"] == b"{")
        elif found["word"]:
            number = int(found["number"]) if found["number"] else None
            yield from self._word(found["word"].decode("ascii"), number)
        elif found["sign"] == b"*":
            yield Word("*")
        elif found["sign"] in (b"\n", b"\r"):
            yield Word("par")
        elif found["sign"] in _SIGNS:
            yield _SIGNS[found["sign"]]

    def _group(self, *, opens: bool) -> Iterator[Token]:
        if opens:
            if len(self._substitutes) > _DEEPEST:
                raise ValueError("groups are nested too deeply")
            self._substitutes.append(self._substitutes[-1])
            yield Open()
        elif len(self._substitutes) > 1:
            self._substitutes.pop()
            yield Close()

    def _word(self, name: str, number: int | None) -> Iterator[Token]:
        if name == "u" and number is not None:
            self._owed = self._substitutes[-1]
            yield from self._unicode(number % 0x10000)
        elif name == "uc":
            self._substitutes[-1] = min(max(number or 0, 0), 8)
        elif name == "ansicpg" and number is not None:
            self._page = _code_page(number)
        elif name == "bin":
            self._binary = max(0, number or 0)
        else:
            yield Word(name, number)

    def _unicode(self, unit: int) -> Iterator[str]:
        """Characters beyond the first 65,536 come as two halves; a half alone is no character."""
        high, self._high = self._high, 0
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif not 0xDC00 <= unit < 0xE000:
            yield chr(unit)
        elif high:
            yield chr(0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00))


def _code_page(number: int) -> str:
    name = _PAGES.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return _USUAL_PAGE
    return name
