from __future__ import annotations

import pytest

from policy_audit.ingest.formats.markdown import read_markdown
from policy_audit.ingest.layout.flow import flow


def texts(text: str) -> list[str]:
    return [p.text for p in flow(read_markdown(text.encode()).entries, titles_by_look=False)]


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_is_left_out(fence: str) -> None:
    assert texts(f"{fence}\ntitle: x\n\ntags = 1\n{fence}\nBody.") == ["Body."]


def test_a_rule_over_text_is_no_front_matter() -> None:
    assert texts("---\nSome text here.\n\n---\n\nMore.") == ["Some text here.", "More."]


def test_visible_text_only() -> None:
    text = "See [the *form*](http://x.example) ![logo](l.png) now<!-- no -->. \\*kept\\* &amp; `a`"
    assert texts(text) == ["See the form now. *kept* & a"]


def test_raw_html_is_read_as_a_page() -> None:
    assert texts("<script>alert(1)</script>\n\n<p>Shown</p>\n\nText") == ["Shown", "Text"]


def test_indented_and_fenced_text_is_not_lost() -> None:
    assert texts("Intro:\n\n    Indented words.\n\n```\nFenced words.\n```") == [
        "Intro:",
        "Indented words.",
        "Fenced words.",
    ]


def test_deeply_nested_text_is_not_lost() -> None:
    assert texts("> " * 40 + "deep") == ["deep"]
