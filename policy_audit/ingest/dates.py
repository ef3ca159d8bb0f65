"""The date a document bears: in its first lines, beside "Adopted" or "Revised", or in its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
_ADOPTION = re.compile(
    r"\b(?:policy\s+|regulation\s+|resolution\s+|date\s+|last\s+)?"
    r"(?:adopted|approved|revised|re-?adopted|amended|updated|reviewed|issued|posted|effective|rev\.)\b"
    r"[^.\n]{0,40}?(?=\d|" + _MONTH + r")",
    re.IGNORECASE,
)
_IN_NAME = (
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_. ]?(?P<m>[01]\d)[-_. ]?(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>[01]?\d)[-_.](?P<d>[0-3]?\d)[-_.](?P<y>20\d\d|\d\d)(?!\d)"),
    re.compile(rf"(?<![a-z])(?P<m>{_MONTH})[-_. ]?(?P<y>20\d\d)(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<y>20\d\d)[-_](?P<m>[01]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?!\d)"),
)
_TOP = 700
_END = 600
_EARLIEST, _LATEST = 1980, 2040


def detect_date(text: str, file_name: str) -> PartialDate | None:
    """The date that the document itself bears, as far as it can be told; else the file name's.

    The latest of the dates of adoption and revision counts, in the first lines or the last; then
    the first date near the top. Dates in the midst of the text say when something else happened.
    """
    top = text[:_TOP]
    found = [*_adopted(top), *_adopted(text[-_END:])]
    if found:
        return max(found, key=lambda date: date.latest())
    for form_match in _in_order(top):
        return form_match
    for form in _IN_NAME:
        match = form.search(file_name)
        date = _date(match.groupdict()) if match else None
        if date:
            return date
    return None


def _adopted(text: str) -> Iterator[PartialDate]:
    for match in _ADOPTION.finditer(text):
        for form in _FORMS:
            found = form.match(text, match.end())
            date = _date(found.groupdict()) if found else None
            if date:
                yield date
                break


def _in_order(text: str) -> Iterator[PartialDate]:
    matches = [match for form in _FORMS for match in form.finditer(text)]
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
