from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import TypeAdapter

from policy_audit.diff import redline
from policy_audit.model import Change, ClauseChange, Comparison, Outcome
from policy_audit.report.changes import CHANGE_FORMATS, Sides
from policy_audit.report.changes.json import ComparisonJson
from policy_audit.report.changes.markdown import redlined
from policy_audit.report.changes.whole import sentences

from ..assessments import HOSTILE
from .comparisons import build, clause

SIDES = Sides(f"main {HOSTILE}", "the work tree")
ENDINGS = {"text": "txt", "md": "md", "html": "html", "json": "json"}
NOT_COMPARABLE = Comparison("another baseline <b>", (), ())


@pytest.fixture(params=CHANGE_FORMATS)
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_golden(form: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"report/changes.{ENDINGS[form]}", CHANGE_FORMATS[form](build(), SIDES))


def test_every_change_is_told(form: str) -> None:
    told = CHANGE_FORMATS[form](build(), SIDES).decode().lower()
    for change in Change:
        assert change.value in told


def test_a_district_that_came_or_went_is_told_in_sentences() -> None:
    both, lost, new = build().districts
    assert sentences(both) == ()
    assert sentences(lost) == (
        "The district is not in the new assessment.",
        "What it met (1): welcome.",
        "Its gaps (2): judicial-warrant (partial, critical), staff-training (partial, medium).",
        "The rest (1): no-promise (none found).",
    )
    assert sentences(new)[:2] == (
        "The district was not in the old assessment.",
        "It meets (1): welcome.",
    )
    emptied = sentences(replace(lost, emptied=True))
    assert emptied == ("Not one document of the district is left.", *sentences(lost)[1:])
    for name in ("text", "md", "html"):
        told = CHANGE_FORMATS[name](build(), SIDES).decode()
        assert "What it met (1): welcome" in told
        assert "it went" not in told


def test_what_cannot_be_compared_is_said(form: str) -> None:
    told = CHANGE_FORMATS[form](NOT_COMPARABLE, SIDES).decode()
    assert "another baseline" in told


def test_no_control_character_is_left(form: str) -> None:
    told = CHANGE_FORMATS[form](build(), SIDES).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)


def test_the_page_holds_no_markup_from_outside() -> None:
    tags: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(CHANGE_FORMATS["html"](build(), SIDES).decode())
    assert not {*tags} & {"script", "img", "iframe", "a", "svg", "form", "b", "link", "object"}
    assert tags.count("del") >= 3


def test_the_json_keeps_its_types() -> None:
    for comparison in (build(), NOT_COMPARABLE):
        data = CHANGE_FORMATS["json"](comparison, SIDES)
        read = TypeAdapter(ComparisonJson).validate_json(data, strict=True, extra="forbid")
        assert set(read) == set(get_type_hints(ComparisonJson))
    assert get_args(get_type_hints(ComparisonJson)["schema_version"]) == (1,)


def test_the_json_gives_both_texts_back() -> None:
    read = json.loads(CHANGE_FORMATS["json"](build(), SIDES))
    for change in (c for d in read["districts"] for c in d["changes"]):
        for each in change["clauses"]:
            for name, edit in (("old", "removed"), ("new", "added")):
                words = [s["text"] for s in each["redline"] if s["edit"] in ("kept", edit)]
                assert "".join(words) == (each[name]["text"] if each[name] else "")


@given(st.text(alphabet=st.sampled_from(list("ab \n<>&*_[]()!`|#-+=.:/@~"))), st.text(max_size=9))
def test_a_redline_in_markdown_stays_text(old: str, new: str) -> None:
    before, after = clause(old, Outcome.STATED), clause(new, Outcome.WEAK)
    line = redlined(ClauseChange(before, after, redline(old, new)))
    tokens = MarkdownIt("commonmark").parse("- x: " + line)
    inline = [t for token in tokens for t in token.children or ()]
    assert {t.type for t in inline} <= {"text", "text_special", "html_inline"}
    html = {t.content for t in inline if t.type == "html_inline"}
    assert html <= {"<del>", "</del>", "<ins>", "</ins>"}
