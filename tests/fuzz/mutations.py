"""Ways to break a file, each drawn from a random generator, so that a number names a file."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from fuzz.seeds import FORMATS, sound

_PACKAGES = ("docx", "pptx", "odt")
# What parsers count, nest, close or look up.
_TOKENS = (
    *(b"<", b">", b"</", b"/>", b"&#0;", b"&#x110000;", b"]]>", b"<![CDATA[", b"<!--", b'="'),
    *(
        b"-1",
        b"0",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
    ),
    *(b"<<", b">>", b" 0 R ", b"endobj", b"stream", b"[" * 300, b"(" * 300, b"BT", b"{" * 300),
    *(b"}", b"\\u-1 ", b"\\bin99999 ", b"\\'zz", b"\\pard", b"<w:p>", b"<a:p>", b"<div>" * 300),
    *(b"| a " * 300, b"> " * 300, b"- " * 300, b"%PDF-1.7", b"PK\x03\x04", b"\n" * 300, b"*" * 300),
)


def mutated(seed: int, number: int) -> tuple[str, str, bytes]:
    """The name of file ``number`` of the run ``seed``, how it was broken, and its bytes."""
    draw = random.Random(seed * 1_000_003 + number)  # noqa: S311  # nothing here is a secret
    form = FORMATS[number % len(FORMATS)]
    inside = form in _PACKAGES and draw.random() < 0.7
    how, data = _inside(draw, form) if inside else _broken(draw, sound(form))
    return f"{number}.{form}", how, data


def _inside(draw: random.Random, form: str) -> tuple[str, bytes]:
    """One part of a package broken, and the package closed again."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound(form))) as old, zipfile.ZipFile(target, "w") as new:
        chosen = draw.choice(old.namelist())
        how = ""
        for name in old.namelist():
            content = old.read(name)
            if name == chosen:
                how, content = _broken(draw, content)
            new.writestr(name, content)
    return f"{chosen}: {how}", target.getvalue()


def _broken(draw: random.Random, data: bytes) -> tuple[str, bytes]:
    ways = draw.choices(_WAYS, k=draw.choice((1, 1, 1, 2, 4)))
    for way in ways:
        data = way(draw, data)
    return ", ".join(way.__name__.strip("_") for way in ways), data


def _cut_short(draw: random.Random, data: bytes) -> bytes:
    return data[: draw.randint(0, len(data))]


def _bits_flipped(draw: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(draw.choice((1, 4, 32, 256)) if changed else 0):
        changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def _piece_lost(draw: random.Random, data: bytes) -> bytes:
    start, end = sorted(draw.randint(0, len(data)) for _ in range(2))
    return data[:start] + data[end:]


def _piece_repeated(draw: random.Random, data: bytes) -> bytes:
    start, end = sorted(draw.randint(0, len(data)) for _ in range(2))
    return data[:end] + data[start : min(end, start + 4096)] * draw.choice((1, 5, 40)) + data[end:]


def _token_put_in(draw: random.Random, data: bytes) -> bytes:
    for _ in range(draw.choice((1, 3, 10))):
        at = draw.randint(0, len(data))
        data = data[:at] + draw.choice(_TOKENS) + data[at + draw.choice((0, 0, 1, 8)) :]
    return data


def _spliced(draw: random.Random, data: bytes) -> bytes:
    """The beginning of one file and the end of another, of whatever format."""
    other = sound(draw.choice(FORMATS))
    return data[: draw.randint(0, len(data))] + other[draw.randint(0, len(other)) :]


_WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    _cut_short,
    _bits_flipped,
    _piece_lost,
    _piece_repeated,
    _token_put_in,
    _spliced,
)
