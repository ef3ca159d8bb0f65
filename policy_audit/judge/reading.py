"""Reading rules that hold whatever the learned judge thinks of the wording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_audit.judge.scale import COLUMN, Matrix
from policy_audit.model import Clause, ClauseRole, Outcome

_ABSENT = COLUMN[Outcome.ABSENT]
_STATED = COLUMN[Outcome.STATED]
_WEAK = COLUMN[Outcome.WEAK]


def read_by_rule(chances: Matrix, clauses: Sequence[Clause]) -> Matrix:
    """Apply the rules to clause chances (n, k, 4); the input is left as it is.

    - A bare citation or legal-reference tail commits to nothing.
    - A recital that gives a criterion's content is weak at best.
    """
    read = np.array(chances, np.float32)
    for row, clause in enumerate(clauses):
        if clause.role is ClauseRole.REFERENCE:
            read[row] = 0.0
            read[row, :, _ABSENT] = 1.0
        elif clause.role is ClauseRole.RECITAL:
            read[row, :, _WEAK] += read[row, :, _STATED]
            read[row, :, _STATED] = 0.0
    return read
