"""Fit the judge: heads on clauses, then the pool on what the heads say of unseen documents."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from policy_audit.judge.decide import choose, choose_floors, decide
from policy_audit.judge.features import Features, Vocabulary, describe, learn_vocabulary, stack
from policy_audit.judge.heads import Heads, fit_heads
from policy_audit.judge.pooling import Pool, fit_pool, pool_rows
from policy_audit.judge.reading import read_by_rule
from policy_audit.judge.rollup import determine
from policy_audit.judge.scale import COLUMN, OUTCOMES, Flags, Matrix
from policy_audit.model import (
    Baseline,
    Clause,
    CriterionKey,
    Determination,
    Outcome,
)

FOLDS = 5
Progress = Callable[[str, int, int], None]


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
    """An example clause of one criterion; of every other criterion it says nothing known."""

    clause: Clause
    vector: Matrix
    key: CriterionKey
    outcome: Outcome


@dataclass(frozen=True)
class Judgement:
    """Everything that was learned."""

    heads: Heads
    pool: Pool


def learn(
    baseline: Baseline,
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    progress: Progress,
) -> Judgement:
    """Fit heads on everything, and the pool on scores of cases the heads had not seen."""
    unseen = out_of_fold(baseline.keys(), cases, examples, progress)
    pool = learn_pool(baseline, cases, unseen)
    progress("learning", FOLDS, FOLDS + 1)
    heads = _fit(baseline.keys(), cases, examples)
    progress("learning", FOLDS + 1, FOLDS + 1)
    return Judgement(heads, pool)


def out_of_fold(
    keys: tuple[CriterionKey, ...],
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    progress: Progress,
    folds: int = FOLDS,
) -> list[Matrix]:
    """Clause chances (n, k, 4) of each case, from heads fitted without its fold."""
    scores: list[Matrix | None] = [None] * len(cases)
    for number, held in enumerate(split(cases, folds)):
        progress("learning", number, folds + 1)
        heads = _fit(keys, [c for i, c in enumerate(cases) if i not in held], examples)
        for index in held:
            scores[index] = clause_chances(heads, cases[index].clauses, cases[index].vectors)
    return [score for score in scores if score is not None]


def clause_chances(heads: Heads, clauses: Sequence[Clause], vectors: Matrix) -> Matrix:
    """Chances (n, k, 4) of each clause, after the reading rules."""
    features = describe(clauses, vectors, heads.vocabulary)
    return read_by_rule(heads.score(features), clauses)


def split(cases: Sequence[LabelledCase], folds: int) -> list[frozenset[int]]:
    """Indexes by fold; families are kept together, sizes evened, by a fixed shuffle."""
    families = sorted({case.family for case in cases})
    folds = min(folds, len(families))
    order = np.random.default_rng(20250128).permutation(len(families))
    fold_of = {families[family]: place % folds for place, family in enumerate(order)}
    held: list[set[int]] = [set() for _ in range(folds)]
    for index, case in enumerate(cases):
        held[fold_of[case.family]].add(index)
    return [frozenset(indexes) for indexes in held if indexes]


def _fit(
    keys: tuple[CriterionKey, ...],
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
) -> Heads:
    clauses = [c for case in cases for c in case.clauses] + [e.clause for e in examples]
    vocabulary = learn_vocabulary(clauses)
    parts = [describe(case.clauses, case.vectors, vocabulary) for case in cases]
    parts.append(_describe_examples(examples, vocabulary))
    allowed = np.concatenate(
        [*(_open(keys, case) for case in cases), _open_examples(keys, examples)]
    )
    return fit_heads(keys, vocabulary, stack(parts), allowed)


def _describe_examples(examples: Sequence[LabelledExample], vocabulary: Vocabulary) -> Features:
    vectors = np.stack([example.vector for example in examples])
    return describe([example.clause for example in examples], vectors, vocabulary)


def _open(keys: tuple[CriterionKey, ...], case: LabelledCase) -> Flags:
    """Which outcomes the labels of a case leave open, (n, k, 4).

    Labels name the clauses that carry the district's outcome. So an unlabelled clause is no
    stronger than that outcome: it may be weaker, where the outcome outranks others.
    """
    open_to = np.zeros((len(case.clauses), len(keys), len(OUTCOMES)), np.bool_)
    for column, key in enumerate(keys):
        district = case.outcomes.get(key, Outcome.ABSENT)
        open_to[:, column, COLUMN[Outcome.ABSENT]] = True
        if district is Outcome.CONTRADICTED:
            open_to[:, column, COLUMN[Outcome.STATED]] = True
        if district in (Outcome.CONTRADICTED, Outcome.STATED):
            open_to[:, column, COLUMN[Outcome.WEAK]] = True
        for index, labels in case.labels.items():
            if key in labels:
                open_to[index, column] = False
                open_to[index, column, COLUMN[labels[key]]] = True
    return open_to


def _open_examples(keys: tuple[CriterionKey, ...], examples: Sequence[LabelledExample]) -> Flags:
    open_to = np.ones((len(examples), len(keys), len(OUTCOMES)), np.bool_)
    column_of = {key: column for column, key in enumerate(keys)}
    for row, example in enumerate(examples):
        open_to[row, column_of[example.key]] = False
        open_to[row, column_of[example.key], COLUMN[example.outcome]] = True
    return open_to


def learn_pool(baseline: Baseline, cases: Sequence[LabelledCase], unseen: Sequence[Matrix]) -> Pool:
    """Fit the pool on out-of-fold clause chances.

    Lean and floors are chosen on what it says of cases held out of its own fitting.
    """
    keys = baseline.keys()
    rows = [pool_rows(s, secondhand=c.secondhand) for s, c in zip(unseen, cases, strict=True)]
    columns = [_columns(keys, case) for case in cases]
    held_out: list[Matrix] = [np.zeros((0, 0), np.float32)] * len(cases)
    for held in split(cases, FOLDS):
        kept = [i for i in range(len(cases)) if i not in held]
        part = _fit_rows(rows, columns, kept, len(keys))
        for index in held:
            held_out[index] = part.chances(rows[index])
    lean = choose_lean(baseline, cases, held_out)
    said = [decision for chance in held_out for decision in decide(baseline, chance, lean)]
    floors = choose_floors(said, _true(baseline, cases))
    whole = _fit_rows(rows, columns, range(len(cases)), len(keys))
    return replace(whole, lean=lean, floors=floors)


def _fit_rows(
    rows: Sequence[Matrix], columns: Sequence[Matrix], kept: Sequence[int], criteria: int
) -> Pool:
    return fit_pool(
        np.vstack([rows[i] for i in kept]), np.concatenate([columns[i] for i in kept]), criteria
    )


def _columns(keys: tuple[CriterionKey, ...], case: LabelledCase) -> Matrix:
    return np.array([COLUMN[case.outcomes.get(key, Outcome.ABSENT)] for key in keys])


def choose_lean(
    baseline: Baseline, cases: Sequence[LabelledCase], chances: Sequence[Matrix]
) -> Matrix:
    """How far to favour weak and contradicted, for the best mean F1 over determinations."""
    steps = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    true = _true(baseline, cases)
    best, best_score = np.zeros(len(OUTCOMES), np.float32), -1.0
    for weak, contradicted in itertools.product(steps, steps):
        lean = np.zeros(len(OUTCOMES), np.float32)
        lean[COLUMN[Outcome.WEAK]] = weak
        lean[COLUMN[Outcome.CONTRADICTED]] = contradicted
        said = [_determinations(baseline, choose(baseline, chance, lean)) for chance in chances]
        score = _mean_f1(true, [d for district in said for d in district])
        if score > best_score + 1e-4:
            best, best_score = lean, score
    return best


def _true(baseline: Baseline, cases: Sequence[LabelledCase]) -> list[Determination]:
    return [d for case in cases for d in _determinations(baseline, case.outcomes)]


def _determinations(
    baseline: Baseline, outcomes: Mapping[CriterionKey, Outcome]
) -> list[Determination]:
    return [
        determine(
            requirement,
            {
                c.id: outcomes.get(CriterionKey(requirement.id, c.id), Outcome.ABSENT)
                for c in requirement.criteria
            },
        )
        for requirement in baseline.requirements
    ]


def _mean_f1(true: Sequence[Determination], said: Sequence[Determination]) -> float:
    from sklearn.metrics import f1_score

    counted = [str(d) for d in Determination if d in true]
    return float(
        f1_score(
            [str(d) for d in true],
            [str(d) for d in said],
            average="macro",
            labels=counted,
            zero_division=0,
        )
    )
