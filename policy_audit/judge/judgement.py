"""Everything that was learned, and what it makes of a clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_audit.judge.features import Features, describe
from policy_audit.judge.heads import Heads
from policy_audit.judge.pooling import Pool
from policy_audit.judge.reading import read_by_rule
from policy_audit.judge.scale import Matrix
from policy_audit.judge.sieve import Sieve
from policy_audit.model import Clause


@dataclass(frozen=True)
class Judgement:
    """Everything that was learned.

    ``unseen`` tells by case what was said of it without having learned from it: chances (k, 4) a
    criterion, for measuring.
    """

    heads: Heads
    pool: Pool
    sieve: Sieve
    unseen: Mapping[str, Matrix]


def clause_chances(heads: Heads, clauses: Sequence[Clause], vectors: Matrix) -> Matrix:
    """Chances (n, k, 4) of each clause, after the reading rules."""
    return feature_chances(heads, clauses, describe(clauses, vectors, heads.vocabulary))


def feature_chances(heads: Heads, clauses: Sequence[Clause], features: Features) -> Matrix:
    """The same, where the features of the clauses are known."""
    return read_by_rule(heads.score(features), clauses)
