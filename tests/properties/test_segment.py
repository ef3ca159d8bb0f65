"""Clauses cover the text of every block in order, whatever the document."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.model import Block, BlockKind, Document, DocumentMeta, Source, Span
from policy_audit.segment import segment

# What may stand outside the clauses of a block: prefixes and inline enumerators.
DROPPED = re.compile(
    r"(?:Q|A|Question|Answer|QUESTION|ANSWER) ?\d{0,3}[.:](?=\s|$)"
    r"|\((?:\d{1,2}|[a-z]|[ivx]{2,4})\)|\b(?:\d{1,2}|[a-z])\)|\b(?:\d{1,2}|[A-Z])\."
)
WORDS = st.sampled_from(
    [
        *(
            "staff",
            "Agents",
            "must",
            "warrant",
            "No.",
            "Yes.",
            "U.S.",
            "e.g.",
            "C.F.R.",
            "§",
            "10-15c",
        ),
        *("Dear", "Families,", "Sincerely,", "WHEREAS,", "RESOLVED,", "NOW,", "THEREFORE,", "cf."),
        *(
            "Q:",
            "A:",
            "Q1.",
            "A.",
            "Question",
            "Answer:",
            "1.",
            "2.",
            "(1)",
            "(2)",
            "(a)",
            "(b)",
            "b)",
        ),
        *(
            "following:",
            "shall",
            "who?",
            "“Why?”",
            "...",
            "***",
            ";",
            ",",
            ".",
            ":",
            "?",
            "é",
            "1)",
            "or",
        ),
        *(
            "Legal",
            "Reference:",
            "Adopted:",
            "2025",
            "|",
            "•",
            "\n",
            "\n\n",
            "\t",
            "  ",
            "ß",
            "ﬁ",
            "x" * 300,
        ),
    ]
)
TEXTS = st.one_of(
    st.lists(WORDS, min_size=1, max_size=25).map(" ".join),
    st.text(min_size=1, max_size=60),
    st.lists(WORDS, min_size=1, max_size=12).map("".join),
)
BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(BlockKind),
        TEXTS,
        st.integers(0, 4),
        st.sampled_from([None, "1.", "2.", "a.", "(b)", "4.1", "Q.", "A.", "•", "iv."]),
    ),
    max_size=8,
)


def build(parts: list[tuple[BlockKind, str, int, str | None]]) -> Document:
    text = ""
    blocks = []
    for kind, words, level, marker in parts:
        text += f"\n{marker or ''} "
        blocks.append(Block(kind, Span(len(text), len(text) + len(words)), level, marker))
        text += words
    return Document(Source("x.txt", "0" * 64, 1), DocumentMeta("x"), text, tuple(blocks))


@given(BLOCKS)
@settings(max_examples=150, deadline=None)
def test_clauses_cover_every_block_in_order(
    parts: list[tuple[BlockKind, str, int, str | None]],
) -> None:
    document = build(parts)
    clauses = segment(document)
    left = list(document.text)
    end = 0
    for clause in clauses:
        assert end <= clause.span.start < clause.span.end
        end = clause.span.end
        assert clause.block in {block.span for block in document.blocks}
        assert clause.block.holds(clause.span)
        raw = clause.span.of(document.text)
        assert raw == raw.strip()
        assert len(raw) <= 1000
        assert clause.text == " ".join(raw.split())
        left[clause.span.start : clause.span.end] = "\n" * len(raw)
    for block in document.blocks:
        outside = DROPPED.sub(" ", "".join(left[block.span.start : block.span.end]))
        assert not any(character.isalnum() for character in outside)


@given(BLOCKS)
@settings(max_examples=50, deadline=None)
def test_the_same_document_gives_the_same_clauses(
    parts: list[tuple[BlockKind, str, int, str | None]],
) -> None:
    document = build(parts)
    clauses = segment(document)
    assert clauses == segment(document)
    assert len({clause.id for clause in clauses}) == len(clauses)
