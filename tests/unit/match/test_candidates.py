"""Which examples nominate clauses, and which clauses are nominated."""

from pathlib import Path

import numpy as np

from policy_audit.baseline import load_baseline
from policy_audit.match import Backend, embed_bank, nearness, nominate, nominated, open_encoder
from policy_audit.match.candidates import NOMINATING, ExampleBank
from policy_audit.match.exported import FOLDER
from policy_audit.model import Clause, ClauseRole, CriterionKey, Location, Span
from policy_audit.store import Store
from policy_audit.training import open_adapter

BASELINE = load_baseline("ct-csde-2025")


def test_the_first_examples_of_each_outcome_nominate_and_near_misses_never(
    shared_cache: Path,
) -> None:
    with Store(shared_cache / "store.sqlite") as store:
        encoder = open_encoder(
            None,
            store,
            open_adapter(BASELINE),
            backend=Backend.ONNX,
            folder=shared_cache / FOLDER,
        )
        bank = embed_bank(BASELINE, encoder)
    for key, texts, vectors in zip(bank.keys, bank.texts, bank.vectors, strict=True):
        examples = BASELINE.criterion(key).examples
        outcomes = (examples.stated, examples.weak, examples.contradicted)
        assert texts == tuple(text for outcome in outcomes for text in outcome[:NOMINATING])
        assert not set(texts) & set(examples.near_miss)
        assert len(vectors) == len(texts)


def bank_of(*vectors: np.ndarray) -> ExampleBank:
    keys = tuple(CriterionKey("r", str(number)) for number in range(len(vectors)))
    return ExampleBank(keys, tuple(("",) * len(v) for v in vectors), vectors)


def test_how_near_a_clause_is_does_not_depend_on_the_others() -> None:
    draw = np.random.default_rng(7)
    clauses, first, second = (
        draw.normal(size=(rows, 384)).astype(np.float32) for rows in (150, 40, 3)
    )
    bank = bank_of(first, second)
    together = nearness(clauses, bank)
    assert together.shape == (150, 2)
    assert np.allclose(together[:, 0], (clauses @ first.T).max(axis=1), atol=1e-4)
    for rows in (1, 2, 7, 64):
        assert (nearness(clauses[:rows], bank) == together[:rows]).all()


def test_each_criterion_counts_its_own_examples_alone() -> None:
    dice = np.random.default_rng(7)
    clauses, *banks = (
        dice.standard_normal((count, 384)).astype(np.float32) / 20 for count in (1100, 0, 3, 0, 5)
    )
    near = nearness(clauses, bank_of(*banks))
    assert near.shape == (1100, 4)
    for column, examples in enumerate(banks):
        assert (near[:, [column]] == nearness(clauses, bank_of(examples))).all()
    cosines = clauses.astype(np.float64) @ banks[3].astype(np.float64).T
    assert (near[:, 3] == cosines.max(axis=1).astype(np.float32)).all()


def test_the_nearest_are_nominated_and_of_equals_the_earlier() -> None:
    near = np.array([[0.1, 0.9], [0.5, 0.9], [0.5, 0.9], [0.5, 0.2]], np.float32)
    assert nominated(near, 2).T.tolist() == [
        [False, True, True, False],
        [True, True, False, False],
    ]
    assert nominated(near[:0], 2).shape == (0, 2)


def test_a_criterion_without_examples_has_no_near_clause() -> None:
    empty = np.zeros((0, 384), np.float32)
    assert nearness(np.ones((2, 384), np.float32), bank_of(empty)).tolist() == [[-1.0], [-1.0]]


def clause(text: str) -> Clause:
    span = Span(0, len(text))
    return Clause(text, text, span, span, ClauseRole.SENTENCE, Location("letter.txt"))


def test_every_candidate_is_compared_with_the_words_of_its_nearest_example() -> None:
    key, example = CriterionKey("r", "c"), "Agents wait outside."
    clauses = [clause(example)] * 9
    vectors = np.ones((9, 1), np.float32)
    bank = ExampleBank((key,), ((example,),), (np.ones((1, 1), np.float32),))
    candidates = nominate(key, clauses, vectors, bank)
    assert [candidate.clause for candidate in candidates] == list(range(9))
    assert {candidate.lexical for candidate in candidates} == {1.0}


def test_a_criterion_without_examples_has_no_candidates() -> None:
    key, empty = CriterionKey("r", "c"), np.zeros((0, 384), np.float32)
    bank = ExampleBank((key,), ((),), (empty,))
    assert nominate(key, [clause("Stay calm.")], np.ones((1, 384), np.float32), bank) == ()
