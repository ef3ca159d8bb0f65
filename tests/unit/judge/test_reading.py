import numpy as np
import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge.reading import (
    read_by_rule,
    set_aside_exempt,
    set_aside_rescinded,
    weaken_drafts,
)
from policy_audit.judge.scale import COLUMN
from policy_audit.model import (
    Clause,
    ClauseRole,
    CriterionKey,
    Document,
    DocumentMeta,
    DocumentStatus,
    Location,
    Outcome,
    PartialDate,
    Source,
    Span,
)


def clause(role: ClauseRole) -> Clause:
    return Clause("c", "words", Span(0, 5), Span(0, 5), role, Location("d.md"))


def test_a_reference_commits_to_nothing() -> None:
    read = read_by_rule(np.full((1, 2, 4), 0.25, np.float32), [clause(ClauseRole.REFERENCE)])
    assert (read[0, :, COLUMN[Outcome.ABSENT]] == 1.0).all()


def test_a_recital_is_weak_at_best_and_may_still_contradict() -> None:
    chances = np.array([[[0.1, 0.6, 0.1, 0.2]]], np.float32)
    read = read_by_rule(chances, [clause(ClauseRole.RECITAL)])[0, 0]
    assert read[COLUMN[Outcome.STATED]] == 0
    assert np.isclose(read[COLUMN[Outcome.WEAK]], 0.7)
    assert np.isclose(read[COLUMN[Outcome.CONTRADICTED]], 0.2)


def test_other_clauses_and_the_input_are_left_alone() -> None:
    chances = np.array([[[0.1, 0.6, 0.1, 0.2]]], np.float32)
    read = read_by_rule(chances, [clause(ClauseRole.SENTENCE)])
    assert (read == chances).all()
    read_by_rule(chances, [clause(ClauseRole.RECITAL)])
    assert np.isclose(chances[0, 0, COLUMN[Outcome.STATED]], 0.6)


@pytest.mark.parametrize(
    ("dated", "exempt"),
    [
        ("2024", True),
        ("2025-01-20", True),
        ("2025-01", False),
        ("2025-03-01", False),
        (None, False),
    ],
)
def test_documents_of_before_the_withdrawal_may_rely_on_the_federal_policy(
    dated: str | None, exempt: bool
) -> None:
    baseline = load_baseline("ct-csde-2025")
    column = baseline.keys().index(
        CriterionKey("stale-sensitive-locations", "presented-as-current")
    )
    meta = DocumentMeta("Letter", date=PartialDate(dated) if dated else None)
    document = Document(Source("d.md", "0" * 64, 5), meta, "words", ())
    chances = np.zeros((1, len(baseline.keys()), 4), np.float32)
    chances[:, :, COLUMN[Outcome.CONTRADICTED]] = 1.0
    read = set_aside_exempt(chances, baseline, [document], [clause(ClauseRole.SENTENCE)])[0]
    assert read[column, COLUMN[Outcome.CONTRADICTED]] == (0.0 if exempt else 1.0)
    others = np.delete(read, column, axis=0)
    assert (others[:, COLUMN[Outcome.CONTRADICTED]] == 1.0).all()


@pytest.mark.parametrize(
    ("status", "stated"), [("draft", 0.0), ("proposed", 0.0), ("revised", 0.6)]
)
def test_what_a_draft_states_is_weak_at_most_and_may_still_contradict(
    status: str, stated: float
) -> None:
    meta = DocumentMeta("Policy", status=DocumentStatus(status))
    document = Document(Source("d.md", "0" * 64, 5), meta, "words", ())
    chances = np.array([[[0.1, 0.6, 0.1, 0.2]]], np.float32)
    read = weaken_drafts(chances, [document], [clause(ClauseRole.SENTENCE)])[0, 0]
    assert np.isclose(read[COLUMN[Outcome.STATED]], stated)
    assert np.isclose(read[COLUMN[Outcome.WEAK]], 0.7 - stated)
    assert np.isclose(read[COLUMN[Outcome.CONTRADICTED]], 0.2)
    assert np.isclose(chances[0, 0, COLUMN[Outcome.STATED]], 0.6)


@pytest.mark.parametrize("status", DocumentStatus)
def test_what_a_rescinded_text_says_counts_for_nothing(status: DocumentStatus) -> None:
    meta = DocumentMeta("Policy", status=status)
    document = Document(Source("d.md", "0" * 64, 5), meta, "words", ())
    chances = np.array([[[0.1, 0.6, 0.1, 0.2]]], np.float32)
    read = set_aside_rescinded(chances, [document], [clause(ClauseRole.SENTENCE)])[0, 0]
    gone = status is DocumentStatus.RESCINDED
    assert np.isclose(read[COLUMN[Outcome.ABSENT]], 1.0 if gone else chances[0, 0, 0])
    assert np.isclose(read[COLUMN[Outcome.CONTRADICTED]], 0.0 if gone else 0.2)
    assert np.isclose(chances[0, 0, COLUMN[Outcome.STATED]], 0.6)
