"""List numbers in the forms that layouts show them in."""

from __future__ import annotations

import string

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST_ROMAN = 3999


def in_style(number: int, style: str) -> str:
    """``number`` as HTML's list types name it: ``1``, ``a``, ``A``, ``i`` or ``I``."""
    if style in ("a", "A") and number >= 1:
        return _letters(number) if style == "a" else _letters(number).upper()
    if style in ("i", "I") and 1 <= number <= _MOST_ROMAN:
        return _roman(number) if style == "I" else _roman(number).lower()
    return str(number)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = string.ascii_lowercase[rest] + letters
    return letters


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        numeral += letters * times
    return numeral
