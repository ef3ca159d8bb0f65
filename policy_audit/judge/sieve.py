"""A sieve before the encoder: which clauses can matter to any criterion, by their words alone.

Most of a policy manual is about other things; only clauses that weigh enough are encoded and
judged. A clause is weighed twice: by a sum over its word pieces, n-grams and cues, and then by a
small network over that sum, its cues and the encoder's own vectors of its words. Words that no
practice document has are so weighed like those that are near them.
"""

from __future__ import annotations

import hashlib
import warnings
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
Doubles = NDArray[np.float64]

_ABSENT = COLUMN[Outcome.ABSENT]
#: A clause less likely than this to speak of a criterion is silent on it: what thousands of such
#: clauses in a manual say must not add up to a statement. On practice documents held out, .05 cost
#: no F1 either, but some of the chances' honesty.
SILENT = 0.02
#: How likely a clause must be to speak of a criterion for mattering to the sieve.
_MATTERS = 0.05
#: Of the clauses that matter, of documents held out, the share that the sieve may keep back.
LOST_SHARE = 0.0005
_FEWEST = 1000  # clauses that matter, or that do not; with fewer, nothing is kept back
_FOLDS = 5
_LOOSENESS = 3.0  # inverse strength of the penalty
_STEPS = 100
# Networks whose mean is taken: single ones differ in the few clauses that the floor hangs on.
_NETWORKS = 4
_UNITS = 32  # of each
_EPOCHS = 12
_BATCH = 256
_DECAY = 1.0
_BESIDE = 2  # numbers that a network is told besides vectors and marks
_HEAVIEST = 15.0  # of the first sums; beyond it they tell nothing more
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
class Network:
    """One layer of u units over x numbers: ``weights`` (x, u), ``bias`` (u) and ``out`` (u)."""

    weights: Matrix
    bias: Matrix
    out: Matrix

    def fits(self, words: int, marks: int) -> bool:
        """Whether its parts fit together, and vectors of ``words`` numbers beside the marks."""
        units = self.bias.shape
        told = (words + marks + _BESIDE, *units)
        return len(units) == 1 and self.weights.shape == told and self.out.shape == units

    def weigh(self, seen: Doubles) -> Doubles:
        """The weight of each row of ``seen`` (n, x), but for a constant."""
        units = np.maximum(seen @ self.weights.astype(np.float64) + self.bias, 0.0)
        return np.asarray(units @ self.out.astype(np.float64), np.float64)


@dataclass(frozen=True)
class Sieve:
    """Weights of the heads' ``terms`` (v), of ``marks`` (m) and of the ``words``' vectors (d).

    A word piece counts by its ``rarity`` (p). The ``network`` is told the sum of these weights,
    and what it is a sum of but for the terms. A clause that weighs ``floor`` or more there may
    matter; with a floor of minus infinity any may.
    """

    terms: Matrix
    marks: Matrix
    words: Matrix
    rarity: Matrix
    network: Network
    floor: float

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it: equal sieves let the same clauses through."""
        state = hashlib.sha256(repr(self.floor).encode())
        network = self.network
        learned = (self.terms, self.marks, self.words, self.rarity)
        for numbers in (*learned, network.weights, network.bias, network.out):
            state.update(np.ascontiguousarray(numbers).tobytes())
        return state.hexdigest()

    def opened(self) -> Sieve:
        """The same sieve, letting everything through."""
        return replace(self, floor=-np.inf)

    def passes(self, wording: Wording, pieces: Pieces, vectors: Matrix) -> Flags:
        """Which of the clauses (n) may matter; none depends on what stands beside it.

        ``vectors`` (p, d) has a row for every word piece.
        """
        if self.floor == -np.inf:
            return np.ones(len(pieces), np.bool_)
        said = Said.of(wording, pieces, vectors, self.rarity)
        return np.asarray(self.weigh(said) >= self.floor, np.bool_)

    def weigh(self, said: Said) -> Doubles:
        """The weight of each clause (n)."""
        return self.network.weigh(said.seen(self.sums(said)))

    def sums(self, said: Said) -> Doubles:
        """The weights of each clause by terms, marks and words alone, (n)."""
        # In double precision: in single, a product comes out differently by how many rows it has.
        sums = said.words.astype(np.float64) @ self.words.astype(np.float64)
        sums += said.wording.marks.astype(np.float64) @ self.marks.astype(np.float64)
        return np.asarray(sums + said.wording.sparse.astype(np.float64) @ self.terms, np.float64)


@dataclass(frozen=True)
class Said:
    """What can be told of n clauses: their wording, ``words`` (n, d), and ``length`` in pieces.

    ``words`` are sums of the vectors of word pieces, each taken by its rarity.
    """

    wording: Wording
    words: Matrix
    length: Matrix

    @classmethod
    def of(cls, wording: Wording, pieces: Pieces, vectors: Matrix, rarity: Matrix) -> Said:
        """Sum up the vectors of each clause's word pieces."""
        words = np.zeros((len(pieces), vectors.shape[1]), np.float32)
        for row, numbers in enumerate(pieces):
            index = list(numbers)
            words[row] = (vectors[index] * rarity[index, None]).sum(axis=0) * _SCALE
        return cls(wording, words, np.array([len(each) for each in pieces], np.float32))

    def rows(self, chosen: Flags) -> Said:
        """The clauses that are chosen, in their order."""
        index = np.flatnonzero(chosen).tolist()
        return Said(self.wording.rows(index), self.words[index], self.length[index])

    def table(self) -> csr_matrix:
        """Terms, marks and words beside one another, (n, v + m + d)."""
        from scipy.sparse import csr_matrix, hstack

        parts = [self.wording.sparse, csr_matrix(self.wording.marks), csr_matrix(self.words)]
        return hstack(parts, format="csr")

    def seen(self, sums: Doubles) -> Doubles:
        """What a network is told, (n, d + m + 2), where the clauses weigh ``sums`` (n)."""
        length = np.maximum(self.length, 1).astype(np.float64)[:, None]
        capped = np.clip(sums, -_HEAVIEST, _HEAVIEST)[:, None]
        return np.hstack(
            [self.words / np.sqrt(length), self.wording.marks, np.log1p(length), capped]
        )


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
    nothing = np.zeros(0, np.float32)
    return Sieve(
        terms=np.zeros(terms, np.float32),
        marks=np.zeros(marks, np.float32),
        words=nothing,
        rarity=np.zeros(pieces, np.float32),
        network=Network(np.zeros((marks + _BESIDE, 0), np.float32), nothing, nothing),
        floor=-np.inf,
    )


def fit_sieve(sifted: Sifted, vectors: Matrix) -> Sieve:
    """Learn which clauses matter from what the judge makes of them.

    ``vectors`` (p, d) has a row for every word piece. The floor is chosen on clauses of documents
    that were held out. With too little to learn from, everything is let through.
    """
    matter = sifted.relevance >= _MATTERS
    wording = sifted.wording
    if _is_little(sifted, matter):
        return open_sieve(len(vectors), wording.sparse.shape[1], wording.marks.shape[1])
    rarity = _rarity(sifted.pieces, len(vectors))
    said = Said.of(wording, sifted.pieces, vectors, rarity)
    weighed = np.zeros(len(matter))
    fold_of = _folds(sifted.families)
    for fold in range(_FOLDS):
        held = (fold_of == fold) & sifted.held
        weighed[held] = _fitted(said.rows(~held), matter[~held], rarity).weigh(said.rows(held))
    counted = np.sort(weighed[sifted.held & matter])
    floor = float(counted[int(LOST_SHARE * len(counted))])
    return replace(_fitted(said, matter, rarity), floor=floor)


def _is_little(sifted: Sifted, matter: Flags) -> bool:
    """Whether there is too little to learn from, or to choose the floor by."""
    counted = sifted.held & matter
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


def _folds(families: Sequence[str]) -> NDArray[np.int64]:
    """The fold of each clause; families are dealt out by a fixed shuffle."""
    distinct = sorted(set(families))
    order = np.random.default_rng(20250128).permutation(len(distinct))
    place = dict(zip(distinct, order, strict=True))
    return np.array([place[family] % _FOLDS for family in families], np.int64)


def _fitted(said: Said, matter: Flags, rarity: Matrix) -> Sieve:
    """A sieve for clauses of which it is known whether they matter, without a floor."""
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=_LOOSENESS, max_iter=_STEPS, tol=1e-3).fit(said.table(), matter)
    weights = np.asarray(fitted.coef_[0], np.float32)
    terms, marks = said.wording.sparse.shape[1], said.wording.marks.shape[1]
    summed = replace(
        open_sieve(len(rarity), terms, marks),
        terms=weights[:terms],
        marks=weights[terms : terms + marks],
        words=weights[terms + marks :],
        rarity=rarity,
    )
    return replace(summed, network=_network(said.seen(summed.sums(said)), matter))


def _network(seen: Doubles, matter: Flags) -> Network:
    """Several small networks side by side, whose mean is the weight."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    middle, spread = seen.mean(axis=0), seen.std(axis=0) + 1e-3
    weights, biases, outs = [], [], []
    for number in range(_NETWORKS):
        network = MLPClassifier(
            (_UNITS,), alpha=_DECAY, batch_size=_BATCH, max_iter=_EPOCHS, random_state=number
        )
        with warnings.catch_warnings():
            # It is meant to stop before it fits what it learns from ever better.
            warnings.simplefilter("ignore", ConvergenceWarning)
            network.fit((seen - middle) / spread, matter)
        first, last = network.coefs_
        weights.append(first / spread[:, None])
        biases.append(network.intercepts_[0] - (middle / spread) @ first)
        outs.append(last[:, 0] / _NETWORKS)
    return Network(
        *(np.concatenate(each, axis=-1).astype(np.float32) for each in (weights, biases, outs))
    )
