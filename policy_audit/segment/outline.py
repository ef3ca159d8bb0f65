"""Reads the blocks in order and gives each clause what governs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policy_audit.model import (
    Block,
    BlockKind,
    Clause,
    ClauseRole,
    Context,
    Document,
    Location,
)
from policy_audit.segment import wording
from policy_audit.segment.clauses import Cut, Part, Piece, cut
from policy_audit.segment.definitions import with_definitions
from policy_audit.segment.enumeration import leading_marker, without_leading_marker
from policy_audit.segment.lists import Lists, Pending, joined
from policy_audit.segment.roles import BlockReader
from policy_audit.segment.sentences import MAX_LENGTH
from policy_audit.segment.tables import Table

_LOWEST_HEADING = 9
_LONGEST_HEADING = 300  # characters of a heading that are kept as context
_LONGEST_GOVERNED = 400  # of a paragraph that a colon before it governs
_SIGNATURE_BLOCKS = 4  # after "Sincerely,"


def segment(document: Document) -> tuple[Clause, ...]:
    """Return the clauses of ``document`` in reading order.

    Each clause's ``span`` is exact and holds at most 1,000 characters; clauses do not overlap, and
    every letter and digit of every block is in one of them, save "Q:" and "A:" prefixes and inline
    enumerators. Takes time in proportion to the length of the text.
    """
    cuts = _cut_all(document)
    outline = Outline(document)
    clauses: list[Clause] = []
    for found, following in zip(cuts, _followings(cuts), strict=True):
        clauses.extend(outline.read(found, following))
    return tuple(with_definitions(clauses))


def _cut_all(document: Document) -> list[Cut]:
    cuts = []
    asked = False
    for block in document.blocks:
        footnote = block.kind is BlockKind.FOOTNOTE
        found = cut(block, document.text, asked=asked and not footnote)
        if found.pieces:
            asked = asked if footnote else found.asks
            cuts.append(found)
    return cuts


def _followings(cuts: list[Cut]) -> list[Cut | None]:
    """For each block the next that is no footnote: what goes on around a footnote passes it by."""
    made: list[Cut | None] = []
    following: Cut | None = None
    for found in reversed(cuts):
        made.append(following)
        if found.block.kind is not BlockKind.FOOTNOTE:
            following = found
    return made[::-1]


class Outline:
    """What governs the block being read: headings, lists, question, references, signature."""

    def __init__(self, document: Document) -> None:
        self._path = document.source.path
        self._prefix = document.source.sha256[:8]
        self._headings: list[tuple[int, str]] = []
        self._question: str | None = None
        self._question_level: int | None = None
        self._lists = Lists()
        self._table = Table()
        self._pending: Pending | None = None
        self._loose: str | None = None
        self._loose_open = False
        self._references = False
        self._signature = 0
        self._spoken = False

    def read(self, found: Cut, following: Cut | None) -> Iterator[Clause]:
        """Yield the clauses of one block; ``following`` is the next block that has any."""
        if found.block.kind is BlockKind.FOOTNOTE:
            return self._footnote(found)
        pending, self._pending = self._pending, None
        if found.block.kind is BlockKind.ROW:
            return self._row(found, following, pending)
        self._table.close()
        role = self._letter_role(found) or self._reference_role(found)
        if role is not None:
            self._loose = None
            return self._all(found, role)
        if _heads(found):
            return self._heading(found)
        if found.block.kind is BlockKind.ITEM and not found.prefixed:
            return self._item(found, following, pending)
        return self._paragraph(found, following, pending)

    # The parts of a page that commit nobody.

    def _letter_role(self, found: Cut) -> ClauseRole | None:
        line, left = found.line, self._signature
        self._signature = 0
        if found.block.kind is BlockKind.ITEM:
            return None
        if wording.is_closing(line) or self._closes_first(found):
            self._signature = _SIGNATURE_BLOCKS
            self._question = None
            return ClauseRole.SALUTATION
        if left and found.block.kind is BlockKind.PARAGRAPH and wording.is_signature(line):
            self._signature = left - 1
            return ClauseRole.SALUTATION
        greets = len(found.pieces) == 1 and wording.is_greeting(line)
        heads = not self._spoken and wording.is_letterhead(line)
        return ClauseRole.SALUTATION if greets or heads or wording.is_copies(line) else None

    @staticmethod
    def _closes_first(found: Cut) -> bool:
        """Whether the block is a closing with the name in the same block."""
        first, comma, rest = found.line.partition(",")
        return (
            bool(comma) and wording.is_closing(first + comma) and wording.is_signature(rest.strip())
        )

    def _reference_role(self, found: Cut) -> ClauseRole | None:
        line = found.line
        if wording.opens_references(line):
            self._references = True
            return None if found.block.kind is BlockKind.HEADING else ClauseRole.REFERENCE
        item = found.block.kind is BlockKind.ITEM
        if wording.is_cross_reference(line) or (wording.is_history(line) and not item):
            return ClauseRole.REFERENCE
        heading = found.block.kind is BlockKind.HEADING
        cited = wording.is_statute(line) if heading else wording.is_citation(line)
        self._references = self._references and cited
        return ClauseRole.REFERENCE if self._references else None

    def _all(self, found: Cut, role: ClauseRole) -> Iterator[Clause]:
        marker = _printed_marker(found)
        for piece in found.pieces:
            yield self._clause(found.block, piece, role, marker, Context(self._path_of_headings()))

    # Blocks that say something.

    def _heading(self, found: Cut) -> Iterator[Clause]:
        level = min(max(found.block.level, 1), _LOWEST_HEADING)
        text = " ".join(piece.text for piece in found.pieces if not piece.answer)
        self._lists.close()
        self._loose = None
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        asks = wording.is_question(text) or found.pieces[0].part is Part.QUESTION
        if asks or self._question_level is None or level <= self._question_level:
            self._ask(None)
        context = Context(self._path_of_headings(), question=self._question)
        if asks:
            self._ask(text, level)
        if wording.ends_open(text):
            self._pending = Pending(without_leading_marker(text)[-MAX_LENGTH:])
        marker = _printed_marker(found)
        for piece in found.pieces:
            if piece.answer:
                answer = replace(context, question=self._question)
                yield self._clause(found.block, piece, ClauseRole.SENTENCE, marker, answer)
            else:
                yield self._clause(found.block, piece, ClauseRole.HEADING, marker, context)
        self._headings.append((level, text[:_LONGEST_HEADING]))

    def _footnote(self, found: Cut) -> Iterator[Clause]:
        """Cut like a paragraph; it stands after the text, so nothing above it governs it."""
        cites = wording.is_citation(found.line) or wording.is_cross_reference(found.line)
        role = ClauseRole.REFERENCE if cites else ClauseRole.SENTENCE
        reader = BlockReader(found, Context(), role, opens=False, question=None)
        for piece, piece_role, context in reader.read():
            marker = piece.marker or found.block.marker
            yield self._clause(found.block, piece, piece_role, marker, context)

    def _row(self, found: Cut, following: Cut | None, pending: Pending | None) -> Iterator[Clause]:
        self._lists.suspend()
        self._loose = None
        below = following.line if following and following.block.kind is BlockKind.ROW else None
        lead_in = self._table.enter(found.line, below, pending.text if pending else None)
        context = Context(self._path_of_headings(), lead_in, self._question)
        for piece in found.pieces:
            yield self._clause(found.block, piece, ClauseRole.ROW, found.block.marker, context)

    def _item(self, found: Cut, following: Cut | None, pending: Pending | None) -> Iterator[Clause]:
        self._loose = None
        opens = self._opens(found, following)
        frame = self._lists.enter(found.block.level, found.block.marker, pending, opens=opens)
        before, frame.last = frame.last, found.pieces[0].text
        if opens:
            self._pending = Pending(found.pieces[-1].text, frame)
        return self._pieces(
            found,
            Context(self._path_of_headings(), frame.lead_in, before=before),
            marker=frame.marker,
            role=ClauseRole.ITEM,
            opens=opens,
        )

    def _paragraph(
        self, found: Cut, following: Cut | None, pending: Pending | None
    ) -> Iterator[Clause]:
        frame = self._lists.at(found.block.level) if found.block.level > 0 else None
        opens = self._opens(found, following)
        role = ClauseRole.SENTENCE
        if frame is not None and found.block.kind is BlockKind.PARAGRAPH:
            lead_in, marker = frame.lead_in, frame.marker
        else:
            self._lists.suspend()
            lead_in, role = self._loose_lead(found, pending)
            marker = None if found.prefixed else _printed_marker(found)
        if opens:
            self._pending = Pending(found.pieces[-1].text, frame)
        context = Context(self._path_of_headings(), lead_in)
        return self._pieces(found, context, marker=marker, role=role, opens=opens)

    def _opens(self, found: Cut, following: Cut | None) -> bool:
        """Whether the block's last sentence is a lead-in."""
        last = found.pieces[-1]
        if wording.ends_open(last.text):
            return True
        if following is None or following.block.kind is not BlockKind.ITEM or following.prefixed:
            return False
        if found.block.kind is BlockKind.ITEM and following.block.level <= found.block.level:
            return False
        return last.part is not Part.QUESTION and wording.announces_items(last.text)

    def _loose_lead(self, found: Cut, pending: Pending | None) -> tuple[str | None, ClauseRole]:
        """Find what governs a paragraph that may be an item of a list without bullets."""
        loose, self._loose = self._loose, None
        fragment = len(found.pieces) == 1 and wording.is_fragment(found.line)
        if pending is not None:
            outer = pending.frame.lead_in if pending.frame else None
            loose = joined(outer, pending.text)
            short = len(found.pieces) <= 3 and len(found.line) <= _LONGEST_GOVERNED
            if not fragment and not short:
                return None, ClauseRole.SENTENCE
        elif not fragment and not self._loose_open:
            return None, ClauseRole.SENTENCE
        if loose is None:
            return None, ClauseRole.SENTENCE
        self._loose_open = wording.goes_on(found.line)
        if fragment or self._loose_open:
            self._loose = loose
        return loose, ClauseRole.ITEM if fragment else ClauseRole.SENTENCE

    # Pieces.

    def _pieces(
        self, found: Cut, context: Context, *, marker: str | None, role: ClauseRole, opens: bool
    ) -> Iterator[Clause]:
        reader = BlockReader(found, context, role, opens=opens, question=self._question)
        for piece, piece_role, piece_context in reader.read():
            yield self._clause(
                found.block, piece, piece_role, piece.marker or marker, piece_context
            )
            self._spoken = self._spoken or piece.text.endswith(".")
        if reader.asked is not None:
            self._ask(reader.asked)

    def _ask(self, question: str | None, level: int | None = None) -> None:
        self._question = without_leading_marker(question)[:MAX_LENGTH] if question else None
        self._question_level = level

    def _path_of_headings(self) -> tuple[str, ...]:
        return tuple(text for _, text in self._headings)

    def _clause(
        self,
        block: Block,
        piece: Piece,
        role: ClauseRole,
        marker: str | None,
        context: Context,
    ) -> Clause:
        return Clause(
            id=f"{self._prefix}-{piece.span.start}-{piece.span.end}",
            text=piece.text,
            span=piece.span,
            block=block.span,
            role=role,
            location=Location(self._path, block.page, marker, block.ocr),
            context=context,
        )


def _heads(found: Cut) -> bool:
    """Whether the block is a title: what a page sets as one may resolve, or answer a question."""
    if found.block.kind is not BlockKind.HEADING or wording.is_resolution(found.line):
        return False
    return not all(piece.answer for piece in found.pieces)


def _printed_marker(found: Cut) -> str | None:
    """Return the number of a numbered paragraph or heading, from the layout or the text."""
    return found.block.marker or leading_marker(found.pieces[0].text)
