import tomllib
from pathlib import Path

import pytest

from policy_audit.judge.cues import ORDER, Cue, cue_row, find_cues
from policy_audit.model import Clause, ClauseRole, Context, Location, Span

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "judge" / "cues.toml").read_text(encoding="utf-8")
)["case"]


def clause_of(case: dict) -> Clause:
    span = Span(0, len(case["text"]))
    return Clause(
        id="c",
        text=case["text"],
        span=span,
        block=span,
        role=ClauseRole(case.get("role", "sentence")),
        location=Location("d.md"),
        context=Context(question=case.get("question"), lead_in=case.get("lead_in")),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_cue_is_found_where_it_stands(case: dict) -> None:
    cues = find_cues(clause_of(case))
    assert {Cue(name) for name in case.get("own", [])} <= cues.own
    assert not {Cue(name) for name in case.get("not_own", [])} & cues.own
    assert {Cue(name) for name in case.get("governing", [])} <= cues.governing


def test_every_cue_has_a_case() -> None:
    named = {name for case in CASES for name in case.get("own", [])}
    assert set(map(str, Cue)) - named <= {str(Cue.ONLY), str(Cue.ABSOLUTE), str(Cue.AGENTS)}


def test_row_has_own_cues_then_governing_ones() -> None:
    cues = find_cues(clause_of({"text": "It shall be logged.", "question": "May agents enter?"}))
    row = cue_row(cues)
    assert len(row) == 2 * len(ORDER)
    assert row[ORDER.index(Cue.DUTY)] == 1.0
    assert row[len(ORDER) + ORDER.index(Cue.PERMISSION)] == 1.0
