"""What the rollup says of one requirement in one district."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.baseline import Severity
from policy_audit.model.observation import Observation


class Determination(StrEnum):
    """How a district's documents stand to one requirement."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    CONTRADICTED = "contradicted"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    @property
    def is_gap(self) -> bool:
        """Whether this is something for the district to mend."""
        return self in (
            Determination.PARTIAL,
            Determination.MISSING,
            Determination.CONTRADICTED,
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement's determination, with the observations it was counted from.

    ``severity`` is how bad the gap is (``None`` where there is no gap); ``confidence`` how sure
    the tool is of the determination. ``predates_duty`` is set on a gap when every document that
    was read bears a date before the duty took effect.
    """

    requirement: str
    determination: Determination
    severity: Severity | None
    confidence: float
    observations: tuple[Observation, ...]
    predates_duty: bool = False
    reasons: tuple[str, ...] = ()
