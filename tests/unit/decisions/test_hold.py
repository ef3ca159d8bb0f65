from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from unit.decisions.district import (
    BASELINE,
    DAY,
    POLICY,
    REQUIREMENT,
    WEAK,
    audited,
    decided,
    held,
    verdict,
)

from policy_audit.decisions import Decisions, decide, findings_digest, hold
from policy_audit.model import (
    Criterion,
    DecisionKind,
    DecisionState,
    Determination,
    Examples,
    Observation,
    Outcome,
    Reply,
    Review,
    Severity,
)

WEAKLY = {"judge": (WEAK, Outcome.WEAK)}
OPPOSITE = "Staff let any agent in who asks."


def test_a_waiver_closes_its_gap_and_hides_nothing(tmp_path: Path) -> None:
    finding = held(decided(tmp_path), audited(tmp_path))
    assert finding.determination is Determination.PARTIAL
    assert finding.severity is Severity.HIGH
    assert finding.decision is not None
    assert finding.decision.state is DecisionState.IN_FORCE
    assert finding.decision.since == DAY
    assert finding.decision.words == WEAK
    assert not finding.is_open_gap


def test_an_override_sets_determination_and_severity_and_keeps_the_programs(
    tmp_path: Path,
) -> None:
    finding = held(decided(tmp_path, kind=DecisionKind.OVERRIDE), audited(tmp_path))
    assert finding.determination is Determination.MET
    assert finding.severity is None
    assert finding.decision is not None
    assert finding.decision.found is Determination.PARTIAL


SAME = [
    POLICY.replace(" ", "\n", 20).replace("#\n", "# "),
    POLICY + "\nThe bus leaves at three.\n",
    POLICY.replace("locked all day", "locked at night"),
    f"# Visits\n\nNews.\n\n## Elsewhere\n\n{WEAK}\n",
]
ALTERED = [
    POLICY.replace("valid warrant", "judicial warrant"),
    POLICY.replace("Agents show", "Agents should show"),
    "# Visits\n\nThe door is locked all day.\n",
    f"# Visits\n\nStaff may do this:\n\n- {WEAK}\n- Something else.\n",
]


@pytest.mark.parametrize("after", SAME)
def test_a_decision_outlives_changes_elsewhere(tmp_path: Path, after: str) -> None:
    finding = held(decided(tmp_path), audited(tmp_path, after))
    assert finding.decision is not None
    assert finding.decision.in_force, finding.decision.why


@pytest.mark.parametrize("after", ALTERED)
def test_a_decision_is_stale_when_its_clause_or_its_lead_in_changes(
    tmp_path: Path, after: str
) -> None:
    said = {"judge": ("warrant", Outcome.WEAK)}
    finding = held(decided(tmp_path, said=said), audited(tmp_path, after, said=said))
    assert finding.decision is not None
    assert finding.decision.state is DecisionState.STALE
    assert "policy.md" in finding.decision.why
    assert finding.is_open_gap


def test_a_stale_override_leaves_the_determination_to_the_program(tmp_path: Path) -> None:
    decisions = decided(tmp_path, kind=DecisionKind.OVERRIDE)
    finding = held(decisions, audited(tmp_path, "# Visits\n\nThe door is locked.\n"))
    assert finding.determination is Determination.MISSING
    assert finding.decision is not None
    assert not finding.decision.in_force


def test_a_decision_is_stale_when_its_document_goes(tmp_path: Path) -> None:
    finding = held(decided(tmp_path), audited(tmp_path, POLICY + "\nMore.\n", name="other.md"))
    assert finding.decision is not None
    assert finding.decision.why == "policy.md is no longer among the documents that were read."


CALLED = "The principal is called."
OTHERWISE = [
    ({}, "It has become worse: it was partial, and is missing."),
    (
        {"judge": (WEAK, Outcome.CONTRADICTED)},
        "It has become worse: it was partial, and is contradicted.",
    ),
    (
        {"judge": (WEAK, Outcome.WEAK), "shown": (CALLED, Outcome.CONTRADICTED)},
        "It has become worse: it was partial, and is contradicted.",
    ),
]


@pytest.mark.parametrize(("said", "why"), OTHERWISE)
def test_the_same_bytes_read_as_worse_make_a_decision_stale(
    tmp_path: Path, said: dict[str, tuple[str, Outcome]], why: str
) -> None:
    finding = held(decided(tmp_path), audited(tmp_path, said=said))
    assert finding.decision is not None
    assert (finding.decision.state, finding.decision.why) == (DecisionState.STALE, why)
    assert finding.is_open_gap


def test_the_same_bytes_with_another_contradiction_make_a_decision_stale(tmp_path: Path) -> None:
    before = {"judge": (WEAK, Outcome.CONTRADICTED)}
    now = audited(tmp_path, said={"judge": (CALLED, Outcome.CONTRADICTED)})
    finding = held(decided(tmp_path, said=before), now)
    assert finding.decision is not None
    assert finding.decision.why == (
        "A clause in policy.md contradicts it that did not when it was decided."
    )


STEPS = [
    (Outcome.STATED, Outcome.WEAK, True),
    (Outcome.WEAK, Outcome.ABSENT, True),
    (Outcome.STATED, Outcome.ABSENT, True),
    (Outcome.WEAK, Outcome.STATED, False),
    (Outcome.ABSENT, Outcome.WEAK, False),
    (Outcome.WEAK, Outcome.WEAK, False),
]


@pytest.mark.parametrize(("was", "found", "worse"), STEPS)
def test_a_criterion_that_became_worse_makes_a_decision_stale(
    tmp_path: Path, was: Outcome, found: Outcome, *, worse: bool
) -> None:
    # Beside another weakness, so that the requirement is a gap of one kind all along.
    before, after = (
        {"judge": (WEAK, Outcome.WEAK)}
        | ({"shown": (CALLED, o)} if o is not Outcome.ABSENT else {})
        for o in (was, found)
    )
    finding = held(decided(tmp_path, said=before), audited(tmp_path, said=after))
    assert finding.decision is not None
    why = f"It has become worse: shown was {was}, and is {found}." if worse else ""
    assert (finding.decision.in_force, finding.decision.why) == (not worse, why)


@pytest.mark.parametrize(
    "said",
    [WEAKLY, {"judge": (CALLED, Outcome.WEAK)}, {**WEAKLY, "shown": (CALLED, Outcome.STATED)}],
)
def test_the_same_bytes_keep_a_decision_unless_read_as_worse(
    tmp_path: Path, said: dict[str, tuple[str, Outcome]]
) -> None:
    for before in ({}, WEAKLY):
        finding = held(decided(tmp_path, said=before), audited(tmp_path, said=said))
        assert finding.decision is not None
        assert finding.decision.in_force, finding.decision.why


MORE = "Staff show it to the principal."


@pytest.mark.parametrize(
    ("kind", "in_force"), [(DecisionKind.CONFIRM, False), (DecisionKind.WAIVE, True)]
)
def test_what_is_better_than_it_was_confirmed_is_confirmed_by_nobody(
    tmp_path: Path, kind: DecisionKind, in_force: bool
) -> None:
    before = {"judge": (WEAK, Outcome.STATED)}
    now = audited(
        tmp_path, POLICY + f"\n{MORE}\n", said={**before, "shown": (MORE, Outcome.STATED)}
    )
    finding = held(decided(tmp_path, kind=kind, said=before), now)
    assert finding.determination is Determination.MET
    assert finding.decision is not None
    assert finding.decision.in_force is in_force
    if not in_force:
        assert finding.decision.why == "It was confirmed as partial, and is met."


@pytest.mark.parametrize(
    ("outcome", "covered"),
    [
        (Outcome.ABSENT, False),
        (Outcome.WEAK, False),
        (Outcome.STATED, True),
        (Outcome.UNDETERMINED, True),
    ],
)
def test_what_the_baseline_asked_for_only_later_is_covered_where_it_is_said(
    tmp_path: Path, outcome: Outcome, *, covered: bool
) -> None:
    decisions, (district, clauses) = decided(tmp_path), audited(tmp_path)
    [requirement], [finding] = BASELINE.requirements, district.findings
    later = Criterion("later", "A statement.", advisory=False, examples=Examples())
    more = replace(requirement, criteria=(*requirement.criteria, later))
    read = Observation(requirement.id, "later", outcome, 0.9)
    found = replace(finding, observations=(*finding.observations, read))
    now = replace(district, findings=(found,))
    held_now = hold(now, clauses, decisions, replace(BASELINE, requirements=(more,)), DAY)
    [decision] = held_now.decisions()
    assert decision.in_force is covered
    why = "" if covered else f"The baseline now asks for later too, which is {outcome}."
    assert decision.why == why


def test_what_the_baseline_asked_for_only_later_is_not_covered(tmp_path: Path) -> None:
    decisions, now = decided(tmp_path), audited(tmp_path)
    [requirement] = BASELINE.requirements
    later = Criterion("later", "A statement.", advisory=False, examples=Examples())
    more = replace(requirement, criteria=(*requirement.criteria, later))
    district = hold(*now, decisions, replace(BASELINE, requirements=(more,)), DAY)
    [decision] = district.decisions()
    assert decision.why == "The baseline now asks for later too, which is absent."
    advisory = replace(requirement, criteria=(*requirement.criteria, replace(later, advisory=True)))
    same = hold(*now, decisions, replace(BASELINE, requirements=(advisory,)), DAY)
    assert same.decisions()[0].in_force


def test_a_new_contradiction_is_not_covered_by_an_old_waiver(tmp_path: Path) -> None:
    before = {"judge": (WEAK, Outcome.CONTRADICTED)}
    finding = held(
        decided(tmp_path, said=before),
        audited(
            tmp_path,
            POLICY + f"\n{OPPOSITE}\n",
            said={**before, "shown": (OPPOSITE, Outcome.CONTRADICTED)},
        ),
    )
    assert finding.decision is not None
    assert finding.decision.state is DecisionState.STALE
    assert finding.is_open_gap


def test_a_second_weakness_is_not_covered_by_a_waiver_of_the_first(tmp_path: Path) -> None:
    called = "The principal is called."
    before = {**WEAKLY, "shown": (called, Outcome.STATED)}
    decisions = decided(tmp_path, said=before)
    finding = held(decisions, audited(tmp_path, POLICY.replace(called, ""), said=WEAKLY))
    assert finding.determination is Determination.PARTIAL
    assert finding.decision is not None
    assert finding.decision.why == "It has become worse: shown was stated, and is absent."


def test_what_was_decided_where_nothing_was_found_holds_until_something_is(
    tmp_path: Path,
) -> None:
    decisions = decided(tmp_path, "# Visits\n\nThe door is locked.\n", said={})
    still = held(decisions, audited(tmp_path, "# Visits\n\nThe door is open.\n", said={}))
    assert not still.is_open_gap
    now = held(decisions, audited(tmp_path))
    assert now.decision is not None
    assert now.decision.state is DecisionState.STALE
    assert "Nothing had been found" in now.decision.why


@pytest.mark.parametrize(
    ("as_of", "state", "since"),
    [
        (date(2026, 12, 31), DecisionState.IN_FORCE, DAY),
        (date(2027, 1, 1), DecisionState.EXPIRED, date(2027, 1, 1)),
        (date(2030, 1, 1), DecisionState.EXPIRED, date(2027, 1, 1)),
    ],
)
def test_a_waiver_holds_through_its_last_day_and_then_says_since_when_not(
    tmp_path: Path, as_of: date, state: DecisionState, since: date
) -> None:
    finding = held(decided(tmp_path), audited(tmp_path), as_of)
    assert finding.decision is not None
    assert (finding.decision.state, finding.decision.since) == (state, since)
    assert finding.is_open_gap == (state is DecisionState.EXPIRED)


def test_a_fingerprint_that_matches_two_clauses_says_where_they_stand(tmp_path: Path) -> None:
    twice = f"# Front door\n\n{WEAK}\n\n# Side door\n\n{WEAK}\n"
    finding = held(decided(tmp_path), audited(tmp_path, twice))
    assert finding.decision is not None
    assert finding.decision.in_force
    assert finding.decision.why == (
        "The clause stands 2 times in policy.md (Front door; Side door): "
        "the decision counts for each."
    )


def test_a_decision_on_a_requirement_that_is_gone_is_kept_and_says_so(tmp_path: Path) -> None:
    [decision] = decided(tmp_path).decisions
    reply = Reply("other", "The district", DAY, "We disagree.")
    decisions = Decisions((replace(decision, requirement="gone"),), (reply,))
    district = hold(*audited(tmp_path), decisions, BASELINE, DAY)
    assert district.findings[0].decision is None
    [unplaced] = district.unplaced
    assert unplaced.state is DecisionState.STALE
    assert unplaced.why == "The baseline small has no requirement 'gone' (any more)."
    assert district.unplaced_replies == (reply,)


def test_a_reply_stands_beside_its_finding(tmp_path: Path) -> None:
    reply = Reply("judicial-warrant", "The district", DAY, "We disagree.")
    finding = held(Decisions(replies=(reply,)), audited(tmp_path))
    assert finding.reply == reply
    assert finding.decision is None
    assert finding.is_open_gap


def test_a_report_is_a_draft_until_confirmed_and_again_when_something_changes(
    tmp_path: Path,
) -> None:
    now = audited(tmp_path)
    assert hold(*now, Decisions(), BASELINE, DAY).is_draft
    digests = now[0].documents_digest, findings_digest(now[0].findings)
    signed = Decisions(review=Review("A. Reader", DAY, *digests))
    override = decide(now[0], REQUIREMENT, verdict(DecisionKind.OVERRIDE))
    overridden = hold(*now, replace(signed, decisions=(override,)), BASELINE, DAY)
    assert overridden.review is not None
    assert overridden.review.why == "determinations changed"
    assert not hold(*now, signed, BASELINE, DAY).is_draft
    changed = hold(*audited(tmp_path, POLICY + "\nMore.\n"), signed, BASELINE, DAY)
    assert changed.is_draft
    assert changed.review is not None
    assert changed.review.state is DecisionState.STALE
    assert changed.review.why == "documents changed"
