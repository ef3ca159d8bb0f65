"""Lines of running text -> units: the lines that belong together, and the marker before them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from policy_audit.ingest.layout import titles
from policy_audit.ingest.layout.clean import fold
from policy_audit.ingest.layout.lines import Line, Piece, certainty, ends_sentence
from policy_audit.ingest.layout.marker import SIGNS, Marker, Outline, is_lone_marker

# A line that ends so is not at its end, however short it is.
_CONNECTS = re.compile(
    r"\b(?:and|or|of|the|for|to|with|in|by|from|an?|any|shall|will|not|section|policy|page|see)$"
)
_HYPHEN = re.compile(r"[^\W\d_]-$")
_SURE_BULLET = re.compile(f"[{SIGNS}]")


@dataclass(frozen=True, slots=True)
class Unit:
    """Lines that belong together, one or more; ``text`` is what they say after the ``marker``."""

    lines: tuple[Line, ...]
    marker: Marker | None
    text: str

    @property
    def first(self) -> Line:
        """The line that it begins with."""
        return self.lines[0]

    @property
    def ocr(self) -> float | None:
        """How sure text recognition was of it, as in ``Block``."""
        return certainty((line.text, line.ocr) for line in self.lines)

    @property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(line.bold for line in self.lines)


@dataclass(slots=True)
class _Open:
    """A unit that lines may still join."""

    lines: list[Line]
    marker: Marker | None

    def finished(self) -> Unit:
        """The unit as it is now."""
        texts = [line.text.strip() for line in self.lines]
        if self.marker:
            texts[0] = self.marker.rest
        parts = [texts[0]]
        for before, text in pairwise(texts):
            # "cross-" + "country" is one word whose hyphen stays.
            parts.append("" if _HYPHEN.search(before[-2:]) and text[:1].islower() else " ")
            parts.append(text)
        return Unit(tuple(self.lines), self.marker, fold("".join(parts)))


def units(entries: Sequence[Line | Piece]) -> Iterator[Unit | Piece]:
    """The units of the lines, in order; pieces among them pass through.

    A line without a letter or digit belongs to none.
    """
    outline = Outline()
    current: _Open | None = None
    asked = False
    for entry in _with_lone_markers_joined(entries):
        if isinstance(entry, Piece):
            if current:
                yield current.finished()
            current = None
            yield entry
            continue
        if not any(c.isalnum() for c in entry.text):
            continue
        # "A." is an answer where a question is open, and the letter of a section elsewhere.
        answer = titles.is_answer_label(entry.text, after_question=asked)
        asked = titles.is_question_label(entry.text) or (asked and not answer)
        marker = None if answer else _marker(current, entry, outline)
        if current and not answer and marker is None and _joins(current, entry):
            current.lines.append(entry)
            continue
        if current:
            yield current.finished()
        if marker:
            outline.note(marker)
        current = _Open([entry], marker)
    if current:
        yield current.finished()


def _with_lone_markers_joined(entries: Sequence[Line | Piece]) -> Iterator[Line | Piece]:
    waiting: Line | None = None
    for entry in entries:
        if waiting and isinstance(entry, Line) and not is_lone_marker(entry.text):
            yield replace(
                entry,
                text=f"{waiting.text.strip()} {entry.text}",
                gap=waiting.gap,
                indent=waiting.indent,
            )
            waiting = None
            continue
        if waiting:
            yield waiting
            waiting = None
        if isinstance(entry, Line) and is_lone_marker(entry.text):
            waiting = entry
        else:
            yield entry
    if waiting:
        yield waiting


def _marker(current: _Open | None, line: Line, outline: Outline) -> Marker | None:
    if titles.is_question_label(line.text):
        return None
    found = outline.choose(line.text)
    if found is None or current is None or line.gap:
        return found
    if current.marker and _continues(current.marker, found):
        return found
    before = current.lines[-1]
    if not before.wraps or ends_sentence(before.text) or line.indent > before.indent + 1:
        return found
    ends_item = before.text.rstrip().endswith((",", " and", " or"))
    return found if ends_item or _SURE_BULLET.match(line.text.lstrip()) else None


def _continues(marker: Marker, following: Marker) -> bool:
    same = following.style == marker.style
    return same and (not marker.ordinal or following.ordinal == marker.ordinal + 1)


def _joins(unit: _Open, line: Line) -> bool:
    """Whether ``line`` goes on with the paragraph or item before it."""
    before = unit.lines[-1]
    if line.gap or line.level != before.level or titles.stands_alone(line.text):
        return False
    if titles.is_question_label(line.text) or titles.is_answer_label(
        line.text, after_question=False
    ):
        return False
    if line.text.lstrip()[0].islower() or before.wraps:
        return True
    if line.bold == before.bold and _CONNECTS.search(before.text.rstrip()):
        return True
    return unit.marker is not None and line.indent > unit.lines[0].indent and not line.bold
