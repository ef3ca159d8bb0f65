"""What the rollup says of one requirement in one district."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy_audit.model.baseline import Severity
from policy_audit.model.decision import Decision, Reply
from policy_audit.model.determination import Determination
from policy_audit.model.observation import Evidence, Observation, Outcome

__all__ = ["LOW_CONFIDENCE", "Determination", "Finding"]

LOW_CONFIDENCE = 0.65
"""Reports call a confidence below this low, and the judge names no contradiction of one so low."""

_TELLING_FIRST = (
    Outcome.CONTRADICTED,
    Outcome.STATED,
    Outcome.WEAK,
    Outcome.UNDETERMINED,
    Outcome.ABSENT,
)

_MAKING_A_GAP = (Outcome.CONTRADICTED, Outcome.WEAK)


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement's determination, with the observations it was counted from.

    ``severity`` is how bad the gap is (``None`` where there is no gap); ``confidence`` how sure
    the tool is of the determination. ``predates_duty`` is set on a gap when every document that
    was read bears a date before the duty took effect.

    ``decision`` is what a reviewer decided, in force or not. Where one in force overrides the
    program, ``determination`` and ``severity`` are the reviewer's. ``reply`` is the district's.
    """

    requirement: str
    determination: Determination
    severity: Severity | None
    confidence: float
    observations: tuple[Observation, ...]
    predates_duty: bool = False
    reasons: tuple[str, ...] = ()
    decision: Decision | None = None
    reply: Reply | None = None

    @property
    def is_open_gap(self) -> bool:
        """Whether this is a gap that nobody has waived and nobody has answered for."""
        settled = self.decision is not None and self.decision.settles
        return self.determination.is_gap and not settled

    @property
    def is_reopened(self) -> bool:
        """Whether this is an open gap on which a decision once settled it, and no longer counts."""
        return self.is_open_gap and self.decision is not None and self.decision.lapsed

    @property
    def found(self) -> Determination:
        """What the program determined, whoever overrode it."""
        decided = self.decision.found if self.decision is not None else None
        return decided or self.determination

    def ordered_evidence(self) -> tuple[tuple[Observation, Evidence], ...]:
        """All evidence: what contradicts first, then what states, then the rest."""
        return _told_first((o, e) for o in self.observations for e in o.evidence)

    def both_sides(self) -> tuple[tuple[Observation, Evidence], ...]:
        """The same, and beside what contradicts a criterion what states it elsewhere.

        No determination and no decision rests on the other side; whoever reads of a contradiction
        has to see it.
        """
        return _told_first((o, e) for o in self.observations for e in (*o.evidence, *o.other_side))

    def telling_evidence(self) -> Evidence | None:
        """Return the one clause that a single line should show, if there is any.

        Of a gap, that is the clause that makes it: one that contradicts, else a weak one.
        """
        evidence = [e for _, e in self.ordered_evidence()]
        if self.determination.is_gap:
            evidence.sort(key=lambda e: e.outcome not in _MAKING_A_GAP)
        return evidence[0] if evidence else None


def _told_first(
    pairs: Iterable[tuple[Observation, Evidence]],
) -> tuple[tuple[Observation, Evidence], ...]:
    return tuple(sorted(pairs, key=lambda pair: _TELLING_FIRST.index(pair[1].outcome)))
