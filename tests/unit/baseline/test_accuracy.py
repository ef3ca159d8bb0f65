from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from policy_audit.baseline import ACCURACY_FILE, HELD_OUT, load_baseline
from policy_audit.baseline.accuracy import load_accuracy
from policy_audit.errors import BaselineError

SET: dict[str, Any] = {
    "cases": 380,
    "figures": {"gap_precision": 0.9, "gap_recall": 0.8, "ece": 0.01},
    "right": {"a": 0.8026, "b": 1.0},
}


def _write(folder: Path, value: object) -> Path:
    (folder / ACCURACY_FILE).write_text(json.dumps(value), encoding="utf-8")
    return folder


def test_shares_become_the_counts_they_were_made_from(tmp_path: Path) -> None:
    found = load_accuracy(_write(tmp_path, {"learned": "x", "sets": {HELD_OUT: SET, "dev": {}}}))
    assert found is not None
    assert (found.learned, found.cases, dict(found.right)) == ("x", 380, {"a": 305, "b": 380})
    assert found.share == pytest.approx(685 / 760)


def test_nothing_measured_is_nothing_said(tmp_path: Path) -> None:
    assert load_accuracy(tmp_path) is None
    assert load_accuracy(_write(tmp_path, {"learned": "x", "sets": {"dev": SET}})) is None


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"sets": {}},
        {"learned": "x", "sets": {HELD_OUT: SET | {"cases": 0}}},
        {"learned": "x", "sets": {HELD_OUT: SET | {"right": {}}}},
        {"learned": "x", "sets": {HELD_OUT: SET | {"right": {"a": 1.2}}}},
        {"learned": "x", "sets": {HELD_OUT: SET | {"figures": {"gap_precision": None}}}},
    ],
    ids=str,
)
def test_what_was_not_written_by_make_accuracy_is_refused(tmp_path: Path, value: object) -> None:
    with pytest.raises(BaselineError, match="is not what `make accuracy` writes"):
        load_accuracy(_write(tmp_path, value))


def test_the_shipped_baseline_has_a_figure_for_every_requirement() -> None:
    baseline = load_baseline("ct-csde-2025")
    assert baseline.accuracy is not None
    assert set(baseline.accuracy.right) == {r.id for r in baseline.requirements}
