"""What the judge says of one criterion in one district."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.document import Span


class Outcome(StrEnum):
    """How a district's documents stand to one criterion."""

    STATED = "stated"
    WEAK = "weak"
    CONTRADICTED = "contradicted"
    ABSENT = "absent"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One clause an outcome rests on.

    ``quote`` is ``Document.text[span]`` with white space folded; ``passage`` the same of the
    paragraph or item around it, and ``passage_span`` its place. ``context`` is the lead-in or
    question that governs the clause. ``outcome`` is what this clause alone says, ``strength`` how
    sure the judge is of that, 0 to 1; ``ocr`` is how sure text recognition was of the words of the
    passage (0 to 1), None where it was not recognised.
    """

    document: str
    clause: str
    span: Span
    quote: str
    passage_span: Span
    passage: str
    headings: tuple[str, ...]
    context: str | None
    page: int | None
    marker: str | None
    outcome: Outcome
    strength: float
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """The outcome of one criterion, with what it rests on.

    ``confidence`` is the calibrated chance, 0 to 1, that a person who reads the documents would
    say the same. ``evidence`` holds clauses that speak for the outcome, strongest first;
    ``nearest`` those that came closest where there is none, and of a contradicted criterion those
    that state it. ``reasons`` are sentences for a person.
    """

    requirement: str
    criterion: str
    outcome: Outcome
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    nearest: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def other_side(self) -> tuple[Evidence, ...]:
        """What states the criterion that other clauses contradict."""
        if self.outcome is not Outcome.CONTRADICTED:
            return ()
        return tuple(each for each in self.nearest if each.outcome is Outcome.STATED)
