from pathlib import Path

import numpy as np
import pytest

from policy_audit.errors import LearnedError
from policy_audit.match.adapter import load_adapter, merge, save_adapter

torch = pytest.importorskip("torch")


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    drawn = np.random.default_rng(5)
    changes = {
        "weight": (
            drawn.normal(size=(2, 4)).astype(np.float32),
            drawn.normal(size=(3, 2)).astype(np.float32),
        )
    }
    path = tmp_path / "adapter.safetensors"
    save_adapter(path, changes, base="base", learned_from="data")
    return path


def test_it_comes_back_with_its_origin(saved: Path) -> None:
    adapter = load_adapter(saved)
    assert (adapter.base, adapter.learned_from) == ("base", "data")
    assert set(adapter.changes) == {"weight"}


def test_merging_adds_the_product(saved: Path) -> None:
    adapter = load_adapter(saved)
    layer = torch.nn.Linear(4, 3, bias=False)
    before = layer.weight.detach().clone()
    merge(adapter, layer)
    a, b = adapter.changes["weight"]
    assert np.allclose((layer.weight.detach() - before).numpy(), b @ a, atol=1e-6)


def test_another_shape_is_refused(saved: Path) -> None:
    with pytest.raises(LearnedError, match="does not fit"):
        merge(load_adapter(saved), torch.nn.Linear(5, 3, bias=False))


def test_what_is_no_adapter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "adapter.safetensors"
    path.write_bytes(b"\x80\x04K\x01.")
    with pytest.raises(LearnedError, match="train the baseline again"):
        load_adapter(path)
