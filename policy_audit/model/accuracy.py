"""How often the tool was right on labelled cases, as measured once and kept beside a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How often determinations equalled the labels of cases the judge had not learned from.

    ``right`` counts, by requirement id, the cases of ``cases`` in which the determination was that
    of the label; one left undetermined counts as wrong. ``gap_precision`` is the share (0 to 1) of
    the gaps named that were gaps, ``gap_recall`` the share of the gaps there were that were named.
    ``learned`` is the digest of what the judge had learned: the figures hold for that judge alone.
    """

    learned: str
    cases: int
    gap_precision: float
    gap_recall: float
    right: Mapping[str, int] = field(hash=False)

    @property
    def share(self) -> float:
        """The share (0 to 1) of all determinations that were those of the labels."""
        return sum(self.right.values()) / (self.cases * len(self.right))
