"""Judging clauses by themselves: once each, and independent of what stands beside them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline, load_practice
from policy_audit.cases import read_case
from policy_audit.errors import BaselineError
from policy_audit.judge import Judgement
from policy_audit.match import Backend, Encoder, open_encoder
from policy_audit.match.exported import FOLDER
from policy_audit.model import Clause, ClauseRole, Location, Span
from policy_audit.outcomes import ClauseJudge
from policy_audit.segment import segment
from policy_audit.store import FILE, Kind, Store
from policy_audit.training import open_adapter, open_judgement

BASELINE = load_baseline("ct-csde-2025")
CLAUSES = [
    clause
    for file in load_practice(BASELINE)[::40]
    for document in read_case(file, BaselineError).documents
    for clause in segment(document)
][:120]


@pytest.fixture(scope="module")
def encoder(shared_cache: Path) -> Iterator[Encoder]:
    with Store(shared_cache / FILE) as store:
        yield open_encoder(
            None,
            store,
            open_adapter(BASELINE),
            backend=Backend.ONNX,
            folder=shared_cache / FOLDER,
        )


@pytest.fixture(scope="module")
def judgement(encoder: Encoder, shared_cache: Path) -> Judgement:
    return open_judgement(BASELINE, encoder, shared_cache, lambda *_: None)[0]


def stored(store: Store) -> int:
    return next(usage.entries for usage in store.usage() if usage.kind is Kind.OUTCOME)


def test_a_clause_is_judged_alike_whatever_stands_beside_it(
    encoder: Encoder, judgement: Judgement
) -> None:
    with Store(None) as store:
        together = ClauseJudge(BASELINE, encoder, judgement, store).judge(CLAUSES)
    assert together.chances.shape == (len(CLAUSES), len(BASELINE.keys()), 4)
    for rows in ([0], [1, 2], list(range(0, len(CLAUSES), 9)), list(range(60, 10, -1))):
        with Store(None) as store:
            judge = ClauseJudge(BASELINE, encoder, judgement, store)
            apart = judge.judge([CLAUSES[row] for row in rows])
        assert (apart.chances == together.chances[rows]).all()
        assert (apart.nearness == together.nearness[rows]).all()


def test_what_is_stored_is_not_judged_again(
    encoder: Encoder, judgement: Judgement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path / FILE) as store:
        first = ClauseJudge(BASELINE, encoder, judgement, store).judge(CLAUSES)
        assert stored(store) <= len({(c.in_context, c.role, c.text) for c in CLAUSES})
    with Store(tmp_path / FILE) as store:
        judge = ClauseJudge(BASELINE, encoder, judgement, store)
        monkeypatch.setattr(encoder, "encode", lambda *_: pytest.fail("it was encoded again"))
        again = judge.judge(CLAUSES)
    assert (again.chances == first.chances).all()
    assert (again.nearness == first.nearness).all()


def test_the_same_words_elsewhere_are_the_same_clause(
    encoder: Encoder, judgement: Judgement
) -> None:
    clause = CLAUSES[5]
    moved = replace(
        clause,
        id="another",
        span=Span(0, 1),
        location=Location("other.pdf", 7),
        context=replace(clause.context, headings=("Other",), before="Before."),
    )
    with Store(None) as store:
        judge = ClauseJudge(BASELINE, encoder, judgement, store)
        judge.judge([clause, moved])
        assert stored(store) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda c: replace(c, text=f"{c.text} unless asked"),
        lambda c: replace(c, meaning="Something else is meant."),
        lambda c: replace(c, role=ClauseRole.RECITAL),
        lambda c: replace(c, context=replace(c.context, lead_in="Staff shall not:")),
        lambda c: replace(c, context=replace(c.context, question="Staff shall not:")),
        lambda c: replace(c, context=replace(c.context, question="")),
    ],
    ids=["text", "meaning", "role", "lead-in", "question", "empty-question"],
)
def test_whatever_the_judge_reads_makes_another_clause(
    encoder: Encoder, judgement: Judgement, change: object
) -> None:
    clause: Clause = next(c for c in CLAUSES if not c.context.question and not c.context.lead_in)
    assert callable(change)
    with Store(None) as store:
        judge = ClauseJudge(BASELINE, encoder, judgement, store)
        judge.judge([clause])
        judge.judge([change(clause)])
        assert stored(store) == 2


def test_another_judge_or_another_backend_finds_nothing(
    encoder: Encoder, judgement: Judgement
) -> None:
    other = replace(judgement, heads=replace(judgement.heads, bias=judgement.heads.bias + 1))
    coarser = replace(judgement, sieve=judgement.sieve.opened())
    with Store(None) as store:
        ClauseJudge(BASELINE, encoder, judgement, store).judge(CLAUSES[:3])
        before = stored(store)
        ClauseJudge(BASELINE, encoder, other, store).judge(CLAUSES[:3])
        assert stored(store) == 2 * before
        ClauseJudge(BASELINE, encoder, coarser, store).judge(CLAUSES[:3])
        assert stored(store) == 3 * before
