"""The characters that pdfminer.six finds on a page, and the lines that they stand in, made quickly.

Most of the time that a PDF takes goes by the character. What is made here is what pdfminer.six
makes, to the last bit: its numbers come of the same sums in the same order, but what is the same
for all characters of a string, or for all occurrences of one, is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from math import inf
from typing import Any

# What pdfminer.six sets where nobody says otherwise (``LAParams``).
_OVERLAP = 0.5  # of the heights of two characters of one line
_FURTHEST = 2.0  # characters of one line, in widths
_GAP = 0.1  # between words, in widths or heights
_SPACE = 32  # the code that is set apart by the spacing of words


class Run:
    """Characters of one line in their order, with spaces where words stand apart."""

    __slots__ = ("items", "x0", "x1", "y0", "y1")

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.x0 = self.y0 = inf
        self.x1 = self.y1 = -inf

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def is_empty(self) -> bool:
        """Whether it has no extent, or nothing but space."""
        if self.x1 - self.x0 <= 0 or self.y1 - self.y0 <= 0:
            return True
        return "".join([item.get_text() for item in self.items]).isspace()

    def add(self, char: Any, space: Any) -> None:
        """Add a character, and ``space`` before it where it stands apart."""
        # A character is set apart from the one before it, and not from the furthest.
        if self.items:
            margin = _GAP * max(char.width, char.height)
            if self.items[-1].x1 < char.x0 - margin:
                self.items.append(space)
        self.items.append(char)
        self.x0, self.x1 = min(self.x0, char.x0), max(self.x1, char.x1)
        self.y0, self.y1 = min(self.y0, char.y0), max(self.y1, char.y1)


def runs_of(chars: Sequence[Any]) -> Iterator[Run]:
    """The lines that characters form in the order in which they were printed.

    What ``LTLayoutContainer.group_objects`` gives for text that runs across the page.
    """
    from pdfminer.layout import LTAnno

    space = LTAnno(" ")
    run: Run | None = None
    last: Any = None
    for char in chars:
        beside = last is not None and _beside(last, char)
        if last is not None and run is None:
            run = Run()
            run.add(last, space)
        if run is not None and beside:
            run.add(char, space)
        elif run is not None:
            yield run
            run = None
        last = char
    if last is not None and run is None:
        run = Run()
        run.add(last, space)
    if run is not None:
        yield run


def _beside(one: Any, other: Any) -> bool:
    """Whether two characters stand on one line, not far from each other."""
    if not (other.y0 <= one.y1 and one.y0 <= other.y1):
        return False
    shared = min(abs(one.y0 - other.y1), abs(one.y1 - other.y0))
    if not min(one.height, other.height) * _OVERLAP < shared:
        return False
    most = max(one.width, other.width) * _FURTHEST
    if other.x0 <= one.x1 and one.x0 <= other.x1:
        return bool(most > 0)
    return bool(min(abs(one.x0 - other.x1), abs(one.x1 - other.x0)) < most)


class _Frame:
    """Where the characters of one string stand: what is the same for all of them."""

    __slots__ = ("a", "along", "b", "c", "d", "e", "f", "high_c", "high_d", "low_c", "low_d", "up")

    def __init__(self, matrix: tuple[float, ...], low: float, high: float) -> None:
        self.a, self.b, self.c, self.d, self.e, self.f = a, b, c, d, _, _ = matrix
        self.along, self.up = a * 0, b * 0
        self.low_c, self.low_d = c * low, d * low
        self.high_c, self.high_d = c * high, d * high

    def place(self, char: Any, right: float, x: float, y: float) -> None:
        """Place a character that is ``right`` wide."""
        a, b, c, d = self.a, self.b, self.c, self.d
        e, f = x * a + y * c + self.e, x * b + y * d + self.f
        end, rising = a * right, b * right
        low, high = self.low_c, self.high_c
        xs = (self.along + low + e, self.along + high + e, end + low + e, end + high + e)
        low, high = self.low_d, self.high_d
        ys = (self.up + low + f, rising + low + f, rising + high + f, self.up + high + f)
        char.matrix = (a, b, c, d, e, f)
        char.bbox = x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        char.x0, char.y0, char.x1, char.y1 = x0, y0, x1, y1
        char.width = x1 - x0
        char.height = char.size = y1 - y0


def char_device(manager: Any) -> Any:
    """A device of pdfminer.six that gives the characters of a page one by one."""
    return _device()(manager, laparams=None)


@cache
def _char() -> Any:
    from pdfminer.layout import LTChar

    class Char(LTChar):  # type: ignore[misc]
        """What of a character is asked for here."""

        def __init__(self, text: str, fontname: str) -> None:
            self._text = text
            self.fontname = fontname

    return Char


@cache
def _device() -> Any:
    from pdfminer.converter import PDFPageAggregator

    made = _char()

    class Device(PDFPageAggregator):  # type: ignore[misc]
        def begin_page(self, page: Any, ctm: Any) -> None:
            # Of each font of this page: what its codes say, and how wide that is.
            self._known: dict[Any, dict[int, tuple[str, float]]] = {}
            super().begin_page(page, ctm)

        # As pdfminer.six calls it.
        def render_string_horizontal(  # noqa: PLR0913, PLR0917
            self,
            seq: Any,
            matrix: Any,
            pos: Any,
            font: Any,
            fontsize: Any,
            scaling: Any,
            charspace: Any,
            wordspace: Any,
            rise: Any,
            dxscale: Any,
            _ncs: Any,
            _graphicstate: Any,
        ) -> tuple[float, float]:
            x, y = pos
            low = font.get_descent() * fontsize + rise
            place, add = _Frame(matrix, low, low + fontsize).place, self.cur_item.add
            known = self._known.setdefault(font, {})
            apart: Any = 0  # before the first character, nothing stands it off
            for part in seq:
                if isinstance(part, (int, float)):
                    x -= part * dxscale
                    apart = charspace
                elif isinstance(part, bytes):
                    for code in font.decode(part):
                        if code not in known:
                            known[code] = _told(self, font, code)
                        text, wide = known[code]
                        x += apart
                        char, right = made(text, font.fontname), wide * fontsize * scaling
                        place(char, right, x, y)
                        add(char)
                        x += right
                        x += wordspace if code == _SPACE else 0
                        apart = charspace
            return x, y

    return Device


def _told(device: Any, font: Any, code: int) -> tuple[str, float]:
    """What a code of a font says, and how wide that is."""
    from pdfminer.pdffont import PDFUnicodeNotDefined

    try:
        text = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        text = device.handle_undefined_char(font, code)
    if not isinstance(text, str):
        raise TypeError("a code of a font stands for no text")
    return text, font.char_width(code)
