"""The words and signs that every report shares, so that one thing is called one name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy_audit.model import (
    LOW_CONFIDENCE,
    Basis,
    Determination,
    DocumentKind,
    DocumentStatus,
    Evidence,
    EvidenceMark,
    Finding,
    Floors,
    Outcome,
    PartialDate,
    Requirement,
    RequirementKind,
    UnreadCategory,
)

_LIMITS = (
    "It tells what was found in the documents that were read; it is not legal advice. “Missing” "
    "means not found in them: the district may have published it elsewhere, and how a district "
    "acts it does not tell."
)
DRAFT_NOTE = f"This is a draft made by a program for a person to review. {_LIMITS}"
CONFIRMED_NOTE = f"A program made this, and the reviewer who is named confirmed it. {_LIMITS}"
NO_OWN_DOCUMENT = "No document published by the district was audited."
RESTATED_NOTE = (
    "The documents below are restatements: their text was rewritten in other words, fact by fact. "
    "Nothing shown from them is a quotation."
)
NOT_IN_FORCE_NOTE = (
    "This text is not in force. What it states counts as weak at most; what it contradicts is "
    "shown so that nobody adopts it unawares."
)
RESCINDED_NOTE = "This text is marked as rescinded. Nothing in it was counted."
NOT_FOUND = (
    "Not found in the documents that were read. The district may have published it elsewhere, and "
    "how it acts this does not tell."
)

# Characters, where a passage is quoted in short.
_LONGEST_QUOTE = 300
_LONGEST_CONTEXT = 120
_HIGH, _MODERATE = 85, round(100 * LOW_CONFIDENCE)  # percent
# Control characters, directional overrides, halves of surrogate pairs and the two code points that
# XML forbids: they would break the encoding of a report, or let a document rearrange the sentences
# around its words.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


class Standing(StrEnum):
    """How a finding reads: its determination, or ``none found`` where a thing must not be said.

    In the order in which reports count them.
    """

    CONTRADICTED = "contradicted"
    MISSING = "missing"
    PARTIAL = "partial"
    MET = "met"
    NONE_FOUND = "none found"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not applicable"


GAPS = (Standing.CONTRADICTED, Standing.MISSING, Standing.PARTIAL)
"""How the findings read that are gaps, worst first."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with the sign that stands for it; ``tone`` picks the colour and adds no meaning."""

    word: str
    sign: str
    tone: str


_SIGNS = {
    Standing.CONTRADICTED: "✕",
    Standing.MISSING: "○",
    Standing.PARTIAL: "◐",
    Standing.MET: "✓",
    Standing.NONE_FOUND: "∅",
    Standing.UNDETERMINED: "?",
    Standing.NOT_APPLICABLE: "–",
}
_MEANINGS = {
    Standing.CONTRADICTED: "a passage was read as contrary to what is asked",
    Standing.MISSING: "not found in the documents that were read",
    Standing.PARTIAL: "some of what is asked was found, or only weakly",
    Standing.MET: "everything that is asked was found",
    Standing.NONE_FOUND: "nothing was found that should not be said (not counted as met)",
    Standing.UNDETERMINED: "a person has to judge: it could not be read, or not surely enough",
    Standing.NOT_APPLICABLE: "not asked of the kinds of documents that were read",
}
_OUTCOMES = {
    Outcome.STATED: ("stated", Standing.MET),
    Outcome.WEAK: ("weak", Standing.PARTIAL),
    Outcome.CONTRADICTED: ("contradicted", Standing.CONTRADICTED),
    Outcome.ABSENT: ("not found", Standing.MISSING),
    Outcome.UNDETERMINED: ("undetermined", Standing.UNDETERMINED),
}
_KINDS = {
    DocumentKind.FAMILY_LETTER: "letter to families",
    DocumentKind.FAQ: "questions and answers",
    DocumentKind.BOARD_POLICY: "board policy",
    DocumentKind.REGULATION: "administrative regulation",
    DocumentKind.STAFF_PROTOCOL: "staff protocol",
    DocumentKind.RESOURCE_PAGE: "resource page",
    DocumentKind.NEWS: "news article",
    DocumentKind.RESOLUTION: "board resolution",
    DocumentKind.STATE_REPOST: "state document, reposted",
    DocumentKind.UNKNOWN: "kind not given",
}
_STATUSES = {
    DocumentStatus.ADOPTED: "adopted",
    DocumentStatus.REVISED: "revised",
    DocumentStatus.PROPOSED: "proposed",
    DocumentStatus.DRAFT: "draft",
    DocumentStatus.RESCINDED: "rescinded",
}
_CATEGORIES = {
    UnreadCategory.EMPTY: "empty",
    UnreadCategory.UNSUPPORTED: "format not supported",
    UnreadCategory.ENCRYPTED: "password-protected",
    UnreadCategory.DAMAGED: "damaged",
    UnreadCategory.NEEDS_OCR: "images only, needs text recognition",
    UnreadCategory.ENCODING: "unknown text encoding",
    UnreadCategory.GONE: "no longer there",
    UnreadCategory.FORBIDDEN: "may not be opened",
    UnreadCategory.TOO_LARGE: "too large",
    UnreadCategory.TIMEOUT: "took too long to read",
    UnreadCategory.OUT_OF_MEMORY: "needs too much memory",
    UnreadCategory.CRASHED: "the reader crashed",
    UnreadCategory.LANGUAGE: "language not judged",
}
_BASES = {
    Basis.LAW: "law",
    Basis.GUIDANCE: "state guidance",
    Basis.PRACTICE: "good practice",
}
_MARKS = {
    EvidenceMark.SEEN: "seen: a page that says so was read, often a report on the law",
    EvidenceMark.INFERRED: "inferred: it follows from what was read; no source says it outright",
    EvidenceMark.UNVERIFIED: "unverified: from general knowledge; look it up before relying on it",
}

# calendar.month_name would follow the locale of the machine, and equal runs must read the same.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def standing(requirement: Requirement, finding: Finding) -> Standing:
    """How the finding reads: a *prohibits* requirement is never ``met``, only ``none found``."""
    if finding.determination is Determination.MET and prohibits(requirement):
        return Standing.NONE_FOUND
    return Standing(finding.determination.value.replace("_", " "))


def note(*, draft: bool) -> str:
    """Say what a report is, and what it is not."""
    return DRAFT_NOTE if draft else CONFIRMED_NOTE


def subject(*, draft: bool) -> str:
    """Say the same in a few words, as a file's own description."""
    return "A draft for a person to review" if draft else "Confirmed by a named reviewer"


def prohibits(requirement: Requirement) -> bool:
    """Whether the requirement names something that documents must not say."""
    return requirement.kind is RequirementKind.PROHIBITS


def badge(value: Standing) -> Badge:
    """Return the word, sign and tone of a standing."""
    return Badge(value.value, _SIGNS[value], value.value.replace(" ", "-"))


def meaning(value: Standing) -> str:
    """Say what the standing means, as half a sentence for the key of a report."""
    return _MEANINGS[value]


def outcome_badge(requirement: Requirement, outcome: Outcome) -> Badge:
    """Return the word, sign and tone of one criterion's outcome."""
    if prohibits(requirement) and outcome in (Outcome.ABSENT, Outcome.STATED):
        return badge(Standing.NONE_FOUND)
    word, like = _OUTCOMES[outcome]
    if prohibits(requirement) and outcome is Outcome.CONTRADICTED:
        word = "found"
    return Badge(word, _SIGNS[like], badge(like).tone)


def _percent(value: float) -> int:
    return min(int(value * 100 + 0.5), 100 if value >= 1 else 99)


def confidence(value: float) -> str:
    """``"72% (moderate)"``; only certainty itself is shown as 100%."""
    percent = _percent(value)
    word = "high" if percent >= _HIGH else "moderate" if percent >= _MODERATE else "low"
    return f"{percent}% ({word})"


def is_low(value: float) -> bool:
    """Whether that confidence is called low."""
    return int(value * 100 + 0.5) < _MODERATE


def day(value: date | PartialDate | None) -> str:
    """``"28 January 2025"``, ``"January 2025"`` or ``"2025"``; ``"undated"`` for none."""
    if value is None:
        return "undated"
    text = value.isoformat() if isinstance(value, date) else value.text
    first = value if isinstance(value, date) else value.earliest()
    words = [str(first.year), _MONTHS[first.month - 1], str(first.day)]
    return " ".join(reversed(words[: text.count("-") + 1]))


def count(number: int, noun: str, plural: str = "") -> str:
    """``"1 document"``, ``"3 documents"``, ``"no documents"``."""
    return f"{number or 'no'} {noun if number == 1 else plural or noun + 's'}"


def kind(value: DocumentKind) -> str:
    """Say what sort of document it is, in words."""
    return _KINDS[value]


def status(value: DocumentStatus) -> str | None:
    """How far a document is in force; ``None`` where it does not say."""
    return _STATUSES.get(value)


def not_in_force(value: DocumentStatus) -> str | None:
    """What becomes of a text that is not in force, in a sentence; ``None`` for one that may be."""
    if value.in_force:
        return None
    return RESCINDED_NOTE if value is DocumentStatus.RESCINDED else NOT_IN_FORCE_NOTE


def category(value: UnreadCategory) -> str:
    """Why a document could not be read, in a few words."""
    return _CATEGORIES[value]


def basis(value: Basis) -> str:
    """Say what sort of authority a citation is."""
    return _BASES[value]


def mark(value: EvidenceMark) -> str:
    """How the baseline's author knows what a citation says."""
    return _MARKS[value]


def plain(text: str) -> str:
    """Return the text without characters that break an encoding or the order of reading."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def folded(text: str) -> str:
    """Return the text on one line, white space as single spaces."""
    return " ".join(text.split())


def plain_line(text: str) -> str:
    """Return the text on one line, fit to be shown: as ``plain`` and ``folded`` together."""
    return folded(plain(text))


def in_short(evidence: Evidence) -> str:
    """The clause with what governs it before it, for a report that has a line for both.

    Of a long question or lead-in both ends are kept: what it says of its items ("may not:") often
    comes last. Not escaped.
    """
    words = _beginning(evidence.quote)
    # An item without its lead-in may say the opposite, and "No." alone tells nothing.
    return f"{_both_ends(evidence.context)} … {words}" if evidence.context else words


def _beginning(words: str) -> str:
    if len(words) > _LONGEST_QUOTE:
        return words[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"{words} …" if words.endswith(":") else words


def _both_ends(words: str) -> str:
    if len(words) <= _LONGEST_CONTEXT:
        return words
    half = _LONGEST_CONTEXT // 2
    return f"{words[:half].rsplit(' ', 1)[0]} … {words[-half:].split(' ', 1)[-1]}"


def recognised(ocr: float) -> str:
    """Say that words were read by text recognition, and how sure it was of them (0 to 1).

    Only certainty itself is shown as 100%.
    """
    return f"read by OCR, {_percent(ocr)}%"


def floors(chosen: Floors) -> str:
    """Say what the judge leaves to a person: what it is not sure enough of."""
    doubts = (
        (chosen.contradicted, "a contradiction of which it is less than {:.0%} sure"),
        (
            chosen.critical_met,
            "a critical requirement that seems met, of which it is less than {:.0%} sure that it "
            "is neither missing nor contradicted",
        ),
        (chosen.any, "anything of which it is less than {:.0%} sure"),
    )
    named = [told.format(floor) for floor, told in doubts if floor > 0]
    return "; ".join(named) or "nothing, however unsure it is"
