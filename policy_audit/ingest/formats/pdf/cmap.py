"""The embedded CMap of a font: bytes of a string -> codes -> the numbers of its glyphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

# A font has 65,536 glyphs at most; what is longer is no CMap that a program wrote.
_LONGEST, _MOST = 4_000_000, 70_000
_LONGEST_CODE = 4  # bytes
_TOKEN = re.compile(rb"<([0-9A-Fa-f]{2,8})>|\b(\d{1,9})\b|\b((?:begin|end)[a-z]{1,20})\b")
_ARGUMENTS = {b"codespacerange": 2, b"cidchar": 2, b"cidrange": 3}


@dataclass(frozen=True, slots=True)
class EmbeddedCMap:
    """What a CMap stream tells (ISO 32000-1, 9.7.5.3).

    ``spaces`` are the lowest and highest codes of each length; ``ranges`` the first and last code
    of each run and the glyph of the first, by their first code.
    """

    spaces: tuple[tuple[bytes, bytes], ...] = ()
    ranges: tuple[tuple[int, int, int], ...] = ()

    def codes(self, string: bytes) -> Iterator[int]:
        """The codes in ``string``; what is in no code space is passed over."""
        at = 0
        while at < len(string):
            code = self._code(string, at)
            if code:
                yield int.from_bytes(code, "big")
            at += len(code) or min(len(low) for low, _ in self.spaces or ((b"\0", b""),))

    def _code(self, string: bytes, at: int) -> bytes:
        for low, high in self.spaces:
            code = string[at : at + len(low)]
            if len(code) == len(low) and all(
                a <= b <= c for a, b, c in zip(low, code, high, strict=True)
            ):
                return code
        return b""

    def glyph(self, code: int) -> int:
        """The number of the glyph for ``code``; 0, the sign for no glyph, where there is none."""
        at = bisect_right(self.ranges, (code, float("inf"), 0)) - 1
        if at < 0 or code > self.ranges[at][1]:
            return 0
        first, _, glyph = self.ranges[at]
        return glyph + code - first


def embedded_cmap(data: bytes) -> EmbeddedCMap:
    """The CMap in ``data``; without ranges where it holds none. Never raises."""
    spaces: dict[tuple[bytes, bytes], None] = {}
    ranges: dict[int, tuple[int, int, int]] = {}
    for kind, first, rest in _entries(data[:_LONGEST]):
        code = int.from_bytes(first, "big")
        if kind == b"codespacerange" and isinstance(rest[0], bytes):
            if len(first) == len(rest[0]) and len(spaces) < _LONGEST_CODE * 10:
                spaces[first, rest[0]] = None
        elif kind == b"cidchar" and isinstance(rest[0], int):
            ranges[code] = (code, code, rest[0])
        elif kind == b"cidrange" and isinstance(rest[0], bytes) and isinstance(rest[1], int):
            ranges[code] = (code, int.from_bytes(rest[0], "big"), rest[1])
        if len(ranges) > _MOST:
            break
    ordered = sorted(spaces, key=lambda space: len(space[0]))
    return EmbeddedCMap(tuple(ordered), tuple(sorted(ranges.values())))


def _entries(data: bytes) -> Iterator[tuple[bytes, bytes, list[bytes | int]]]:
    """Each entry's kind, first code and further values, in one pass whatever ``data`` is."""
    kind, values = b"", list[bytes | int]()
    for found in _TOKEN.finditer(data):
        code, number, word = found.groups()
        if word:
            kind, values = word.removeprefix(b"begin"), []
            continue
        if kind not in _ARGUMENTS:
            continue
        # Of an odd number of digits the last is taken to be 0 (ISO 32000-1, 7.3.4.3).
        digits = "" if number else code.decode() + "0" * (len(code) % 2)
        values.append(int(number) if number else bytes.fromhex(digits))
        if len(values) == _ARGUMENTS[kind]:
            if isinstance(values[0], bytes):
                yield kind, values[0], values[1:]
            values = []
