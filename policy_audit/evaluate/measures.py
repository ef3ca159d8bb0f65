"""Which figures are taken of which rows, under the names that ``--json`` gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from policy_audit.evaluate import figures
from policy_audit.evaluate.bootstrap import Figure, Measure, with_intervals
from policy_audit.evaluate.figures import Answers, Array
from policy_audit.evaluate.rows import (
    DETERMINATIONS,
    OUTCOMES,
    DeterminationRow,
    OutcomeRow,
)
from policy_audit.model import Determination

#: Figures that count rows; every other figure is a share from 0 to 1.
COUNTS = frozenset(
    {"false_met", "false_met_partial", "false_met_any", "false_met_partial_any"},
)
_CONTRADICTED = DETERMINATIONS.index(Determination.CONTRADICTED)


@dataclass(frozen=True, slots=True)
class Scores:
    """How one class fared: ``gold`` and ``predicted`` are counts of rows.

    A share is ``None`` where it would divide by nothing.
    """

    name: str
    gold: int
    predicted: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of some rows, by name, and their confusion.

    ``confusion[i][j]`` counts rows of gold class ``classes[i]`` that were read as ``classes[j]``;
    the last column counts those without an answer.
    """

    figures: Mapping[str, Figure]
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    scores: tuple[Scores, ...]


def determination_group(
    rows: Sequence[DeterminationRow], outcomes: Sequence[OutcomeRow], cases: int
) -> Group:
    """Every figure of these requirements, with the evidence of their criteria.

    ``cases`` is how many cases there are (at least 1); advisory criteria do not count.
    """
    counted = [row for row in outcomes if not row.advisory]
    given = determination_answers(rows, cases)
    read = outcome_answers(counted, cases)
    evidence = evidence_by_case(counted, cases)

    def measure(weights: Array) -> dict[str, Array]:
        return {
            **determination_figures(given, rows, weights),
            **outcome_figures(read, weights),
            **evidence_figures(evidence, weights),
        }

    return _group(measure, given, DETERMINATIONS)


def outcome_group(rows: Sequence[OutcomeRow], cases: int) -> Group:
    """Every figure of one criterion, whether it is advisory or not."""
    given = outcome_answers(rows, cases)
    evidence = evidence_by_case(rows, cases)

    def measure(weights: Array) -> dict[str, Array]:
        return {**outcome_figures(given, weights), **evidence_figures(evidence, weights)}

    return _group(measure, given, OUTCOMES)


def always(
    rows: Sequence[DeterminationRow], cases: int
) -> tuple[Determination, dict[str, float | None]]:
    """Find the commonest gold determination, and the figures of answering nothing else.

    Its confidence is its share. Of equally common ones, the first in the order of the tables.
    """
    count = Counter(row.gold for row in rows)
    commonest = max(DETERMINATIONS, key=lambda each: count[each])
    share = count[commonest] / len(rows) if rows else 0.0
    constant = [replace(row, predicted=commonest, confidence=share) for row in rows]
    given = determination_answers(constant, cases)
    measured = determination_figures(given, constant, np.ones((1, cases)))
    return commonest, {name: figures.number(value[0]) for name, value in measured.items()}


def determination_answers(rows: Sequence[DeterminationRow], cases: int) -> Answers:
    """Turn the rows into arrays."""
    return figures.answers(
        ((row.case, row.gold, row.predicted, row.confidence) for row in rows),
        DETERMINATIONS,
        cases,
    )


def outcome_answers(rows: Sequence[OutcomeRow], cases: int) -> Answers:
    """Turn the rows into arrays."""
    return figures.answers(
        ((row.case, row.gold, row.predicted, row.confidence) for row in rows), OUTCOMES, cases
    )


def determination_figures(
    given: Answers, rows: Sequence[DeterminationRow], weights: Array
) -> dict[str, Array]:
    """Figures of determinations; ``given`` are the same rows as arrays.

    ``false_met`` and ``false_met_partial`` count rows on critical requirements, the two with
    ``_any`` all of them.
    """
    table = figures.confusion(given, weights)
    false = np.array([row.false_met for row in rows], bool)
    partial = np.array([row.met_for_partial for row in rows], bool)
    critical = np.array([row.critical for row in rows], bool)
    return {
        "determination_macro_f1": figures.macro_f1(table),
        "determination_accuracy": figures.accuracy(table),
        "gap_precision": figures.gap_precision(table),
        "gap_recall": figures.gap_recall(table),
        "contradicted_f1": figures.f1_by_class(table)[:, _CONTRADICTED],
        "false_met": figures.count(given, false & critical, weights),
        "false_met_partial": figures.count(given, partial & critical, weights),
        "false_met_any": figures.count(given, false, weights),
        "false_met_partial_any": figures.count(given, partial, weights),
        "ece": figures.calibration_error(given, weights),
        "accuracy_at_80": figures.accuracy_at(given, weights, 80),
        "accuracy_at_90": figures.accuracy_at(given, weights, 90),
        "coverage": figures.coverage(table),
    }


def outcome_figures(given: Answers, weights: Array) -> dict[str, Array]:
    """Figures of outcomes."""
    table = figures.confusion(given, weights)
    return {
        "outcome_macro_f1": figures.macro_f1(table),
        "outcome_accuracy": figures.accuracy(table),
    }


def evidence_by_case(rows: Sequence[OutcomeRow], cases: int) -> Array:
    """Add up the evidence of each case: shape (cases, 8), the columns of ``_evidence_counts``."""
    sums: Array = np.zeros((cases, 8))
    for row in rows:
        sums[row.case] += _evidence_counts(row)
    return sums


def evidence_figures(by_case: Array, weights: Array) -> dict[str, Array]:
    """Precision over predicted clauses and recall over the labels' strings.

    The plain names take the rows in which gold and prediction agree that the criterion is not
    absent; those with ``_all`` take every row, so that evidence for what is absent is wrong and
    the evidence of what was overlooked is missed.
    """
    sums = weights @ by_case
    return {
        "evidence_precision": figures.ratio(sums[:, 0], sums[:, 1]),
        "evidence_recall": figures.ratio(sums[:, 2], sums[:, 3]),
        "evidence_precision_all": figures.ratio(sums[:, 4], sums[:, 5]),
        "evidence_recall_all": figures.ratio(sums[:, 6], sums[:, 7]),
    }


def _evidence_counts(row: OutcomeRow) -> tuple[int, ...]:
    """Right, predicted, found, gold: where both say that it is not absent, then everywhere."""
    right, found = len(row.evidence.right), len(row.evidence.found)
    everywhere = (
        right,
        right + len(row.evidence.wrong),
        found,
        found + len(row.evidence.missed),
    )
    return (*(everywhere if row.agreed_present else (0, 0, 0, 0)), *everywhere)


def _group(measure: Measure, given: Answers, classes: Sequence[StrEnum]) -> Group:
    once = np.ones((1, given.cases))
    table = figures.confusion(given, once)
    return Group(
        figures=with_intervals(measure, given.cases),
        classes=tuple(name.value for name in classes),
        confusion=tuple(tuple(int(cell) for cell in row) for row in table[0]),
        scores=_scores(table, classes),
    )


def _scores(table: Array, classes: Sequence[StrEnum]) -> tuple[Scores, ...]:
    gold, predicted = table[0].sum(axis=1), table[0].sum(axis=0)
    precision = figures.precision_by_class(table)[0]
    recall = figures.recall_by_class(table)[0]
    f1 = figures.f1_by_class(table)[0]
    return tuple(
        Scores(
            name=name.value,
            gold=int(gold[i]),
            predicted=int(predicted[i]),
            precision=figures.number(precision[i]),
            recall=figures.number(recall[i]),
            f1=figures.number(f1[i]),
        )
        for i, name in enumerate(classes)
    )
