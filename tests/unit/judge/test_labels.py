from collections.abc import Set

import numpy as np
import pytest

from policy_audit.judge.labels import open_to_case, open_to_examples
from policy_audit.judge.scale import OUTCOMES
from policy_audit.model import CriterionKey, Outcome

WARRANT = CriterionKey("judicial-warrant", "judicial-required")
RECORDS = CriterionKey("records-release", "consent")
KEYS = (WARRANT, RECORDS)
ALL = frozenset(OUTCOMES)
# The district's outcome, and what a clause may then have that no label names.
UNLABELLED = [
    (Outcome.ABSENT, {Outcome.ABSENT}),
    (Outcome.WEAK, {Outcome.ABSENT}),
    (Outcome.STATED, {Outcome.ABSENT, Outcome.WEAK}),
    (Outcome.CONTRADICTED, {Outcome.ABSENT, Outcome.WEAK, Outcome.STATED}),
]


def outcomes(flags: np.ndarray) -> Set[Outcome]:
    return {outcome for outcome, is_open in zip(OUTCOMES, flags, strict=True) if is_open}


@pytest.mark.parametrize(("district", "left"), UNLABELLED)
def test_a_clause_without_a_label_is_weaker_than_the_district(
    district: Outcome, left: set[Outcome]
) -> None:
    open_to = open_to_case(KEYS, 2, {0: {WARRANT: district}}, {WARRANT: district})
    assert outcomes(open_to[0, 0]) == {district}
    assert outcomes(open_to[1, 0]) == left
    assert outcomes(open_to[1, 1]) == {Outcome.ABSENT}


def test_an_example_tells_of_its_own_criterion_alone_and_background_of_every_one() -> None:
    open_to = open_to_examples(KEYS, [(WARRANT, Outcome.WEAK), (None, Outcome.ABSENT)])
    assert outcomes(open_to[0, 0]) == {Outcome.WEAK}
    assert outcomes(open_to[0, 1]) == ALL
    assert outcomes(open_to[1, 0]) == outcomes(open_to[1, 1]) == {Outcome.ABSENT}
