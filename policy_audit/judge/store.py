"""What was learned, on disk: numbers as safetensors and words as JSON, never pickle."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from policy_audit.errors import LearnedError
from policy_audit.judge.features import Vocabulary, mark_count
from policy_audit.judge.heads import Heads
from policy_audit.judge.judgement import Judgement
from policy_audit.judge.pooling import Pool
from policy_audit.judge.scale import OUTCOMES
from policy_audit.judge.sieve import Network, Sieve
from policy_audit.judge.trees import Trees
from policy_audit.model import CriterionKey, Floors

WEIGHTS = "judge.safetensors"
WORDS = "judge.json"
#: Counts up when what the numbers mean changes.
FORM = "6"
_TREES = "pool.trees."


def save_judgement(folder: Path, judgement: Judgement, learned_from: str) -> None:
    """Write both files under temporary names and move them into place."""
    from safetensors.numpy import save

    heads, pool, sieve = judgement.heads, judgement.pool, judgement.sieve
    tensors = {
        # Half precision for the large matrices keeps the folder small enough to commit.
        "heads.dense": heads.dense.astype(np.float16),
        "heads.sparse": heads.sparse.astype(np.float16),
        "heads.bias": heads.bias,
        "idf": heads.vocabulary.idf,
        "pool.mean": pool.mean,
        "pool.spread": pool.spread,
        "pool.weights": pool.weights,
        "pool.bias": pool.bias,
        "pool.lean": pool.lean,
        **_of_trees(pool.trees),
        "sieve.terms": sieve.terms.astype(np.float16),
        "sieve.marks": sieve.marks,
        "sieve.words": sieve.words,
        "sieve.rarity": sieve.rarity.astype(np.float16),
        "sieve.weights": sieve.network.weights,
        "sieve.bias": sieve.network.bias,
        "sieve.out": sieve.network.out,
        "unseen": _stacked(judgement),
    }
    words = {
        "form": FORM,
        "learned_from": learned_from,
        "keys": [str(key) for key in heads.keys],
        "floors": asdict(pool.floors),
        "sieve": None if sieve.floor == -np.inf else sieve.floor,
        "cases": list(judgement.unseen),
        "terms": list(heads.vocabulary.terms),
    }
    folder.mkdir(parents=True, exist_ok=True)
    ready = {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}
    _replace(folder / WEIGHTS, lambda path: path.write_bytes(save(ready)))
    text = json.dumps(words, ensure_ascii=False, indent=0)
    _replace(folder / WORDS, lambda path: path.write_text(text, encoding="utf-8"))


def load_judgement(folder: Path, learned_from: str) -> Judgement | None:
    """What was learned from exactly that, or ``None`` where the folder holds nothing of the kind.

    Raises ``LearnedError`` where the files name it and cannot be read.
    """
    words_path, weights_path = folder / WORDS, folder / WEIGHTS
    if not words_path.is_file() or not weights_path.is_file():
        return None
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        words = json.loads(words_path.read_text(encoding="utf-8"))
        if words["form"] != FORM or words["learned_from"] != learned_from:
            return None
        tensors = {k: _widened(t) for k, t in load_file(weights_path).items()}
        keys = tuple(CriterionKey(*str(key).split("/", 1)) for key in words["keys"])
        vocabulary = Vocabulary(tuple(words["terms"]), tensors["idf"])
        heads = Heads(
            keys, vocabulary, tensors["heads.dense"], tensors["heads.sparse"], tensors["heads.bias"]
        )
        pool = Pool(
            tensors["pool.mean"],
            tensors["pool.spread"],
            tensors["pool.weights"],
            tensors["pool.bias"],
            _trees(tensors),
            tensors["pool.lean"],
            Floors(**{name: float(floor) for name, floor in words["floors"].items()}),
        )
        sieve = Sieve(
            tensors["sieve.terms"],
            tensors["sieve.marks"],
            tensors["sieve.words"],
            tensors["sieve.rarity"],
            Network(tensors["sieve.weights"], tensors["sieve.bias"], tensors["sieve.out"]),
            -np.inf if words["sieve"] is None else float(words["sieve"]),
        )
        unseen = dict(zip(words["cases"], tensors["unseen"], strict=True))
    except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
        raise LearnedError(
            f"{folder} holds what was learned in a form that cannot be read: delete it, and it is "
            "learned again"
        ) from error
    _fits(heads, pool, sieve, folder)
    return Judgement(heads, pool, sieve, unseen)


def _stacked(judgement: Judgement) -> NDArray[np.float16]:
    """What was said of unseen cases, (cases, k, 4)."""
    shape = (0, len(judgement.heads.keys), len(OUTCOMES))
    chances = list(judgement.unseen.values())
    return np.asarray(np.stack(chances) if chances else np.zeros(shape), np.float16)


def _of_trees(trees: Trees | None) -> dict[str, NDArray[Any]]:
    """The trees' parts by their names; of none, nothing."""
    if trees is None:
        return {}
    return {f"{_TREES}{part.name}": _narrowed(getattr(trees, part.name)) for part in fields(Trees)}


def _trees(tensors: Mapping[str, NDArray[Any]]) -> Trees | None:
    """The trees among these; ``KeyError`` where some of their parts are there and others not."""
    if not any(name.startswith(_TREES) for name in tensors):
        return None
    return Trees(*(tensors[f"{_TREES}{part.name}"] for part in fields(Trees)))


def _narrowed(numbers: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in two bytes, which hold every place in a tree or row; others as they are."""
    return numbers.astype(np.int16) if numbers.dtype.kind == "i" else numbers


def _widened(numbers: NDArray[Any]) -> NDArray[Any]:
    """Numbers as they are reckoned with."""
    return numbers.astype(np.int64 if numbers.dtype.kind == "i" else np.float32)


def _fits(heads: Heads, pool: Pool, sieve: Sieve, folder: Path) -> None:
    width = len(heads.keys) * len(OUTCOMES)
    sound = (
        heads.dense.ndim == 2
        and heads.dense.shape[1] == width
        and heads.dense.shape[0] > mark_count()
        and heads.sparse.shape == (len(heads.vocabulary.terms), width)
        and heads.bias.shape == (width,)
        and pool.fits(len(heads.keys))
        and sieve.rarity.ndim == 1
        and sieve.terms.shape == (len(heads.vocabulary.terms),)
        and sieve.marks.shape == (mark_count(),)
        and sieve.words.ndim == 1
        and sieve.network.fits(len(sieve.words), mark_count())
    )
    if not sound:
        raise LearnedError(
            f"{folder} does not fit its baseline: delete it, and it is learned again"
        )


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
