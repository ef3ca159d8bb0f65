"""Reading rules that hold whatever the learned judge thinks of the wording.

One more is applied where clauses are cut, since the encoder has to read it too: that a bare
"warrant" means what the document has defined it to mean (``segment/definitions.py``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_audit.judge.scale import COLUMN, Matrix
from policy_audit.model import Baseline, Clause, ClauseRole, Document, DocumentStatus, Outcome

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
            _weaken(read, row)
    return read


def weaken_drafts(
    chances: Matrix, documents: Sequence[Document], clauses: Sequence[Clause]
) -> Matrix:
    """Count what a draft or proposed document states as weak at most: it is a plan for later.

    A copy of the clause chances (n, k, 4). What such a document contradicts is still shown: nobody
    should adopt it unawares.
    """
    read = np.array(chances, np.float32)
    drafts = {d.source.path for d in documents if not d.meta.status.in_force}
    for row, clause in enumerate(clauses):
        if clause.location.document in drafts:
            _weaken(read, row)
    return read


def set_aside_rescinded(
    chances: Matrix, documents: Sequence[Document], clauses: Sequence[Clause]
) -> Matrix:
    """Count nothing that a rescinded document says, for a requirement or against it.

    A copy of the clause chances (n, k, 4).
    """
    read = np.array(chances, np.float32)
    gone = {d.source.path for d in documents if d.meta.status is DocumentStatus.RESCINDED}
    rows = [row for row, clause in enumerate(clauses) if clause.location.document in gone]
    read[rows] = 0.0
    read[rows, :, _ABSENT] = 1.0
    return read


def _weaken(read: Matrix, row: int) -> None:
    read[row, :, _WEAK] += read[row, :, _STATED]
    read[row, :, _STATED] = 0.0


def set_aside_exempt(
    chances: Matrix,
    baseline: Baseline,
    documents: Sequence[Document],
    clauses: Sequence[Clause],
) -> Matrix:
    """Hold no document to a requirement that exempts documents of its age.

    A copy of the clause chances (n, k, 4), in the order of the baseline's keys; a document without
    a date is not exempt.
    """
    read = np.array(chances, np.float32)
    for column, key in enumerate(baseline.keys()):
        day = baseline.requirement(key.requirement).exempt_before
        if day is None:
            continue
        older = {d.source.path for d in documents if d.meta.date and d.meta.date.surely_before(day)}
        rows = [row for row, c in enumerate(clauses) if c.location.document in older]
        read[rows, column] = 0.0
        read[rows, column, _ABSENT] = 1.0
    return read
