from __future__ import annotations

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.flow import flow
from policy_audit.ingest.html import read_html


def texts(page: str) -> list[str]:
    return [piece.text for piece in flow(read_html(page.encode()).entries, titles_by_look=False)]


def test_a_page_inside_one_form_is_read() -> None:
    content = "<p>" + "The schools are open to every child in town. " * 20 + "</p>"
    assert len(texts(f"<body><form id=aspnetForm><input>{content}</form>")) == 1


def test_a_small_main_does_not_hide_the_page() -> None:
    page = "<main><p>Ad.</p></main><div><p>" + "The schools are open to all. " * 20 + "</p></div>"
    assert len(texts(page)) == 2


def test_a_heading_in_an_articles_header_is_kept() -> None:
    page = "<article><header><h1>Visits</h1></header><p>Officers wait here.</p></article>"
    assert texts(page) == ["Visits", "Officers wait here."]


def test_unclosed_and_stray_tags() -> None:
    assert texts("<ul><li>one<li>two</ul></div><p>three") == ["one", "two", "three"]


def test_direction_marks_by_entity_are_left_out() -> None:
    assert texts("<p>safe&#x202e;text</p>") == ["safetext"]


def test_a_paragraph_marked_as_heading_is_a_paragraph() -> None:
    pieces = flow(read_html(b"<h2>" + b"word " * 40 + b"</h2>").entries, titles_by_look=False)
    assert [piece.kind.value for piece in pieces] == ["paragraph"]


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read_html(b"<div>" * 5000)


def test_title() -> None:
    assert read_html(b"<title> Visits |  Elm Grove </title><p>x</p>").title == "Visits | Elm Grove"
