"""What the shipped baseline learned fits what is read today."""

from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge import load_judgement
from policy_audit.learning import clauses_digest, example_clause, read_lessons
from policy_audit.match import open_encoder
from policy_audit.model import ClauseRole
from policy_audit.store import Store
from policy_audit.training import CLAUSES, LEARNED, learned_from, open_adapter

BASELINE = load_baseline("ct-csde-2025")
FOLDER = Path(BASELINE.folder) / LEARNED


def test_what_is_shipped_was_learned_from_this_baseline_and_encoder() -> None:
    with Store(None) as store:
        encoder = open_encoder(None, store, open_adapter(BASELINE))
        judgement = load_judgement(FOLDER, learned_from(BASELINE, encoder))
    assert judgement is not None, "learn again: policy-audit baseline train"
    assert judgement.heads.keys == BASELINE.keys()


def test_practice_documents_are_read_as_when_it_was_learned() -> None:
    shipped = (FOLDER / CLAUSES).read_text(encoding="ascii").strip()
    assert clauses_digest(read_lessons(BASELINE)) == shipped, (
        "reading changed: count RECIPE up and learn again: policy-audit baseline train"
    )


def test_what_is_shipped_stays_small_and_holds_no_pickle() -> None:
    files = [path for path in FOLDER.iterdir() if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 8_000_000
    assert {path.suffix for path in files} <= {".safetensors", ".json", ".sha256"}


@pytest.mark.parametrize(
    ("text", "question", "words"),
    [
        ("Q: Do you ask? A: No.", "Do you ask?", "No."),
        ("Q. Who decides? A. The principal.", "Who decides?", "The principal."),
        ("Agents wait outside.", None, "Agents wait outside."),
        ("Do we ask? We do not.", None, "Do we ask? We do not."),
    ],
)
def test_examples_with_a_question(text: str, question: str | None, words: str) -> None:
    clause = example_clause(text)
    assert (clause.context.question, clause.text) == (question, words)


def test_a_recital_among_the_examples_is_read_as_one() -> None:
    assert example_clause("WHEREAS, all may attend;").role is ClauseRole.RECITAL
