"""The roles of the pieces of one block, and the questions asked and answered inside it."""

from __future__ import annotations

from collections.abc import Iterator

from policy_audit.model import ClauseRole, Context
from policy_audit.segment import wording
from policy_audit.segment.clauses import Cut, Part, Piece
from policy_audit.segment.lists import joined


class BlockReader:
    """Gives the pieces of one block their roles and contexts.

    ``asked`` is, after reading, the question that goes on to govern the blocks below.
    """

    def __init__(
        self, found: Cut, context: Context, role: ClauseRole, *, opens: bool, question: str | None
    ) -> None:
        self._pieces = found.pieces
        self._sole = found.sole_question
        self._context = context
        self._first_role = role
        self._opens = opens
        self._question = question
        self._recital = bool(context.lead_in and wording.is_recital(context.lead_in))
        self.asked: str | None = None

    def read(self) -> Iterator[tuple[Piece, ClauseRole, Context]]:
        """Yield each piece with its role and what governs it."""
        before = self._context.before
        for at, piece in enumerate(self._pieces):
            role = self._role(at, piece)
            lead_in = self._context.lead_in
            if piece.lead_in:
                lead_in = joined(lead_in, piece.lead_in)
            asking = role is ClauseRole.QUESTION
            question = None if asking else self._question
            yield (
                piece,
                role,
                Context(self._context.headings, lead_in, question, before),
            )
            if asking:
                self._take_question(at, piece)
            before = piece.text

    def _role(self, at: int, piece: Piece) -> ClauseRole:
        special = self._special_role(at, piece)
        if special is not None:
            return special
        if piece.part is Part.ITEM:
            return ClauseRole.ITEM
        return self._first_role if at == 0 else ClauseRole.SENTENCE

    def _special_role(self, at: int, piece: Piece) -> ClauseRole | None:
        if self._in_recital(piece):
            return ClauseRole.RECITAL
        if self._asks(at, piece):
            return ClauseRole.QUESTION
        if piece.part is Part.LEAD_IN or (self._opens and at == len(self._pieces) - 1):
            return ClauseRole.LEAD_IN
        dates = self._context.lead_in is None and wording.is_history(piece.text)
        if dates or wording.is_cross_reference(piece.text):
            return ClauseRole.REFERENCE
        greets = at == 0 and len(self._pieces) > 1 and wording.is_greeting(piece.text)
        return ClauseRole.SALUTATION if greets else None

    def _in_recital(self, piece: Piece) -> bool:
        if wording.is_recital(piece.text):
            self._recital = True
        elif wording.is_resolution(piece.text):
            self._recital = False
        return self._recital

    def _asks(self, at: int, piece: Piece) -> bool:
        if piece.part is Part.QUESTION:
            return True
        if not wording.is_question(piece.text) or piece.part is Part.ITEM:
            return False
        # The items of "ask the agent:" are steps, not questions to the reader.
        return not (at == 0 and self._first_role is ClauseRole.ITEM and self._context.lead_in)

    def _take_question(self, at: int, piece: Piece) -> None:
        before = self._pieces[at - 1].part if at else None
        goes_on = before is piece.part is Part.QUESTION
        self._question = joined(self.asked if goes_on else None, piece.text)
        following = self._pieces[at + 1] if at + 1 < len(self._pieces) else None
        answered = following is not None and wording.answers_outright(following.text)
        opening = at == 0 and (self._sole or piece.line_end or answered)
        if piece.part is Part.QUESTION or opening:
            self.asked = self._question
