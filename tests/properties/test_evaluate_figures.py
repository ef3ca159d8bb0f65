import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.evaluate import figures
from policy_audit.evaluate.bootstrap import with_intervals
from policy_audit.evaluate.figures import Answers, Array

CLASSES = ["met", "partial", "missing", "contradicted"]
PREDICTED = [*CLASSES, "undetermined"]
CASES = 4

shares = st.floats(0, 1)
rows = st.lists(
    st.tuples(
        st.integers(0, CASES - 1), st.sampled_from(CLASSES), st.sampled_from(PREDICTED), shares
    ),
    min_size=1,
    max_size=30,
)
ONCE = np.ones((1, CASES))


def every_figure(given_answers: Answers, weights: Array) -> dict[str, Array]:
    table = figures.confusion(given_answers, weights)
    return {
        "macro_f1": figures.macro_f1(table),
        "accuracy": figures.accuracy(table),
        "coverage": figures.coverage(table),
        "gap_precision": figures.gap_precision(table),
        "gap_recall": figures.gap_recall(table),
        "ece": figures.calibration_error(given_answers, weights),
        "at_80": figures.accuracy_at(given_answers, weights, 80),
        "at_100": figures.accuracy_at(given_answers, weights, 100),
    }


@settings(deadline=None)
@given(rows)
def test_every_figure_is_a_share(drawn: list[tuple[int, str, str, float]]) -> None:
    for value in every_figure(figures.answers(drawn, CLASSES, CASES), ONCE).values():
        assert math.isnan(value[0]) or 0 <= value[0] <= 1 + 1e-9


@settings(deadline=None)
@given(rows)
def test_a_perfect_prediction_gets_one(drawn: list[tuple[int, str, str, float]]) -> None:
    right = [(case, gold, gold, 1.0) for case, gold, _, _ in drawn]
    found = every_figure(figures.answers(right, CLASSES, CASES), ONCE)
    assert found.pop("ece")[0] == 0
    assert all(math.isnan(value[0]) or value[0] == 1 for value in found.values())


@settings(deadline=None)
@given(rows, st.randoms())
def test_the_order_of_the_rows_does_not_matter(
    drawn: list[tuple[int, str, str, float]], source: Random
) -> None:
    mixed = source.sample(drawn, len(drawn))
    first = every_figure(figures.answers(drawn, CLASSES, CASES), ONCE)
    second = every_figure(figures.answers(mixed, CLASSES, CASES), ONCE)
    for name, value in first.items():
        assert value[0] == pytest.approx(second[name][0], abs=1e-9, nan_ok=True)


@settings(deadline=None)
@given(rows)
def test_leaving_nobody_out_is_plain_accuracy(drawn: list[tuple[int, str, str, float]]) -> None:
    found = every_figure(figures.answers(drawn, CLASSES, CASES), ONCE)
    assert found["at_100"][0] == pytest.approx(found["accuracy"][0])


@settings(deadline=None)
@given(rows)
def test_macro_f1_is_that_of_scikit_learn(drawn: list[tuple[int, str, str, float]]) -> None:
    from sklearn.metrics import f1_score

    gold, predicted = [row[1] for row in drawn], [row[2] for row in drawn]
    used = [name for name in CLASSES if name in (*gold, *predicted)]
    expected = f1_score(gold, predicted, labels=used, average="macro", zero_division=0)
    found = every_figure(figures.answers(drawn, CLASSES, CASES), ONCE)
    assert found["macro_f1"][0] == pytest.approx(expected)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_an_interval_holds_its_figure(drawn: list[tuple[int, str, str, float]]) -> None:
    answers = figures.answers(drawn, CLASSES, CASES)
    for figure in with_intervals(lambda w: every_figure(answers, w), CASES).values():
        if figure.low is None or figure.high is None:
            continue
        assert figure.value is not None
        assert figure.low <= figure.value <= figure.high
