"""The README's accuracy table is the committed measurement, of what is shipped."""

import json
from pathlib import Path

import pytest

from policy_audit.baseline import ACCURACY_FILE, load_baseline
from policy_audit.errors import UsageError
from policy_audit.evaluate.accuracy import BASELINE, BEGIN, END, put, table
from policy_audit.match import open_encoder
from policy_audit.store import Store
from policy_audit.training import learned_from, open_adapter

ROOT = Path(__file__).parents[3]
MEASURED = json.loads((ROOT / "baselines" / BASELINE / ACCURACY_FILE).read_text(encoding="utf-8"))


def test_the_readme_shows_what_was_measured() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert put(readme, table(MEASURED)) == readme, "write it anew: make accuracy"


def test_it_was_measured_with_what_is_shipped() -> None:
    baseline = load_baseline(BASELINE)
    with Store(None) as store:
        shipped = learned_from(baseline, open_encoder(None, store, open_adapter(baseline)))
    assert MEASURED["learned"] == shipped, "measure again: make accuracy"


def test_a_readme_without_marks_is_refused() -> None:
    with pytest.raises(UsageError, match="has no"):
        put(f"{BEGIN} and no end", "table")
    with pytest.raises(UsageError, match="has no"):
        put(f"no begin {END}", "table")


def test_a_figure_that_could_not_be_measured_is_a_dash() -> None:
    one = {
        "cases": 1,
        "figures": dict.fromkeys(MEASURED["sets"]["dev"]["figures"]),
        "intervals": {},
        "weakest": [],
        "right": {},
    }
    text = table({"sets": {"x": one}})
    assert "| Contradicted, F1 | - |" in text
