from pathlib import Path

import numpy as np

from policy_audit.match.store import VectorStore


def vector(value: float) -> np.ndarray:
    return np.full(3, value, np.float32)


def test_what_is_put_is_found_by_the_next_audit(tmp_path: Path) -> None:
    path = tmp_path / "cache" / "vectors.sqlite"
    with VectorStore(path) as store:
        store.put("encoder", {"a": vector(1), "b": vector(2)})
    with VectorStore(path) as store:
        found = store.get("encoder", ["a", "b", "c"], 3)
    assert set(found) == {"a", "b"}
    assert (found["b"] == vector(2)).all()


def test_another_encoder_finds_nothing(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "v.sqlite") as store:
        store.put("encoder", {"a": vector(1)})
        assert store.get("another", ["a"], 3) == {}


def test_a_vector_of_another_length_is_not_taken(tmp_path: Path) -> None:
    with VectorStore(tmp_path / "v.sqlite") as store:
        store.put("encoder", {"a": vector(1)})
        assert store.get("encoder", ["a"], 4) == {}


def test_a_damaged_store_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with VectorStore(path) as store:
        assert store.get("encoder", ["a"], 3) == {}
        store.put("encoder", {"a": vector(1)})
        assert set(store.get("encoder", ["a"], 3)) == {"a"}


def test_a_folder_that_cannot_be_made_costs_only_the_saving(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    with VectorStore(blocker / "v.sqlite") as store:
        store.put("encoder", {"a": vector(1)})
        assert set(store.get("encoder", ["a"], 3)) == {"a"}


def test_many_texts_at_once(tmp_path: Path) -> None:
    texts = [f"text {number}" for number in range(1203)]
    with VectorStore(tmp_path / "v.sqlite") as store:
        store.put("encoder", {text: vector(i) for i, text in enumerate(texts)})
        found = store.get("encoder", texts, 3)
    assert len(found) == 1203
    assert found["text 1200"][0] == 1200
