from dataclasses import replace

import numpy as np
import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge.calls import (
    CONTRADICTION_PRECISION,
    Call,
    choose,
    choose_floors,
    is_critical,
    is_doubtful,
    make_calls,
)
from policy_audit.judge.scale import COLUMN
from policy_audit.model import CriterionKey, Determination, Floors, Outcome, Severity
from policy_audit.report import wording

BASELINE = load_baseline("ct-csde-2025")
PADDING = 20_000  # decisions beside, so that the budget of doubts does not bind
NO_LEAN = np.zeros(4, np.float32)
WARRANT = BASELINE.requirement("judicial-warrant")


def chances(**of: dict[Outcome, float]) -> np.ndarray:
    """Everything absent but what is given, by criterion id."""
    table = np.zeros((len(BASELINE.keys()), 4), np.float32)
    table[:, COLUMN[Outcome.ABSENT]] = 1.0
    for row, key in enumerate(BASELINE.keys()):
        if key.criterion.replace("-", "_") in of:
            table[row] = 0.0
            for outcome, chance in of[key.criterion.replace("-", "_")].items():
                table[row, COLUMN[outcome]] = chance
    return table


def test_the_likeliest_outcome_is_chosen() -> None:
    table = chances(judicial_required={Outcome.STATED: 0.6, Outcome.WEAK: 0.4})
    chosen = choose(BASELINE, table, NO_LEAN)
    assert chosen[CriterionKey("judicial-warrant", "judicial-required")] is Outcome.STATED
    assert chosen[CriterionKey("judicial-warrant", "warrant-shown")] is Outcome.ABSENT


def test_leaning_favours_the_rarer_outcome() -> None:
    table = chances(judicial_required={Outcome.STATED: 0.55, Outcome.WEAK: 0.45})
    lean = NO_LEAN.copy()
    lean[COLUMN[Outcome.WEAK]] = 0.5
    chosen = choose(BASELINE, table, lean)
    assert chosen[CriterionKey("judicial-warrant", "judicial-required")] is Outcome.WEAK


def test_what_is_prohibited_is_found_or_not() -> None:
    table = chances(absolute_claim={Outcome.STATED: 0.9, Outcome.CONTRADICTED: 0.1})
    chosen = choose(BASELINE, table, NO_LEAN)
    assert chosen[CriterionKey("over-promise", "absolute-claim")] is Outcome.ABSENT
    call = next(
        d for d in make_calls(BASELINE, table, NO_LEAN) if d.requirement.id == "over-promise"
    )
    assert call.determination is Determination.MET
    assert call.chance == pytest.approx(0.9)
    found = chances(absolute_claim={Outcome.STATED: 0.3, Outcome.CONTRADICTED: 0.7})
    call = next(
        d for d in make_calls(BASELINE, found, NO_LEAN) if d.requirement.id == "over-promise"
    )
    assert call.determination is Determination.CONTRADICTED
    assert call.chance == pytest.approx(0.7)


def test_a_call_carries_the_chance_of_its_determination() -> None:
    table = chances(
        judicial_required={Outcome.STATED: 0.8, Outcome.ABSENT: 0.2},
        warrant_shown={Outcome.STATED: 0.5, Outcome.ABSENT: 0.5},
    )
    call = next(d for d in make_calls(BASELINE, table, NO_LEAN) if d.requirement is WARRANT)
    assert call.determination in (Determination.MET, Determination.PARTIAL)
    expected = {Determination.MET: 0.4, Determination.PARTIAL: 0.5}
    assert call.chance == pytest.approx(expected[call.determination])


def said(chance: float, determination: Determination, *, safe: float = 1.0) -> Call:
    return Call(WARRANT, determination, chance, safe)


@pytest.mark.parametrize(
    ("judicial", "shown", "chance", "safe"),
    [
        ({Outcome.WEAK: 0.4}, {Outcome.CONTRADICTED: 0.1}, 0.54, 0.9),
        ({Outcome.ABSENT: 0.4}, {Outcome.ABSENT: 0.1}, 0.54, 0.96),
        ({Outcome.ABSENT: 0.4}, {Outcome.CONTRADICTED: 0.1}, 0.54, 0.9),
    ],
    ids=["contradicted", "missing", "partial or contradicted"],
)
def test_a_decision_carries_the_chance_that_no_critical_gap_hides_behind_it(
    judicial: dict[Outcome, float], shown: dict[Outcome, float], chance: float, safe: float
) -> None:
    table = chances(
        judicial_required={Outcome.STATED: 0.6, **judicial},
        warrant_shown={Outcome.STATED: 0.9, **shown},
    )
    call = next(d for d in make_calls(BASELINE, table, NO_LEAN) if d.requirement is WARRANT)
    assert call.determination is Determination.MET
    assert call.chance == pytest.approx(chance)
    assert call.safe == pytest.approx(safe)


def test_what_is_surely_missing_is_not_safe_at_all() -> None:
    call = next(d for d in make_calls(BASELINE, chances(), NO_LEAN) if d.requirement is WARRANT)
    assert (call.determination, call.safe) == (Determination.MISSING, 0.0)


def test_the_floor_of_contradictions_reaches_the_stated_precision() -> None:
    drawn = np.random.default_rng(7)
    calls, true = [], []
    for chance in drawn.uniform(0.3, 1.0, 400):
        calls.append(said(chance, Determination.CONTRADICTED))
        right = drawn.random() < chance
        true.append(Determination.CONTRADICTED if right else Determination.PARTIAL)
    calls += [said(0.99, Determination.PARTIAL)] * PADDING
    true += [Determination.PARTIAL] * PADDING
    floor = choose_floors(calls, true).contradicted
    kept = [
        t is Determination.CONTRADICTED
        for d, t in zip(calls[:400], true[:400], strict=True)
        if d.chance >= floor
    ]
    assert 0.4 < floor < 0.9
    assert np.mean(kept) >= CONTRADICTION_PRECISION


def test_no_contradiction_is_named_that_is_far_from_certain() -> None:
    calls = [said(0.3 + i / 200, Determination.CONTRADICTED) for i in range(100)]
    floor = choose_floors(calls, [Determination.CONTRADICTED] * 100).contradicted
    assert floor == 0.65
    assert wording.is_low(floor - 0.01)
    assert not wording.is_low(floor)


@pytest.mark.parametrize(
    ("wrong", "left"),
    [(0, 0), (20, 0), (21, 2), (30, 13), (100, 100)],
    ids=["all right", "right enough", "one too many", "ten too many", "none right"],
)
def test_a_floor_leaves_out_as_few_as_reach_the_stated_precision(wrong: int, left: int) -> None:
    # The least likely are the wrong ones, and nothing else is in doubt.
    calls = [said(0.7 + i / 1000, Determination.CONTRADICTED) for i in range(100)]
    true = [Determination.PARTIAL] * wrong + [Determination.CONTRADICTED] * (100 - wrong)
    floors = choose_floors(
        [*calls, *[said(0.99, Determination.PARTIAL)] * PADDING],
        [*true, *[Determination.PARTIAL] * PADDING],
    )
    assert sum(d.chance < floors.contradicted for d in calls) == left


@pytest.mark.parametrize("hidden", [Determination.MISSING, Determination.CONTRADICTED])
def test_the_floor_of_critical_met_is_set_by_critical_gaps_alone(hidden: Determination) -> None:
    other = BASELINE.requirement("family-resources")
    assert not is_critical(other)
    calls = [said(0.9, Determination.MET, safe=0.7 + i / 1000) for i in range(100)]
    beside = [Call(other, Determination.MET, 0.9, 0.999)] * 100
    calls = [*calls, *beside, *[said(0.99, Determination.PARTIAL)] * PADDING]
    true = [hidden] * 10 + [Determination.MET] * 90 + [hidden] * 100
    floors = choose_floors(calls, [*true, *[Determination.PARTIAL] * PADDING])
    assert sum(d.safe < floors.critical_met for d in calls) == 10


def test_whatever_is_little_better_than_a_guess_is_left_to_a_person() -> None:
    assert choose_floors([], []) == Floors(contradicted=0.65, critical_met=0.0, any=0.3)


def test_the_budget_bounds_how_much_is_left_to_a_person() -> None:
    calls = [said(0.7 + i / 1000, Determination.CONTRADICTED) for i in range(100)]
    floors = choose_floors(calls, [Determination.PARTIAL] * 100)
    assert sum(d.chance < floors.contradicted for d in calls) == 3


def test_documents_that_say_nothing_do_not_have_more_left_to_a_person() -> None:
    calls = [said(0.7 + i / 1000, Determination.CONTRADICTED) for i in range(100)]
    calls += [said(0.99, Determination.MISSING)] * 1_000
    true = [Determination.PARTIAL] * 100 + [Determination.MISSING] * 1_000
    floors = choose_floors(calls, true)
    assert sum(d.chance < floors.contradicted for d in calls) == 4


def test_met_that_is_only_partial_does_not_raise_the_floor() -> None:
    calls = [said(0.6, Determination.MET, safe=0.6)] * 50
    assert choose_floors(calls, [Determination.PARTIAL] * 50).critical_met == 0.0


def test_the_floor_of_critical_met_is_about_what_a_wrong_met_would_cost() -> None:
    harmless = [said(0.4, Determination.MET, safe=0.99)] * 30
    risky = [said(0.6, Determination.MET, safe=0.7)] * 30
    padding = [said(0.99, Determination.PARTIAL)] * 2_000
    true = [
        *[Determination.PARTIAL] * 30,
        *[Determination.CONTRADICTED] * 30,
        *[Determination.PARTIAL] * 2_000,
    ]
    floors = choose_floors([*harmless, *risky, *padding], true)
    assert 0.7 < floors.critical_met <= 0.99
    assert not is_doubtful(harmless[0], floors)
    assert is_doubtful(risky[0], floors)


def test_floors_apply_to_what_they_name() -> None:
    floors = Floors(contradicted=0.6, critical_met=0.7, any=0.3)
    assert is_critical(WARRANT)
    assert is_doubtful(said(0.59, Determination.CONTRADICTED), floors)
    assert not is_doubtful(said(0.6, Determination.CONTRADICTED), floors)
    assert is_doubtful(said(0.9, Determination.MET, safe=0.69), floors)
    assert not is_doubtful(said(0.4, Determination.MET, safe=0.7), floors)
    assert is_doubtful(said(0.29, Determination.MET), floors)
    assert not is_doubtful(said(0.3, Determination.PARTIAL, safe=0.0), floors)
    other = BASELINE.requirement("family-resources")
    assert not is_critical(other)
    assert not is_doubtful(Call(other, Determination.MET, 0.3, 0.0), floors)


def test_a_requirement_is_critical_for_its_gap_or_its_contradiction() -> None:
    severe = {"gap_severity": Severity.CRITICAL, "contradiction_severity": Severity.CRITICAL}
    for field in severe:
        assert is_critical(replace(WARRANT, **{**severe, field: Severity.HIGH}))
    neither = dict.fromkeys(severe, Severity.HIGH)
    assert not is_critical(replace(WARRANT, **neither))
