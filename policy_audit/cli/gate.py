"""Which findings a check fails on: nothing is read or written here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from policy_audit.cli.options import FailOn
from policy_audit.model import (
    Assessment,
    Change,
    Comparison,
    DistrictAssessment,
    Finding,
    FindingChange,
    Severity,
)

if TYPE_CHECKING:
    from policy_audit.cli.settings import Settings


@dataclass(frozen=True, slots=True)
class Failing:
    """A gap that the check fails on; ``change`` is what became of it, where that was asked."""

    district: DistrictAssessment
    finding: Finding
    change: FindingChange | None = None


def failing(
    assessment: Assessment, comparison: Comparison | None, settings: Settings
) -> tuple[Failing, ...]:
    """Return the gaps that fail, in the order of districts and requirements.

    A gap that is waived or attested never does. With a ``comparison``, only those do that got
    worse, that cannot be compared (nobody knows then whether they are old), or on which a decision
    has lapsed (somebody has to decide again).
    """
    changes = _changes(comparison) if comparison else {}
    found = []
    for district in assessment.districts:
        for finding in district.findings:
            change = changes.get((district.district.id, finding.requirement))
            if not finding.is_open_gap or not _sure(finding, settings):
                continue
            old = comparison is not None and not _is_new(finding, change)
            if not old and (_severe(finding, settings) or _regressed(change, settings)):
                found.append(Failing(district, finding, change))
    return tuple(found)


def _changes(comparison: Comparison) -> dict[tuple[str, str], FindingChange]:
    return {
        (district.id, change.requirement.id): change
        for district in comparison.districts
        for change in district.changes
    }


def _is_new(finding: Finding, change: FindingChange | None) -> bool:
    if finding.is_reopened or change is None:
        return True
    return change.change.is_regression or change.change is Change.NOT_COMPARABLE


def _sure(finding: Finding, settings: Settings) -> bool:
    """Whether the program is sure enough, or a person has said it."""
    by_person = finding.decision is not None and finding.decision.in_force
    return by_person or finding.confidence >= settings.min_confidence


def _severe(finding: Finding, settings: Settings) -> bool:
    if settings.fail_on is FailOn.NEVER or finding.severity is None:
        return False
    return finding.severity.rank <= Severity(settings.fail_on.value).rank


def _regressed(change: FindingChange | None, settings: Settings) -> bool:
    return settings.fail_on_regression and change is not None and change.change.is_regression
