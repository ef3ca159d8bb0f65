"""Enumerators: the number or letter before a list's parts, and lists inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?:(?<=\s)|\A)(?:\((?P<paren>\d{1,2}|[a-z]|[ivx]{2,4})\)"
    r"|(?P<half>\d{1,2}|[a-z])\)"
    r"|(?P<dotted>\d{1,2}|[A-Z])\.)(?=\s)"
)
_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii")
_ROMAN = {numeral: number for number, numeral in enumerate(_NUMERALS, start=1)}
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|first|section|subsection"
    r"|paragraph|step|item|part|exemption|clause)s?$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:[;,.:?!)\"”]|\b(?:and|or|then))$", re.IGNORECASE)
_CONJUNCTION = re.compile(r"[\s;,.:]*(?:and|or|then)?\s*$", re.IGNORECASE)
_MARKER = re.compile(r"(?P<head>.*?)(?P<last>\d{1,4}|[A-Za-z]{1,4})(?P<tail>[.):]*)$")
_LEADING = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){1,4}\.?|\d{1,3}[.)]|[A-Z][.)]|\((?:\d{1,3}|[a-z]{1,4})\))(?=\s)"
)


@dataclass(frozen=True, slots=True)
class Enumerator:
    """One enumerator inside a text: its range there and its printed form."""

    start: int
    end: int
    marker: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A marker as a style and a place in it: ``"4.2"`` is the second of style ``"4.#"``."""

    style: str
    number: int


def ordinal(marker: str | None) -> Ordinal:
    """Return the marker's style and number; bullets and the like have number 0."""
    match = _MARKER.match(marker.strip()[:40]) if marker else None
    if match is None:
        return Ordinal("bullet", 0)
    last = match["last"]
    sort, number = _count(last)
    return Ordinal(f"{match['head']}{sort}{match['tail']}", number)


def leading_marker(text: str) -> str | None:
    """Return the number or letter that ``text`` begins with, if it begins with one."""
    match = _LEADING.match(text)
    return match[0] if match else None


def without_leading_marker(text: str) -> str:
    """``text`` without the number or letter that it begins with."""
    match = _LEADING.match(text)
    return text[match.end() :].lstrip() if match else text


def enumerations(text: str) -> list[tuple[Enumerator, ...]]:
    """Find the lists inside ``text``, such as "(1) ...; (2) ...": at least two enumerators each.

    Enumerators count up from the first of their style, and each has words of its own. A list
    inside another list's part is left alone.
    """
    by_style = _by_style(text)
    found: list[tuple[Enumerator, ...]] = []
    runs = sorted(
        (run for places in by_style.values() for run in _runs(text, places)),
        key=lambda run: run[0].start,
    )
    for run in runs:
        if not found or run[0].start > found[-1][-1].start:
            found.append(run)
    return found


def _count(last: str) -> tuple[str, int]:
    if last.isdecimal():
        return "#", int(last)
    if len(last) == 1:
        return ("a" if last.islower() else "A"), ord(last.lower()) - ord("a") + 1
    numeral = last.lower()
    return ("i" if last.islower() else "I"), _ROMAN.get(numeral, 0)


def _by_style(text: str) -> dict[str, list[tuple[int, Enumerator]]]:
    by_style: dict[str, list[tuple[int, Enumerator]]] = {}
    for match in _TOKEN.finditer(text):
        enumerator = Enumerator(match.start(), match.end(), match[0])
        kind = match.lastgroup or ""
        label = match[kind]
        sort, number = _count(label)
        by_style.setdefault(f"{kind}{sort}", []).append((number, enumerator))
        if sort == "a" and label in _ROMAN:
            by_style.setdefault(f"{kind}i", []).append((_ROMAN[label], enumerator))
    return by_style


def _runs(text: str, places: list[tuple[int, Enumerator]]) -> Iterator[tuple[Enumerator, ...]]:
    run: list[Enumerator] = []
    for number, enumerator in places:
        if number == 1 and _may_open(text, enumerator):
            yield from _complete(text, run)
            run = [enumerator]
        elif run and number == len(run) + 1 and _may_follow(text, run[-1], enumerator):
            run.append(enumerator)
    yield from _complete(text, run)


def _complete(text: str, run: list[Enumerator]) -> Iterator[tuple[Enumerator, ...]]:
    if len(run) > 1 and _has_words(text[run[-1].end : run[-1].end + 80]):
        yield tuple(run)


def _may_open(text: str, first: Enumerator) -> bool:
    behind = text[max(0, first.start - 40) : first.start].rstrip()
    if first.marker.endswith("."):
        # "Policy 1." is no list: a dotted enumerator stands where a sentence can begin.
        return not behind or behind[-1] in ".:;?!\n—–"
    return not _NUMBER_WORD.search(behind)


def _may_follow(text: str, last: Enumerator, following: Enumerator) -> bool:
    between = text[last.end : following.start]
    ending = between[-80:]
    if not _has_words(between[:80]):
        return False
    joined = "\n" in ending[len(ending.rstrip()) :] or _JOINT.search(ending.rstrip())
    return bool(joined) and not _NUMBER_WORD.search(ending.rstrip())


def _has_words(text: str) -> bool:
    return any(character.isalpha() for character in _CONJUNCTION.sub("", text))
