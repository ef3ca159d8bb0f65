"""How far a document is in force, by its own words, and the number that it bears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from policy_audit.ingest.about.dates import ADOPTED, REVISED, dated_acts, dated_ends
from policy_audit.model import DocumentKind, DocumentStatus

# "DRAFT" stands alone or begins a line; "drafted with counsel" and "a draft of" say nothing.
_DRAFT = re.compile(
    r"^\W*(?:DRAFT\b(?! (?:of|by)\b)|(?:(?:working|discussion|preliminary|revised|policy|board"
    r"|committee|public) )?draft(?= ?(?:\W|\d|\Z))(?! [a-z]*ed\b)"
    r"|for (?:discussion|review|public comment) only\b)",
    re.MULTILINE | re.IGNORECASE,
)
_DRAFT_TITLE = re.compile(
    r"[(\[]\s*draft\b|\bdraft(?:\s+(?:v?\d|for\b|policy|only|copy)|\s*\Z|\s*[-–—:])",
    re.IGNORECASE,
)
_DRAFT_NAME = re.compile(r"(?<![a-z])draft(?![a-z])", re.IGNORECASE)
_PROPOSED = re.compile(
    r"^\W*(?:for )?(?:first|1st) reading\b|\bfor (?:a )?first reading\b|\bpending (?:board )?"
    r"(?:approval|adoption)\b|\bproposed (?:new )?(?:policy|regulation|revisions?|amendments?"
    r"|resolution|bylaw|changes)\b|[(\[]\s*proposed\b|^\W*proposed\b(?= ?(?:\W|\d|\Z))"
    r"|\bfor (?:board )?(?:consideration|adoption) (?:at|on|by)\b|\bnot yet (?:adopted|approved)\b",
    re.MULTILINE | re.IGNORECASE,
)
# A mark of the policy itself; running text says it of other rules, as of the federal policy.
_RESCINDED = re.compile(
    r"[(\[]\s*(?:rescinded|repealed)\b[^)\]]*[)\]]\W*\Z|\A\W*(?:rescinded|repealed)\W*(?:[-–—:]|\Z)"
    r"|[-–—:]\s*(?:rescinded|repealed)\W*\Z",
    re.IGNORECASE,
)
# First or last in a file's name; elsewhere it is what the text is about.
_RESCINDED_NAME = re.compile(
    r"\A\W*(?:rescinded|repealed)(?![a-z])|(?<![a-z])(?:rescinded|repealed)[\W\d_]*(?:\.[a-z]+)?\Z",
    re.IGNORECASE,
)
# The last step of an adoption, also where a line breaks before its date.
_PASSED = re.compile(
    r"\b(?:second|2nd|third|3rd|final) reading\s+(?:and|&|/)\s+(?:final )?(?:adoption|adopted"
    r"|approval|approved)\b(?!\W+(?:is |are |to be |will be )?(?:scheduled|expected|planned))",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^\W*status\s*[:|]\s*(active|adopted|approved|revised|draft|proposed|first reading"
    r"|rescinded|repealed)\b",
    re.MULTILINE | re.IGNORECASE,
)
_MEANT = {
    "active": DocumentStatus.ADOPTED,
    "adopted": DocumentStatus.ADOPTED,
    "approved": DocumentStatus.ADOPTED,
    "revised": DocumentStatus.REVISED,
    "draft": DocumentStatus.DRAFT,
    "proposed": DocumentStatus.PROPOSED,
    "first reading": DocumentStatus.PROPOSED,
    "rescinded": DocumentStatus.RESCINDED,
    "repealed": DocumentStatus.RESCINDED,
}
_TOP, _END = 700, 600
_LONGEST_MARK = 90
_RULES = frozenset({DocumentKind.BOARD_POLICY, DocumentKind.REGULATION})
# 5145.13, 1250R, 4112.9-R, 5145.13(a), 501.4R1, 7:155-AP, P-5145, J-27
_DIGITS = (
    r"(?:\d{1,2}:\d{2,3}|\d{3,5}(?:\.\d{1,3}){0,3}|[A-Z]-?\d{1,5}(?:\.\d{1,3})?)"
    r"(?:[-. ]?[A-Z]{1,2}\d?(?![A-Za-z])|\([A-Za-z]\))?"
)
# KLG, JRA-R, KLH-R2
_LETTERS = r"[A-Z]{2,5}(?:[-/][A-Z][A-Z0-9]{0,3})?"
_CALLED = re.compile(
    r"\b(?:(?i:policy|regulation|bylaw|procedure|guideline)|BP|AR|AP|po)"
    r"\s*(?:#|(?i:no\.?|number|code)\s*[:|]?|:)?\s*"
    rf"(?P<number>{_DIGITS}(?![\w])|{_LETTERS}(?=\s*[:.–—(]|\s+[-–—]\s|\s*\Z))"
)
_CODE = re.compile(
    rf"^\W*(?i:code(?: no\.?)?|file|number|(?:policy|regulation) (?:number|no\.?|code))\s*[:|#]?\s*"
    rf"(?P<number>{_DIGITS}|{_LETTERS})\s*$",
    re.MULTILINE,
)
_LEADING = re.compile(rf"^\W*(?P<number>{_DIGITS}(?=[\s:.;–—-]|\Z)|{_LETTERS}(?=\s*[:.–—]\s))")
_IN_NAME = re.compile(
    r"(?:^|[^a-z\d])(?:policy|regulation|reg|bp|ar|p|r)?[-_ ]?(?P<number>\d{4,5}(?:[._]\d{1,3})?)"
    r"(?!\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:\d\d)?)?\Z")


def detect_status(
    title: str, text: str, file_name: str, *, kind: DocumentKind, redlined: bool
) -> DocumentStatus:
    """The status a document gives itself; ``UNKNOWN`` where it says nothing.

    Only a policy or regulation is rescinded; others tell of rules that were. ``redlined``: it
    shows words struck out. A mark of a draft goes before a date of adoption,
    which may be that of the text in force; so does "proposed". Struck words alone make a draft
    only of a text that nothing else says was adopted.
    """
    top, end = text[:_TOP], text[-_END:] if len(text) > _TOP else ""
    said = _SAID.search(top)
    if said:
        return _MEANT[said[1].lower()]
    if kind in _RULES and _is_rescinded(title, top, end, file_name):
        return DocumentStatus.RESCINDED
    marked = any(_DRAFT.match(line) for line in _short_lines(top))
    if marked or _DRAFT_TITLE.search(title) or _DRAFT_NAME.search(file_name):
        return DocumentStatus.DRAFT
    acts = [act for part in (top, end) for act, _ in dated_acts(part, at_line_start=True)]
    passed = any(_PASSED.search(part) for part in (top, end))
    if _PROPOSED.search(title) or (not acts and not passed and _is_proposed(top, end)):
        return DocumentStatus.PROPOSED
    return _enacted(acts, passed=passed) or (
        DocumentStatus.DRAFT if redlined else DocumentStatus.UNKNOWN
    )


def _enacted(acts: Sequence[str], *, passed: bool) -> DocumentStatus | None:
    if any(act in REVISED for act in acts):
        return DocumentStatus.REVISED
    if passed or any(act in ADOPTED for act in acts):
        return DocumentStatus.ADOPTED
    return None


def detect_number(title: str, text: str, file_name: str, kind: DocumentKind) -> str | None:
    """The district's own number for a policy or regulation: ``5145.13``, ``KLG-R``."""
    if kind not in _RULES:
        return None
    top = text[:_TOP]
    lines = [title, *_short_lines(top)]
    said = [_CODE.search(top), *(_CALLED.search(line) for line in lines)]
    said += [_LEADING.match(line) for line in lines]
    numbers = (found["number"].strip() for found in said if found and _is_number(found))
    named = _IN_NAME.search(file_name)
    in_name = named["number"].replace("_", ".") if named else None
    return next(numbers, None if in_name and _YEAR.match(in_name) else in_name)


def _is_number(found: re.Match[str]) -> bool:
    """Whether it is no year, and no word of a title in capitals: "REGULATION GUIDE"."""
    number = found["number"]
    bare = number.isalpha() and found.string.isupper() and found.end() == len(found.string)
    return not bare and not _YEAR.match(number)


def _short_lines(text: str) -> list[str]:
    """Lines that can be a mark or a title; running text speaks of other documents."""
    return [line for line in text.split("\n") if line and len(line) <= _LONGEST_MARK]


def _is_rescinded(title: str, top: str, end: str, file_name: str) -> bool:
    """Whether a mark says so, or its history ends so: it may have been adopted again."""
    if _RESCINDED.search(title) or _RESCINDED_NAME.search(file_name):
        return True
    if any(_RESCINDED.fullmatch(line) for line in _short_lines(top)):
        return True
    ends = [
        day.latest()
        for part in (top, end)
        for line in _short_lines(part)
        for day in dated_ends(line)
    ]
    acts = (day.latest() for part in (top, end) for _, day in dated_acts(part, at_line_start=True))
    return bool(ends) and max(ends) > max(acts, default=date.min)


def _is_proposed(top: str, end: str) -> bool:
    return any(_PROPOSED.search(line) for part in (top, end) for line in _short_lines(part))
