"""Heads: for every criterion, the chance that a clause states, weakly states or contradicts it.

One multinomial logistic regression a criterion, fitted together. A label may leave several
outcomes open (a clause that no label names, in a district whose outcome is *contradicted*, may
still state the criterion): the likelihood is that of the set of outcomes left open.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from policy_audit.judge.features import Features, Vocabulary
from policy_audit.judge.scale import COLUMN, OUTCOMES, Flags, Matrix, softmax
from policy_audit.model import CriterionKey, Outcome

_CLASSES = len(OUTCOMES)
#: Penalty on squared weights and steps of the optimiser, chosen by cross-validation over the
#: practice documents.
PENALTY = 1e-5
_STEPS = 80


@dataclass(frozen=True)
class Heads:
    """Weights: ``dense`` (d, 4k), ``sparse`` (v, 4k), ``bias`` (4k) for k criteria."""

    keys: tuple[CriterionKey, ...]
    vocabulary: Vocabulary
    dense: Matrix
    sparse: Matrix
    bias: Matrix

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all of it: equal heads read a clause alike."""
        words = repr((tuple(map(str, self.keys)), self.vocabulary.terms))
        state = hashlib.sha256(words.encode())
        for numbers in (self.vocabulary.idf, self.dense, self.sparse, self.bias):
            state.update(np.ascontiguousarray(numbers).tobytes())
        return state.hexdigest()

    def score(self, features: Features) -> Matrix:
        """Chances, shape (n, k, 4), in the order of ``OUTCOMES``.

        A row does not depend on the others, to the last bit: what is stored of a clause holds
        wherever the clause stands.
        """
        # In double precision: in single, a product comes out differently by how many rows it has.
        flat = features.dense.astype(np.float64) @ self.dense.astype(np.float64)
        flat = flat + features.sparse.astype(np.float64) @ self.sparse + self.bias
        return softmax(np.asarray(flat).reshape(len(features.dense), len(self.keys), _CLASSES))


def fit_heads(
    keys: tuple[CriterionKey, ...],
    vocabulary: Vocabulary,
    features: Features,
    allowed: Flags,
    penalty: float = PENALTY,
) -> Heads:
    """Fit by maximum likelihood with an L2 penalty.

    ``allowed`` (n, k, 4) says which outcomes are open for each clause and criterion; where all
    four are, nothing is learned. Deterministic for equal input on one machine.
    """
    from scipy.optimize import minimize

    count, width = features.dense.shape
    terms = features.sparse.shape[1]
    criteria = len(keys)
    size = criteria * _CLASSES
    # Outcomes before criteria: sums over the few outcomes are quick where they are far apart.
    closed = np.where(allowed, 0.0, -1e9).astype(np.float32).transpose(0, 2, 1).copy()
    used = np.asarray(~allowed.all(axis=2), np.bool_)
    transposed = features.sparse.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.astype(np.float32).reshape(width + terms + 1, size)
        dense, sparse, bias = weights[:width], weights[width:-1], weights[-1]
        scores = features.dense @ dense + features.sparse @ sparse + bias
        scores = scores.reshape(count, _CLASSES, criteria)
        value, slope = _open_likelihood(scores, closed, used)
        slope = slope.reshape(count, size) / count
        gradient = np.vstack(
            [features.dense.T @ slope, transposed @ slope, slope.sum(axis=0, keepdims=True)]
        )
        gradient[:-1] += 2 * penalty * weights[:-1]
        total = value / count + penalty * float((weights[:-1] ** 2).sum())
        return total, gradient.astype(np.float64).ravel()

    start = np.zeros((width + terms + 1, size))
    start[-1].reshape(_CLASSES, criteria)[COLUMN[Outcome.ABSENT]] = 3.0
    found = minimize(
        loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS, "maxcor": 6}
    )
    apart = found.x.astype(np.float32).reshape(width + terms + 1, _CLASSES, criteria)
    weights = np.ascontiguousarray(apart.transpose(0, 2, 1)).reshape(width + terms + 1, size)
    return Heads(keys, vocabulary, weights[:width], weights[width:-1], weights[-1])


def _open_likelihood(scores: Matrix, closed: Matrix, used: Flags) -> tuple[float, Matrix]:
    """Negative log-likelihood of the open outcomes, summed, and its slope by score.

    ``scores`` and ``closed`` are (n, 4, k), ``used`` (n, k).
    """
    every, whole = _shares(scores)
    still_open, part = _shares(scores + closed)
    value = float(((whole - part) * used).sum(dtype=np.float64))
    return value, np.asarray((every - still_open) * used[:, None], np.float32)


def _shares(scores: Matrix) -> tuple[Matrix, Matrix]:
    """The chances of the outcomes, (n, 4, k), and the logarithm of what they are shares of."""
    peak = scores.max(axis=1)
    powers = np.exp(scores - peak[:, None])
    total = powers.sum(axis=1)
    return powers / total[:, None], np.log(total) + peak
