"""What match yields: clauses that may matter to a criterion."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.model.baseline import CriterionKey


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause nominated for one criterion; a nomination is not a judgement.

    ``clause`` is the clause's index in the district's clauses. ``semantic`` is the cosine to the
    nearest example clause of the criterion, ``lexical`` the share of wording it has in common with
    that example (0 to 1), and ``example`` that example.
    """

    key: CriterionKey
    clause: int
    semantic: float
    lexical: float
    example: str
