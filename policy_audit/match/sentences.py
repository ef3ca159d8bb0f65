"""Sentence vectors through sentence-transformers: any model, slow to load, and on a GPU if any."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_audit.errors import EncoderError
from policy_audit.match.vectors import MAX_TOKENS, Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 64
_GRAPHICS = ("/dev/nvidiactl", "/dev/kfd")


class SentenceModel:
    """A loaded sentence-transformers model."""

    def __init__(self, model: SentenceTransformer) -> None:
        self.model = model

    def encode(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Vector]]:
        """Vectors batch by batch, each with the indexes of its texts."""
        # Longest first, so that a batch pads little and memory runs out at once or never.
        order = sorted(range(len(texts)), key=lambda i: (-len(texts[i]), texts[i]))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors = self.model.encode(
                [texts[i] for i in batch],
                batch_size=len(batch),
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            yield batch, np.asarray(vectors, np.float32)


def load_model(name: str, *, local: bool) -> SentenceTransformer:
    """Load a model by folder or name; ``local`` keeps off the network.

    Raises ``EncoderError`` where that cannot be done.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        # Never run code that a model repository carries.
        model = SentenceTransformer(
            name, device="cpu", local_files_only=local, trust_remote_code=False
        )
    except Exception as error:  # the loader raises whatever its many back ends raise
        raise EncoderError(
            f"the encoder {name!r} cannot be loaded ({type(error).__name__}): give the folder of a "
            "sentence-transformers model, or leave --encoder out"
        ) from error
    model.max_seq_length = min(MAX_TOKENS, model.max_seq_length or MAX_TOKENS)
    return model


def has_gpu() -> bool:
    """Whether torch can use one; torch itself is loaded only where the machine may have one."""
    if not any(Path(place).exists() for place in _GRAPHICS) and not shutil.which("nvidia-smi"):
        return False
    import torch

    return torch.cuda.is_available()


def on_best_device(model: SentenceTransformer) -> SentenceTransformer:
    """The same model, on the GPU if there is one."""
    return model.to("cuda") if has_gpu() else model


def transformer(model: SentenceTransformer) -> Any:
    """The network inside, which an adapter changes."""
    return model[0].auto_model


def dimension_of(model: SentenceTransformer) -> int:
    """How many numbers a vector has."""
    dimension = model.get_embedding_dimension()
    if dimension is None:
        raise EncoderError("the encoder does not say how long its vectors are")
    return int(dimension)


def model_digest(model: SentenceTransformer) -> str:
    """SHA-256 over all that makes a vector of a text: weights, modules, tokens and prompts."""
    state = hashlib.sha256(repr(_shape(model)).encode("utf-8", "surrogatepass"))
    for name, tensor in sorted(model.state_dict().items()):
        state.update(name.encode())
        state.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return state.hexdigest()


def _shape(model: SentenceTransformer) -> tuple[object, ...]:
    """What a model is besides its weights."""
    modules = [
        (type(module).__name__, sorted(module.get_config_dict().items()))
        for module in model
        if hasattr(module, "get_config_dict")
    ]
    tokenizer: Any = getattr(model.tokenizer, "backend_tokenizer", None)
    tokens = tokenizer.to_str() if tokenizer is not None else repr(model.tokenizer)
    prompts = sorted((model.prompts or {}).items())
    return modules, tokens, model.max_seq_length, prompts, model.default_prompt_name
