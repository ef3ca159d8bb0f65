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
    Determination,
    District,
    Explanation,
    Finding,
    Location,
    Observation,
    Outcome,
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


def test_nothing_is_shown_as_a_quotation() -> None:
    # A restated document holds no words of its district.
    assert not [line for line in shown(explained("locked-door", Determination.MET)) if '"' in line]
