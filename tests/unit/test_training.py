"""Making a judge for a small baseline, with the real encoder."""

import shutil
from pathlib import Path

import pytest

from policy_audit.auditor import Auditor, train_baseline
from policy_audit.baseline import load_baseline
from policy_audit.errors import BaselineError
from policy_audit.match import open_encoder
from policy_audit.match.tuning import Recipe
from policy_audit.store import Store
from policy_audit.training import (
    ADAPTER,
    LEARNED,
    learned_from,
    open_adapter,
    open_judgement,
    train_tuned,
)

DOORS = Path(__file__).parents[1] / "cases" / "acceptance" / "doors"


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def refuse(stage: str, _done: int, _total: int) -> None:
    raise AssertionError(f"{stage} again")


@pytest.fixture
def doors(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DOORS, tmp_path / "doors"))


def test_what_was_learned_is_learned_once(doors: Path, tmp_path: Path) -> None:
    baseline = load_baseline(doors)
    with Store(None) as store:
        encoder = open_encoder(None, store)
        first, name = open_judgement(baseline, encoder, tmp_path / "cache", silent)
        second, again = open_judgement(baseline, encoder, tmp_path / "cache", refuse)
    assert name == again
    assert (first.heads.dense == second.heads.dense).all()


def test_wording_beside_the_lessons_does_not_ask_for_learning_again(doors: Path) -> None:
    before = load_baseline(doors)
    path = doors / "baseline.toml"
    path.write_text(path.read_text("utf-8").replace('title = "', 'title = "Anew: ', 1), "utf-8")
    after = load_baseline(doors)
    assert after.digest != before.digest
    with Store(None) as store:
        encoder = open_encoder(None, store)
        assert learned_from(before, encoder) == learned_from(after, encoder)


def test_a_new_example_asks_for_it(doors: Path) -> None:
    before = load_baseline(doors).lessons
    path = doors / "examples.toml"
    text = path.read_text("utf-8").replace("stated = [", 'stated = [\n  "A new example here.",', 1)
    path.write_text(text, "utf-8")
    assert load_baseline(doors).lessons != before


def test_a_tuned_judge_is_taken_with_its_adapter_and_only_for_its_lessons(
    doors: Path, tmp_path: Path
) -> None:
    recipe = Recipe(epochs=1, rank=2)
    train_tuned(load_baseline(doors), doors / LEARNED, tmp_path / "cache", silent, recipe)
    baseline = load_baseline(doors)
    adapter = open_adapter(baseline)
    assert adapter is not None
    assert adapter.learned_from == baseline.lessons
    with Auditor(baseline, cache=tmp_path / "cache", progress=refuse) as auditor:
        assert auditor.judgement.heads.keys == baseline.keys()

    path = doors / "examples.toml"
    text = path.read_text("utf-8").replace("stated = [", 'stated = [\n  "A new example here.",', 1)
    path.write_text(text, "utf-8")
    assert open_adapter(load_baseline(doors)) is None


def test_tuning_that_was_interrupted_goes_on_where_it_was(doors: Path, tmp_path: Path) -> None:
    baseline, recipe = load_baseline(doors), Recipe(epochs=1, rank=2)
    begun: list[int] = []

    def begin(stage: str, done: int, _total: int) -> None:
        if stage == "tuning" and done == 1:
            begun.append(done)

    def interrupt(stage: str, done: int, total: int) -> None:
        begin(stage, done, total)
        if len(begun) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_tuned(baseline, doors / LEARNED, tmp_path / "cache", interrupt, recipe)
    assert not (doors / LEARNED / ADAPTER).exists()
    begun.clear()
    train_tuned(baseline, doors / LEARNED, tmp_path / "cache", begin, recipe)
    assert len(begun) == 2  # of three: without either half, and with all
    begun.clear()
    train_tuned(baseline, doors / LEARNED, tmp_path / "cache", begin, recipe)
    assert not begun


def test_training_without_tuning_leaves_no_adapter_behind(doors: Path, tmp_path: Path) -> None:
    (doors / LEARNED).mkdir()
    (doors / LEARNED / ADAPTER).write_bytes(b"an older one")
    folder = train_baseline(load_baseline(doors), tune=False, cache=tmp_path / "cache")
    assert folder == doors / LEARNED
    assert not (folder / ADAPTER).exists()


def test_too_few_practice_cases_are_named(doors: Path, tmp_path: Path) -> None:
    cases = sorted((doors / "practice").iterdir())
    for case in cases[1:]:
        shutil.rmtree(case)
    with pytest.raises(BaselineError, match="holds 1 practice cases"):
        train_baseline(load_baseline(doors), tune=False, cache=tmp_path / "cache")
