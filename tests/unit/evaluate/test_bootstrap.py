import numpy as np
import pytest

from policy_audit.evaluate.bootstrap import (
    DRAWS,
    Figure,
    interval,
    resamples,
    with_intervals,
)
from policy_audit.evaluate.figures import Array


def test_each_draw_takes_as_many_cases_as_there_are() -> None:
    weights = resamples(7)
    assert weights.shape == (DRAWS, 7)
    assert set(weights.sum(axis=1)) == {7.0}
    assert weights.mean() == pytest.approx(1.0)
    assert weights.std(axis=0).min() > 0.5


def test_the_draws_are_the_same_every_time() -> None:
    np.testing.assert_array_equal(resamples(5), resamples(5))
    # Fixed for good: figures written down today can be had again.
    assert resamples(5, draws=2, seed=1).tolist() == [[1, 1, 0, 2, 1], [2, 1, 0, 0, 2]]


def test_one_right_and_one_wrong_case_leave_everything_open() -> None:
    figure = with_intervals(lambda weights: {"share": weights[:, 0] / weights.sum(axis=1)}, 2)
    # Both, one or none of the two draws is the right case: 1/4, 1/2, 1/4.
    assert figure == {"share": Figure(0.5, 0.0, 1.0)}


def test_a_single_case_leaves_no_room() -> None:
    assert with_intervals(lambda weights: {"share": weights[:, 0] * 0.3}, 1) == {
        "share": Figure(0.3, 0.3, 0.3)
    }


def test_the_ends_are_percentiles() -> None:
    assert interval(50.0, np.arange(101.0)) == Figure(50.0, 2.5, 97.5)


def test_draws_with_nothing_to_measure_are_left_out() -> None:
    draws = np.concatenate([np.full(10, np.nan), np.arange(101.0)])
    assert interval(50.0, draws) == Figure(50.0, 2.5, 97.5)


def test_what_could_not_be_measured_has_no_interval() -> None:
    assert interval(None, np.arange(3.0)) == Figure(None)
    assert interval(0.5, np.full(3, np.nan)) == Figure(0.5)


def test_an_interval_beside_its_figure_is_widened_to_hold_it() -> None:
    assert interval(0.1, np.full(5, 0.4)) == Figure(0.1, 0.1, 0.4)
    assert interval(0.9, np.full(5, 0.4)) == Figure(0.9, 0.4, 0.9)


def test_a_figure_that_is_nothing_to_measure_stays_so() -> None:
    def nothing(weights: Array) -> dict[str, Array]:
        return {"share": np.full(len(weights), np.nan)}

    assert with_intervals(nothing, 3) == {"share": Figure(None)}
