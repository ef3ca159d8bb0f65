"""Outcomes to a determination: the rollup only counts."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from policy_audit.model import (
    Determination,
    Outcome,
    Requirement,
    RequirementKind,
)


def determine(requirement: Requirement, outcomes: Mapping[str, Outcome]) -> Determination:
    """The determination that follows from the outcomes of the required criteria.

    ``outcomes`` are by criterion id; one that is not given is absent. Any contradiction decides;
    then anything undetermined leaves the requirement undetermined.
    """
    counted = [outcomes.get(c.id, Outcome.ABSENT) for c in requirement.required]
    if Outcome.CONTRADICTED in counted:
        return Determination.CONTRADICTED
    if Outcome.UNDETERMINED in counted:
        return Determination.UNDETERMINED
    if requirement.kind is RequirementKind.PROHIBITS:
        return Determination.MET
    if all(outcome is Outcome.STATED for outcome in counted):
        return Determination.MET
    if all(outcome is Outcome.ABSENT for outcome in counted):
        return Determination.MISSING
    return Determination.PARTIAL


def chances(
    requirement: Requirement, outcomes: Mapping[str, Mapping[Outcome, float]]
) -> dict[Determination, float]:
    """The chance of each determination, given the chances of each required criterion's outcomes.

    Criteria are taken as independent. ``outcomes`` holds, by criterion id, chances that sum to 1.
    """
    ids = [criterion.id for criterion in requirement.required]
    sums = dict.fromkeys(Determination, 0.0)
    for combination in itertools.product(*(outcomes[i].items() for i in ids)):
        chance = 1.0
        for _, share in combination:
            chance *= share
        reading = {i: outcome for i, (outcome, _) in zip(ids, combination, strict=True)}
        sums[determine(requirement, reading)] += chance
    return sums
