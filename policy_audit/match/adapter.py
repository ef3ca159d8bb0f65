"""Low-rank changes to an encoder's weights, learned for a baseline and merged when it loads.

An adapter is one safetensors file. For each changed matrix ``NAME`` of the base model it holds
``NAME.a`` (rank x inputs) and ``NAME.b`` (outputs x rank), in half precision, so that the changed
matrix is ``W + b @ a``. Its metadata names the base (SHA-256) and the data it was learned from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from policy_audit.errors import LearnedError

if TYPE_CHECKING:
    import torch

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Adapter:
    """The changes by parameter name, each as (a, b).

    ``base`` is the SHA-256 of the weights it was learned on, ``learned_from`` of its training
    data, ``digest`` of its numbers.
    """

    changes: dict[str, tuple[Matrix, Matrix]]
    base: str
    learned_from: str
    digest: str


def save_adapter(
    path: Path, changes: dict[str, tuple[Matrix, Matrix]], *, base: str, learned_from: str
) -> None:
    """Write an adapter as safetensors, in half precision; what stands there is always whole."""
    from safetensors.numpy import save_file

    tensors: dict[str, NDArray[Any]] = {}
    for name, (a, b) in sorted(changes.items()):
        tensors[f"{name}.a"] = np.ascontiguousarray(a, np.float16)
        tensors[f"{name}.b"] = np.ascontiguousarray(b, np.float16)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    save_file(tensors, part, metadata={"base": base, "learned_from": learned_from})
    part.chmod(0o644)  # safetensors keeps its files to their owner; this one is to be shipped
    part.replace(path)


def load_adapter(path: Path) -> Adapter:
    """Read an adapter; ``LearnedError`` where the file is no adapter."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, framework="numpy") as file:
            meta = file.metadata() or {}
            stored = {key: file.get_tensor(key) for key in sorted(file.keys())}
        # Of the numbers, not of the file: its header comes in no fixed order.
        state = hashlib.sha256()
        for key, tensor in stored.items():
            state.update(key.encode() + tensor.tobytes())
        tensors = {key: tensor.astype(np.float32) for key, tensor in stored.items()}
        names = sorted(key[:-2] for key in tensors if key.endswith(".a"))
        changes = {name: (tensors[f"{name}.a"], tensors[f"{name}.b"]) for name in names}
        return Adapter(changes, meta["base"], meta["learned_from"], state.hexdigest())
    except (OSError, SafetensorError, KeyError) as error:
        raise LearnedError(
            f"{path} is not an adapter that can be read: train the baseline again"
        ) from error


def merge(adapter: Adapter, module: torch.nn.Module) -> None:
    """Add the changes to ``module``'s parameters in place.

    Raises ``LearnedError`` where a parameter is absent or has another shape.
    """
    import torch

    parameters = dict(module.named_parameters())
    with torch.no_grad():
        for name, (a, b) in adapter.changes.items():
            delta = torch.from_numpy(b @ a)
            if name not in parameters or parameters[name].shape != delta.shape:
                raise LearnedError(f"the adapter does not fit this encoder (at {name})")
            parameters[name].add_(delta)
