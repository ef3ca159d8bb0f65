"""From calibrated chances to what the tool says of a requirement, and when a person has to say it.

A call is the tool's own; a decision is what a reviewer recorded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from policy_audit.judge.rollup import chances as determination_chances
from policy_audit.judge.rollup import determine
from policy_audit.judge.scale import COLUMN, OUTCOMES, Matrix
from policy_audit.model import (
    LOW_CONFIDENCE,
    Baseline,
    CriterionKey,
    Determination,
    Floors,
    Outcome,
    Requirement,
    RequirementKind,
    Severity,
)

#: Of the contradictions that the tool names, at least this share shall be one. Of .75, .80, .85 and
#: .90 it gave the best F1 of contradicted, and the best mean F1, on practice documents held out.
CONTRADICTION_PRECISION = 0.80
#: And none is named of which the confidence is *low*, as reports call it: a wrong one costs a
#: district its good name. Of 200 documents written as most districts write, that nothing was
#: learned from, it takes away 28 of 66 contradictions that were none, and 4 of 38 that were.
_LEAST_CONTRADICTED = LOW_CONFIDENCE
#: Of the critical requirements that the tool calls met, at most this share shall be missing or
#: contradicted.
FALSE_MET_SHARE = 0.01
#: No more than these shares of all determinations, and of those that find something, are left to a
#: person for either reason, apart from the contradictions that are less likely than ever named. The
#: first share alone would grow with every document that says next to nothing.
_MOST_DOUBT = 0.025
_MOST_DOUBT_OF_FOUND = 0.04
#: Below this a determination is little better than a guess, whatever it is.
_LEAST_CHANCE = 0.30


@dataclass(frozen=True, slots=True)
class Call:
    """A requirement's determination and the chance that a person would say the same.

    ``safe`` is the chance that the requirement is neither missing nor contradicted.
    """

    requirement: Requirement
    determination: Determination
    chance: float
    safe: float


def is_doubtful(call: Call, floors: Floors) -> bool:
    """Whether a call is below the floor for what it says, so that a person has to decide."""
    if call.chance < floors.any:
        return True
    if call.determination is Determination.CONTRADICTED:
        return call.chance < floors.contradicted
    if call.determination is Determination.MET and is_critical(call.requirement):
        # Not by the chance of *met*: where the rest is *partial*, a wrong *met* costs little.
        return call.safe < floors.critical_met
    return False


def is_critical(requirement: Requirement) -> bool:
    """Whether a wrong *met* here could cost most."""
    return Severity.CRITICAL in (requirement.gap_severity, requirement.contradiction_severity)


def choose(baseline: Baseline, chances: Matrix, lean: Matrix) -> dict[CriterionKey, Outcome]:
    """The outcome of every criterion: the best after leaning; of prohibits only found or not.

    ``chances`` (k, 4) are in the order of the baseline's keys; ``lean`` (4) is added to their
    logarithms.
    """
    leaned = np.log(chances + 1e-9) + lean
    outcomes: dict[CriterionKey, Outcome] = {}
    for row, key in enumerate(baseline.keys()):
        choice = OUTCOMES[int(leaned[row].argmax())]
        prohibits = baseline.requirement(key.requirement).kind is RequirementKind.PROHIBITS
        if prohibits and choice is not Outcome.CONTRADICTED:
            choice = Outcome.ABSENT
        outcomes[key] = choice
    return outcomes


def spread(requirement: Requirement, row: Matrix) -> dict[Outcome, float]:
    """The chances (4) of one criterion by outcome; of prohibits only found or not."""
    if requirement.kind is RequirementKind.PROHIBITS:
        found = float(row[COLUMN[Outcome.CONTRADICTED]])
        return {Outcome.CONTRADICTED: found, Outcome.ABSENT: 1.0 - found}
    return {outcome: float(row[COLUMN[outcome]]) for outcome in OUTCOMES}


def make_calls(baseline: Baseline, chances: Matrix, lean: Matrix) -> tuple[Call, ...]:
    """One call a requirement, in the order of the baseline, before any floor."""
    outcomes = choose(baseline, chances, lean)
    row_of = {key: chances[row] for row, key in enumerate(baseline.keys())}
    calls = []
    for requirement in baseline.requirements:
        keys = [CriterionKey(requirement.id, c.id) for c in requirement.criteria]
        determination = determine(requirement, {k.criterion: outcomes[k] for k in keys})
        spreads = {
            c.id: spread(requirement, row_of[CriterionKey(requirement.id, c.id)])
            for c in requirement.required
        }
        every = determination_chances(requirement, spreads)
        unsafe = every[Determination.MISSING] + every[Determination.CONTRADICTED]
        calls.append(Call(requirement, determination, every[determination], max(0.0, 1.0 - unsafe)))
    return tuple(calls)


def choose_floors(said: Sequence[Call], true: Sequence[Determination]) -> Floors:
    """Floors that reach the stated precisions on calls about documents not learned from."""
    found = sum(d.determination is not Determination.MISSING for d in said)
    budget = min(_MOST_DOUBT * len(said), _MOST_DOUBT_OF_FOUND * found)
    pairs = list(zip(said, true, strict=True))
    contradicted = [
        (d.chance, t is Determination.CONTRADICTED)
        for d, t in pairs
        if d.determination is Determination.CONTRADICTED
    ]
    critical = [
        (d.safe, t not in (Determination.MISSING, Determination.CONTRADICTED))
        for d, t in pairs
        if d.determination is Determination.MET and is_critical(d.requirement)
    ]
    return Floors(
        contradicted=max(
            _LEAST_CONTRADICTED, _floor(contradicted, CONTRADICTION_PRECISION, budget)
        ),
        critical_met=_floor(critical, 1 - FALSE_MET_SHARE, budget),
        any=_LEAST_CHANCE,
    )


def _floor(calls: Iterable[tuple[float, bool]], precision: float, budget: float) -> float:
    """The lowest chance at and above which that share of the calls is right.

    Where that would leave more than ``budget`` calls to a person, the floor that leaves as many;
    where no chance reaches it, one above them all.
    """
    ordered = sorted(calls)
    right = sum(is_right for _, is_right in ordered)
    for left_out, (chance, is_right) in enumerate(ordered):
        if right >= precision * (len(ordered) - left_out):
            return chance if left_out else 0.0
        if left_out >= budget:
            return chance
        right -= is_right
    return math.nextafter(ordered[-1][0], math.inf) if ordered else 0.0
