"""Why a requirement came out as it did in one district."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy_audit.model.baseline import CriterionKey, Requirement
from policy_audit.model.clause import Clause
from policy_audit.model.document import District, Unread
from policy_audit.model.finding import Finding
from policy_audit.model.observation import Observation, Outcome


@dataclass(frozen=True)
class ClauseExplanation:
    """Why one clause was read as it was.

    ``scores`` are the judge's chances that this clause alone states, weakly states or contradicts
    the criterion.
    """

    clause: Clause
    semantic: float
    lexical: float
    example: str
    scores: Mapping[Outcome, float]
    cues: tuple[str, ...]


@dataclass(frozen=True)
class CriterionExplanation:
    """Why one criterion came out as it did; ``nearest`` are the most relevant clauses."""

    key: CriterionKey
    statement: str
    observation: Observation
    nearest: tuple[ClauseExplanation, ...]


@dataclass(frozen=True)
class Explanation:
    """Why one requirement came out as it did in one district; ``unread`` is what nobody read."""

    district: District
    requirement: Requirement
    finding: Finding
    criteria: tuple[CriterionExplanation, ...]
    unread: tuple[Unread, ...] = ()
