from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.cli import explain
from policy_audit.model import (
    Clause,
    ClauseExplanation,
    ClauseRole,
    Context,
    CriterionExplanation,
    CriterionKey,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    District,
    Explanation,
    Finding,
    Location,
    Observation,
    Outcome,
    Reply,
    Seen,
    Severity,
    Span,
)

SMALL = load_baseline(Path(__file__).parents[2] / "cases" / "baseline" / "small")
CLAUSE = Clause(
    id="faq.pdf#1",
    text="The [red]front[/red] door is locked.",
    span=Span(0, 36),
    block=Span(0, 36),
    role=ClauseRole.ITEM,
    location=Location("oak-park/faq.pdf", page=3, marker="B."),
    context=Context(headings=("Doors", "At noon"), question="Is it locked?"),
)


def explained(requirement_id: str, determination: Determination) -> Explanation:
    requirement = SMALL.requirement(requirement_id)
    criterion = requirement.criteria[0]
    observation = Observation(
        requirement.id, criterion.id, Outcome.STATED, 0.874, reasons=("One passage says this.",)
    )
    nearest = ClauseExplanation(
        CLAUSE, 0.712, 0.5, "The door is shut.", {Outcome.STATED: 0.9}, ("exception", "negation")
    )
    severity = Severity.HIGH if determination.is_gap else None
    return Explanation(
        District("oak-park", "Oak Park"),
        requirement,
        Finding(requirement.id, determination, severity, 0.5, (observation,), predates_duty=True),
        (
            CriterionExplanation(
                CriterionKey(requirement.id, criterion.id),
                criterion.statement,
                observation,
                (nearest,),
            ),
        ),
    )


def shown(explanation: Explanation) -> list[str]:
    return [text for _indent, text in explain._lines(explanation)]


def test_a_clause_is_shown_with_its_place_scores_and_cues() -> None:
    lines = shown(explained("locked-door", Determination.PARTIAL))
    assert "Oak Park: locked-door" in lines
    assert "Determination: partial, high, confidence 0.50" in lines
    assert any(line.startswith("Predates the duty") for line in lines)
    assert "Outcome: stated, confidence 0.87" in lines
    assert "- One passage says this." in lines
    assert "1. The [red]front[/red] door is locked." in lines
    assert "where: oak-park/faq.pdf, page 3, Doors > At noon, B." in lines
    assert "under: Is it locked?" in lines
    assert "alone it says: stated 0.90" in lines
    assert "semantic 0.71, lexical 0.50" in lines
    assert "cues: exception, negation" in lines
    assert "nearest example: The door is shut." in lines


@pytest.mark.parametrize(
    ("requirement", "word"), [("locked-door", "met"), ("magic-door", "none found")]
)
def test_a_prohibited_statement_is_never_met(requirement: str, word: str) -> None:
    lines = shown(explained(requirement, Determination.MET))
    assert f"Determination: {word}, confidence 0.50" in lines


def test_a_decision_and_a_reply_stand_under_the_determination() -> None:
    override = Decision(
        *(DecisionKind.OVERRIDE, "locked-door", "A. Lee", date(2026, 7, 1), "Page 2 says it."),
        seen=Seen(Determination.PARTIAL),
        override=Determination.MET,
        found=Determination.PARTIAL,
    )
    undecided = explained("locked-door", Determination.MET)
    reply = Reply("locked-door", "The Board", date(2026, 7, 2), "We agree.")
    finding = replace(undecided.finding, decision=override, reply=reply)
    lines = shown(replace(undecided, finding=finding))
    at = lines.index("Determination: met")
    assert lines[at + 1 : at + 3] == [
        "Decision: Overridden to met (the program read: partial) by A. Lee on 1 July 2026. Page 2 "
        "says it.",
        "The district’s reply (The Board, 2 July 2026): We agree.",
    ]
    stale = replace(override, state=DecisionState.STALE, why="The clause changed.")
    told = shown(replace(undecided, finding=replace(undecided.finding, decision=stale)))
    assert "Determination: met, confidence 0.50" in told
    assert any(line.startswith("Decision: Stale, no longer counts: ") for line in told)


def test_nothing_is_shown_as_a_quotation() -> None:
    # A restated document holds no words of its district.
    assert not [line for line in shown(explained("locked-door", Determination.MET)) if '"' in line]


def test_the_examples_name_requirements_that_there_are() -> None:
    known = {requirement.id for requirement in load_baseline("ct-csde-2025").requirements}
    assert {example.split()[-1] for example in explain.EXAMPLES} <= known
