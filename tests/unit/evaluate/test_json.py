import json
from collections.abc import Callable
from typing import Any

import pytest

from policy_audit.evaluate import Evaluation, to_json


@pytest.fixture
def shown(mixed: Evaluation) -> Any:
    return json.loads(to_json(mixed))


def test_golden(mixed: Evaluation, golden: Callable[[str, bytes], None]) -> None:
    golden("evaluate/evaluation.json", to_json(mixed).encode("ascii"))


def test_overall_holds_what_readers_look_for(shown: Any) -> None:
    overall = shown["overall"]
    names = {
        "determination_macro_f1",
        "determination_accuracy",
        "gap_precision",
        "gap_recall",
        "contradicted_f1",
        "false_met",
        "evidence_precision",
        "evidence_recall",
        "ece",
        "accuracy_at_80",
        "accuracy_at_90",
        "coverage",
    }
    assert names <= overall.keys()
    assert names <= overall["intervals"].keys()
    assert overall["determination_accuracy"] == 0.6
    assert overall["false_met"] == 1
    low, high = overall["intervals"]["determination_accuracy"]
    assert 0 <= low <= 0.6 <= high <= 1
    assert overall["baseline_majority"]["determination"] == "met"
    assert overall["baseline_majority"]["determination_accuracy"] == 0.4


def test_cases_hold_predictions_and_gold(shown: Any) -> None:
    fir = shown["cases"]["fir"]
    assert fir["determinations"] == {"door": "met", "visitors": "met", "magic": "met"}
    assert fir["gold_determinations"] == {"door": "partial", "visitors": "missing", "magic": "met"}
    assert fir["outcomes"]["door/watched"] == "stated"
    assert fir["gold_outcomes"]["door/watched"] == "absent"
    assert fir["confidences"]["door"] == 0.62
    assert [document["path"] for document in fir["documents"]] == ["letter.txt"]


def test_confusion_and_scores_are_by_name(shown: Any) -> None:
    door = shown["requirements"]["door"]
    assert door["confusion"]["missing"] == {
        "met": 0,
        "partial": 0,
        "missing": 1,
        "contradicted": 0,
        "undetermined": 1,
    }
    assert door["by_class"]["missing"]["recall"] == 0.5
    signed = shown["criteria"]["door/signed"]
    assert signed["advisory"] is True
    assert signed["by_class"]["weak"] == {
        "gold": 1,
        "predicted": 0,
        "precision": None,
        "recall": 0.0,
        "f1": 0.0,
    }


def test_wrong_evidence_is_named(shown: Any) -> None:
    [wrong] = [
        error
        for error in shown["criteria"]["visitors/asked"]["evidence_errors"]
        if error["case"] == "fir"
    ]
    assert (wrong["gold"], wrong["predicted"], wrong["missed"]) == ("absent", "stated", [])
    assert wrong["wrong"][0]["quote"] == "Visitors are asked for a name."
    assert wrong["wrong"][0]["document"] == "letter.txt"


def test_nothing_but_ascii_without_controls(mixed: Evaluation) -> None:
    text = to_json(mixed)
    assert text.isascii()
    assert "\x1b" not in text
