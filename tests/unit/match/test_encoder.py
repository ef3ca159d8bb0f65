"""The real encoder, loaded once."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from policy_audit.errors import EncoderError
from policy_audit.match import VectorStore, open_encoder
from policy_audit.match.encoder import Encoder

TEXTS = ["Agents wait outside.", "Lunch is at noon.", "Officers must remain outside the doors."]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encoder]:
    with VectorStore(tmp_path_factory.mktemp("cache") / "v.sqlite") as store:
        yield open_encoder(None, store)


def test_vectors_are_of_unit_length_and_mean_something(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (3, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[1] + 0.2


def test_order_and_repeats_are_kept(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS)
    again = encoder.encode([TEXTS[2], TEXTS[0], TEXTS[2]])
    assert (again == vectors[[2, 0, 2]]).all()


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_a_stored_vector_needs_no_model(encoder: Encoder, tmp_path: Path) -> None:
    with VectorStore(tmp_path / "v.sqlite") as store:
        store.put(encoder.digest, dict(zip(TEXTS, encoder.encode(TEXTS), strict=True)))

        def refuse() -> None:
            raise AssertionError("the model was loaded")

        cached = Encoder("cached", encoder.digest, 384, refuse, store)
        assert (cached.encode(TEXTS) == encoder.encode(TEXTS)).all()


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with (
        VectorStore(tmp_path / "v.sqlite") as store,
        pytest.raises(EncoderError, match="cannot be loaded"),
    ):
        open_encoder(str(tmp_path), store)
