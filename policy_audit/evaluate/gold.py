"""What a person's labels say of a case, by the same rollup that the judge's outcomes go through."""

from __future__ import annotations

from collections.abc import Mapping

from policy_audit.judge.rollup import determine
from policy_audit.model import Baseline, Case, CriterionKey, Determination, Outcome


def gold_outcomes(case: Case, baseline: Baseline) -> Mapping[CriterionKey, Outcome]:
    """Return the outcome of every criterion of ``baseline``; without a label it is absent."""
    labelled = {label.key: label.outcome for label in case.labels}
    return {key: labelled.get(key, Outcome.ABSENT) for key in baseline.keys()}  # noqa: SIM118


def gold_determinations(case: Case, baseline: Baseline) -> Mapping[str, Determination]:
    """Return the determination of every requirement of ``baseline``, by its id."""
    outcomes = gold_outcomes(case, baseline)
    return {
        requirement.id: determine(
            requirement,
            {c.id: outcomes[CriterionKey(requirement.id, c.id)] for c in requirement.criteria},
        )
        for requirement in baseline.requirements
    }
