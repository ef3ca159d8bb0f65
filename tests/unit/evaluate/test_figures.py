import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from policy_audit.evaluate import figures
from policy_audit.evaluate.rows import DETERMINATIONS

CASES = Path(__file__).parents[2] / "cases" / "evaluate"
ONCE = np.ones((1, 1))


def tables(name: str) -> list[Any]:
    loaded = tomllib.loads((CASES / name).read_text(encoding="utf-8"))["table"]
    return [pytest.param(table, id=table["name"]) for table in loaded]


def value(expected: float | str) -> Any:
    number = math.nan if expected == "nothing" else expected
    return pytest.approx(number, abs=1e-8, nan_ok=True)


def given(gold: list[str], predicted: list[str], cases: list[int] | None = None) -> figures.Answers:
    numbers = cases or [0] * len(gold)
    rows = [(*row, 0.5) for row in zip(numbers, gold, predicted, strict=True)]
    return figures.answers(rows, [d.value for d in DETERMINATIONS], max(numbers, default=0) + 1)


def sureness(confidence: list[float], right: list[int]) -> figures.Answers:
    rows = [
        (0, "yes", "yes" if good else "undetermined", sure)
        for sure, good in zip(confidence, right, strict=True)
    ]
    return figures.answers(rows, ["yes", "no"], 1)


@pytest.mark.parametrize("table", tables("figures.toml"))
def test_figures_of_a_confusion(table: dict[str, Any]) -> None:
    counts = figures.confusion(given(table["gold"], table["predicted"]), ONCE)
    assert figures.macro_f1(counts)[0] == value(table["macro_f1"])
    assert figures.accuracy(counts)[0] == value(table["accuracy"])
    assert figures.coverage(counts)[0] == value(table["coverage"])
    assert figures.gap_precision(counts)[0] == value(table["gap_precision"])
    assert figures.gap_recall(counts)[0] == value(table["gap_recall"])
    assert figures.f1_by_class(counts)[0, 3] == value(table["contradicted_f1"])


@pytest.mark.parametrize("table", tables("calibration.toml"))
def test_figures_of_confidence(table: dict[str, Any]) -> None:
    answers = sureness(table["confidence"], table["right"])
    assert figures.calibration_error(answers, ONCE)[0] == value(table["ece"])
    assert figures.accuracy_at(answers, ONCE, 80)[0] == value(table["at_80"])
    assert figures.accuracy_at(answers, ONCE, 90)[0] == value(table["at_90"])


def test_confidence_of_no_rows_measures_nothing() -> None:
    answers = sureness([], [])
    assert math.isnan(figures.calibration_error(answers, ONCE)[0])
    assert math.isnan(figures.accuracy_at(answers, ONCE, 80)[0])


def test_confusion_counts_gold_by_predicted_with_no_answer_last() -> None:
    counts = figures.confusion(
        given(["met", "met", "missing"], ["met", "partial", "undetermined"]), ONCE
    )
    assert counts[0].tolist() == [
        [1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
    ]


def test_precision_and_recall_of_each_class() -> None:
    counts = figures.confusion(
        given(["met", "met", "missing"], ["met", "partial", "undetermined"]), ONCE
    )
    precision, recall = figures.precision_by_class(counts)[0], figures.recall_by_class(counts)[0]
    np.testing.assert_array_equal(precision, [1.0, 0.0, np.nan, np.nan])
    np.testing.assert_array_equal(recall, [0.5, np.nan, 0.0, np.nan])


def test_a_case_drawn_twice_counts_twice_and_one_not_drawn_not_at_all() -> None:
    answers = given(["met", "missing", "met"], ["met", "met", "partial"], cases=[0, 0, 1])
    weights = np.array([[1.0, 1.0], [2.0, 0.0], [0.0, 2.0]])
    accuracy = figures.accuracy(figures.confusion(answers, weights))
    assert accuracy.tolist() == pytest.approx([1 / 3, 1 / 2, 0.0])
    marked = figures.count(answers, np.array([True, False, True]), weights)
    assert marked.tolist() == [2.0, 2.0, 2.0]


def test_the_surest_rows_are_taken_over_the_drawn_cases() -> None:
    rows = [(0, "yes", "yes", 0.9), (0, "yes", "no", 0.3), (1, "yes", "no", 0.8)]
    answers = figures.answers(rows, ["yes", "no"], 2)
    weights = np.array([[1.0, 1.0], [2.0, 0.0]])
    # Half of three rows is two (0.9 and 0.8); half of two times case 0 is its sure row, twice.
    assert figures.accuracy_at(answers, weights, 50).tolist() == pytest.approx([0.5, 1.0])
