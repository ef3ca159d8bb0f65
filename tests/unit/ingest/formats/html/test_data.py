from __future__ import annotations

import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from policy_audit.ingest.formats.html.data import page_address, page_date, questions
from policy_audit.ingest.formats.html.reader import read_html


def data_of(value: object) -> str:
    """The data as careful sites write it, without a bare "<"."""
    text = json.dumps(value).replace("<", "\\u003c")
    return f"<script type='application/ld+json'>{text}</script><p>Text.</p>"


def question(name: object, text: object) -> dict[str, object]:
    return {"@type": "Question", "name": name, "acceptedAnswer": {"@type": "Answer", "text": text}}


def test_questions_are_found_wherever_they_stand() -> None:
    page = data_of([{"@graph": [{"@type": "FAQPage", "mainEntity": [question("A?", "Yes.")]}]}])
    [found] = questions(LexborHTMLParser(page))
    assert (found.text, found.answer) == ("A?", "Yes.")


@pytest.mark.parametrize(
    "broken",
    [
        "<script type='application/ld+json'>{not json</script>",
        f"<script type='application/ld+json'>{'[' * 100_000}</script>",
        data_of(question(["A?"], "Yes.")),
        data_of(question("A?", {"text": "Yes."})),
        data_of(question("A?", "  ")),
    ],
)
def test_what_is_no_question_is_passed_over(broken: str) -> None:
    assert questions(LexborHTMLParser(broken)) == ()


def said(page: str) -> list[str]:
    return [entry.text for entry in read_html(page.encode()).entries]


def test_an_answer_that_stands_on_the_page_is_not_doubled() -> None:
    data = data_of({"mainEntity": [question("May they enter?", "<p>No.</p>")]})
    shown = "<h3>May they enter?</h3><p>No.</p><h3>May they call?</h3><p>Yes.</p>"
    assert said(data + shown) == ["Text.", "May they enter?", "No.", "May they call?", "Yes."]


def test_a_short_answer_goes_under_its_question() -> None:
    data = data_of({"mainEntity": [question("May they enter?", "<p>No.</p>")]})
    shown = "<h3>May they enter?</h3><h3>Is lunch free?</h3><p>No.</p>"
    assert said(data + shown) == ["Text.", "May they enter?", "No.", "Is lunch free?", "No."]


def test_an_answer_nested_too_deeply_is_left() -> None:
    data = data_of({"mainEntity": [question("May they enter?", "<div>" * 500 + "No.")]})
    assert said(data) == ["Text."]


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("<meta property='article:published_time' content='2025-02-03T10:00:00Z'>", "2025-02-03"),
        (
            "<meta name='date' content='2025-01'><meta property='og:updated_time' "
            "content='2025-03-09'>",
            "2025-03-09",
        ),
        ("<time datetime='2025-02-03'>last week</time>", "2025-02-03"),
        ("<meta name='date' content='2025-13-45'>", None),
        ("<meta name='date' content='soon'>", None),
    ],
)
def test_date(head: str, date: str | None) -> None:
    found = page_date(LexborHTMLParser(head))
    assert (found and found.text) == date


def test_address() -> None:
    page = "<link rel=canonical href='javascript:x'><base href='https://elm.example.org/'>"
    assert page_address(LexborHTMLParser(page)) == "https://elm.example.org/"
