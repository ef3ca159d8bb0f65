"""A sieve before the encoder: which clauses can matter to any criterion, by their words alone.

Most of a policy manual is about other things. What a clause weighs is a sum over its word pieces,
its n-grams and its cues; only clauses that weigh enough are encoded and judged. The weight of a
word piece is learned through the encoder's own word vectors, so that words which no practice
document has are weighed like those that are near them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from policy_audit.judge.features import Wording
from policy_audit.judge.scale import COLUMN, Flags, Matrix
from policy_audit.model import Outcome

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Pieces = Sequence[Sequence[int]]
"""The word pieces of each clause, as numbers."""

_ABSENT = COLUMN[Outcome.ABSENT]
#: A clause less likely than this to speak of a criterion is silent on it: what thousands of such
#: clauses in a manual say must not add up to a statement. On practice documents held out, .05 cost
#: no F1 either, but some of the chances' honesty.
SILENT = 0.02
#: How likely a clause must be to speak of a criterion for mattering to the sieve.
_MATTERS = 0.05
#: Of the clauses of documents held out that are likelier still, the share that the sieve may keep
#: back, and how much likelier.
LOST_SHARE = 0.002
_COUNTED = 0.10
_FEWEST = 1000  # clauses that matter, or that do not; with fewer, nothing is kept back
_FOLDS = 5
_LOOSENESS = 3.0  # inverse strength of the penalty
_STEPS = 100
# The parts of a fit are of like size when sums of word vectors are taken so.
_SCALE = 1 / 8


def hush(chances: Matrix) -> Matrix:
    """Count clauses as silent where they are nearly so; a copy of the clause chances (n, k, 4)."""
    heard = np.array(chances, np.float32)
    silent = 1 - heard[:, :, _ABSENT] < SILENT
    heard[silent] = 0.0
    heard[silent, _ABSENT] = 1.0
    return heard


def relevance(chances: Matrix) -> Matrix:
    """How likely each clause speaks of the criterion that it most likely speaks of, (n)."""
    speaking = 1 - chances[:, :, _ABSENT]
    return np.asarray(speaking.max(axis=1, initial=0.0), np.float32)


@dataclass(frozen=True)
class Sieve:
    """Weights of word ``pieces`` (p), of the heads' ``terms`` (v) and of ``marks`` (m).

    A clause that weighs ``floor`` or more may matter; with a floor of minus infinity any may.
    """

    pieces: Matrix
    terms: Matrix
    marks: Matrix
    floor: float

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it: equal sieves let the same clauses through."""
        state = hashlib.sha256(repr(self.floor).encode())
        for numbers in (self.pieces, self.terms, self.marks):
            state.update(np.ascontiguousarray(numbers).tobytes())
        return state.hexdigest()

    def opened(self) -> Sieve:
        """The same sieve, letting everything through."""
        return replace(self, floor=-np.inf)

    def passes(self, wording: Wording, pieces: Pieces) -> Flags:
        """Which of the clauses (n) may matter; none depends on what stands beside it."""
        if self.floor == -np.inf:
            return np.ones(len(pieces), np.bool_)
        weights = np.array([self.pieces[list(numbers)].sum() for numbers in pieces], np.float64)
        weights += (wording.marks.astype(np.float64) * self.marks).sum(axis=1)
        weights += wording.sparse.astype(np.float64) @ self.terms
        return np.asarray(weights >= self.floor, np.bool_)


@dataclass(frozen=True)
class Sifted:
    """Clauses to learn a sieve from: n of them, of which each has a ``relevance`` (n).

    ``held`` (n) tells which are of documents, so that the floor is chosen by them, by ``families``
    (n) that stay on one side of every split.
    """

    wording: Wording
    pieces: Pieces
    relevance: Matrix
    held: Flags
    families: Sequence[str]


def open_sieve(pieces: int, terms: int, marks: int) -> Sieve:
    """A sieve that lets everything through."""
    return Sieve(
        pieces=np.zeros(pieces, np.float32),
        terms=np.zeros(terms, np.float32),
        marks=np.zeros(marks, np.float32),
        floor=-np.inf,
    )


def fit_sieve(sifted: Sifted, vectors: Matrix) -> Sieve:
    """Learn which clauses matter from what the judge makes of them.

    ``vectors`` (p, d) has a row for every word piece. The floor is chosen on clauses of documents
    that were held out. With too little to learn from, everything is let through.
    """
    from scipy.sparse import csr_matrix, hstack

    matter = sifted.relevance >= _MATTERS
    wording = sifted.wording
    terms, marks = wording.sparse.shape[1], wording.marks.shape[1]
    if _is_little(sifted, matter):
        return open_sieve(len(vectors), terms, marks)
    shown = _rarity(sifted.pieces, len(vectors))[:, None] * vectors * _SCALE
    sums = np.stack([shown[list(numbers)].sum(axis=0) for numbers in sifted.pieces])
    table = hstack([wording.sparse, csr_matrix(wording.marks), csr_matrix(sums)], format="csr")
    floor = _floor(sifted, table, matter)
    weights, bias = _fitted(table, matter)
    return Sieve(
        pieces=np.asarray(shown @ weights[terms + marks :], np.float32),
        terms=np.asarray(weights[:terms], np.float32),
        marks=np.asarray(weights[terms : terms + marks], np.float32),
        floor=float(floor - bias),
    )


def _is_little(sifted: Sifted, matter: Flags) -> bool:
    """Whether there is too little to learn from, or to choose the floor by."""
    counted = sifted.held & (sifted.relevance >= _COUNTED)
    fold_of = _folds(sifted.families)
    rest = (matter[~((fold_of == fold) & sifted.held)] for fold in range(_FOLDS))
    one_sided = any(part.all() or not part.any() for part in rest)
    return one_sided or min(counted.sum(), matter.sum(), (~matter).sum()) < _FEWEST


def _rarity(pieces: Pieces, count: int) -> Matrix:
    """The inverse document frequency of each word piece, (p)."""
    found = np.ones(count)
    for numbers in pieces:
        found[list(set(numbers))] += 1
    return np.asarray(np.log((len(pieces) + count) / found), np.float32)


def _floor(sifted: Sifted, table: csr_matrix, matter: Flags) -> float:
    """The weight, with its bias, below which too few clauses matter that were held out."""
    fold_of = _folds(sifted.families)
    weighed = np.zeros(len(matter))
    for fold in range(_FOLDS):
        held = (fold_of == fold) & sifted.held
        weights, bias = _fitted(table[~held], matter[~held])
        weighed[held] = table[held] @ weights + bias
    counted = np.sort(weighed[sifted.held & (sifted.relevance >= _COUNTED)])
    return float(counted[int(LOST_SHARE * len(counted))])


def _folds(families: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each clause; families are dealt out by a fixed shuffle."""
    distinct = sorted(set(families))
    order = np.random.default_rng(20250128).permutation(len(distinct))
    place = dict(zip(distinct, order, strict=True))
    return np.array([place[family] % _FOLDS for family in families], np.int64)


def _fitted(table: csr_matrix, matter: Flags) -> tuple[Matrix, float]:
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=_LOOSENESS, max_iter=_STEPS, tol=1e-3).fit(table, matter)
    return fitted.coef_[0], float(fitted.intercept_[0])
