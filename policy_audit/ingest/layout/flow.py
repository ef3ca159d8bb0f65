"""Lines of running text -> headings, paragraphs and list items.

Shared by all readers: what stands in a plain paragraph of a PDF, a web page or a letter is told
by the same looks (markers, capitals, line ends).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from policy_audit.ingest.layout import titles
from policy_audit.ingest.layout.lines import Line, Piece, ends_sentence
from policy_audit.ingest.layout.marker import Marker, Outline
from policy_audit.ingest.layout.units import Unit, units
from policy_audit.model import BlockKind


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
    found = list(units(entries))
    followings = _followings(found)
    state = _State()
    made: list[Piece] = []
    for place, unit in enumerate(found):
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


def _followings(found: Sequence[Unit | Piece]) -> list[Unit | Piece | None]:
    """For each unit the next that is no footnote."""
    made: list[Unit | Piece | None] = []
    following: Unit | Piece | None = None
    for unit in reversed(found):
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


def _piece(
    unit: Unit, following: Unit | Piece | None, state: _State, *, titles_by_look: bool
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


def _level(unit: Unit, state: _State, *, titles_by_look: bool) -> int:
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
    unit: Unit, following: Unit | Piece | None, state: _State, *, titles_by_look: bool
) -> bool:
    if unit.first.level is not None:
        return len(unit.text.split()) <= titles.MOST_MARKED_WORDS
    if following is None or not _has_form_of_heading(unit):
        return False
    if unit.bold:
        return True
    if unit.marker:
        return _numbered_heading(unit, unit.marker, following, state)
    if titles.is_all_caps(unit.text):
        return True
    return titles_by_look and _title_over_body(unit, following)


def _has_form_of_heading(unit: Unit) -> bool:
    if len(unit.lines) > 2:
        return False
    if unit.marker and (unit.marker.label is None or unit.marker.style == "step"):
        return False
    text = unit.text
    if unit.bold and unit.marker and len(text.split()) <= 8:
        text = text.removesuffix(".")
    return titles.may_be_heading(text)


def _title_over_body(unit: Unit, following: Unit | Piece) -> bool:
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


def _numbered_heading(unit: Unit, marker: Marker, following: Unit | Piece, state: _State) -> bool:
    """Whether a numbered line is a section's title rather than an item of a list."""
    if marker.style[:1].islower() and not marker.style.startswith("decimal"):
        return False
    next_marker = following.marker if isinstance(following, Unit) else None
    if next_marker:
        return _over_items(unit.text, marker, next_marker)
    if titles.is_all_caps(unit.text):
        return True
    words = len(unit.text.split())
    if not isinstance(following, Unit) or not titles.is_body(following.text) or words > 10:
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
