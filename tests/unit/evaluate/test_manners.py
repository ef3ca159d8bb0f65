"""Cross-validation by manner on a small baseline, with the real encoder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.evaluate import manners
from policy_audit.learning import read_lessons
from policy_audit.match.tuning import Recipe
from policy_audit.training import TUNED, cross_validate

DOORS = Path(__file__).parents[2] / "cases" / "acceptance" / "doors"
SMALL = Recipe(epochs=1, rank=2)
MANNERS = ["ash", "birch", "cedar", "dogwood", "elder", "fir"]


@pytest.fixture
def doors(tmp_path: Path) -> Path:
    """As few cases as the tests need: every manner is tuned for anew."""
    copy = Path(shutil.copytree(DOORS, tmp_path / "doors"))
    for case in (copy / "practice").iterdir():
        if case.name.split("-")[0] not in MANNERS:
            shutil.rmtree(case)
    return copy


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def test_a_manner_is_the_first_part_of_the_name(doors: Path) -> None:
    names = [manners.manner_of(lesson.case) for lesson in read_lessons(load_baseline(doors))]
    assert names == MANNERS


def test_figures_are_kept_for_as_long_as_they_hold(doors: Path, tmp_path: Path) -> None:
    baseline = load_baseline(doors)
    assert manners.kept(baseline) is None
    measured = manners.measure(baseline, tmp_path / "cache", silent, recipe=SMALL)
    assert measured["set"]["cases"] == 6
    assert measured["set"]["figures"]["evidence_recall"] is None
    (doors / manners.FILE).write_text(json.dumps(measured), "utf-8")
    assert manners.kept(baseline) == measured["set"]
    examples = (doors / "examples.toml").read_text("utf-8")
    (doors / "examples.toml").write_text(
        examples.replace("stated = [", 'stated = ["Every gate is kept shut in the night.", ', 1),
        "utf-8",
    )
    assert manners.kept(load_baseline(doors)) is None


def test_near_duplicates_of_what_is_held_out_teach_nothing(doors: Path, tmp_path: Path) -> None:
    practice, cache = doors / "practice", tmp_path / "cache"
    copy = practice / "fir-meadow" / "case.toml"
    text = copy.read_text("utf-8")
    copy.write_text(text.replace("\n[[label]]", '\nfamily = "ash-hill"\n\n[[label]]', 1), "utf-8")
    ash_birch_cedar, others = frozenset({0, 1, 2}), frozenset({3, 4, 5})
    cross_validate(load_baseline(doors), [ash_birch_cedar, others], cache, silent, SMALL)
    tuned = set((cache / TUNED).iterdir())
    assert len(tuned) == 2
    # Either fold was learned from as if the pair had never been there.
    shutil.rmtree(practice / "ash-hill")
    shutil.rmtree(practice / "fir-meadow")
    birch_cedar, rest = frozenset({0, 1}), frozenset({2, 3})
    cross_validate(load_baseline(doors), [birch_cedar, rest], cache, silent, SMALL)
    assert set((cache / TUNED).iterdir()) == tuned
