"""The outcomes a clause can have, as columns of a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy_audit.model import Outcome

Matrix = NDArray[np.float32]
Flags = NDArray[np.bool_]
Columns = NDArray[np.int64]
"""Outcomes as columns of a chance matrix."""

#: Column order of every chance matrix. ``UNDETERMINED`` is no reading of a clause.
OUTCOMES = (Outcome.ABSENT, Outcome.STATED, Outcome.WEAK, Outcome.CONTRADICTED)
COLUMN = {outcome: column for column, outcome in enumerate(OUTCOMES)}
SPEAKING = OUTCOMES[1:]


def softmax(scores: Matrix) -> Matrix:
    """Chances along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def logit(chances: Matrix) -> Matrix:
    """Log-odds, with chances held off 0 and 1 by one in ten thousand."""
    held = np.clip(chances, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(held / (1 - held)), np.float32)
