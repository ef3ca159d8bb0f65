from dataclasses import replace

import pytest

from policy_audit.evaluate.rows import DeterminationRow, OutcomeRow, Prediction, Rows, compare
from policy_audit.model import CriterionKey, Determination, Outcome

from .doors import ANYONE, ASKED, LOCKED, WATCHED, Reading, assessment, baseline, case


def rows(labels: Reading, reading: Reading, skip: tuple[str, ...] = ()) -> Rows:
    predicted = Prediction("a", assessment(reading, {"door": 0.7}, skip))
    return compare([case("a", labels)], [predicted], baseline())


def determination(found: Rows, requirement: str) -> DeterminationRow:
    return next(row for row in found.determinations if row.requirement == requirement)


def outcome(found: Rows, name: str) -> OutcomeRow:
    return next(row for row in found.outcomes if str(row.key) == name)


def test_a_prediction_stands_beside_its_gold() -> None:
    found = rows(
        {"door/locked": ("stated", [LOCKED])}, {"door/locked": ("weak", [LOCKED, WATCHED])}
    )
    assert determination(found, "door") == DeterminationRow(
        0, "door", Determination.PARTIAL, Determination.PARTIAL, 0.7, critical=True
    )
    row = outcome(found, "door/locked")
    assert (row.gold, row.predicted, row.advisory) == (Outcome.STATED, Outcome.WEAK, False)
    assert [e.quote for e in row.evidence.right] == [LOCKED]
    assert [e.quote for e in row.evidence.wrong] == [WATCHED]
    assert outcome(found, "door/signed").advisory


def test_what_was_not_said_is_undetermined_with_no_confidence() -> None:
    found = rows({"door/locked": ("stated", [LOCKED])}, {}, skip=("door",))
    row = determination(found, "door")
    assert (row.predicted, row.confidence) == (Determination.UNDETERMINED, 0.0)
    assert outcome(found, "door/locked").predicted is Outcome.UNDETERMINED
    assert outcome(found, "door/locked").evidence.missed == (LOCKED,)


@pytest.mark.parametrize("silent", ["absent", "undetermined"])
def test_evidence_of_what_rests_on_none_does_not_count(silent: str) -> None:
    found = rows({"door/locked": ("stated", [LOCKED])}, {"door/locked": (silent, [LOCKED])})
    row = outcome(found, "door/locked")
    assert not row.agreed_present
    assert row.evidence.right == row.evidence.wrong == ()
    assert row.evidence.missed == (LOCKED,)


@pytest.mark.parametrize(
    ("gold", "predicted", "agreed"),
    [
        ("stated", "stated", True),
        ("stated", "weak", True),
        ("contradicted", "stated", True),
        ("weak", "absent", False),
        ("weak", "undetermined", False),
        ("absent", "weak", False),
        ("absent", "absent", False),
    ],
)
def test_where_both_find_the_criterion(gold: str, predicted: str, *, agreed: bool) -> None:
    labels = {} if gold == "absent" else {"visitors/asked": (gold, [ASKED])}
    found = rows(labels, {"visitors/asked": (predicted, [])})
    assert outcome(found, "visitors/asked").agreed_present is agreed


MET: Reading = {
    "door/locked": ("stated", [LOCKED]),
    "door/watched": ("stated", [WATCHED]),
    "visitors/asked": ("stated", [ASKED]),
}


@pytest.mark.parametrize(
    ("labels", "requirement", "expected"),
    [
        # (false met, met for partial, critical)
        ({}, "door", (True, False, True)),
        ({"door/locked": ("contradicted", [ANYONE])}, "door", (True, False, True)),
        ({"door/locked": ("stated", [LOCKED])}, "door", (False, True, True)),
        (MET, "door", (False, False, True)),
        ({}, "visitors", (True, False, False)),
        ({"visitors/asked": ("contradicted", [ANYONE])}, "visitors", (True, False, True)),
        ({"visitors/asked": ("weak", [ASKED])}, "visitors", (False, True, False)),
        ({"magic/never": ("contradicted", ["magic"])}, "magic", (True, False, False)),
        ({}, "magic", (False, False, False)),
    ],
)
def test_false_met(labels: Reading, requirement: str, expected: tuple[bool, bool, bool]) -> None:
    row = determination(rows(labels, MET), requirement)
    assert (row.false_met, row.met_for_partial, row.critical) == expected


def test_only_met_can_be_a_false_met() -> None:
    found = determination(rows({}, {}), "door")
    for predicted in set(Determination) - {Determination.MET}:
        row = replace(found, predicted=predicted)
        assert not row.false_met
        assert not row.met_for_partial


@pytest.mark.parametrize("named", [[], ["b"], ["a", "a"], ["a", "b"]])
def test_each_case_needs_exactly_one_prediction(named: list[str]) -> None:
    predictions = [Prediction(name, assessment({})) for name in named]
    with pytest.raises(ValueError, match="each case needs one prediction"):
        compare([case("a", {})], predictions, baseline())


def test_predictions_may_come_in_any_order() -> None:
    cases = [case("a", {"visitors/asked": ("stated", [ASKED])}), case("b", {})]
    read = {"visitors/asked": ("stated", [ASKED])}
    predictions = [Prediction("b", assessment({})), Prediction("a", assessment(read))]
    found = compare(cases, predictions, baseline())
    asked = [row for row in found.outcomes if row.key == CriterionKey("visitors", "asked")]
    assert [(row.case, row.predicted.value) for row in asked] == [(0, "stated"), (1, "absent")]
