"""Telling headings and other lines that stand alone from running text, by their looks."""

from __future__ import annotations

import re

from policy_audit.ingest.layout.lines import ends_sentence

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_DATE = re.compile(
    rf"\b(?:{_MONTHS})\b\.?.{{0,12}}\b(?:19|20)\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b",
    re.IGNORECASE,
)
_LETTER_PARTS = re.compile(
    r"(?:dear|hello|greetings|to whom|good (?:morning|afternoon|evening)|(?:estimad|querid)[oa]s?|"
    r"sincerely|respectfully|warmly|warm(?:est)? regards|(?:best|kind) (?:regards|wishes)|regards|"
    r"in partnership|yours|cordially|thank you|thanks|with (?:gratitude|appreciation)|cc:|enc)\b",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"(?!(?:slide|part|section|chapter|article|appendix|annex|scenario)\b)"
    r"[A-Za-z][\w .'’/&-]{0,22}:\s+\S",
    re.IGNORECASE,
)
# A wrapped line may begin with the last word of a sentence: "question. The principal ...".
_QUESTION = re.compile(r"(?:[Qq]|Question|QUESTION)\s*\d{0,3}\s*[.:)]\s*(?=\S)")
_ANSWER = re.compile(r"(?:[Aa]|Answer|ANSWER)\s*\d{0,3}\s*[.:)]\s*(?=\S)")
_PLAIN_ANSWER = re.compile(r"(?:[Aa]\d{0,3}:|(?:Answer|ANSWER)\s*\d{0,3}\s*[.:])\s*(?=\S)")
_REFERENCE = re.compile(r"\((?:cf|see|ref)\b\.?", re.IGNORECASE)
_CONTACT = re.compile(
    r"@|\bwww\.|https?:|\b\d{3}[-. ]\d{4}\b|\||>|\bcell\b|\bext\.?\s*\d|\bP\.?O\.? Box",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"^\d+\s+\w+.*\b(?:street|st|avenue|ave|road|rd|lane|drive|boulevard|blvd)\b", re.IGNORECASE
)
_STATES = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Conn|Delaware|Florida|Georgia|"
    "Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|"
    "Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New \\w+|North \\w+|Ohio|"
    "Oklahoma|Oregon|Pennsylvania|Rhode Island|South \\w+|Tennessee|Texas|Utah|Vermont|Virginia|"
    "Washington|West Virginia|Wisconsin|Wyoming|[A-Z]{2}"
)
_PLACE = re.compile(rf"^[A-Z][\w .'’-]+, (?:{_STATES})\.?(?: \d{{5}})?$")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "is",
        "its",
        "of",
        "on",
        "or",
        "our",
        "the",
        "to",
        "under",
        "upon",
        "vs",
        "when",
        "with",
        "your",
        "their",
    ]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LONGEST, _MOST_WORDS = 100, 14
MOST_MARKED_WORDS = 30
"""A longer text is no heading even where its format marks it as one: it is set large."""


def is_question_label(text: str) -> bool:
    """Whether the line opens a question of an FAQ (``Q:``, ``Q3.``)."""
    return bool(_QUESTION.match(text))


def is_answer_label(text: str, *, after_question: bool) -> bool:
    """Whether the line opens an answer; ``A.`` does so only after a question."""
    return bool((_ANSWER if after_question else _PLAIN_ANSWER).match(text))


def stands_alone(text: str) -> bool:
    """Whether the line begins a block of its own wherever it stands: cross references."""
    return bool(_REFERENCE.match(text))


def is_all_caps(text: str) -> bool:
    """Whether the letters of ``text`` outside parentheses are capitals, but for a few."""
    letters = [c for c in _PARENTHESIS.sub("", text) if c.isalpha()]
    return len(letters) >= 2 and sum(c.isupper() for c in letters) >= 0.85 * len(letters)


def is_title_case(text: str) -> bool:
    """Whether every word but the small ones begins with a capital."""
    words = [w for w in _WORD.findall(text) if w.lower() not in _SMALL]
    return bool(words) and all(w[0].isupper() for w in words)


def may_be_heading(text: str) -> bool:
    """Whether ``text`` is short enough for a heading and is no line of another known sort."""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return False
    if not any(c.isalpha() for c in text) or text[0].islower() or text.endswith((".", ";", ",")):
        return False
    return not is_address_line(text)


def is_address_line(text: str) -> bool:
    """Whether the line belongs to a letter's frame: date, place, greeting, contact, field."""
    if is_question_label(text) or is_answer_label(text, after_question=True):
        return True
    known = (_LETTER_PARTS, _PLACE, _STREET, _REFERENCE)
    if any(form.match(text) for form in known) or _DATE.search(text) or _CONTACT.search(text):
        return True
    name = text.partition(":")[0]
    # "IMMIGRATION ENFORCEMENT: WHAT TO DO" is a title, "RE: VISITS" a field.
    return bool(_FIELD.match(text)) and not (is_all_caps(text) and len(name) > 8)


def is_body(text: str) -> bool:
    """Whether ``text`` reads as running text that a heading could stand over."""
    words = len(text.split())
    if words >= 9:
        return True
    return words >= 3 and ends_sentence(text) and not is_address_line(text)
