"""Outcomes that differ between two forms of the same text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_audit.model import CriterionKey, Observation

Outcomes = Mapping[CriterionKey, Observation]
_LONGEST = 160


@dataclass(frozen=True)
class Flip:
    """One criterion that came out otherwise, with the strongest clause on either side."""

    text: str
    key: CriterionKey
    before: Observation
    after: Observation

    def __str__(self) -> str:
        return f"{self.text} {self.key}: {_side(self.before)}\n    -> {_side(self.after)}"


@dataclass(frozen=True)
class Flips:
    """The flips among ``compared`` outcomes."""

    found: tuple[Flip, ...]
    compared: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing was compared."""
        return len(self.found) / self.compared if self.compared else 0.0

    def __str__(self) -> str:
        shown = f"{len(self.found)} of {self.compared} outcomes flipped ({self.share:.2%})"
        return "\n".join([shown, *map(str, self.found)])


def flips_between(text: str, before: Outcomes, after: Outcomes) -> Flips:
    """The criteria whose outcome differs; both sides must hold the same."""
    assert before.keys() == after.keys()
    found = tuple(
        Flip(text, key, before[key], after[key])
        for key in before
        if before[key].outcome is not after[key].outcome
    )
    return Flips(found, len(before))


def together(parts: Sequence[Flips]) -> Flips:
    """All flips of all parts."""
    return Flips(
        tuple(flip for part in parts for flip in part.found), sum(p.compared for p in parts)
    )


def _side(observation: Observation) -> str:
    shown = [*observation.evidence, *observation.nearest]
    quote = f'"{shown[0].quote[:_LONGEST]}"' if shown else "no clause"
    return f"{observation.outcome} ({observation.confidence:.2f}) by {quote}"
