"""The heads on a small task whose answer is known."""

import numpy as np
import pytest

from policy_audit.judge.features import describe, learn_vocabulary
from policy_audit.judge.heads import fit_heads
from policy_audit.judge.scale import COLUMN, OUTCOMES
from policy_audit.model import Clause, ClauseRole, CriterionKey, Location, Outcome, Span

KEYS = (CriterionKey("door", "locked"), CriterionKey("log", "kept"))
SAYINGS = {
    "the door is locked every day": ("door", Outcome.STATED),
    "the door should be locked": ("door", Outcome.WEAK),
    "the door is open to anyone": ("door", Outcome.CONTRADICTED),
    "a log is kept of every visit": ("log", Outcome.STATED),
    "a log may be kept": ("log", Outcome.WEAK),
    "we keep no log of anything": ("log", Outcome.CONTRADICTED),
    "lunch is served at noon": (None, Outcome.ABSENT),
}


def clause(text: str) -> Clause:
    span = Span(0, len(text))
    return Clause(text, text, span, span, ClauseRole.SENTENCE, Location("d.md"))


def rows(copies: int) -> tuple[list[Clause], np.ndarray]:
    clauses, allowed = [], []
    for text, (requirement, outcome) in SAYINGS.items():
        for number in range(copies):
            clauses.append(clause(f"{text} in school {number % 3}"))
            flags = np.zeros((2, 4), np.bool_)
            for column, key in enumerate(KEYS):
                said = outcome if key.requirement == requirement else Outcome.ABSENT
                flags[column, COLUMN[said]] = True
            allowed.append(flags)
    return clauses, np.array(allowed)


@pytest.fixture(scope="module")
def fitted():
    clauses, allowed = rows(6)
    vectors = np.zeros((len(clauses), 4), np.float32)
    vocabulary = learn_vocabulary(clauses)
    features = describe(clauses, vectors, vocabulary)
    return fit_heads(KEYS, vocabulary, features, allowed), vocabulary, features


def test_each_saying_is_told_apart(fitted) -> None:
    heads, vocabulary, _ = fitted
    for text, (requirement, outcome) in SAYINGS.items():
        features = describe([clause(text)], np.zeros((1, 4), np.float32), vocabulary)
        chances = heads.score(features)[0]
        for column, key in enumerate(KEYS):
            expected = outcome if key.requirement == requirement else Outcome.ABSENT
            assert OUTCOMES[int(chances[column].argmax())] is expected, text


def test_chances_sum_to_one(fitted) -> None:
    heads, _, features = fitted
    assert np.allclose(heads.score(features).sum(axis=2), 1.0, atol=1e-5)


def test_fitting_twice_gives_the_same_weights(fitted) -> None:
    heads, vocabulary, features = fitted
    again = fit_heads(KEYS, vocabulary, features, rows(6)[1])
    assert (again.dense == heads.dense).all()
    assert (again.sparse == heads.sparse).all()


def test_an_open_label_teaches_nothing() -> None:
    clauses, allowed = rows(6)
    vocabulary = learn_vocabulary(clauses)
    features = describe(clauses, np.zeros((len(clauses), 4), np.float32), vocabulary)
    allowed[:, 1] = True
    heads = fit_heads(KEYS, vocabulary, features, allowed)
    chances = heads.score(features)[:, 1]
    assert np.allclose(chances, chances[0], atol=1e-3)
