"""A bare "warrant" means what the document has defined it to mean."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from policy_audit.segment import segment

from .documents import block, document

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "segment" / "definitions" / "warrant.toml").read_text(
        encoding="utf-8"
    )
)["case"]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['first'][:40]} - {case['later'][:40]}"
)
def test_a_later_clause(case: dict[str, Any]) -> None:
    *_, last = segment(
        document([block("paragraph", case["first"]), block("paragraph", case["later"])])
    )
    assert last.text == case["later"]
    assert last.meaning == case.get("meaning")
    assert last.words == case.get("meaning", case["later"])


def test_an_earlier_clause_is_left_as_it_is() -> None:
    earlier = "No one enters without a warrant."
    definition = "A warrant, that is, a judge's order, has a signature."
    first, second = segment(document([block("paragraph", earlier), block("paragraph", definition)]))
    assert first.meaning is None
    assert second.meaning is None


def test_a_definition_holds_to_the_end_of_its_document() -> None:
    bare = "No one enters without a warrant."
    texts = ("A warrant, that is, a judge's order, is needed.", "The bus leaves.", bare, bare)
    *_, third, fourth = segment(document([block("paragraph", text) for text in texts]))
    assert third.meaning == fourth.meaning == "No one enters without a judicial warrant."


def test_a_definition_in_one_document_is_none_in_another() -> None:
    defining = document([block("paragraph", "A warrant, that is, a judge's order, is needed.")])
    other = document([block("paragraph", "No one enters without a warrant.")])
    segment(defining)
    assert segment(other)[0].meaning is None
