"""What people labelled, and which outcomes a label leaves open to a clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policy_audit.judge.scale import COLUMN, OUTCOMES, Flags, Matrix
from policy_audit.model import Clause, CriterionKey, Outcome


@dataclass(frozen=True)
class LabelledCase:
    """A whole district to learn from.

    ``labels`` holds, by clause index, the outcomes a person gave that clause; ``outcomes`` the
    district's outcome a criterion (absent where there is none). ``vectors`` has one row a clause,
    ``secondhand`` marks clauses of documents in which others speak. Cases of one ``family`` (near
    duplicates) stay on one side of every split.
    """

    id: str
    family: str
    clauses: tuple[Clause, ...]
    vectors: Matrix
    secondhand: Matrix
    labels: Mapping[int, Mapping[CriterionKey, Outcome]]
    outcomes: Mapping[CriterionKey, Outcome]


@dataclass(frozen=True)
class LabelledExample:
    """An example clause of one criterion; of every other criterion it says nothing known.

    One without a ``key`` is known to say nothing of any.
    """

    clause: Clause
    vector: Matrix
    key: CriterionKey | None
    outcome: Outcome


def open_to_case(
    keys: Sequence[CriterionKey],
    count: int,
    labels: Mapping[int, Mapping[CriterionKey, Outcome]],
    outcomes: Mapping[CriterionKey, Outcome],
) -> Flags:
    """Which outcomes the labels of a case leave open to each of its ``count`` clauses, (n, k, 4).

    Labels name the clauses that carry the district's outcome. So an unlabelled clause is no
    stronger than that outcome: it may be weaker, where the outcome outranks others.
    """
    open_to = np.zeros((count, len(keys), len(OUTCOMES)), np.bool_)
    for column, key in enumerate(keys):
        district = outcomes.get(key, Outcome.ABSENT)
        open_to[:, column, COLUMN[Outcome.ABSENT]] = True
        if district is Outcome.CONTRADICTED:
            open_to[:, column, COLUMN[Outcome.STATED]] = True
        if district in (Outcome.CONTRADICTED, Outcome.STATED):
            open_to[:, column, COLUMN[Outcome.WEAK]] = True
        for index, given in labels.items():
            if key in given:
                open_to[index, column] = False
                open_to[index, column, COLUMN[given[key]]] = True
    return open_to


def open_to_examples(
    keys: Sequence[CriterionKey], labels: Sequence[tuple[CriterionKey | None, Outcome]]
) -> Flags:
    """Which outcomes examples leave open, (n, k, 4): all, but of the criterion each is of.

    Without a criterion the outcome is that of all of them.
    """
    open_to = np.ones((len(labels), len(keys), len(OUTCOMES)), np.bool_)
    column_of = {key: column for column, key in enumerate(keys)}
    for row, (key, outcome) in enumerate(labels):
        columns = slice(None) if key is None else column_of[key]
        open_to[row, columns] = False
        open_to[row, columns, COLUMN[outcome]] = True
    return open_to
