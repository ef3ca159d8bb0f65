"""What a district published, and what of it could be read, beside what a finding says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from policy_audit.model import (
    Determination,
    DistrictInput,
    Document,
    Finding,
    Requirement,
    Unread,
    UnreadCategory,
)

_MOST_NAMED = 3


def as_published(
    finding: Finding,
    requirement: Requirement,
    district: DistrictInput,
    *,
    scoped: bool,
    beside: Collection[str],
) -> Finding:
    """The finding, as far as what was read of the district bears it.

    Nothing is missing where nothing could be read, and a requirement that is asked of other kinds
    of documents is not applicable, unless ``scoped`` is false. ``beside`` are the names of files
    that people put beside the documents: nothing that is asked could stand there.
    """
    if scoped and _out_of_scope(requirement, district.documents):
        why = "No document of a kind this requirement applies to was audited."
        return _instead(finding, Determination.NOT_APPLICABLE, why)
    if not district.documents:
        why = _told(district.unread) if district.unread else "No document could be read."
        return _instead(finding, Determination.UNDETERMINED, why)
    reasons = finding.reasons
    if finding.determination is Determination.MISSING:
        reasons = (*reasons, *_may_stand_elsewhere(district, beside))
    predates = _predates(requirement, finding, district.documents)
    return replace(finding, predates_duty=predates, reasons=reasons)


def _instead(finding: Finding, determination: Determination, why: str) -> Finding:
    return replace(finding, determination=determination, severity=None, reasons=(why,))


def _may_stand_elsewhere(district: DistrictInput, beside: Collection[str]) -> tuple[str, ...]:
    """Which published documents might hold what was not found, had they been read."""
    hidden = [
        u
        for u in district.unread
        if u.category is not UnreadCategory.EMPTY and PurePosixPath(u.path).name not in beside
    ]
    return (f"It may stand in what was not read. {_told(hidden)}",) if hidden else ()


def _told(unread: Sequence[Unread]) -> str:
    """Name unread documents, those in other languages first, with what is wrong with each."""
    ordered = sorted(unread, key=lambda u: u.category is not UnreadCategory.LANGUAGE)
    told = [f"{u.path} {u.reason}." for u in ordered[:_MOST_NAMED]]
    more = len(ordered) - _MOST_NAMED
    return " ".join([*told, f"{more} more could not be read." if more > 0 else ""]).strip()


def _out_of_scope(requirement: Requirement, documents: Sequence[Document]) -> bool:
    if not requirement.applies_to or not documents:
        return False
    return all(document.meta.kind not in requirement.applies_to for document in documents)


def _predates(requirement: Requirement, finding: Finding, documents: Sequence[Document]) -> bool:
    duty = requirement.in_force_since
    if duty is None or not finding.determination.is_gap:
        return False
    dates = [document.meta.date for document in documents]
    return all(d is not None and d.surely_before(duty) for d in dates)
