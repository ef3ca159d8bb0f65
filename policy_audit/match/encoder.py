"""Sentence vectors, through sentence-transformers; the model is loaded only when it is needed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_audit.errors import EncoderError
from policy_audit.match import bundled
from policy_audit.match.adapter import Adapter, merge
from policy_audit.match.store import Vector, VectorStore
from policy_audit.model import Clause

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: Longest input in tokens; a clause of 1,000 characters with its lead-in fits.
MAX_TOKENS = 256
_BATCH = 64
#: Counts up when the way a text becomes a vector changes, so that stored vectors are left alone.
_RECIPE = "1"

Progress = Callable[[int], None]


def _silent(_done: int) -> None:
    """Report to nobody."""


class Encoder:
    """Texts to unit-length vectors of ``dimension`` numbers.

    ``name`` is what a person asked for; ``digest`` names weights, adapter and recipe, so equal
    digests mean equal vectors.
    """

    def __init__(
        self,
        name: str,
        digest: str,
        dimension: int,
        load: Callable[[], SentenceTransformer],
        store: VectorStore,
    ) -> None:
        self.name = name
        self.digest = digest
        self.dimension = dimension
        self._load = load
        self._store = store
        self._model: SentenceTransformer | None = None

    def encode(self, texts: Sequence[str], progress: Progress = _silent) -> Vector:
        """Vectors of ``texts``, shape (n, dimension), float32, each of length 1.

        Each distinct text is encoded once, and not at all when the store holds it. ``progress``
        is told how many texts more are done.
        """
        distinct = list(dict.fromkeys(texts))
        found = self._store.get(self.digest, distinct, self.dimension)
        progress(len(found))
        # Longest first, so that a batch pads little and memory runs out at once or never.
        fresh = sorted((t for t in distinct if t not in found), key=lambda t: (-len(t), t))
        for start in range(0, len(fresh), _BATCH):
            batch = fresh[start : start + _BATCH]
            vectors = self._encode_batch(batch)
            made = dict(zip(batch, vectors, strict=True))
            self._store.put(self.digest, made)
            found.update(made)
            progress(len(batch))
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([found[text] for text in texts])

    def _encode_batch(self, batch: Sequence[str]) -> Vector:
        if self._model is None:
            self._model = self._load()
        vectors = self._model.encode(
            list(batch),
            batch_size=len(batch),
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, np.float32)


def embed_clauses(
    clauses: Sequence[Clause], encoder: Encoder, progress: Progress = _silent
) -> Vector:
    """Vectors of clauses as their context reads them, shape (n, dimension)."""
    return encoder.encode([clause.in_context for clause in clauses], progress)


def open_encoder(name: str | None, store: VectorStore, adapter: Adapter | None = None) -> Encoder:
    """The encoder of that name: the default one, a folder, or a model of the hub.

    An adapter is merged only into the weights it was learned on; with any other encoder it is
    left out. Raises ``EncoderError`` where the encoder cannot be had.
    """
    if name in (None, bundled.NAME):
        return _open_bundled(store, adapter)
    folder = Path(str(name))
    if folder.is_dir():
        return _open_folder(folder, store)
    return _open_hub(str(name), store)


def _open_bundled(store: VectorStore, adapter: Adapter | None) -> Encoder:
    folder = bundled.find_model()
    weights = bundled.bundled_weights()
    fitting = adapter if adapter is not None and adapter.base == weights else None

    def load() -> SentenceTransformer:
        model = _load_model(str(folder), local=True)
        if fitting is not None:
            merge(fitting, _transformer(model))
        return model

    digest = _digest(weights, fitting.digest if fitting else "")
    return Encoder(bundled.NAME, digest, 384, load, store)


def _open_folder(folder: Path, store: VectorStore) -> Encoder:
    model = _load_model(str(folder), local=True)
    return Encoder(folder.name, _weights_digest(model), _dimension(model), lambda: model, store)


def _open_hub(name: str, store: VectorStore) -> Encoder:
    model = _load_model(name, local=False)
    return Encoder(name, _weights_digest(model), _dimension(model), lambda: model, store)


def _load_model(name: str, *, local: bool) -> SentenceTransformer:
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


def _transformer(model: SentenceTransformer) -> Any:
    return model[0].auto_model


def _dimension(model: SentenceTransformer) -> int:
    dimension = model.get_embedding_dimension()
    if dimension is None:
        raise EncoderError("the encoder does not say how long its vectors are")
    return int(dimension)


def _weights_digest(model: SentenceTransformer) -> str:
    state = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        state.update(name.encode())
        state.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return _digest(state.hexdigest(), "")


def _digest(weights: str, adapter: str) -> str:
    recipe = f"{_RECIPE}\0{MAX_TOKENS}\0{weights}\0{adapter}"
    return hashlib.sha256(recipe.encode()).hexdigest()
