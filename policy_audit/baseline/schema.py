"""The formats of ``baseline.toml``, ``examples.toml`` and ``case.toml``.

Every table refuses keys that it does not know. Dates may be TOML dates or ISO text; a
``PartialDate`` may also be a year or a month.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from policy_audit.model import (
    Basis,
    DocumentKind,
    EvidenceMark,
    PartialDate,
    RequirementKind,
    Severity,
)

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_TEXT = 5_000


def _identifier(value: str) -> str:
    if not ID_PATTERN.fullmatch(value):
        raise ValueError(f"{value!r} is not an id: lower-case letters, digits and single hyphens")
    return value


def _prose(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty: write at least one word")
    if len(value) > _MAX_TEXT:
        raise ValueError(f"is longer than {_MAX_TEXT} characters")
    return value


def _state(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}", value):
        raise ValueError(f"{value!r} is not a state: two capital letters, such as CT")
    return value


def _web_address(value: str) -> str:
    wrong = ValueError(f"{value!r} is not a web address: it starts with https:// or http://")
    try:
        parts = urlsplit(value)
    except ValueError:
        raise wrong from None
    printable = value.isprintable() and " " not in value
    if parts.scheme not in ("http", "https") or not parts.netloc or not printable:
        raise wrong
    return value


def _partial_date(value: object) -> PartialDate:
    if isinstance(value, date) and not isinstance(value, datetime):
        return PartialDate(value.isoformat())
    try:
        return PartialDate(value if isinstance(value, str) else "")
    except ValueError:
        form = "write 2025, 2025-02 or 2025-02-04"
        raise ValueError(f"{value!r} is not a date: {form}") from None


def _day(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"{value!r} is not a day: write 2025-02-04") from None


Identifier = Annotated[str, AfterValidator(_identifier)]
Prose = Annotated[str, AfterValidator(_prose)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
State = Annotated[str, AfterValidator(_state)]
SomeDate = Annotated[PartialDate, PlainValidator(_partial_date)]
Day = Annotated[date, BeforeValidator(_day)]


class Table(BaseModel):
    """A table that a person writes: no key beyond its own, no silent conversion."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


# Enumerations arrive as text, which strict mode would refuse.
_SeverityText = Annotated[Severity, Field(strict=False)]


class CitationTable(Table):
    """One authority, under ``duty`` or ``publication``."""

    text: Prose
    basis: Annotated[Basis, Field(strict=False)]
    mark: Annotated[EvidenceMark, Field(strict=False)]
    url: WebAddress | None = None
    effective: SomeDate | None = None
    as_of: SomeDate | None = None
    note: Prose | None = None


class CriterionTable(Table):
    """One testable part of a requirement."""

    id: Identifier
    statement: Prose
    advisory: bool = False


class RemediationTable(Table):
    """Model language and who acts."""

    language: Prose
    actor: Prose


class SeverityTable(Table):
    """How bad a gap is, and how bad a contradiction."""

    gap: _SeverityText
    contradiction: _SeverityText


class RequirementTable(Table):
    """One ``[[requirement]]``."""

    id: Identifier
    title: Prose
    statement: Prose
    kind: Annotated[RequirementKind, Field(strict=False)] = RequirementKind.REQUIRES
    severity: SeverityTable
    in_force_since: Day | None = None
    exempt_before: Day | None = None
    applies_to: list[Annotated[DocumentKind, Field(strict=False)]] = []
    missing_note: Prose | None = None
    criteria: Annotated[list[CriterionTable], Field(min_length=1)]
    remediation: RemediationTable
    duty: list[CitationTable] = []
    publication: list[CitationTable] = []


class HeadTable(Table):
    """The ``[baseline]`` table."""

    id: Identifier
    title: Prose
    version: Prose
    state: State
    as_of: SomeDate
    summary: Prose
    not_covered: list[Prose] = []


class BaselineFile(Table):
    """The whole of ``baseline.toml``."""

    baseline: HeadTable
    requirement: Annotated[list[RequirementTable], Field(min_length=1)]


class BankTable(Table):
    """The examples of one criterion in ``examples.toml``."""

    stated: list[Prose] = []
    weak: list[Prose] = []
    contradicted: list[Prose] = []
    near_miss: list[Prose] = []


class LabelTable(Table):
    """One ``[[label]]`` of a case."""

    requirement: str
    criterion: str
    outcome: Literal["stated", "weak", "contradicted"]
    evidence: list[Prose]
    note: Prose | None = None


class CaseTable(Table):
    """The whole of ``case.toml``."""

    id: str
    title: Prose
    kind: Annotated[DocumentKind, Field(strict=False)]
    date: SomeDate | None = None
    family: str | None = None
    label: list[LabelTable] = []
