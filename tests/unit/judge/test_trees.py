from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.judge.trees import Trees, fit_trees


def drawn(seen: list[int], rows: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose outcome hangs on two numbers together, which no weighted sum tells."""
    numbers = np.random.default_rng(5).normal(size=(rows, 6)).astype(np.float32)
    together = (numbers[:, 0] * numbers[:, 1] > 0).astype(int)
    third = (numbers[:, 2] > 1).astype(int) if len(seen) > 2 else 0
    return numbers, np.array(seen)[np.minimum(together + third, len(seen) - 1)]


def scikit(rows: np.ndarray, outcomes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from sklearn.ensemble import GradientBoostingClassifier

    fitted = GradientBoostingClassifier(
        n_estimators=60, learning_rate=0.1, max_depth=3, subsample=0.3, max_features=6,
        min_samples_leaf=40, random_state=0,
    ).fit(rows, outcomes)  # fmt: skip
    return fitted.classes_, fitted.predict_proba(rows)


@pytest.mark.parametrize("seen", [[0, 1, 3], [0, 3], [1, 2]])
def test_they_say_what_scikit_learn_says_of_the_same_rows(seen: list[int]) -> None:
    rows, outcomes = drawn(seen)
    said = fit_trees(rows, outcomes).chances(rows)
    classes, expected = scikit(rows, outcomes)
    assert np.allclose(said[:, classes], expected, atol=1e-5)
    assert said[:, np.setdiff1d(np.arange(4), classes)].max() < 1e-6


def test_they_tell_what_hangs_on_two_numbers_together() -> None:
    rows, outcomes = drawn([0, 1], 4000)
    said = fit_trees(rows[:3000], outcomes[:3000]).chances(rows[3000:]).argmax(axis=1)
    assert (said == outcomes[3000:]).mean() > 0.9


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=6, max_size=6))
def test_any_numbers_get_chances(numbers: list[float]) -> None:
    chances = TREES.chances(np.array([numbers], np.float32))
    assert chances.shape == (1, 4)
    assert np.isclose(chances.sum(), 1.0)


TREES = fit_trees(*drawn([0, 1, 3]))


@pytest.mark.parametrize(
    "broken",
    [
        replace(TREES, asked=TREES.asked + 6),
        replace(TREES, low=TREES.low - 15),
        replace(TREES, high=TREES.high + 15),
        replace(TREES, column=TREES.column[1:]),
        replace(TREES, column=TREES.column + 4),
        replace(TREES, gain=TREES.gain[:, 1:]),
        replace(TREES, bias=TREES.bias[:3]),
    ],
)
def test_parts_that_do_not_fit_are_told(broken: Trees) -> None:
    assert TREES.fits(6)
    assert not broken.fits(6)
    assert not TREES.fits(2)
