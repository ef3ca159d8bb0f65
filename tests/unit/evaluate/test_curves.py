"""Learning curves of a small baseline, with the real encoder."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.evaluate.curves import SHARES, Curve, learning_curve, table
from policy_audit.learning import embed_examples, embed_lessons, read_examples, read_lessons
from policy_audit.match import open_encoder
from policy_audit.model import CriterionKey
from policy_audit.store import Store

DOORS = Path(__file__).parents[2] / "cases" / "acceptance" / "doors"


@pytest.fixture(scope="module")
def curve() -> Curve:
    baseline = load_baseline(DOORS)
    with Store(None) as store:
        encoder = open_encoder(None, store)
        cases = embed_lessons(read_lessons(baseline), encoder)
        examples = embed_examples(read_examples(baseline), encoder)
    return learning_curve(baseline, cases, examples, lambda _s, _d, _t: None)


def test_sizes_grow_to_all_but_the_fold_that_is_held_out(curve: Curve) -> None:
    whole = len(read_lessons(load_baseline(DOORS)))
    assert len(curve.sizes) == len(SHARES)
    assert list(curve.sizes) == sorted(curve.sizes)
    assert 0 < curve.sizes[-1] < whole


def test_each_criterion_has_a_score_a_size(curve: Curve) -> None:
    assert set(curve.f1) == set(load_baseline(DOORS).keys())
    for scores in curve.f1.values():
        assert len(scores) == len(SHARES)
        assert all(score != score or 0 <= score <= 1 for score in scores)  # noqa: PLR0124 - NaN


def test_the_table_has_the_least_taught_first_and_the_mean_last() -> None:
    one, two = CriterionKey("door", "locked"), CriterionKey("door", "shut")
    shown = table(Curve((1, 2), {one: (0.5, 0.9), two: (0.2, 0.4)})).splitlines()
    assert shown[0].split() == ["1", "2"]
    assert shown[1].split() == ["door/shut", "0.20", "0.40"]
    assert shown[-1].split() == ["mean", "0.350", "0.650"]
