"""How a district's documents stand to one requirement, in a word."""

from __future__ import annotations

from enum import StrEnum


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
        return self in _GAPS

    @property
    def rank(self) -> int:
        """How bad a gap is: 0 for the worst, rising; whatever is no gap comes after them all."""
        return _GAPS.index(self) if self.is_gap else len(_GAPS)

    @property
    def tells(self) -> bool:
        """Whether it says how the documents stand: undetermined and not applicable do not."""
        return self.is_gap or self is Determination.MET


_GAPS = (Determination.CONTRADICTED, Determination.MISSING, Determination.PARTIAL)
