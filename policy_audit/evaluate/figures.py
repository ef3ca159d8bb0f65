"""The figures, as pure functions of answers and of how often each case counts.

Every function takes weights of shape (draws, cases) and yields one number a draw, so that the
same arithmetic gives the figure itself (one draw, each case once) and its bootstrap draws. Where
there is nothing to divide by, a figure is NaN: there was nothing to measure.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Bins of equal width for the calibration error.
BINS = 10
#: The one class that is no gap stands first among the determinations.
_MET = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Rows of one kind as arrays of one length; classes are numbered in the order of a table.

    ``gold`` runs over ``classes`` classes; ``predicted`` also takes the number ``classes``, which
    stands for no answer and agrees with no gold.
    """

    cases: int
    classes: int
    case: NDArray[np.int64]
    gold: NDArray[np.int64]
    predicted: NDArray[np.int64]
    confidence: Array

    @property
    def correct(self) -> Array:
        """1 where the prediction agrees with gold, else 0."""
        return np.asarray(self.gold == self.predicted, np.float64)


def answers(
    rows: Iterable[tuple[int, Hashable, Hashable, float]], classes: Sequence[Hashable], cases: int
) -> Answers:
    """Turn rows into arrays with numbered classes: each is (case, gold, predicted, confidence).

    A prediction that is not among ``classes`` is no answer.
    """
    number = {name: index for index, name in enumerate(classes)}
    listed = list(rows)
    return Answers(
        cases=cases,
        classes=len(classes),
        case=np.array([row[0] for row in listed], np.int64),
        gold=np.array([number[row[1]] for row in listed], np.int64),
        predicted=np.array([number.get(row[2], len(classes)) for row in listed], np.int64),
        confidence=np.array([row[3] for row in listed], np.float64),
    )


def ratio(part: Array, whole: Array) -> Array:
    """``part / whole``, NaN where ``whole`` is nothing."""
    result = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def totals(
    case: NDArray[np.int64],
    column: NDArray[np.int64],
    value: Array,
    columns: int,
    weights: Array,
) -> Array:
    """Add each row's ``value`` up in its ``column``, weighted by case: shape (draws, columns)."""
    by_case: Array = np.zeros((weights.shape[1], columns))
    np.add.at(by_case, (case, column), value)
    return np.asarray(weights @ by_case, np.float64)


def confusion(given: Answers, weights: Array) -> Array:
    """Count gold against predicted, shape (draws, classes, classes + 1)."""
    width = given.classes + 1
    cell = given.gold * width + given.predicted
    ones = np.ones(len(cell))
    sums = totals(given.case, cell, ones, given.classes * width, weights)
    return sums.reshape(-1, given.classes, width)


def count(given: Answers, marked: NDArray[np.bool_], weights: Array) -> Array:
    """How many rows are marked."""
    column = np.zeros(len(marked), np.int64)
    return totals(given.case, column, marked.astype(np.float64), 1, weights)[:, 0]


def accuracy(table: Array) -> Array:
    """Return the share of rows that are right."""
    return ratio(np.trace(table, axis1=1, axis2=2), table.sum(axis=(1, 2)))


def coverage(table: Array) -> Array:
    """Return the share of rows that got an answer at all."""
    return ratio(table[:, :, :-1].sum(axis=(1, 2)), table.sum(axis=(1, 2)))


def precision_by_class(table: Array) -> Array:
    """Precision of each class, shape (draws, classes); NaN where it was never predicted."""
    return ratio(_diagonal(table), table[:, :, :-1].sum(axis=1))


def recall_by_class(table: Array) -> Array:
    """Recall of each class, shape (draws, classes); NaN where gold never has it."""
    return ratio(_diagonal(table), table.sum(axis=2))


def f1_by_class(table: Array) -> Array:
    """F1 of each class, shape (draws, classes); NaN where neither gold nor prediction has it."""
    both = table.sum(axis=2) + table[:, :, :-1].sum(axis=1)
    return ratio(2 * _diagonal(table), both)


def macro_f1(table: Array) -> Array:
    """Return the mean F1 of the classes that gold or prediction has.

    No answer is no class of its own: it is a miss of the gold class.
    """
    each = f1_by_class(table)
    present = ~np.isnan(each)
    return ratio(np.where(present, each, 0.0).sum(axis=1), present.sum(axis=1).astype(np.float64))


def gap_precision(table: Array) -> Array:
    """Return the share of reported gaps that are gaps.

    Whether there is a gap is a question with two answers, so no answer counts as the wrong one:
    where gold is met, as a gap.
    """
    true = table[:, _MET + 1 :, _MET + 1 : -1].sum(axis=(1, 2))
    false = table[:, _MET, _MET + 1 :].sum(axis=1)
    return ratio(true, true + false)


def gap_recall(table: Array) -> Array:
    """Return the share of gaps that are reported as some gap; no answer misses them."""
    true = table[:, _MET + 1 :, _MET + 1 : -1].sum(axis=(1, 2))
    return ratio(true, table[:, _MET + 1 :].sum(axis=(1, 2)))


def calibration_error(given: Answers, weights: Array) -> Array:
    """Return the expected calibration error: how far confidence and accuracy lie apart.

    Bins are of equal width, each with its lower end; the last one has both ends. The distance of
    a bin counts by the bin's share of the rows.
    """
    bins = np.clip((given.confidence * BINS).astype(np.int64), 0, BINS - 1)
    distance = totals(given.case, bins, given.correct - given.confidence, BINS, weights)
    rows = totals(given.case, bins, np.ones(len(bins)), BINS, weights)
    return ratio(np.abs(distance).sum(axis=1), rows.sum(axis=1))


def accuracy_at(given: Answers, weights: Array, percent: int) -> Array:
    """Accuracy over the surest ``percent`` of the rows (rounded up), the rest left to a person.

    Where rows of equal confidence straddle the limit, each of them counts by the share of them
    that is kept, so the order of the rows does not matter.
    """
    if not len(given.gold):
        return np.full(len(weights), np.nan)
    order = np.argsort(-given.confidence, kind="stable")
    sorted_confidence = given.confidence[order]
    starts = np.flatnonzero(np.diff(sorted_confidence, prepend=np.inf))
    drawn = weights[:, given.case[order]]
    rows = np.add.reduceat(drawn, starts, axis=1)
    right = np.add.reduceat(drawn * given.correct[order], starts, axis=1)
    kept = np.ceil(rows.sum(axis=1) * percent / 100)
    before = np.cumsum(rows, axis=1) - rows
    share = np.clip(kept[:, None] - before, 0.0, rows)
    return ratio((right / np.maximum(rows, 1.0) * share).sum(axis=1), kept)


def number(value: Any) -> float | None:
    """Turn NaN, what could not be measured, into ``None``."""
    return None if np.isnan(value) else float(value)


def _diagonal(table: Array) -> Array:
    return np.diagonal(table, axis1=1, axis2=2)
