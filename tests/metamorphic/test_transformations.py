"""The transformations do what their names say, and nothing to a text they do not concern."""

from __future__ import annotations

import pytest

from metamorphic import transformations
from metamorphic.renderings import as_html, as_text, parts_of
from metamorphic.transformations import MARKDOWN, TEXT

NOTE = """# Doors

- The "main" door isn't open - ring the bell.
   - Ask an ICE agent for a badge.

1. Call the office.
2. Immigration officers wait.

**Note.** Agents - all of them - wait outside.
"""


def test_wrapping_keeps_words_markers_and_headings() -> None:
    long = "# A heading of some length\n\n- " + "word " * 20 + "- end\n"
    made = transformations.rewrapped(long, width=20)
    assert made.split() == long.split()
    lines = made.split("\n")
    assert lines[0] == "# A heading of some length"
    assert lines[2].startswith("- word")
    assert all(line.startswith("  word") for line in lines[3:-1])
    assert max(map(len, lines[1:])) <= 20


def test_only_leading_bullets_are_replaced() -> None:
    made = transformations.with_bullets(NOTE, mark="•").split("\n")
    assert made[2] == '• The "main" door isn\'t open - ring the bell.'
    assert made[3] == "   • Ask an ICE agent for a badge."
    assert made[8] == "**Note.** Agents - all of them - wait outside."


def test_quotes_become_curly_and_straight_again() -> None:
    made = transformations.curly(NOTE)
    assert "The “main” door isn’t open" in made
    assert transformations.straight(made) == NOTE


@pytest.mark.parametrize(("form", "second"), [("a)", "b)"), ("(1)", "(2)"), ("1)", "2)")])
def test_only_the_numbers_of_lists_change(form: str, second: str) -> None:
    made = transformations.renumbered(NOTE, form=form)
    assert f"\n{second} Immigration officers wait." in made
    assert transformations.renumbered("12 doors. 1. no", form=form) == "12 doors. 1. no"


def test_agents_are_renamed_with_their_article_and_number() -> None:
    made = transformations.renamed(NOTE, agent="non-local law enforcement officer")
    assert "Ask a non-local law enforcement officer for a badge." in made
    assert "2. Non-local law enforcement officers wait." in made
    assert "Ask an ICE agent" in transformations.renamed(NOTE, agent="ICE agent")
    assert transformations.has_plain_agents(NOTE)
    assert not transformations.has_plain_agents(NOTE + "The police help ICE agents.")


def test_markdown_and_text_have_the_same_parts() -> None:
    plain = as_text(NOTE, MARKDOWN).decode()
    assert plain == (
        'Doors\n\n- The "main" door isn\'t open - ring the bell.\n   - Ask an ICE agent for a badge.\n'
        "1. Call the office.\n2. Immigration officers wait.\n\n"
        "Note. Agents - all of them - wait outside.\n"
    )
    of_markdown = ["".join(run.text for run in part.runs) for part in parts_of(NOTE, MARKDOWN)]
    of_text = ["".join(run.text for run in part.runs) for part in parts_of(plain, TEXT)]
    assert of_text == of_markdown


def test_html_escapes_what_is_no_markup() -> None:
    assert b"<p>1 &lt; 2<br>&amp; so on</p>" in as_html("1 < 2\n& so on\n", TEXT)
