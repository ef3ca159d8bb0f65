"""What segment yields: the smallest units that are judged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.document import Span

#: How a word processor set the quotation marks is no matter of meaning.
STRAIGHT_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


class ClauseRole(StrEnum):
    """The part a clause plays in its document."""

    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"
    LEAD_IN = "lead-in"
    QUESTION = "question"
    RECITAL = "recital"
    REFERENCE = "reference"
    SALUTATION = "salutation"


@dataclass(frozen=True, slots=True)
class Context:
    """What governs a clause: headings from the highest down, its list's lead-in, its question.

    ``before`` is the sentence before it in the same paragraph (or its list's previous item).
    """

    headings: tuple[str, ...] = ()
    lead_in: str | None = None
    question: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """Where a person finds the clause: document path, page, and the number printed before it."""

    document: str
    page: int | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence, list item, row or heading, with its exact place.

    ``text`` is ``Document.text[span]`` with white space folded to single spaces. ``block`` is the
    span of the paragraph or item it stands in. ``meaning`` is the text with terms made explicit
    that the document defines elsewhere, where there are such: for judging, never for quoting.
    """

    id: str
    text: str
    span: Span
    block: Span
    role: ClauseRole
    location: Location
    context: Context = Context()
    meaning: str | None = None

    @property
    def words(self) -> str:
        """What is judged: the meaning where it differs from the text, quotation marks straight."""
        return (self.meaning or self.text).translate(STRAIGHT_QUOTES)

    @property
    def in_context(self) -> str:
        """The clause as a reader takes it in: question or lead-in first."""
        lead = (self.context.question or self.context.lead_in or "").translate(STRAIGHT_QUOTES)
        return f"{lead} {self.words}" if lead else self.words
