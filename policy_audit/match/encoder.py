"""Texts to vectors, each once: stored ones first, and a model is loaded only for new ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy_audit.errors import EncoderError
from policy_audit.match import bundled, exported, sentences
from policy_audit.match.adapter import Adapter, merge
from policy_audit.match.vectors import MAX_TOKENS, Model, Vector
from policy_audit.model import Clause
from policy_audit.store import Kind, Store, key_of

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

#: Counts up when the way a text becomes a vector changes, so that stored vectors are left alone.
_RECIPE = "1"


class Backend(StrEnum):
    """What computes vectors; ``AUTO`` takes torch where it has a GPU, and else ONNX if it can."""

    AUTO = "auto"
    ONNX = "onnx"
    TORCH = "torch"


@dataclass(frozen=True)
class _Source:
    """Where a model comes from: ``digest`` names its weights, ``load`` loads it."""

    name: str
    digest: str
    dimension: int
    load: Callable[[], SentenceTransformer]


class Encoder:
    """Texts to unit-length vectors of ``dimension`` numbers.

    ``name`` is what a person asked for; ``digest`` names weights, adapter and recipe. Equal digests
    mean equal vectors but for the last bits, in which backends differ; ``fingerprint`` names the
    backend too, and what is stored goes by it.
    """

    def __init__(
        self, source: _Source, store: Store, backend: Backend, folder: Path | None
    ) -> None:
        self.name = source.name
        self.digest = source.digest
        self.dimension = source.dimension
        self._source = source
        self._store = store
        self._folder = folder
        self._may_change = backend is Backend.AUTO
        self._backend = _choose(source, folder) if self._may_change else backend
        self._model: Model | None = None

    @property
    def backend(self) -> Backend:
        """What computes, or would compute, the next vectors: never ``AUTO``."""
        return self._backend

    @property
    def fingerprint(self) -> str:
        """Names vectors to the last bit; with ``AUTO``, loading the model may change it."""
        return f"{self.digest} {self._backend}"

    def encode(self, texts: Sequence[str]) -> Vector:
        """Vectors of ``texts``, shape (n, dimension), float32, each of length 1.

        Each distinct text is encoded once, and not at all when the store holds it.
        """
        distinct = list(dict.fromkeys(texts))
        found = self._stored(distinct)
        if len(found) < len(distinct) and self._model is None:
            self._model = self._load()
            found = self._stored(distinct)
        fresh = [text for text in distinct if text not in found]
        if self._model is not None and fresh:
            for indexes, vectors in self._model.encode(fresh):
                made = {fresh[i]: v for i, v in zip(indexes, vectors, strict=True)}
                self._keep(made)
                found |= made
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([found[text] for text in texts])

    def _stored(self, texts: Sequence[str]) -> dict[str, Vector]:
        keys = {self._key(text): text for text in texts}
        return {
            keys[key]: np.frombuffer(value, np.float32)
            for key, value in self._store.get(Kind.VECTOR, keys).items()
            if len(value) == 4 * self.dimension
        }

    def _keep(self, vectors: dict[str, Vector]) -> None:
        self._store.put(
            Kind.VECTOR,
            {
                self._key(text): np.ascontiguousarray(vector, np.float32).tobytes()
                for text, vector in vectors.items()
            },
        )

    def _key(self, text: str) -> bytes:
        return key_of(self.fingerprint, text)

    def _load(self) -> Model:
        if self._backend is Backend.ONNX:
            try:
                return exported.open_model(self._folder, self.digest, self._source.load)
            except exported.RefusedError as error:
                if not self._may_change:
                    raise EncoderError(f"{error}; choose --encoder-backend torch") from error
                self._backend = Backend.TORCH
        model = self._source.load()
        return sentences.SentenceModel(sentences.on_best_device(model))


def _choose(source: _Source, folder: Path | None) -> Backend:
    if sentences.has_gpu() or not exported.may_work(folder, source.digest):
        return Backend.TORCH
    return Backend.ONNX


def embed_clauses(clauses: Sequence[Clause], encoder: Encoder) -> Vector:
    """Vectors of clauses as their context reads them, shape (n, dimension)."""
    return encoder.encode([clause.in_context for clause in clauses])


def open_encoder(
    name: str | None,
    store: Store,
    adapter: Adapter | None = None,
    *,
    backend: Backend = Backend.TORCH,
    folder: Path | None = None,
) -> Encoder:
    """The encoder of that name: the default one, a folder, or a model of the hub.

    An adapter is merged only into the weights it was learned on; with any other encoder it is
    left out. ``folder`` is where exported models are kept. Raises ``EncoderError`` where the
    encoder cannot be had; for the default one that is when it is first needed.
    """
    if name in (None, bundled.NAME):
        return Encoder(_bundled(adapter), store, backend, folder)
    given = Path(str(name))
    local = given.is_dir()
    model = sentences.load_model(str(given if local else name), local=local)
    source = _Source(
        name=given.name if local else str(name),
        digest=_digest(sentences.model_digest(model), ""),
        dimension=sentences.dimension_of(model),
        load=lambda: model,
    )
    return Encoder(source, store, backend, folder)


def _bundled(adapter: Adapter | None) -> _Source:
    weights = bundled.bundled_weights()
    fitting = adapter if adapter is not None and adapter.base == weights else None

    def load() -> SentenceTransformer:
        model = sentences.load_model(str(bundled.find_model()), local=True)
        if fitting is not None:
            merge(fitting, sentences.transformer(model))
        return model

    digest = _digest(weights, fitting.digest if fitting else "")
    return _Source(bundled.NAME, digest, bundled.DIMENSION, load)


def _digest(weights: str, adapter: str) -> str:
    recipe = f"{_RECIPE}\0{MAX_TOKENS}\0{weights}\0{adapter}"
    return hashlib.sha256(recipe.encode()).hexdigest()
