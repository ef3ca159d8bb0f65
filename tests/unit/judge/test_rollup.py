import math

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge.rollup import chances, determine
from policy_audit.model import Determination, Outcome, Severity

BASELINE = load_baseline("ct-csde-2025")
S, W, X, A, U = (
    Outcome.STATED,
    Outcome.WEAK,
    Outcome.CONTRADICTED,
    Outcome.ABSENT,
    Outcome.UNDETERMINED,
)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (S, S, Determination.MET),
        (S, W, Determination.PARTIAL),
        (S, A, Determination.PARTIAL),
        (W, A, Determination.PARTIAL),
        (W, W, Determination.PARTIAL),
        (A, A, Determination.MISSING),
        (X, S, Determination.CONTRADICTED),
        (X, U, Determination.CONTRADICTED),
        (U, S, Determination.UNDETERMINED),
        (U, A, Determination.UNDETERMINED),
    ],
)
def test_two_required_criteria(first: Outcome, second: Outcome, expected: Determination) -> None:
    requirement = BASELINE.requirement("judicial-warrant")
    outcomes = {"judicial-required": first, "warrant-shown": second}
    assert determine(requirement, outcomes) is expected


def test_advisory_criteria_are_not_counted() -> None:
    requirement = BASELINE.requirement("right-to-attend")
    assert determine(requirement, {"open-to-all": S, "legal-basis": A}) is Determination.MET
    assert determine(requirement, {"open-to-all": A, "legal-basis": X}) is Determination.MISSING


@pytest.mark.parametrize(
    ("outcome", "expected"), [(X, Determination.CONTRADICTED), (A, Determination.MET)]
)
def test_prohibits(outcome: Outcome, expected: Determination) -> None:
    requirement = BASELINE.requirement("over-promise")
    assert determine(requirement, {"absolute-claim": outcome}) is expected


def test_severity_is_that_of_the_gap_or_of_the_contradiction() -> None:
    requirement = BASELINE.requirement("local-police")
    assert requirement.severity_of(Determination.MISSING) is Severity.LOW
    assert requirement.severity_of(Determination.CONTRADICTED) is Severity.HIGH
    assert requirement.severity_of(Determination.MET) is None


def test_chances_of_determinations_sum_to_one_and_follow_the_counting() -> None:
    requirement = BASELINE.requirement("judicial-warrant")
    spread = chances(
        requirement,
        {
            "judicial-required": {S: 0.5, W: 0.2, X: 0.1, A: 0.2},
            "warrant-shown": {S: 0.5, W: 0.0, X: 0.0, A: 0.5},
        },
    )
    assert math.isclose(sum(spread.values()), 1.0)
    assert math.isclose(spread[Determination.MET], 0.25)
    assert math.isclose(spread[Determination.CONTRADICTED], 0.1)
    assert math.isclose(spread[Determination.MISSING], 0.1)
