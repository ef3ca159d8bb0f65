"""Findings from pooled chances alone, as cross-validation has them."""

import numpy as np

from policy_audit.baseline import load_baseline
from policy_audit.judge import findings_of
from policy_audit.judge.pooling import Pool
from policy_audit.judge.scale import COLUMN
from policy_audit.model import Determination, Finding, Floors, Outcome, RequirementKind

BASELINE = load_baseline("ct-csde-2025")
KEYS = BASELINE.keys()
WARRANT = "judicial-warrant"


def findings(outcome: Outcome, chance: float, floors: Floors) -> dict[str, Finding]:
    """Every required criterion of the judicial warrant has that outcome; all else is absent."""
    chances = np.zeros((len(KEYS), 4), np.float32)
    for row, key in enumerate(KEYS):
        sure = outcome if key.requirement == WARRANT else Outcome.ABSENT
        chances[row] = (1 - chance) / 3 if key.requirement == WARRANT else 0.0
        chances[row, COLUMN[sure]] = chance if key.requirement == WARRANT else 1.0
    nothing = np.zeros(0, np.float32)
    pool = Pool(nothing, nothing, nothing, nothing, np.zeros(4, np.float32), floors)
    return {found.requirement: found for found in findings_of(BASELINE, pool, chances)}


def test_every_requirement_has_a_finding_in_order() -> None:
    found = findings(Outcome.STATED, 0.9, Floors())
    assert list(found) == [requirement.id for requirement in BASELINE.requirements]
    for requirement in BASELINE.requirements:
        if requirement.id != WARRANT:
            prohibits = requirement.kind is RequirementKind.PROHIBITS
            wanted = Determination.MET if prohibits else Determination.MISSING
            assert found[requirement.id].determination is wanted
    assert found[WARRANT].determination is Determination.MET
    assert 0.8 < found[WARRANT].confidence < 0.82  # two criteria, each nine in ten


def test_what_is_not_sure_enough_is_left_to_a_person() -> None:
    assert (
        findings(Outcome.STATED, 0.9, Floors(critical_met=0.95))[WARRANT].determination
        is Determination.UNDETERMINED
    )
    assert (
        findings(Outcome.CONTRADICTED, 0.5, Floors(contradicted=0.9))[WARRANT].determination
        is Determination.UNDETERMINED
    )
    assert (
        findings(Outcome.CONTRADICTED, 0.9, Floors(contradicted=0.9))[WARRANT].determination
        is Determination.CONTRADICTED
    )
