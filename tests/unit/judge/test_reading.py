import numpy as np

from policy_audit.judge.reading import read_by_rule
from policy_audit.judge.scale import COLUMN
from policy_audit.model import Clause, ClauseRole, Location, Outcome, Span


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
