"""The tables of a spreadsheet as plain values, without a word on how a file holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model import DistrictAssessment, Document, Evidence
from policy_audit.report.pages import web_address
from policy_audit.report.ranking import Ruled
from policy_audit.report.wording import Badge


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to a place on the web."""

    text: str
    url: str


#: What a cell holds. A badge is shown as its word, in its tone.
Value = str | int | float | Badge | Linked | None
Row = tuple[Value, ...]


class Form(StrEnum):
    """How a column shows its values, or what it lets a person enter."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    """A number from 0 to 1, shown as a percentage."""
    HIDDEN = "hidden"
    ENTRY = "entry"
    """Free text that a reviewer writes."""
    CHOICE = "choice"
    """One of the column's ``choices``."""
    DAY = "day"
    """A date that a reviewer writes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``width`` in characters."""

    heading: str
    width: int
    form: Form = Form.TEXT
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its ``rows``, then those that ``each`` makes of a district and its findings.

    ``above`` are lines over its head; the first ``held`` columns stay in sight.
    ``line_height`` is how many lines of text a row shows, none: as many as it has; ``printed`` how
    many columns go onto paper, none: all. ``total`` tells whether the last row sums up the others.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    each: Callable[[DistrictAssessment, tuple[Ruled, ...]], Iterable[Row]] | None = None
    above: tuple[str, ...] = ()
    held: int = 1
    line_height: int | None = None
    printed: int | None = None
    total: bool = False


def source(document: Document | None, evidence: Evidence) -> Value:
    """Return the document's title, leading to the page where its address is known."""
    if document is None:
        return evidence.document
    url = web_address(document.meta.url)
    paged = url and evidence.page is not None and "#" not in url and url.endswith(".pdf")
    return linked(document.meta.title, f"{url}#page={evidence.page}" if paged else url)


def linked(text: str | None, url: str | None) -> Value:
    """Return the text as a link if the address is one that a report may link to."""
    address = web_address(url)
    return Linked(text or address, address) if address else text


def share(value: float) -> float:
    """Return the share with two decimals; only certainty itself is shown as 100%."""
    return value if value >= 1 else min(round(value, 2), 0.99)


def yes(value: bool) -> str:  # noqa: FBT001  # the value is all there is to say
    """Return ``"yes"`` or ``"no"``."""
    return "yes" if value else "no"
