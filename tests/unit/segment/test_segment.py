"""Every file in tests/cases/segment is a document and the clauses that it should yield."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from policy_audit.model import Clause, ClauseRole
from policy_audit.segment import segment

from .documents import SHA256, block, document

CASES = sorted((Path(__file__).parents[2] / "cases" / "segment").glob("*.toml"))
SECONDS = 10  # a linear reading needs two at most on a busy machine, a quadratic one far more


def as_table(clause: Clause) -> dict[str, Any]:
    context = clause.context
    table = {
        "text": clause.text,
        "role": clause.role.value,
        "marker": clause.location.marker,
        "page": clause.location.page,
        "lead_in": context.lead_in,
        "question": context.question,
        "before": context.before,
        "headings": list(context.headings),
    }
    return {key: value for key, value in table.items() if value}


def test_there_are_cases() -> None:
    assert len(CASES) >= 25


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    found = segment(document(case["block"]))
    assert [as_table(clause) for clause in found] == case["clause"], case["title"]


def test_a_clause_knows_its_place() -> None:
    made = document([block("paragraph", "Doors are\n locked. Agents wait.", page=3)])
    first, second = segment(made)
    assert made.text[first.span.start : first.span.end] == "Doors are\n locked."
    assert first.text == "Doors are locked."
    assert second.id == f"{SHA256[:8]}-{second.span.start}-{second.span.end}"
    assert second.block == made.blocks[0].span
    assert (second.location.document, second.location.page) == ("letters/notice.txt", 3)


def test_no_blocks_no_clauses() -> None:
    assert segment(document([])) == ()


def test_no_clause_is_longer_than_a_thousand_characters() -> None:
    made = document([block("heading", "a" * 2500, level=1), block("item", "b, " * 900, level=1)])
    found = segment(made)
    assert max(len(clause.text) for clause in found) <= 1000
    assert sum(clause.text.count("b") for clause in found) == 900


HOSTILE_LINES = (
    "a",
    "?",
    "?!\"'",
    ". ",
    "a. ",
    "(1) a; ",
    "(a) x; (b) y; ",
    "1. Ab. ",
    "Q: x? A: y. ",
    "WHEREAS x; ",
    "(cf. ",
    "No. ",
    "\n",
)


@pytest.mark.parametrize("unit", HOSTILE_LINES)
def test_a_line_of_100_000_characters_is_read_in_time(unit: str) -> None:
    made = document([block("paragraph", unit * (100_000 // len(unit)))])
    start = time.monotonic()
    segment(made)
    assert time.monotonic() - start < SECONDS


HOSTILE_OUTLINES = {
    "one long list": ("item", lambda at: {"level": 1, "marker": f"{at}."}),
    "a list that goes ever deeper": ("item", lambda at: {"level": at + 1}),
    "lead-ins side by side": ("item", lambda _: {"level": 1}),
    "headings that go ever deeper": ("heading", lambda at: {"level": at + 1}),
}


@pytest.mark.parametrize("name", HOSTILE_OUTLINES)
def test_5_000_blocks_are_read_in_time(name: str) -> None:
    kind, place = HOSTILE_OUTLINES[name]
    blocks = [block(kind, "The principal will:", **place(at)) for at in range(5_000)]
    made = document(blocks)
    start = time.monotonic()
    found = segment(made)
    assert time.monotonic() - start < SECONDS
    assert len(found) == 5_000
    assert max(len(clause.context.headings) for clause in found) < 10
    assert max(len(clause.context.lead_in or "") for clause in found) <= 1000


def test_a_heading_is_never_lost_as_a_reference() -> None:
    made = document([block("heading", "Legal References", level=2)])
    assert [clause.role for clause in segment(made)] == [ClauseRole.HEADING]
