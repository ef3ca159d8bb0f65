"""Numbers, letters and bullets at the start of a line, and how deep in a list they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SIGNS = "•‣⁃▪▫◦●○◆◇♦■□▢☐☑☒❏❑❒➢➤►▶▸▹❖✦✧★☆🔹🔸🔷🔶"
"""Signs that stand before an item and in the midst of no sentence."""

# Symbol fonts of Windows: their codes are kept where the file does not say what they show.
_SYMBOLS = (
    r"\uf0b7\uf0a7\uf0d8\uf06f\uf0fc\uf0a8\uf06c\uf06e\uf071\uf072\uf075\uf076\uf0e0\uf0e8\uf0fe"
)
# No cross: "❌ Open the door" says the contrary without it.
_BULLET = re.compile(rf"(?P<mark>\[[ xX_]?\]|[-*✓✔✅➔➜➡→⇒»·–{SIGNS}{_SYMBOLS}]\ufe0f?|o)\s+(?=\S)")
_STEP = re.compile(r"(?P<label>step\s+(?P<n>\d{1,2}|[a-z]))\s*(?:[:.)]|\s[-–—])\s+", re.IGNORECASE)
_DECIMAL = re.compile(
    r"(?P<label>(?P<n>\d{1,3}(?:\.\d{1,3}){1,4})\.?)\)?\s+(?=[\"'“‘(\[]?[A-Za-z])"
)
# "(203) 555-0100" is a telephone number.
_NUMBER = re.compile(
    r"(?P<label>\((?P<a>\d{1,3})\)|(?P<b>\d{1,3})[.)])\s+(?!\d{3}[-–. ]\d{4}\b)(?=\S)"
)
_LETTER = re.compile(r"(?P<label>\((?P<a>[A-Za-z])\)|(?P<b>[A-Za-z])[.)])\s+(?=\S)")
_ROMAN = re.compile(
    r"(?P<label>\((?P<a>[ivx]{1,5}|[IVX]{1,5})\)|(?P<b>[ivx]{1,5}|[IVX]{1,5})[.)])\s+(?=\S)"
)
_LONE = re.compile(
    rf"(?:[-✓✔➔➜{SIGNS}{_SYMBOLS}]\ufe0f?|o|\(?(?:\d{{1,3}}|[A-Za-z]|[ivx]{{1,5}})[.)])"
)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class Marker:
    """A list marker read off a line.

    ``label`` is what it shows (``None`` for a bullet), ``style`` its form, ``ordinal`` its number
    in that form (0 for a bullet), ``rest`` the line without it.
    """

    label: str | None
    style: str
    ordinal: int
    rest: str


def is_lone_marker(line: str) -> bool:
    """Whether the line holds a marker and nothing else (PDF: the text follows on the next)."""
    return bool(_LONE.fullmatch(line.strip()))


def candidates(line: str) -> tuple[Marker, ...]:
    """The ways to read the start of ``line`` as a marker; empty where there is none.

    ``i.`` can be a letter or a Roman number: the list around it tells (``Outline``).
    """
    line = line.lstrip()
    found = _BULLET.match(line)
    if found:
        return (Marker(None, f"bullet {found['mark'][0]}", 0, line[found.end() :]),)
    found = _STEP.match(line)
    if found:
        number = found["n"]
        ordinal = int(number) if number.isdigit() else ord(number.lower()) - 96
        label = " ".join(found["label"].split())
        return (Marker(label, "step", ordinal, line[found.end() :]),)
    found = _DECIMAL.match(line)
    if found:
        parts = found["n"].split(".")
        return (
            Marker(found["label"], f"decimal {len(parts)}", int(parts[-1]), line[found.end() :]),
        )
    return tuple(_numbered(line))


def _numbered(line: str) -> list[Marker]:
    read = []
    found = _NUMBER.match(line)
    if found:
        read.append(_marker("1", int(found["a"] or found["b"]), found, line))
    found = _ROMAN.match(line)
    if found:
        digits = found["a"] or found["b"]
        read.append(_marker("i" if digits.islower() else "I", _roman(digits), found, line))
    found = _LETTER.match(line)
    if found:
        letter = found["a"] or found["b"]
        form = "a" if letter.islower() else "A"
        read.append(_marker(form, ord(letter) - ord(form) + 1, found, line))
    return read


def _marker(form: str, ordinal: int, found: re.Match[str], line: str) -> Marker:
    label = found["label"]
    style = f"({form})" if label.startswith("(") else f"{form}{label[-1]}"
    return Marker(label, style, ordinal, line[found.end() :])


def _roman(digits: str) -> int:
    values = [_ROMAN_VALUES[digit] for digit in digits.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < n else v for v, n in zip(values, following, strict=True))


@dataclass(slots=True)
class Outline:
    """The lists that are open at one place of a document, outermost first."""

    _open: list[tuple[str, int]] = field(default_factory=list)
    _last: dict[str, int] = field(default_factory=dict)

    def choose(self, line: str) -> Marker | None:
        """The marker at the start of ``line`` that goes on with or begins a list.

        A capital with a full stop is an initial (``J. Smith``) unless it is the first of its
        series or follows its predecessor.
        """
        found = candidates(line)
        for marker in found:
            if marker.ordinal and self._last.get(marker.style) == marker.ordinal - 1:
                return marker
        if found and found[0].style == "decimal 2" and found[0].rest[0].islower():
            return None  # "4.6 million"
        for marker in found:
            if marker.ordinal <= 1:
                return marker
        for marker in found:
            if not (
                marker.style == "A." or (marker.style == "I." and len(marker.label or "") == 2)
            ):
                return marker
        return None

    def note(self, marker: Marker) -> None:
        """Remember that ``marker`` was used, as an item's or a heading's."""
        self._last[marker.style] = marker.ordinal

    def enter(self, marker: Marker, indent: int) -> int:
        """The depth of an item with this marker, 1 for the outermost."""
        self.note(marker)
        for at in range(len(self._open) - 1, -1, -1):
            style, column = self._open[at]
            if style == marker.style and (marker.ordinal or abs(column - indent) < 2):
                del self._open[at + 1 :]
                return at + 1
        while self._open and not self._nests(marker, indent):
            self._open.pop()
        self._open.append((marker.style, indent))
        return len(self._open)

    def _nests(self, marker: Marker, indent: int) -> bool:
        style, column = self._open[-1]
        if indent != column:
            return indent > column
        (form, _, parts), (above, _, parts_above) = (
            marker.style.partition(" "),
            style.partition(" "),
        )
        if form == above == "decimal":
            return parts > parts_above
        return marker.ordinal <= 1 and form not in (above, "step")

    @property
    def depth(self) -> int:
        """How many lists are open."""
        return len(self._open)

    def leave(self) -> None:
        """A heading or a paragraph ended all lists."""
        self._open.clear()
