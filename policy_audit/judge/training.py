"""Fit the judge: heads on clauses, then the pool on what the heads say of unseen documents."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from policy_audit.judge.calls import choose, choose_floors, make_calls
from policy_audit.judge.features import (
    Features,
    Vocabulary,
    describe,
    learn_vocabulary,
    read_wording,
    stack,
)
from policy_audit.judge.heads import Heads, fit_heads
from policy_audit.judge.judgement import clause_chances
from policy_audit.judge.labels import LabelledCase, LabelledExample, open_to_case, open_to_examples
from policy_audit.judge.pooling import Pool, fit_pool, not_questions, pool_rows
from policy_audit.judge.rollup import determine
from policy_audit.judge.scale import COLUMN, OUTCOMES, Columns, Matrix
from policy_audit.judge.sieve import Pieces, Sieve, Sifted, fit_sieve, relevance
from policy_audit.model import (
    Baseline,
    CriterionKey,
    Determination,
    Outcome,
)
from policy_audit.progress import Progress

FOLDS = 5
# Means of F1 nearer to each other than this differ by chance.
_NEAR_BEST = 0.001


def out_of_fold(
    keys: tuple[CriterionKey, ...],
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    progress: Progress,
) -> list[Matrix]:
    """Clause chances (n, k, 4) of each case, from heads fitted without its fold."""
    scores: dict[int, Matrix] = {}
    folds = split([case.family for case in cases], FOLDS)
    for number, held in enumerate(folds):
        progress("learning", number, len(folds))
        scores |= held_out(keys, cases, examples, held)
    progress("learning", len(folds), len(folds))
    return [scores[index] for index in range(len(cases))]


def held_out(
    keys: tuple[CriterionKey, ...],
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    held: frozenset[int],
) -> dict[int, Matrix]:
    """Clause chances of the held cases, by index, from heads fitted on the others."""
    heads = learn_heads(keys, [c for i, c in enumerate(cases) if i not in held], examples)
    return {i: clause_chances(heads, cases[i].clauses, cases[i].vectors) for i in sorted(held)}


def split(families: Sequence[str], folds: int) -> list[frozenset[int]]:
    """Indexes by fold; equal families are kept together, sizes evened, by a fixed shuffle."""
    distinct = sorted(set(families))
    folds = min(folds, len(distinct))
    order = np.random.default_rng(20250128).permutation(len(distinct))
    fold_of = {distinct[family]: place % folds for place, family in enumerate(order)}
    held: list[set[int]] = [set() for _ in range(folds)]
    for index, family in enumerate(families):
        held[fold_of[family]].add(index)
    return [frozenset(indexes) for indexes in held if indexes]


def learn_heads(
    keys: tuple[CriterionKey, ...],
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
) -> Heads:
    """Fit heads on all of these cases and examples."""
    clauses = [c for case in cases for c in case.clauses] + [e.clause for e in examples]
    vocabulary = learn_vocabulary(clauses)
    parts = [describe(case.clauses, case.vectors, vocabulary) for case in cases]
    parts.append(_describe_examples(examples, vocabulary))
    allowed = np.concatenate(
        [
            *(open_to_case(keys, len(c.clauses), c.labels, c.outcomes) for c in cases),
            open_to_examples(keys, [(e.key, e.outcome) for e in examples]),
        ]
    )
    return fit_heads(keys, vocabulary, stack(parts), allowed)


def learn_sieve(
    heads: Heads,
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    cut: Callable[[Sequence[str]], Pieces],
    vectors: Matrix,
) -> Sieve:
    """Fit the sieve on what the heads make of these cases and examples.

    ``cut`` gives the word pieces of texts; ``vectors`` (p, d) has a row for every one.
    """
    clauses = [c for case in cases for c in case.clauses] + [e.clause for e in examples]
    known = np.vstack([*(case.vectors for case in cases), *(e.vector[None] for e in examples)])
    held = np.zeros(len(clauses), np.bool_)
    held[: len(clauses) - len(examples)] = True
    sifted = Sifted(
        wording=read_wording(clauses, heads.vocabulary),
        pieces=cut([clause.in_context for clause in clauses]),
        relevance=relevance(clause_chances(heads, clauses, known)),
        held=held,
        families=[case.family for case in cases for _ in case.clauses] + [""] * len(examples),
    )
    return fit_sieve(sifted, vectors)


def _describe_examples(examples: Sequence[LabelledExample], vocabulary: Vocabulary) -> Features:
    vectors = np.stack([example.vector for example in examples])
    return describe([example.clause for example in examples], vectors, vocabulary)


def learn_pool(
    baseline: Baseline, cases: Sequence[LabelledCase], unseen: Sequence[Matrix]
) -> tuple[Pool, tuple[Matrix, ...]]:
    """Fit the pool on out-of-fold clause chances; with it, the chances (k, 4) of each case unseen.

    Lean and floors are chosen on those: what a pool says of cases held out of its own fitting, too.
    """
    keys = baseline.keys()
    rows = [case_rows(s, c) for s, c in zip(unseen, cases, strict=True)]
    columns = [_columns(keys, case) for case in cases]
    held_out: list[Matrix] = [np.zeros((0, 0), np.float32)] * len(cases)
    for held in split([case.family for case in cases], FOLDS):
        kept = [i for i in range(len(cases)) if i not in held]
        part = _fit_rows(rows, columns, kept, len(keys))
        for index in held:
            held_out[index] = part.chances(rows[index])
    lean = choose_lean(baseline, cases, held_out)
    said = [call for chance in held_out for call in make_calls(baseline, chance, lean)]
    floors = choose_floors(said, _true(baseline, cases))
    whole = _fit_rows(rows, columns, range(len(cases)), len(keys))
    return replace(whole, lean=lean, floors=floors), tuple(held_out)


def case_rows(chances: Matrix, case: LabelledCase) -> Matrix:
    """Rows (k, f) to pool a case from, by the chances (n, k, 4) of its clauses."""
    heard = not_questions(case.clauses)
    return pool_rows(chances[heard], secondhand=case.secondhand[heard])


def _fit_rows(
    rows: Sequence[Matrix], columns: Sequence[Columns], kept: Sequence[int], criteria: int
) -> Pool:
    return fit_pool(
        np.vstack([rows[i] for i in kept]), np.concatenate([columns[i] for i in kept]), criteria
    )


def _columns(keys: tuple[CriterionKey, ...], case: LabelledCase) -> Columns:
    return np.array([COLUMN[case.outcomes.get(key, Outcome.ABSENT)] for key in keys], np.int64)


def choose_lean(
    baseline: Baseline, cases: Sequence[LabelledCase], chances: Sequence[Matrix]
) -> Matrix:
    """How far to favour weak and contradicted, for the best mean F1 over determinations.

    The least that comes near the best: a step that wins nothing names contradictions that are none.
    """
    steps = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    true = _true(baseline, cases)
    tried = []
    for weak, contradicted in itertools.product(steps, steps):
        lean = np.zeros(len(OUTCOMES), np.float32)
        lean[COLUMN[Outcome.WEAK]] = weak
        lean[COLUMN[Outcome.CONTRADICTED]] = contradicted
        said = [_determinations(baseline, choose(baseline, chance, lean)) for chance in chances]
        score = _mean_f1(true, [d for district in said for d in district])
        tried.append((lean, score))
    enough = max(score for _, score in tried) - _NEAR_BEST
    return min((lean for lean, score in tried if score >= enough), key=lambda lean: lean.sum())


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
