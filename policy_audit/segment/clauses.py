"""Cuts one block into pieces: sentences, the parts of inline lists, questions and answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from policy_audit.model import Block, BlockKind, Span
from policy_audit.segment import wording
from policy_audit.segment.enumeration import Enumerator, enumerations
from policy_audit.segment.sentences import Range, fold, sentence_spans, split_long, trim

# "Q:", "Q1.", "Question 3:" and their answers. A full stop after the letter counts only at the
# start of a line: "plan A. Then" is no answer.
_PREFIX = re.compile(
    r"(?:(?P<line>(?:\A|\n)[ \t]{0,8})|(?<=\s))"
    r"(?P<who>Q|A|Question|Answer|QUESTION|ANSWER)[ ]?\d{0,3}"
    r"(?P<stop>[.:])(?=\s)"
)
# A letter's first line, where its body follows in the same block.
_GREETING_LINE = re.compile(r"[^\n]{1,140}\n(?=\s{0,8}\S)")


class Part(StrEnum):
    """What a piece is inside its own block, before the blocks around it are looked at."""

    PLAIN = "plain"
    QUESTION = "question"
    LEAD_IN = "lead-in"
    ITEM = "item"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block that becomes one clause.

    ``marker`` and ``lead_in`` are those of an inline list. ``answer`` is set on the pieces after
    an "A:" prefix; ``line_end`` where a line break follows in the block.
    """

    span: Span
    text: str
    part: Part = Part.PLAIN
    marker: str | None = None
    lead_in: str | None = None
    answer: bool = False
    line_end: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A block with its pieces in order; a block without a letter or digit has none.

    ``prefixed`` tells that the block opens with a question or answer prefix; ``asks`` that a
    question with a prefix is left without an answer.
    """

    block: Block
    pieces: tuple[Piece, ...]
    prefixed: bool = False
    asks: bool = False

    @property
    def line(self) -> str:
        """The beginning of the block's text: all of it where it is as short as a line."""
        return " ".join(piece.text for piece in self.pieces[:4])

    @property
    def sole_question(self) -> bool:
        """Whether the block is one question and nothing else."""
        return len(self.pieces) == 1 and wording.is_question(self.pieces[0].text)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of a block between question and answer prefixes."""

    start: int
    end: int
    question: bool = False
    answer: bool = False


def cut(block: Block, text: str, *, asked: bool = False) -> Cut:
    """``block`` of the document ``text`` in pieces.

    ``asked`` tells that the block before it asks a question with a prefix, so that a leading
    "A." is an answer.
    """
    whole = block.span.of(text)
    if block.kind is BlockKind.ROW:
        return _placed(block, _piece(whole, (0, len(whole))))
    if wording.is_resolution(fold(whole[:60])):
        return _placed(block, _cut_resolution(whole))
    stretches = list(_stretches(whole, block.marker, asked=asked))
    if block.kind is BlockKind.HEADING:
        pieces = [piece for stretch in stretches for piece in _cut_heading(whole, stretch)]
    else:
        pieces = [piece for stretch in stretches for piece in _cut_stretch(whole, stretch)]
    prefixed = stretches[0].question or stretches[0].answer
    asks = stretches[-1].question and not (pieces and pieces[-1].answer)
    return _placed(block, pieces, prefixed=prefixed, asks=asks)


def _placed(
    block: Block, pieces: Iterable[Piece], *, prefixed: bool = False, asks: bool = False
) -> Cut:
    moved = tuple(_moved(pieces, block.span.start))
    return Cut(block, moved, prefixed, asks)


def _moved(pieces: Iterable[Piece], offset: int) -> Iterator[Piece]:
    for piece in pieces:
        span = Span(piece.span.start + offset, piece.span.end + offset)
        yield replace(piece, span=span)


def _piece(text: str, span: Range, part: Part = Part.PLAIN) -> Iterator[Piece]:
    for start, end in split_long(text, *trim(text, *span)):
        content = text[start:end]
        if any(character.isalnum() for character in content):
            gap = text[end : end + 40]
            line_end = "\n" in gap[: len(gap) - len(gap.lstrip())]
            yield Piece(Span(start, end), fold(content), part, line_end=line_end)


def _cut_resolution(text: str) -> Iterator[Piece]:
    cuts = [0, *(match.end() for match in wording.RESOLUTION_CUT.finditer(text)), len(text)]
    for start, end in pairwise(cuts):
        for first, last in sentence_spans(text[start:end]):
            yield from _piece(text, (start + first, start + last))


def _stretches(text: str, marker: str | None, *, asked: bool) -> Iterator[_Stretch]:
    """Yield what stands before any prefix, then one stretch for every prefix."""
    label = (marker or "").strip(" .:)").rstrip("0123456789 ").lower()
    question = label in {"q", "question"}
    answer = asked and label in {"a", "answer"}
    asked = asked or question
    start = 0
    for match in _PREFIX.finditer(text):
        opens = match["who"][0] in "qQ"
        certain = match["stop"] == ":" or (match["line"] is not None and (opens or asked))
        if not certain or (not opens and not asked):
            continue
        if start < match.start("who"):
            yield _Stretch(start, match.start("who"), question, answer)
        start, question, answer = match.end(), opens, not opens
        asked = True
    yield _Stretch(start, len(text), question, answer)


def _cut_heading(text: str, stretch: _Stretch) -> Iterator[Piece]:
    part = Part.QUESTION if stretch.question else Part.PLAIN
    for piece in _piece(text, (stretch.start, stretch.end), part):
        yield replace(piece, answer=stretch.answer)


def _cut_stretch(text: str, stretch: _Stretch) -> list[Piece]:
    pieces: list[Piece] = []
    start = stretch.start
    greeting = _GREETING_LINE.match(text) if start == 0 else None
    if greeting and wording.is_greeting(fold(greeting[0])):
        start = greeting.end()
        pieces.extend(_piece(text, (0, start)))
    pieces.extend(_cut_lists(text, start, stretch.end))
    if stretch.answer:
        return [replace(piece, answer=True) for piece in pieces]
    if stretch.question:
        asking = [at for at, piece in enumerate(pieces) if wording.is_question(piece.text)]
        last = asking[-1] if asking else len(pieces) - 1
        return [
            replace(piece, part=Part.QUESTION) if at <= last else replace(piece, answer=True)
            for at, piece in enumerate(pieces)
        ]
    return pieces


def _cut_lists(text: str, start: int, end: int) -> list[Piece]:
    """Cut ``text[start:end]`` into sentences, with inline lists taken apart."""
    part = text[start:end]
    sentences = sentence_spans(part)
    starts = [first for first, _ in sentences]
    pieces: list[Piece] = []
    position = 0
    for run in enumerations(part):
        if run[0].start < position:
            continue
        before = list(_sentences(part, starts, position, run[0].start))
        lead = _lead(before)
        pieces.extend(before[:-1] if lead else before)
        if lead:
            pieces.append(replace(lead, part=Part.LEAD_IN))
        position = _run_end(part, starts, run)
        pieces.extend(_parts(part, starts, run, position, lead.text if lead else None))
    pieces.extend(_sentences(part, starts, position, len(part)))
    return list(_moved(pieces, start))


def _sentences(
    text: str, starts: list[int], start: int, end: int, part: Part = Part.PLAIN
) -> Iterator[Piece]:
    """Yield the sentences between two places, cut at the ``starts`` that lie between them."""
    inner = starts[bisect_right(starts, start) : bisect_right(starts, end - 1)]
    cuts = [start, *inner, end]
    for first, last in pairwise(cuts):
        yield from _piece(text, (first, last), part)


def _lead(before: list[Piece]) -> Piece | None:
    """Return the last piece before an inline list, where it opens the list."""
    if not before:
        return None
    last = before[-1]
    closed = last.text.endswith((".", "?", "!"))
    return None if closed and not wording.announces_items(last.text) else last


def _content(text: str, enumerator: Enumerator) -> int:
    """Where the words after an enumerator begin."""
    place = enumerator.end
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _run_end(text: str, starts: list[int], run: tuple[Enumerator, ...]) -> int:
    """Where a list ends: with the last part's first sentence, unless its parts have several."""
    for enumerator, following in pairwise(run):
        first = bisect_right(starts, _content(text, enumerator))
        # A sentence that begins with the next enumerator is that part, not this one's second.
        if first < len(starts) and starts[first] < following.start:
            return len(text)
    place = bisect_right(starts, _content(text, run[-1]))
    return starts[place] if place < len(starts) else len(text)


def _parts(
    text: str, starts: list[int], run: tuple[Enumerator, ...], stop: int, lead_in: str | None
) -> Iterator[Piece]:
    ends = [*(enumerator.start for enumerator in run[1:]), stop]
    for enumerator, end in zip(run, ends, strict=True):
        part = Part.ITEM
        for piece in _sentences(text, starts, _content(text, enumerator), end):
            yield replace(piece, part=part, marker=enumerator.marker, lead_in=lead_in)
            part = Part.REST
