"""The date a document bears: in its first lines, beside "Adopted" or "Revised", or in its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from policy_audit.model import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FORMS = (
    re.compile(
        rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+day)?(?:\s+of)?\s+(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})\b"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?,?\s+(?:of\s+)?(?P<y>\d{{4}})\b", re.IGNORECASE),
)
_ACT = re.compile(
    r"\b(?P<act>re-?adopted|adopted|adoption|approved|revised|amended|updated|reviewed|issued|posted"
    r"|effective|in force|rev\.)(?![a-z])",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:(?:was|is|has been)\s+)?(?P<act>rescinded|repealed)\b(?!\s+and\s+(?:re|adopt))",
    re.IGNORECASE,
)
# "This policy was rescinded ..." speaks of itself; any other line does that says nothing else.
_OF_ITSELF = re.compile(
    r"\W*this (?:policy|regulation|resolution|procedure|bylaw) (?:was |is |has been )?"
    r"(?:rescinded|repealed)\b",
    re.IGNORECASE,
)
_BY_BOARD = re.compile(r"\bby\b[^.;]{0,60}?\b(?:board|committee)\b", re.IGNORECASE)
_HISTORY = re.compile(
    r"(?:[\W\d_]++|(?:this|the|policy|regulation|resolution|procedure|bylaw|was|is|has|been|and|on"
    r"|in|of|as|by|date|vote|board|education|directors|first|second|third|final|last|reading|original(?:ly)?"
    r"|history|effective|adopted|adoption|approved|revised|amended|updated|reviewed|issued|readopted"
    r"|re|rev|rescinded|repealed)(?![^\W\d_]))*+",
    re.IGNORECASE,
)
# How far from its verb a date may stand, in the same sentence.
_NEAR = 45
_SENTENCE_END = re.compile(r"\n|[.;]\s+(?=[A-Z])")
_LINE_START = re.compile(
    r"(?:^|[\n|;.(\[*])\W*(?:(?:this|board|the)\s+)?"
    r"(?:policy|regulation|resolution|procedure|bylaw|date|last|first|second reading and"
    r"|original(?:ly)?)?"
    r"(?:\s+(?:date|last))?\W*\Z",
    re.IGNORECASE,
)
ADOPTED = frozenset({"adopted", "adoption", "approved"})
"""Acts that put a text in force for the first time."""
REVISED = frozenset({"revised", "amended", "re-adopted", "readopted", "rev."})
"""Acts that put a changed text in force."""
_IN_NAME = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_. ]?(?P<m>[01]\d)[-_. ]?(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>[01]?\d)[-_.](?P<d>[0-3]?\d)[-_.](?P<y>20\d\d|\d\d)(?!\d)"),
    re.compile(rf"(?<![a-z])(?P<m>{_MONTH})[-_. ]?(?P<y>20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_](?P<m>[01]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?!\d)"),
)
_TOP = 700
_YEAR_ALONE = 4
_END = 600
_EARLIEST, _LATEST = 1980, 2040


def detect_date(
    text: str, file_name: str, *, title: str = "", dated: PartialDate | None = None
) -> PartialDate | None:
    """The date that the document itself bears, as far as it can be told.

    The latest of the dates of adoption and revision counts, in the first lines or the last; then
    the first date near the top; one in the page's ``title``, the file's name, or ``dated`` (what
    the file says beside its text, which goes before a bare year in its name). Dates in the midst
    of the text say when something else happened.
    """
    top = text[:_TOP]
    found = [date for part in (top, text[-_END:]) for _, date in dated_acts(part)]
    if found:
        return max(found, key=lambda date: date.latest())
    seen = next(chain(_in_order(top), _in_order(title)), None)
    named = _in_name(file_name)
    if seen is None and named is not None and len(named.text) == _YEAR_ALONE:
        return dated or named
    return seen or named or dated


def _in_name(file_name: str) -> PartialDate | None:
    for form in _IN_NAME:
        match = form.search(file_name)
        date = _date(match.groupdict()) if match else None
        if date:
            return date
    return None


def dated_acts(text: str, *, at_line_start: bool = False) -> Iterator[tuple[str, PartialDate]]:
    """What was done with the document, and when: ``("revised", 2025-03-20)``.

    ``at_line_start``: only where that begins a line or sentence, as a document speaks of itself.
    """
    return _dated(_ACT, text, at_line_start=at_line_start)


def dated_ends(line: str) -> Iterator[PartialDate]:
    """The days on which the document was rescinded, where the line speaks of nothing else.

    Others tell that of a memorandum of the government, or of the policy that this one replaces.
    """
    if not _OF_ITSELF.match(line):
        said = _BY_BOARD.sub(" ", line)
        for form in _FORMS:
            said = form.sub(" ", said)
        if not _HISTORY.fullmatch(said):
            return
    yield from (date for _, date in _dated(_GONE, line, at_line_start=True))


def _dated(
    acts: re.Pattern[str], text: str, *, at_line_start: bool
) -> Iterator[tuple[str, PartialDate]]:
    for match in acts.finditer(text):
        if at_line_start and not _LINE_START.search(
            text[max(0, match.start() - 40) : match.start()]
        ):
            continue
        near = _SENTENCE_END.split(text[match.end() : match.end() + _NEAR + 20], maxsplit=1)[0]
        date = next(_in_order(near, within=_NEAR), None)
        if date:
            yield match["act"].lower(), date


def _in_order(text: str, within: int = _TOP) -> Iterator[PartialDate]:
    matches = [match for form in _FORMS for match in form.finditer(text) if match.start() <= within]
    # At one place the form that says more comes first in the table.
    for match in sorted(matches, key=lambda match: match.start()):
        date = _date(match.groupdict())
        if date:
            yield date


def _date(parts: dict[str, str | None]) -> PartialDate | None:
    year = int(parts["y"] or 0)
    if year < 100:
        year += 2000
    month = parts.get("m")
    number = _MONTHS.get(month.lower()) or (int(month) if month.isdigit() else 0) if month else None
    day = parts.get("d")
    if not _EARLIEST <= year <= _LATEST:
        return None
    text = f"{year:04d}"
    if number is not None:
        text += f"-{number:02d}"
        if day is not None:
            text += f"-{int(day):02d}"
    try:
        date = PartialDate(text)
        date.earliest()
    except ValueError:
        return None
    return date
