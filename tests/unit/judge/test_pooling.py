from dataclasses import replace

import numpy as np
import pytest

from policy_audit.judge.pooling import fit_pool, not_questions, pool_rows
from policy_audit.judge.scale import COLUMN
from policy_audit.learning import example_clause
from policy_audit.model import Clause, ClauseRole, Outcome


def reading(stated: float, contradicted: float = 0.0) -> np.ndarray:
    return np.array([1 - stated - contradicted, stated, 0.0, contradicted], np.float32)


def district(*clauses: np.ndarray) -> np.ndarray:
    return np.array([[clause] for clause in clauses], np.float32)


def test_rows_do_not_depend_on_the_order_of_clauses() -> None:
    scores = district(reading(0.9), reading(0.1), reading(0.2, 0.5))
    forward = pool_rows(scores, secondhand=np.zeros(3, np.float32))
    backward = pool_rows(scores[::-1], secondhand=np.zeros(3, np.float32))
    assert np.allclose(forward, backward)


def test_a_district_without_clauses_has_rows_of_nothing_found() -> None:
    none = pool_rows(np.zeros((0, 1, 4), np.float32), secondhand=np.zeros(0, np.float32))
    silent = pool_rows(district(reading(0.0)), secondhand=np.zeros(1, np.float32))
    assert np.allclose(none, silent)


@pytest.fixture(scope="module")
def pool():
    drawn = np.random.default_rng(1)
    rows, outcomes = [], []
    for _ in range(200):
        says = drawn.random() < 0.5
        against = drawn.random() < 0.3
        clauses = [reading(drawn.uniform(0, 0.1)) for _ in range(5)]
        if says:
            clauses.append(reading(drawn.uniform(0.6, 0.95)))
        if against:
            clauses.append(reading(0.05, drawn.uniform(0.6, 0.9)))
        rows.append(pool_rows(district(*clauses), secondhand=np.zeros(len(clauses), np.float32)))
        outcome = Outcome.CONTRADICTED if against else Outcome.STATED if says else Outcome.ABSENT
        outcomes.append(COLUMN[outcome])
    return fit_pool(np.vstack(rows), np.array(outcomes), 1)


def test_a_contradiction_outranks_a_statement(pool) -> None:
    scores = district(reading(0.9), reading(0.05, 0.85), reading(0.02))
    chances = pool.chances(pool_rows(scores, secondhand=np.zeros(3, np.float32)))[0]
    assert chances.argmax() == COLUMN[Outcome.CONTRADICTED]


def test_silence_is_absent_and_chances_sum_to_one(pool) -> None:
    chances = pool.chances(
        pool_rows(district(reading(0.03), reading(0.05)), secondhand=np.zeros(2, np.float32))
    )[0]
    assert chances.argmax() == COLUMN[Outcome.ABSENT]
    assert np.isclose(chances.sum(), 1.0)


def test_trees_grow_where_there_is_enough_to_learn_from(pool) -> None:
    drawn = np.random.default_rng(2)
    many = drawn.normal(size=(2000, 16)).astype(np.float32)
    fitted = fit_pool(many, drawn.integers(0, 4, 2000), 1)
    assert pool.trees is None
    assert fitted.trees is not None
    assert fitted.fits(1)
    weighed = replace(fitted, trees=None).chances(many[:1])
    assert np.allclose(
        fitted.chances(many[:1]), (weighed + fitted.trees.chances(many[:1])) / 2, atol=1e-6
    )


def test_an_outcome_never_seen_is_never_said(pool) -> None:
    scores = district(reading(0.5), reading(0.3, 0.3))
    chances = pool.chances(pool_rows(scores, secondhand=np.zeros(2, np.float32)))[0]
    assert chances[COLUMN[Outcome.WEAK]] < 1e-3


def both(*clauses: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    return pool_rows(np.array(clauses, np.float32), secondhand=np.zeros(len(clauses), np.float32))


def test_a_row_tells_how_the_other_criteria_come_out_and_not_its_own() -> None:
    calm = both((reading(0.4, 0.3), reading(0.9)))
    torn = both((reading(0.4, 0.3), reading(0.0, 0.9)))
    other = np.flatnonzero(calm[0] != torn[0])
    stated, contradicted = other
    assert calm[0, stated] > torn[0, stated]
    assert calm[0, contradicted] < torn[0, contradicted]
    quiet = both((reading(0.1), reading(0.9)))
    assert np.array_equal(quiet[0, other], calm[0, other])


def test_where_nothing_else_is_said_the_rest_counts_as_in_most_documents() -> None:
    row = both((reading(0.9), reading(0.0)))[0]
    stated, weak, contradicted = shares = np.exp(row[-5:-2])
    assert shares.sum() == pytest.approx(1)
    assert stated > 3 * weak > 3 * contradicted


def test_a_row_tells_whether_one_clause_is_both_for_and_against() -> None:
    alone = both((reading(0.5, 0.4), reading(0.0)))[0]
    apart = both((reading(0.5, 0.1), reading(0.0)), (reading(0.1, 0.4), reading(0.0)))[0]
    assert alone[-6] == 1.0
    assert apart[-6] == 0.0


def clause(text: str, role: ClauseRole) -> Clause:
    return replace(example_clause(text), role=role)


ANSWER = clause("No agent is let in without a judge's warrant.", ClauseRole.SENTENCE)
CALM = clause("The office opens at seven.", ClauseRole.SENTENCE)


@pytest.mark.parametrize(
    "asked",
    [
        [clause("My spouse is held. Who takes our child?", ClauseRole.HEADING)],
        [
            clause("My spouse is held.", ClauseRole.QUESTION),
            clause("Who takes our child?", ClauseRole.QUESTION),
        ],
        [],
    ],
    ids=["a heading", "sentences", "nothing"],
)
def test_it_does_not_matter_how_a_question_is_set(asked: list[Clause]) -> None:
    clauses = [*asked, ANSWER, CALM]
    scores = district(*(reading(0.4) for _ in asked), reading(0.9), reading(0.01))
    heard = not_questions(clauses)
    rows = pool_rows(scores[heard], secondhand=np.zeros(int(heard.sum()), np.float32))
    without = district(reading(0.9), reading(0.01))
    assert np.array_equal(rows, pool_rows(without, secondhand=np.zeros(2, np.float32)))


def test_a_heading_that_says_something_is_heard() -> None:
    said = clause("No entry without a judge's warrant", ClauseRole.HEADING)
    assert not_questions([said, ANSWER]).all()
    assert len(not_questions([])) == 0
