"""What holds for every text that ingest can be given."""

from __future__ import annotations

import contextlib
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.html.reader import read_html
from policy_audit.ingest.formats.markdown import read_markdown
from policy_audit.ingest.formats.readers import READERS
from policy_audit.ingest.formats.sniff import sniff
from policy_audit.ingest.formats.text import read_text
from policy_audit.ingest.layout.compose import compose
from policy_audit.ingest.layout.flow import flow
from policy_audit.ingest.layout.lines import Reading

PARTS = st.sampled_from(
    [
        *("1. ", "2) ", "(a) ", "A. ", "B. ", "iv. ", "4.1 ", "- ", "* ", "o ", "□ ", "Step 1: "),
        *("Q: ", "A: ", "# ", "## ", "**", "_", "> ", "| a | b |\n", "|--|--|\n", "```", "---"),
        *("\n", "\n\n", "  ", "\t", "é", "ﬁ", "\u202e", "&amp;", "&#x202e;", "<!--", "-->"),
        *("The principal asks for a card.", "and waits", "STUDENT RECORDS", "Dear families,"),
        *("<p>", "</p>", "<ul><li>", "</ul>", "<table><tr><td>", "</table>", "<h2>", "</h2>"),
        *("<br>", "<b>", "</b>", "<dt>", "<summary>", "<pre>", "March 4, 2025"),
    ]
)
TEXTS = st.lists(
    PARTS | st.text(st.characters(exclude_characters="\x00"), max_size=12), max_size=40
)


def composed(reading: Reading, *, titles: bool) -> None:
    text, blocks = compose(flow(reading.entries, titles_by_look=titles))
    at = 0
    for block in blocks:
        covered = block.span.of(text)
        assert covered == covered.strip() != ""
        assert text[at : block.span.start].strip() == ""
        assert block.span.start >= at
        at = block.span.end
    assert at == len(text)
    assert unicodedata.is_normalized("NFC", text)


@settings(max_examples=150, deadline=None)
@given(TEXTS.map("".join), st.booleans())
def test_blocks_hold_every_visible_character_in_order(text: str, titles: bool) -> None:
    data = text.encode("utf-8", "replace")
    composed(read_text(data), titles=titles)
    composed(read_markdown(data), titles=titles)
    composed(read_html(data), titles=titles)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=30), max_size=10))
def test_no_word_of_a_plain_text_is_lost(paragraphs: list[str]) -> None:
    text = "\n\n".join(f"x{paragraph}." for paragraph in paragraphs)
    made, _ = compose(flow(read_text(text.encode()).entries, titles_by_look=True))
    assert made.split() == text.split()


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400), st.sampled_from(["a.pdf", "a.docx", "a.html", "a.md", "a.txt", "a"])
)
def test_bytes_are_read_or_refused_and_never_crash(data: bytes, name: str) -> None:
    for start in (b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"):
        with contextlib.suppress(UnreadableError):
            form, _ = sniff(start + data, name)
            READERS[form](start + data)
