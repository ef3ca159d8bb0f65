"""Lines of running text -> headings, paragraphs and list items.

Shared by all readers: what stands in a plain paragraph of a PDF, a web page or a letter is told
by the same looks (markers, capitals, line ends).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from policy_audit.ingest import titles
from policy_audit.ingest.clean import fold
from policy_audit.ingest.lines import Line, Piece, certainty, ends_sentence
from policy_audit.ingest.marker import SIGNS, Marker, Outline, is_lone_marker
from policy_audit.model import BlockKind

# A line that ends so is not at its end, however short it is.
_CONNECTS = re.compile(
    r"\b(?:and|or|of|the|for|to|with|in|by|from|an?|any|shall|will|not|section|policy|page|see)$"
)
_LONGEST_HEADING = 30
_HYPHEN = re.compile(r"[^\W\d_]-$")
_SURE_BULLET = re.compile(f"[{SIGNS}]")


@dataclass(slots=True)
class _Unit:
    """Lines that belong together, with what is known of them so far."""

    lines: list[Line]
    marker: Marker | None = None
    text: str = ""

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def ocr(self) -> float | None:
        return certainty((line.text, line.ocr) for line in self.lines)

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


@dataclass(slots=True)
class _State:
    """What the pieces made so far say about the ones to come."""

    outline: Outline = field(default_factory=Outline)
    heading_level: int = 0
    after_item: bool = False
    base: int = 0
    """The depth of the last item that came as a piece: marked lines inside it stand deeper."""
    numbered: set[str] = field(default_factory=set)
    """The styles in which headings were numbered."""


def flow(entries: Sequence[Line | Piece], *, titles_by_look: bool) -> tuple[Piece, ...]:
    """Join ``entries`` to pieces in the same order; pieces among them pass through.

    ``titles_by_look``: short lines in title case over running text are headings, too (for
    formats that mark none).
    """
    units = list(_units(entries))
    followings = _followings(units)
    state = _State()
    made: list[Piece] = []
    for place, unit in enumerate(units):
        if isinstance(unit, Piece) and unit.kind is BlockKind.FOOTNOTE:
            made.append(unit)  # it stands apart from what goes on around it
            continue
        if isinstance(unit, Piece):
            piece = _passed(unit, state)
        else:
            following = followings[place]
            piece = _piece(unit, following, state, titles_by_look=titles_by_look)
        state.after_item = piece.kind is BlockKind.ITEM
        if piece.text:
            made.append(piece)
    return tuple(_without_last_headings(made))


def _followings(units: Sequence[_Unit | Piece]) -> list[_Unit | Piece | None]:
    """For each unit the next that is no footnote."""
    made: list[_Unit | Piece | None] = []
    following: _Unit | Piece | None = None
    for unit in reversed(units):
        made.append(following)
        if not (isinstance(unit, Piece) and unit.kind is BlockKind.FOOTNOTE):
            following = unit
    return made[::-1]


def _passed(piece: Piece, state: _State) -> Piece:
    """A piece of known kind; a list under a line that bears a marker itself is nested in it."""
    if piece.kind is BlockKind.ITEM:
        state.base = piece.level
        return replace(piece, level=piece.level + state.outline.depth)
    if piece.kind is BlockKind.HEADING:
        state.heading_level = piece.level
    state.base = 0
    state.outline.leave()
    return piece


def _units(entries: Sequence[Line | Piece]) -> Iterator[_Unit | Piece]:
    outline = Outline()
    current: _Unit | None = None
    asked = False
    for entry in _with_lone_markers_joined(entries):
        if isinstance(entry, Piece):
            if current:
                yield _finished(current)
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
            yield _finished(current)
        if marker:
            outline.note(marker)
        current = _Unit([entry], marker)
    if current:
        yield _finished(current)


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


def _marker(current: _Unit | None, line: Line, outline: Outline) -> Marker | None:
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


def _joins(unit: _Unit, line: Line) -> bool:
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
    return unit.marker is not None and line.indent > unit.first.indent and not line.bold


def _finished(unit: _Unit) -> _Unit:
    texts = [line.text.strip() for line in unit.lines]
    if unit.marker:
        texts[0] = unit.marker.rest
    parts = [texts[0]]
    for before, text in pairwise(texts):
        # "cross-" + "country" is one word whose hyphen stays.
        parts.append("" if _HYPHEN.search(before[-2:]) and text[:1].islower() else " ")
        parts.append(text)
    unit.text = fold("".join(parts))
    return unit


def _piece(
    unit: _Unit, following: _Unit | Piece | None, state: _State, *, titles_by_look: bool
) -> Piece:
    label = unit.marker.label if unit.marker else None
    page = unit.first.page
    if _is_heading(unit, following, state, titles_by_look=titles_by_look):
        level = _level(unit, state, titles_by_look=titles_by_look)
        if unit.marker:
            state.outline.note(unit.marker)
            state.numbered.add(unit.marker.style)
        state.outline.leave()
        if not unit.bold or unit.first.level:
            state.heading_level = level
        return Piece(BlockKind.HEADING, unit.text, level, label, page, unit.ocr)
    if unit.marker:
        depth = state.outline.enter(unit.marker, unit.first.indent)
        depth += state.base if unit.first.indent else 0
        return Piece(BlockKind.ITEM, unit.text, depth, label, page, unit.ocr)
    if unit.first.indent == 0:
        state.base = 0
    if unit.first.indent == 0 or not state.after_item:
        state.outline.leave()
    return Piece(BlockKind.PARAGRAPH, unit.text, page=page, ocr=unit.ocr)


def _level(unit: _Unit, state: _State, *, titles_by_look: bool) -> int:
    """The level of a heading told by its looks: below the last that the format itself marks."""
    if unit.first.level is not None:
        return unit.first.level
    deeper = 0
    if unit.marker and unit.marker.style.startswith("decimal"):
        parts = (unit.marker.label or "").strip(".").split(".")
        deeper = len([part for part in parts if part != "0"]) - 1
    if not titles_by_look:
        return state.heading_level + 1 + deeper
    return (1 if titles.is_all_caps(unit.text) and not unit.marker else 2) + deeper


def _is_heading(
    unit: _Unit, following: _Unit | Piece | None, state: _State, *, titles_by_look: bool
) -> bool:
    if unit.first.level is not None:
        return len(unit.text.split()) <= _LONGEST_HEADING
    if following is None or not _has_form_of_heading(unit):
        return False
    if unit.bold:
        return True
    if unit.marker:
        return _numbered_heading(unit, unit.marker, following, state)
    if titles.is_all_caps(unit.text):
        return True
    return titles_by_look and _title_over_body(unit, following)


def _has_form_of_heading(unit: _Unit) -> bool:
    if len(unit.lines) > 2:
        return False
    if unit.marker and (unit.marker.label is None or unit.marker.style == "step"):
        return False
    text = unit.text
    if unit.bold and unit.marker and len(text.split()) <= 8:
        text = text.removesuffix(".")
    return titles.may_be_heading(text)


def _title_over_body(unit: _Unit, following: _Unit | Piece) -> bool:
    """Whether a plain short line stands apart over something that reads as its text."""
    if isinstance(following, Piece) or not unit.first.gap or ends_sentence(unit.text.rstrip("?:")):
        return False
    if following.marker:
        apart = following.first.gap or titles.is_title_case(unit.text)
        return apart and not unit.text.endswith(":")
    if not titles.is_body(following.text):
        return False
    if unit.text.endswith(":") and not titles.is_title_case(unit.text):
        return False  # a lead-in
    # Without space below it is the first line of an address or of a short verse.
    return following.first.gap or titles.is_title_case(unit.text)


def _numbered_heading(unit: _Unit, marker: Marker, following: _Unit | Piece, state: _State) -> bool:
    """Whether a numbered line is a section's title rather than an item of a list."""
    if marker.style[:1].islower() and not marker.style.startswith("decimal"):
        return False
    next_marker = following.marker if isinstance(following, _Unit) else None
    if next_marker:
        return _over_items(unit.text, marker, next_marker)
    if titles.is_all_caps(unit.text):
        return True
    words = len(unit.text.split())
    if not isinstance(following, _Unit) or not titles.is_body(following.text) or words > 10:
        return False
    if titles.is_title_case(unit.text) or unit.text.endswith((":", "?")):
        return True
    return marker.style in state.numbered or (not state.after_item and words <= 6)


def _over_items(text: str, marker: Marker, first: Marker) -> bool:
    """Whether a numbered line is the title of the items that begin with ``first``."""
    # "1.0 SCOPE" stands over "1.1".
    over = first.style != marker.style or (marker.label or "").strip(".").endswith(".0")
    if titles.is_all_caps(text):
        return over
    short = len(text.split()) <= 6 and not text.endswith(":") and titles.is_title_case(text)
    return over and first.ordinal == 1 and short


def _without_last_headings(pieces: list[Piece]) -> list[Piece]:
    """Headings told by their looks with nothing under them, at the end, are a signature."""
    end = len(pieces)
    while end and pieces[end - 1].kind is BlockKind.HEADING:
        end -= 1
    if end == 0:
        return pieces
    last = [
        replace(piece, kind=BlockKind.PARAGRAPH, level=0) if piece.level > 1 else piece
        for piece in pieces[end:]
    ]
    return [*pieces[:end], *last]
