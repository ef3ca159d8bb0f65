import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from policy_audit.errors import LearnedError
from policy_audit.judge.features import Vocabulary, mark_count
from policy_audit.judge.heads import Heads
from policy_audit.judge.judgement import Judgement
from policy_audit.judge.pooling import fit_pool
from policy_audit.judge.sieve import Network, Sieve
from policy_audit.judge.store import WEIGHTS, WORDS, load_judgement, save_judgement
from policy_audit.model import CriterionKey, Floors


@pytest.fixture
def judgement() -> Judgement:
    drawn = np.random.default_rng(3)
    keys = (CriterionKey("door", "locked"),)
    width = mark_count() + 8
    numbers = lambda *shape: drawn.normal(size=shape).astype(np.float32)  # noqa: E731
    heads = Heads(
        keys,
        Vocabulary(("door", "locked “door”"), numbers(2)),
        numbers(width, 4),
        numbers(2, 4),
        numbers(4),
    )
    rows, outcomes = numbers(2000, 16), drawn.integers(0, 4, 2000)
    pool = replace(fit_pool(rows, outcomes, 1), lean=numbers(4), floors=Floors(0.5, 0.6, 0.4))
    network = Network(numbers(3 + mark_count() + 2, 5), numbers(5), numbers(5))
    sieve = Sieve(numbers(2), numbers(mark_count()), numbers(3), numbers(9), network, -1.25)
    return Judgement(heads, pool, sieve, {"one": numbers(1, 4), "two": numbers(1, 4)})


def test_what_is_saved_comes_back(tmp_path: Path, judgement: Judgement) -> None:
    save_judgement(tmp_path, judgement, "abc")
    loaded = load_judgement(tmp_path, "abc")
    assert loaded is not None
    assert loaded.heads.keys == judgement.heads.keys
    assert loaded.heads.vocabulary.terms == judgement.heads.vocabulary.terms
    assert np.allclose(loaded.heads.dense, judgement.heads.dense, atol=2e-3)
    assert (
        loaded.pool.chances(rows := np.ones((1, 16), np.float32) * 0.3)
        == judgement.pool.chances(rows)
    ).all()
    assert loaded.pool.floors == Floors(0.5, 0.6, 0.4)
    assert np.allclose(loaded.sieve.rarity, judgement.sieve.rarity, atol=2e-3)
    assert (loaded.sieve.network.weights == judgement.sieve.network.weights).all()
    assert loaded.sieve.floor == -1.25
    assert list(loaded.unseen) == ["one", "two"]
    assert np.allclose(loaded.unseen["two"], judgement.unseen["two"], atol=2e-3)


def test_a_pool_without_trees_comes_back_without_any(tmp_path: Path, judgement: Judgement) -> None:
    bare = replace(judgement, pool=replace(judgement.pool, trees=None))
    save_judgement(tmp_path, bare, "abc")
    loaded = load_judgement(tmp_path, "abc")
    assert judgement.pool.trees is not None
    assert loaded is not None
    assert loaded.pool.trees is None


def test_saving_what_was_loaded_changes_no_byte(tmp_path: Path, judgement: Judgement) -> None:
    save_judgement(tmp_path / "one", judgement, "abc")
    loaded = load_judgement(tmp_path / "one", "abc")
    assert loaded is not None
    save_judgement(tmp_path / "two", loaded, "abc")
    for name in (WEIGHTS, WORDS):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_was_learned_from_something_else_is_not_taken(
    tmp_path: Path, judgement: Judgement
) -> None:
    save_judgement(tmp_path, judgement, "abc")
    assert load_judgement(tmp_path, "abd") is None
    assert load_judgement(tmp_path / "nowhere", "abc") is None


@pytest.mark.parametrize("name", [WEIGHTS, WORDS])
def test_damage_is_named(tmp_path: Path, judgement: Judgement, name: str) -> None:
    save_judgement(tmp_path, judgement, "abc")
    (tmp_path / name).write_bytes(b"\x80\x04 not what it was")
    with pytest.raises(LearnedError, match="learned again"):
        load_judgement(tmp_path, "abc")


def test_numbers_that_do_not_fit_are_refused(tmp_path: Path, judgement: Judgement) -> None:
    save_judgement(tmp_path, judgement, "abc")
    words = json.loads((tmp_path / WORDS).read_text(encoding="utf-8"))
    words["keys"].append("log/kept")
    (tmp_path / WORDS).write_text(json.dumps(words), encoding="utf-8")
    with pytest.raises(LearnedError, match="does not fit"):
        load_judgement(tmp_path, "abc")
