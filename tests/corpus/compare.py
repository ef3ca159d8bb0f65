"""How much of a known text a reading gave back, and how much that is not of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from policy_audit.model import BlockKind, Document
from policy_audit.segment import segment

from .texts import Text, words

_SAME = 90  # of 100: a scan may have read a letter of a question wrong


@dataclass(frozen=True)
class Measure:
    """Counts of one document, to be summed over the documents of a form."""

    known: int = 0
    found: int = 0
    in_order: int = 0
    read: int = 0
    residue: int = 0
    questions: int = 0
    paired: int = 0

    def __add__(self, other: Measure) -> Measure:
        return Measure(*(getattr(self, n) + getattr(other, n) for n in self.__match_args__))

    @property
    def recall(self) -> float:
        return self.found / max(1, self.known)

    @property
    def order(self) -> float:
        """The longest common subsequence of words, as a share of the known words."""
        return self.in_order / max(1, self.known)

    @property
    def left_behind(self) -> float:
        """The share of the words read that are a header's, footer's or menu's."""
        return self.residue / max(1, self.read)

    @property
    def pairing(self) -> float:
        return self.paired / self.questions if self.questions else 1.0


def measure(document: Document, text: Text, furniture: Sequence[str] = ()) -> Measure:
    """Compare; ``furniture`` are the words that the form printed around the text."""
    # A footnote is printed at the foot of its page or of the text, or read where it is cited.
    blocks = sorted(document.blocks, key=lambda block: block.kind is BlockKind.FOOTNOTE)
    read = [
        word for block in blocks for word in words(block.marker or "", block.span.of(document.text))
    ]
    known = text.known
    found = Counter(read) & Counter(known)
    beyond = (Counter(read) - Counter(known)) & Counter(furniture)
    return Measure(
        known=len(known),
        found=found.total(),
        in_order=int(LCSseq.similarity(read, known)),
        read=len(read),
        residue=beyond.total(),
        questions=len(text.questions),
        paired=sum(_is_paired(document, *pair) for pair in text.questions),
    )


def _is_paired(document: Document, question: str, answer: str) -> bool:
    """Whether every clause of ``answer``, and one at least, is read under its ``question``."""
    said = " ".join(words(answer))
    clauses = [
        clause
        for clause in segment(document)
        if len(words(clause.text)) > 3
        and fuzz.partial_ratio(" ".join(words(clause.text)), said) >= _SAME
        and len(words(clause.text)) <= len(words(answer)) + 2
    ]
    asked = [" ".join(words(clause.context.question or "")) for clause in clauses]
    wanted = " ".join(words(question))
    return bool(asked) and all(fuzz.ratio(wanted, one) >= _SAME for one in asked)
