"""The real encoder, through both of its backends."""

import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from policy_audit.errors import EncoderError
from policy_audit.match import Backend, Encoder, open_encoder
from policy_audit.match.bundled import find_model
from policy_audit.match.exported import FOLDER, TOLERANCE, OnnxModel, padded_length
from policy_audit.match.vectors import MAX_TOKENS, Vector
from policy_audit.store import Kind, Store

TEXTS = ["Agents wait outside.", "Lunch is at noon.", "Officers must remain outside the doors."]
#: Real clauses of many lengths, from the practice documents of the shipped baseline.
CLAUSES = sorted(
    {
        line.strip("#*->| ").strip()
        for path in sorted(Path("baselines/ct-csde-2025/practice").glob("*/*.md"))[:40]
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 20
    }
)[::13]


@pytest.fixture(scope="module", params=[Backend.ONNX, Backend.TORCH], ids=str)
def encoder(request: pytest.FixtureRequest, shared_cache: Path) -> Iterator[Encoder]:
    with Store(None) as store:
        yield open_encoder(None, store, backend=request.param, folder=shared_cache / FOLDER)


@pytest.fixture
def onnx(shared_cache: Path) -> Iterator[Encoder]:
    with Store(None) as store:
        yield open_encoder(None, store, backend=Backend.ONNX, folder=shared_cache / FOLDER)


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


def test_stored_vectors_need_no_model(
    onnx: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / FOLDER
    with Store(tmp_path / "v.sqlite") as store:
        store.put(Kind.VECTOR, {onnx._key(t): onnx.encode([t]).tobytes() for t in TEXTS})
        cached = open_encoder(None, store, backend=Backend.ONNX, folder=folder)
        monkeypatch.setattr(cached, "_load", lambda: pytest.fail("the model was loaded"))
        assert (cached.encode(TEXTS) == onnx.encode(TEXTS)).all()
        other = open_encoder(None, store, backend=Backend.TORCH, folder=folder)
        assert other.digest == cached.digest
        assert not other._stored(TEXTS), "what another backend made was taken"


def test_both_backends_agree_on_real_clauses(onnx: Encoder) -> None:
    with Store(None) as store:
        torch = open_encoder(None, store, backend=Backend.TORCH)
        assert len(CLAUSES) > 60
        difference = np.abs(torch.encode(CLAUSES) - onnx.encode(CLAUSES)).max()
    assert difference <= TOLERANCE


def test_a_vector_does_not_depend_on_what_else_is_encoded(
    onnx: Encoder, shared_cache: Path
) -> None:
    together = onnx.encode(CLAUSES)
    for start, step in ((0, 7), (3, 5), (40, 1)):
        chosen = list(range(start, len(CLAUSES), step))
        with Store(None) as store:
            fresh = open_encoder(None, store, backend=Backend.ONNX, folder=shared_cache / FOLDER)
            assert (fresh.encode([CLAUSES[i] for i in chosen]) == together[chosen]).all()
    for index in (1, 30, 59):
        with Store(None) as store:
            fresh = open_encoder(None, store, backend=Backend.ONNX, folder=shared_cache / FOLDER)
            assert (fresh.encode([CLAUSES[index]])[0] == together[index]).all()


def test_batches_are_encoded_side_by_side(onnx: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    onnx.encode(TEXTS)
    model = onnx._model
    assert isinstance(model, OnnxModel)
    assert model._session.get_session_options().intra_op_num_threads == 1
    monkeypatch.setattr("policy_audit.match.exported.processors", lambda: 2)
    met = threading.Barrier(2)
    run = model._run

    def together(numbers: Sequence[Sequence[int]], width: int) -> Vector:
        met.wait(timeout=60)  # breaks where the other batch waits for this one
        return run(numbers, width)

    monkeypatch.setattr(model, "_run", together)
    short, long = "Agents wait outside.", "Agents wait outside until counsel has come. " * 9
    found = {index for indexes, _ in model.encode([short, long]) for index in indexes}
    assert found == {0, 1}


def test_whoever_stops_taking_vectors_waits_for_no_more(
    onnx: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    onnx.encode(TEXTS)
    model = onnx._model
    assert isinstance(model, OnnxModel)
    begun: list[int] = []
    run = model._run

    def noted(numbers: Sequence[Sequence[int]], width: int) -> Vector:
        begun.append(width)
        return run(numbers, width)

    monkeypatch.setattr(model, "_run", noted)
    monkeypatch.setattr("policy_audit.match.exported.processors", lambda: 1)
    monkeypatch.setattr("policy_audit.match.exported._TOKENS", 1)
    batches = iter(model.encode(CLAUSES * 3))
    next(batches)
    batches.close()  # type: ignore[attr-defined]
    assert len(begun) < len(CLAUSES)


def test_little_is_padded_and_nothing_cut() -> None:
    lengths = [padded_length(count) for count in range(1, MAX_TOKENS + 1)]
    assert all(padded >= count for count, padded in enumerate(lengths, 1))
    assert lengths == sorted(lengths)
    assert lengths[-1] == MAX_TOKENS
    assert len(set(lengths)) < 45
    assert sum(lengths[10:60]) / sum(range(11, 61)) < 1.05


def test_a_damaged_export_is_made_again(onnx: Encoder, tmp_path: Path, shared_cache: Path) -> None:
    wanted = onnx.encode(TEXTS)
    [whole] = (shared_cache / FOLDER).glob(f"{onnx.digest[:24]}-*.onnx")
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / whole.name).write_bytes(whole.read_bytes()[:-1000])
    with Store(None) as store:
        again = open_encoder(None, store, backend=Backend.ONNX, folder=folder)
        assert np.allclose(again.encode(TEXTS), wanted, atol=TOLERANCE)
    [made] = folder.iterdir()
    assert made.stat().st_size == whole.stat().st_size


def test_what_cannot_be_exported_is_remembered_and_runs_on_torch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No encoder may be as far off as nothing at all: then every export is refused.
    monkeypatch.setattr("policy_audit.match.exported.TOLERANCE", 0.0)
    with Store(None) as store:
        auto = open_encoder(None, store, backend=Backend.AUTO, folder=tmp_path)
        assert auto.backend is Backend.ONNX
        assert auto.encode(TEXTS).shape == (3, 384)
        assert auto.backend is Backend.TORCH
        again = open_encoder(None, store, backend=Backend.AUTO, folder=tmp_path)
        assert again.backend is Backend.TORCH
        assert again._stored(TEXTS).keys() == set(TEXTS)
        with pytest.raises(EncoderError, match=r"gives other vectors.*--encoder-backend torch"):
            open_encoder(None, store, backend=Backend.ONNX, folder=tmp_path).encode(TEXTS)


def test_a_lack_of_room_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policy_audit.match.exported.tempfile.TemporaryDirectory", full)
    with Store(None) as store:
        auto = open_encoder(None, store, backend=Backend.AUTO, folder=tmp_path)
        assert auto.encode(TEXTS).shape == (3, 384)
        assert auto.backend is Backend.TORCH
        assert open_encoder(None, store, backend=Backend.AUTO, folder=tmp_path).backend == "onnx"


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    with Store(None) as store:
        made = open_encoder(None, store, backend=Backend.ONNX, folder=blocker / FOLDER)
        assert made.encode(TEXTS).shape == (3, 384)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with Store(None) as store, pytest.raises(EncoderError, match="cannot be loaded"):
        open_encoder(str(tmp_path), store)


def test_another_way_to_make_vectors_of_the_same_weights_has_another_digest(tmp_path: Path) -> None:
    made = []
    for mode in ("mean", "cls"):
        folder = tmp_path / mode
        shutil.copytree(find_model(), folder)
        pooling = folder / "1_Pooling" / "config.json"
        told = json.loads(pooling.read_text("utf-8"))
        told |= {key: key == f"pooling_mode_{mode}_token{'s' * (mode == 'mean')}" for key in told
                 if key.startswith("pooling_mode_")}  # fmt: skip
        pooling.write_text(json.dumps(told), "utf-8")
        with Store(None) as store:
            made.append(open_encoder(str(folder), store))
    mean, cls = made
    assert mean.digest != cls.digest
    assert np.abs(mean.encode(TEXTS) - cls.encode(TEXTS)).max() > 0.01
