"""Tuning the real encoder, on little."""

from pathlib import Path

import numpy as np
import pytest

from policy_audit.match import (
    Adapter,
    bundled_weights,
    load_adapter,
    open_encoder,
    save_adapter,
)
from policy_audit.match.tuning import Recipe, tune
from policy_audit.store import Store

ABOUT_DOORS = ["The door is locked.", "Doors stay shut all day.", "Entry is by the locked door."]
ABOUT_LUNCH = ["Lunch is at noon.", "Pizza is served on Friday.", "The menu is on the wall."]
TEXTS = ABOUT_DOORS + ABOUT_LUNCH
RECIPE = Recipe(epochs=8, batch=3, rank=4)


def allowed() -> np.ndarray:
    """One criterion, two outcomes: the doors have the second, lunch the first."""
    flags = np.zeros((len(TEXTS), 1, 2), np.bool_)
    flags[: len(ABOUT_DOORS), 0, 1] = True
    flags[len(ABOUT_DOORS) :, 0, 0] = True
    return flags


def silent(_stage: str, _done: int, _total: int) -> None:
    pass


def tuned(path: Path) -> Adapter:
    changes = tune(TEXTS, allowed(), RECIPE, silent)
    save_adapter(path, changes, base=bundled_weights(), learned_from="doors")
    return load_adapter(path)


@pytest.fixture(scope="module")
def adapter(tmp_path_factory: pytest.TempPathFactory) -> Adapter:
    return tuned(tmp_path_factory.mktemp("adapter") / "adapter.safetensors")


def gap(vectors: np.ndarray) -> float:
    """How much nearer texts are to their own kind than to the other."""
    near = vectors @ vectors.T
    same = np.mean([near[:3, :3].mean(), near[3:, 3:].mean()])
    return float(same - near[:3, 3:].mean())


def test_tuned_vectors_part_what_the_labels_part(adapter: Adapter) -> None:
    with Store(None) as store:
        before = open_encoder(None, store).encode(TEXTS)
        after = open_encoder(None, store, adapter).encode(TEXTS)
    assert gap(after) > gap(before) + 0.1
    assert np.allclose(np.linalg.norm(after, axis=1), 1.0, atol=1e-5)


def test_tuning_twice_gives_the_same_adapter(adapter: Adapter, tmp_path: Path) -> None:
    again = tuned(tmp_path / "again.safetensors")
    assert again.digest == adapter.digest


def test_a_tuned_encoder_has_vectors_of_its_own_in_the_store(adapter: Adapter) -> None:
    with Store(None) as store:
        plain, tuned = open_encoder(None, store), open_encoder(None, store, adapter)
    assert plain.digest != tuned.digest


def test_an_adapter_of_other_weights_is_left_out(adapter: Adapter) -> None:
    other = Adapter(adapter.changes, "0" * 64, "", adapter.digest)
    with Store(None) as store:
        assert open_encoder(None, store, other).digest == open_encoder(None, store).digest


def test_progress_ends_at_the_last_step() -> None:
    told: list[tuple[int, int]] = []
    tune(TEXTS, allowed(), Recipe(epochs=1, batch=4, rank=2), lambda _, d, n: told.append((d, n)))
    assert told == [(1, 2), (2, 2)]
