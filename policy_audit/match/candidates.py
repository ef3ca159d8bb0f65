"""Nominate, for every criterion, the clauses that come nearest to its examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from policy_audit.match.encoder import Encoder
from policy_audit.match.lexical import shared_words
from policy_audit.match.vectors import Vector
from policy_audit.model import Baseline, Candidate, Clause, CriterionKey

#: Clauses nominated a criterion. Chosen so that on the practice documents every clause that a
#: label names is nominated (see tests/unit/test_auditor.py).
NOMINATED = 100
#: Of each outcome, the first so many examples of a criterion nominate: the later ones teach the
#: judge finer distinctions, and encoding them all would only delay the first audit.
NOMINATING = 12
_AT_ONCE = 512  # clauses that are compared with all examples


@dataclass(frozen=True)
class ExampleBank:
    """Examples of a baseline as vectors; near misses are left out, they nominate nothing."""

    keys: tuple[CriterionKey, ...]
    texts: tuple[tuple[str, ...], ...]
    vectors: tuple[Vector, ...]


def embed_bank(baseline: Baseline, encoder: Encoder) -> ExampleBank:
    """Encode the first examples of every criterion."""
    keys = baseline.keys()
    texts = tuple(_speaking(baseline, key) for key in keys)
    vectors = encoder.encode([text for bank in texts for text in bank])
    ends = list(accumulate(len(bank) for bank in texts))
    starts = [0, *ends[:-1]]
    banks = tuple(vectors[start:end] for start, end in zip(starts, ends, strict=True))
    return ExampleBank(keys, texts, banks)


def _speaking(baseline: Baseline, key: CriterionKey) -> tuple[str, ...]:
    examples = baseline.criterion(key).examples
    banks = (examples.stated, examples.weak, examples.contradicted)
    return tuple(text for bank in banks for text in bank[:NOMINATING])


def nearness(vectors: Vector, bank: ExampleBank) -> Vector:
    """How near each clause comes to the nearest example of each criterion, (n, k), as a cosine.

    ``vectors`` has one row a clause. A row does not depend on the others, to the last bit.
    """
    nearest = np.full((len(vectors), len(bank.vectors)), -1.0, np.float32)
    filled = [place for place, examples in enumerate(bank.vectors) if len(examples)]
    if not filled:
        return nearest
    # One product for all criteria, of a few clauses at a time: many small ones take longer.
    every = np.concatenate([bank.vectors[place] for place in filled])
    starts = [0, *accumulate(len(bank.vectors[place]) for place in filled[:-1])]
    for start in range(0, len(vectors), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        cosines = _cosines(vectors[rows], every)
        nearest[rows, filled] = np.maximum.reduceat(cosines, starts, axis=1).clip(min=-1.0)
    return nearest


def nominated(nearness: Vector, limit: int = NOMINATED) -> NDArray[np.bool_]:
    """Which clauses (n, k) are among the ``limit`` nearest of a criterion; earlier ones first."""
    chosen = np.zeros(nearness.shape, np.bool_)
    order = np.argsort(-nearness, axis=0, kind="stable")[:limit]
    np.put_along_axis(chosen, order, values=True, axis=0)
    return chosen


def nominate(
    key: CriterionKey,
    clauses: Sequence[Clause],
    vectors: Vector,
    bank: ExampleBank,
    limit: int = NOMINATED,
) -> tuple[Candidate, ...]:
    """The ``limit`` nearest clauses of one criterion, nearest first, for a person to look at.

    ``vectors`` has one row a clause. The order among equals is the order of the clauses.
    """
    place = bank.keys.index(key)
    texts = bank.texts[place]
    if not clauses or not texts:
        return ()
    cosines = _cosines(vectors, bank.vectors[place]).astype(np.float32)
    best = cosines.argmax(axis=1)
    near = cosines[np.arange(len(clauses)), best]
    order = np.argsort(-near, kind="stable")[:limit]
    return tuple(
        Candidate(
            key=key,
            clause=int(index),
            semantic=float(near[index]),
            lexical=shared_words(clauses[index].text, texts[best[index]]),
            example=texts[best[index]],
        )
        for index in order
    )


def _cosines(vectors: Vector, examples: Vector) -> NDArray[np.float64]:
    # In double precision: in single, a product comes out differently by how many rows it has.
    return vectors.astype(np.float64) @ examples.astype(np.float64).T
