"""Boosted trees over rows of numbers: what no weighted sum tells, since numbers count together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from policy_audit.judge.scale import OUTCOMES, Columns, Matrix, softmax

# Chosen by cross-validation over practice documents; from 60 to 100 rounds nothing changes.
_ROUNDS = 60
_RATE = 0.1
_DEEP = 3
_DRAWN = 0.3  # of the rows, for each tree
_ASKED = 10  # numbers, at each node
_FEWEST = 40  # rows at a leaf
_SEED = 0


@dataclass(frozen=True)
class Trees:
    """t trees of at most n nodes each; tree i speaks for the outcome in column ``column[i]``.

    A row goes from node 0 to ``low`` where its number ``asked`` is at most ``bound``, else to
    ``high``, and gets the ``gain`` of the node that it ends at, which leads to itself. All of
    these have the shape (t, n). ``bias`` (4) is what the outcomes begin with.
    """

    column: Columns
    asked: Columns
    bound: Matrix
    low: Columns
    high: Columns
    gain: Matrix
    bias: Matrix

    def fits(self, width: int) -> bool:
        """Whether its parts fit together, and rows of so many numbers."""
        shape = self.asked.shape
        parts = (self.bound, self.low, self.high, self.gain)
        if len(shape) != 2 or any(part.shape != shape for part in parts):
            return False
        if self.column.shape != shape[:1] or self.bias.shape != (len(OUTCOMES),):
            return False
        below = ((self.asked, width), (self.low, shape[1]), (self.high, shape[1]))
        ends = (*below, (self.column, len(OUTCOMES)))
        return all(bool(((part >= 0) & (part < end)).all()) for part, end in ends)

    def chances(self, rows: Matrix) -> Matrix:
        """Chances (m, 4) of the outcomes of m rows (m, f)."""
        scores = np.tile(self.bias, (len(rows), 1))
        each = np.arange(len(rows))
        for tree, column in enumerate(self.column):
            node = np.zeros(len(rows), np.int64)
            for _ in range(_DEEP):
                is_low = rows[each, self.asked[tree, node]] <= self.bound[tree, node]
                node = np.where(is_low, self.low[tree, node], self.high[tree, node])
            scores[:, column] += self.gain[tree, node]
        return softmax(scores)


def fit_trees(rows: Matrix, outcomes: Columns) -> Trees:
    """Fit on rows (m, f) and their outcomes as columns (m), of which there are two or more.

    By gradient boosting (Friedman, "Stochastic Gradient Boosting", 2002); deterministic.
    """
    from sklearn.ensemble import GradientBoostingClassifier

    fitted = GradientBoostingClassifier(
        n_estimators=_ROUNDS,
        learning_rate=_RATE,
        max_depth=_DEEP,
        subsample=_DRAWN,
        max_features=min(_ASKED, rows.shape[1]),
        min_samples_leaf=_FEWEST,
        random_state=_SEED,
    ).fit(rows, outcomes)
    # Of two classes scikit-learn scores the second alone, against nothing for the first.
    spoken = fitted.classes_ if len(fitted.classes_) > 2 else fitted.classes_[1:]
    column = np.tile(np.asarray(spoken, np.int64), _ROUNDS)
    trees = [tree.tree_ for tree in fitted.estimators_.ravel()]
    most = max(tree.node_count for tree in trees)
    self_led = np.tile(np.arange(most), (len(trees), 1))
    found = Trees(
        column,
        np.zeros((len(trees), most), np.int64),
        np.zeros((len(trees), most), np.float32),
        self_led.copy(),
        self_led.copy(),
        np.zeros((len(trees), most), np.float32),
        _beginnings(outcomes, spoken),
    )
    for number, tree in enumerate(trees):
        inner = np.flatnonzero(tree.children_left >= 0)
        found.asked[number, inner] = tree.feature[inner]
        # Rows are single: the bound that is next below parts them as the double one does.
        found.bound[number, inner] = _next_below(tree.threshold[inner])
        found.low[number, inner] = tree.children_left[inner]
        found.high[number, inner] = tree.children_right[inner]
        found.gain[number, : tree.node_count] = _RATE * tree.value[:, 0, 0]
    return found


def _beginnings(outcomes: Columns, spoken: Columns) -> Matrix:
    """The scores before any tree: an outcome that was never seen is never said."""
    counted = np.bincount(outcomes, minlength=len(OUTCOMES)) / len(outcomes)
    bias = np.where(counted > 0, np.log(np.maximum(counted, 1e-12)), -20.0)
    if len(spoken) == 1:
        bias -= bias[np.setdiff1d(np.flatnonzero(counted), spoken)]
    return np.asarray(bias, np.float32)


def _next_below(bounds: np.ndarray) -> Matrix:
    single = bounds.astype(np.float32)
    lower = np.nextafter(single, np.float32(-np.inf))
    return np.asarray(np.where(single.astype(np.float64) > bounds, lower, single), np.float32)
