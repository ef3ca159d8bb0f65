"""How far rarer outcomes are favoured."""

from collections.abc import Mapping

import numpy as np
import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge.labels import LabelledCase
from policy_audit.judge.scale import COLUMN, OUTCOMES
from policy_audit.judge.training import choose_lean
from policy_audit.model import CriterionKey, Outcome

BASELINE = load_baseline("ct-csde-2025")
STATUS = CriterionKey("enrollment-documents", "no-status-papers")


def case(outcome: Outcome) -> LabelledCase:
    none = np.zeros((0, 1), np.float32)
    return LabelledCase("a", "a", (), none, none[:, 0], {}, {STATUS: outcome})


def chances(of: Mapping[Outcome, float]) -> np.ndarray:
    table = np.zeros((len(BASELINE.keys()), 4), np.float32)
    table[:, COLUMN[Outcome.ABSENT]] = 1.0
    row = table[list(BASELINE.keys()).index(STATUS)]
    for outcome in OUTCOMES:
        row[COLUMN[outcome]] = of.get(outcome, 0.0)
    return table


def lean_of(labelled: Outcome, of: Mapping[Outcome, float]) -> np.ndarray:
    return choose_lean(BASELINE, [case(labelled)], [chances(of)])


def test_nothing_is_favoured_where_that_wins_nothing() -> None:
    assert not lean_of(Outcome.STATED, {Outcome.STATED: 0.6, Outcome.CONTRADICTED: 0.4}).any()


@pytest.mark.parametrize("rare", [Outcome.WEAK, Outcome.CONTRADICTED])
def test_an_outcome_that_is_said_too_seldom_is_favoured_as_far_as_it_takes(rare: Outcome) -> None:
    lean = lean_of(rare, {Outcome.STATED: 0.6, rare: 0.4})
    expected = np.zeros(4, np.float32)
    expected[COLUMN[rare]] = 0.6  # steps of .2, and log(.6 / .4) is .41
    assert np.allclose(lean, expected)
