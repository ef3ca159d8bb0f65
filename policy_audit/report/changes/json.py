"""The comparison for programs, versioned apart from ``assessment.json``."""

from __future__ import annotations

import json
from typing import Literal

from typing_extensions import TypedDict

from policy_audit.model import (
    ClauseChange,
    Comparison,
    DistrictComparison,
    FindingChange,
    RecordedEvidence,
    RecordedFinding,
)
from policy_audit.report.changes import words
from policy_audit.report.changes.words import Sides

SCHEMA_VERSION: Literal[1] = 1


class ClauseJson(TypedDict):
    """One side of a changed clause; ``text`` is no quotation where ``restated``."""

    document: str
    page: int | None
    criterion: str
    outcome: str
    restated: bool
    text: str


class StretchJson(TypedDict):
    """Words that were ``kept``, ``removed`` or ``added`` together."""

    edit: str
    text: str


class ClauseChangeJson(TypedDict):
    """A clause before and after; null where there is none."""

    old: ClauseJson | None
    new: ClauseJson | None
    redline: list[StretchJson]


class StandingJson(TypedDict):
    """One side of a finding."""

    determination: str
    severity: str | None
    confidence: float


class ChangeJson(TypedDict):
    """What became of one requirement.

    ``reason`` is set where it is not comparable, or where a decision that settled it is gone.
    """

    requirement: str
    change: str
    old: StandingJson | None
    new: StandingJson | None
    reason: str | None
    clauses: list[ClauseChangeJson]


class DocumentsJson(TypedDict):
    """Paths inside the district's folder."""

    added: list[str]
    lost: list[str]
    edited: list[str]
    unread: list[str]


class DistrictChangesJson(TypedDict):
    """One district; ``counts`` are by the words of ``change``."""

    id: str
    name: str
    counts: dict[str, int]
    documents: DocumentsJson
    changes: list[ChangeJson]


class ComparisonJson(TypedDict):
    """The whole comparison; ``incomparable`` says why there is none."""

    schema_version: Literal[1]
    note: str
    old: str
    new: str
    incomparable: str | None
    cautions: list[str]
    districts: list[DistrictChangesJson]


def render(comparison: Comparison, sides: Sides) -> bytes:
    """JSON in ASCII, of the types above; equal comparisons give equal bytes."""
    shape: ComparisonJson = {
        "schema_version": SCHEMA_VERSION,
        "note": words.NOTE,
        "old": sides.old,
        "new": sides.new,
        "incomparable": comparison.incomparable or None,
        "cautions": list(comparison.cautions),
        "districts": [_district(district) for district in comparison.districts],
    }
    return (json.dumps(shape, allow_nan=False, indent=2) + "\n").encode("ascii")


def _district(district: DistrictComparison) -> DistrictChangesJson:
    documents = district.documents
    return {
        "id": district.id,
        "name": district.name,
        "counts": {change.value: number for change, number in sorted(district.count().items())},
        "documents": {
            "added": list(documents.added),
            "lost": list(documents.lost),
            "edited": list(documents.edited),
            "unread": list(documents.unread),
        },
        "changes": [_change(change) for change in district.changes],
    }


def _change(change: FindingChange) -> ChangeJson:
    return {
        "requirement": change.requirement.id,
        "change": change.change.value,
        "old": _standing(change.old),
        "new": _standing(change.new),
        "reason": change.reason or None,
        "clauses": [_clause_change(clause) for clause in change.clauses],
    }


def _standing(finding: RecordedFinding | None) -> StandingJson | None:
    if finding is None:
        return None
    return {
        "determination": finding.determination.value,
        "severity": finding.severity.value if finding.severity else None,
        "confidence": round(finding.confidence, 2),
    }


def _clause_change(clause: ClauseChange) -> ClauseChangeJson:
    return {
        "old": _clause(clause.old),
        "new": _clause(clause.new),
        "redline": [{"edit": s.edit.value, "text": s.text} for s in clause.redline],
    }


def _clause(evidence: RecordedEvidence | None) -> ClauseJson | None:
    if evidence is None:
        return None
    return {
        "document": evidence.document,
        "page": evidence.page,
        "criterion": evidence.criterion,
        "outcome": evidence.outcome.value,
        "restated": evidence.restated,
        "text": evidence.text,
    }
