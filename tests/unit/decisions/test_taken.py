from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from unit.decisions.district import POLICY, REQUIREMENT, WEAK, audited, verdict

from policy_audit.decisions import Verdict, decide
from policy_audit.errors import UsageError
from policy_audit.model import DecisionKind, Determination, Outcome, RequirementKind

CALLED = "The principal is called."
MET = {"judge": (WEAK, Outcome.STATED), "shown": (CALLED, Outcome.STATED)}


def test_a_decision_rests_on_the_clause_that_makes_the_gap(tmp_path: Path) -> None:
    said = {"judge": (CALLED, Outcome.STATED), "shown": (WEAK, Outcome.WEAK)}
    district, _clauses = audited(tmp_path, said=said)
    decision = decide(district, REQUIREMENT, verdict())
    assert decision.words == WEAK
    assert decision.document == "policy.md"
    assert len(decision.seen.evidence) == 2
    assert dict(decision.seen.outcomes) == {"judge": Outcome.STATED, "shown": Outcome.WEAK}


def test_a_lead_in_belongs_to_what_is_decided_on(tmp_path: Path) -> None:
    text = f"# Visits\n\nStaff may do this:\n\n- {WEAK}\n- Something else.\n"
    district, _clauses = audited(tmp_path, text, said={"judge": ("warrant", Outcome.WEAK)})
    assert decide(district, REQUIREMENT, verdict()).under == "Staff may do this:"


OFF = [
    (verdict(approver=None), "who approved it"),
    (verdict(expires=None), "the day it expires"),
    (verdict(expires=date(2026, 1, 1)), "expire before"),
    (verdict(DecisionKind.ATTEST, expires=None), "looked at again"),
    (verdict(DecisionKind.OVERRIDE, override=None), "--to; in a decisions.toml: override"),
    (verdict(DecisionKind.OVERRIDE, override=Determination.PARTIAL), "confirm it"),
    (verdict(DecisionKind.CONFIRM, override=Determination.MET), "nothing else has one"),
    (verdict(DecisionKind.CONFIRM, expires=date(2027, 1, 1)), "only a waiver"),
    (verdict(reviewer=" "), "who took it"),
    (verdict(reason="\n"), "and why"),
]


@pytest.mark.parametrize(("off", "told"), OFF, ids=[told for _, told in OFF])
def test_what_fits_no_kind_is_refused(tmp_path: Path, off: Verdict, told: str) -> None:
    district, _clauses = audited(tmp_path)
    with pytest.raises(UsageError, match=f"^judicial-warrant: .*{told}"):
        decide(district, REQUIREMENT, off)


@pytest.mark.parametrize("kind", [DecisionKind.WAIVE, DecisionKind.ATTEST])
def test_where_there_is_no_gap_nothing_is_waived(tmp_path: Path, kind: DecisionKind) -> None:
    district, _clauses = audited(tmp_path, POLICY, said=MET)
    with pytest.raises(UsageError, match=f"is met: there is no gap to {kind}"):
        decide(district, REQUIREMENT, verdict(kind))


@pytest.mark.parametrize(
    ("kind", "told"),
    [(DecisionKind.WAIVE, "there is no gap to waive"), (DecisionKind.OVERRIDE, "confirm it")],
)
def test_what_must_not_be_said_is_not_called_met(
    tmp_path: Path, kind: DecisionKind, told: str
) -> None:
    district, _clauses = audited(tmp_path, POLICY, said=MET)
    with pytest.raises(UsageError, match=f": nothing of the kind was found.*{told}"):
        decide(district, replace(REQUIREMENT, kind=RequirementKind.PROHIBITS), verdict(kind))
