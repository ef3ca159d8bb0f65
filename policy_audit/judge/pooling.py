"""From the clauses of a district to one outcome a criterion, with calibrated chances.

What the heads say of the single clauses is pooled into a row of numbers a criterion: the two best
chances of each outcome, the chance that any clause has it, how the telling clauses are split, and
which outcomes the other criteria seem to have: a clause that half reads as a contradiction is one
more often in documents that contradict elsewhere. One multinomial logistic regression and one set
of boosted trees over such rows, shared by all criteria, are fitted on scores of documents that the
heads had not seen. So their mean, which is what counts, is honest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy_audit.judge.scale import COLUMN, OUTCOMES, Columns, Flags, Matrix, logit, softmax
from policy_audit.judge.sieve import hush
from policy_audit.judge.trees import Trees, fit_trees
from policy_audit.model import Clause, ClauseRole, Floors, Outcome

#: Inverse strength of the penalty, chosen by cross-validation over the practice documents.
_LOOSENESS = 0.1
# With fewer rows, trees of leaves that hold forty of a third of them tell little but the mean.
_FEWEST_FOR_TREES = 2_000
# What each outcome (stated, weak, contradicted) has elsewhere at least, so that where little is
# said little follows. In the proportions that they have in practice documents: in equal ones, a
# notice of one sentence would look like a document full of contradictions.
_ELSEWHERE = np.array([0.04, 0.012, 0.008], np.float32)
_STATED, _CONTRADICTED = (COLUMN[o] - 1 for o in (Outcome.STATED, Outcome.CONTRADICTED))


@dataclass(frozen=True)
class Pool:
    """``mean`` and ``spread`` (f) scale the rows; ``weights`` (f + k, 4) and ``bias`` (4).

    The chances are the mean of what these say and what the ``trees`` say of the rows, where there
    was enough to grow some. ``lean`` (4) is added to the log-chances before the best outcome is
    taken: how far the rarer outcomes are favoured, for the best mean F1 over determinations.
    ``floors`` say how sure a determination must be.
    """

    mean: Matrix
    spread: Matrix
    weights: Matrix
    bias: Matrix
    trees: Trees | None
    lean: Matrix
    floors: Floors

    def fits(self, criteria: int) -> bool:
        """Whether its parts fit together, and so many criteria."""
        width, outcomes = len(self.mean), len(OUTCOMES)
        return (
            self.mean.shape == self.spread.shape == (width,)
            and self.weights.shape == (width + criteria, outcomes)
            and self.bias.shape == self.lean.shape == (outcomes,)
            and (self.trees is None or self.trees.fits(width))
        )

    def chances(self, rows: Matrix) -> Matrix:
        """Chances, shape (k, 4), of the outcomes of k criteria from their rows (k, f)."""
        scaled = (rows - self.mean) / self.spread
        full = np.hstack([scaled, np.eye(len(rows), dtype=np.float32)])
        weighed = softmax(full @ self.weights + self.bias)
        if self.trees is None:
            return weighed
        return np.asarray((weighed + self.trees.chances(rows)) / 2, np.float32)


def not_questions(clauses: Sequence[Clause]) -> Flags:
    """Which clauses (n) are no questions, nor headings that ask one: only those are pooled.

    A question says nothing: its answer does, and is read with it. And whether a question is set as
    a heading or as sentences, which differs by the form of a file, then makes no difference.
    """
    return np.array([not _is_question(clause) for clause in clauses], np.bool_)


def _is_question(clause: Clause) -> bool:
    heading = clause.role is ClauseRole.HEADING
    return clause.role is ClauseRole.QUESTION or (heading and clause.text.rstrip().endswith("?"))


def pool_rows(scores: Matrix, *, secondhand: Matrix) -> Matrix:
    """Rows (k, f) of one district from its clauses' chances (n, k, 4).

    ``secondhand`` (n) is 1 where a clause stands in a document in which others speak.
    """
    scores = hush(scores)
    count, criteria, _ = scores.shape
    if count == 0:
        scores = np.zeros((1, criteria, len(OUTCOMES)), np.float32)
        scores[:, :, COLUMN[Outcome.ABSENT]] = 1.0
        secondhand = np.zeros(1, np.float32)
    speaking = scores[:, :, 1:]
    relevance = 1 - scores[:, :, COLUMN[Outcome.ABSENT]]
    ranked = -np.sort(-speaking, axis=0)
    second = ranked[1] if len(ranked) > 1 else np.zeros_like(ranked[0])
    any_clause = 1 - np.prod(1 - np.clip(speaking, 0, 0.999), axis=0)
    best = relevance.argmax(axis=0)
    split = speaking[best, np.arange(criteria)]
    against = speaking[:, :, _CONTRADICTED].argmax(axis=0)
    in_favour = speaking[:, :, _STATED].argmax(axis=0)
    relevant = -np.sort(-relevance, axis=0)
    next_relevant = relevant[1] if len(relevant) > 1 else np.zeros_like(relevant[0])
    columns = [
        logit(ranked[0]),
        logit(second),
        logit(any_clause),
        logit(split),
        logit(np.stack([relevant[0], next_relevant], axis=1)),
        logit(speaking[against, np.arange(criteria)]),
        logit(speaking[in_favour, np.arange(criteria)]),
        np.asarray((against == in_favour)[:, None], np.float32),
        _elsewhere(ranked[0]),
        np.asarray(secondhand[best][:, None], np.float32),
        np.full((criteria, 1), np.log(max(count, 1) + 1), np.float32),
    ]
    return np.hstack(columns).astype(np.float32)


def _elsewhere(best: Matrix) -> Matrix:
    """How the other criteria seem to come out, by the best chances (k, 3) of the outcomes.

    For each criterion the logarithm of each outcome's share, (k, 3).
    """
    others = (best.sum(axis=0) - best) / max(len(best) - 1, 1) + _ELSEWHERE
    return np.asarray(np.log(others / others.sum(axis=1, keepdims=True)), np.float32)


def fit_pool(rows: Matrix, outcomes: Columns, criteria: int) -> Pool:
    """Fit on the rows of m districts, (m * k, f), and their labelled outcomes as columns (m * k).

    ``lean`` and ``floors`` are left neutral.
    """
    from sklearn.linear_model import LogisticRegression

    mean = rows.mean(axis=0)
    spread = rows.std(axis=0) + 1e-6
    which = np.tile(np.eye(criteria, dtype=np.float32), (len(rows) // criteria, 1))
    full = np.hstack([(rows - mean) / spread, which])
    fitted = LogisticRegression(C=_LOOSENESS, max_iter=3000).fit(full, outcomes)
    weights = np.zeros((full.shape[1], len(OUTCOMES)), np.float32)
    bias = np.full(len(OUTCOMES), -20.0, np.float32)  # an outcome never seen is never said
    slopes, offsets = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # scikit-learn then gives the second class's alone
        slopes, offsets = np.vstack([-slopes, slopes]) / 2, np.hstack([-offsets, offsets]) / 2
    weights[:, fitted.classes_] = slopes.T
    bias[fitted.classes_] = offsets
    neutral = np.zeros(len(OUTCOMES), np.float32)
    trees = fit_trees(rows, outcomes) if len(rows) >= _FEWEST_FOR_TREES else None
    return Pool(mean, spread, weights, bias, trees, neutral, Floors())
