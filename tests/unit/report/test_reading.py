from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from policy_audit.model import (
    Block,
    BlockKind,
    Document,
    DocumentMeta,
    LeftOut,
    LeftOutReason,
    Link,
    Quality,
    Source,
    Span,
)
from policy_audit.report import render_reading
from policy_audit.segment import segment

from .assessments import HOSTILE_TEXT

STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
PARTS = [
    (BlockKind.HEADING, 2, None, 1, f"Visits {HOSTILE_TEXT}"),
    (BlockKind.PARAGRAPH, 0, None, 1, "Q: What must staff do? A: They shall:"),
    (BlockKind.ITEM, 1, "1.", 1, "call the office; and"),
    (BlockKind.ITEM, 2, "a.", 2, f"write. {HOSTILE_TEXT}"),
    (BlockKind.HEADING, 4, None, 2, "Records"),
    (BlockKind.FOOTNOTE, 0, "7", 2, "WHEREAS nobody is read here."),
]


def document(*parts: tuple[BlockKind, int, str | None, int | None, str]) -> Document:
    text, blocks = "", []
    for kind, level, marker, page, said in parts:
        start = len(text)
        text += said + "\n\n"
        blocks.append(Block(kind, Span(start, start + len(said)), level, marker, page, 0.914))
    return Document(
        Source(f"{HOSTILE_TEXT}.pdf", "0" * 64, 12345),
        DocumentMeta(f"<script>{HOSTILE_TEXT}</script>", policy_number="5145.<b>13"),
        text,
        tuple(blocks),
        page_count=2,
        notes=(f"A note {HOSTILE_TEXT}",),
        left_out=(
            LeftOut(LeftOutReason.DELETED, f"Gone {HOSTILE_TEXT}", 2),
            LeftOut(LeftOutReason.FURNITURE, "x" * 5000),
        ),
        links=(Link("Policy 1", "https://example.org/1"), Link("", f"javascript:{HOSTILE_TEXT}")),
        quality=Quality(0.0123, (2,), 0.91),
    )


@pytest.fixture(scope="module")
def page() -> str:
    made = document(*PARTS)
    return render_reading(made, segment(made)).decode("utf-8")


@pytest.fixture(scope="module")
def tree(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(page)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_nothing_of_the_document_becomes_markup(tree: LexborHTMLParser) -> None:
    nodes = list(tree.css("*"))
    assert not {n.tag for n in nodes} & {"script", "img", "iframe", "link", "object", "form"}
    seen = {key.lower() for node in nodes for key in node.attributes}
    assert not [key for key in seen if key.startswith("on")]
    assert not seen & {"src", "srcset", "style", "action", "data"}
    links = [str(node.attributes["href"]) for node in tree.css("a")]
    assert links == ["#main", "https://example.org/1"]
    style = tree.css("style")[0].text()
    assert "url(" not in style
    assert "@import" not in style
    assert HOSTILE_TEXT.replace("\u202e", "\ufffd") in tree.css(".block")[0].text()


def test_everybody_can_read_it(page: str, tree: LexborHTMLParser) -> None:
    assert tree.css("html")[0].attributes["lang"] == "en"
    assert len(tree.css("h1")) == len(tree.css("main")) == len(tree.css("title")) == 1
    ids = [str(node.attributes["id"]) for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert {n.attributes["aria-labelledby"] for n in tree.css("[aria-labelledby]")} <= set(ids)
    levels = [int((n.tag or "")[1]) for n in tree.css("h1, h2, h3, h4, h5, h6")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {node.attributes["scope"] for node in tree.css("th")} == {"col", "row"}
    assert not re.findall(r"\w</(?:span|a|b)><(?:span|a|b)", STYLE.sub("", page))


def test_each_clause_stands_with_its_role_number_and_what_governs_it(
    tree: LexborHTMLParser,
) -> None:
    kinds = texts(tree, ".block > .kind")
    assert kinds == [
        "heading 2, OCR 91%",
        "paragraph, OCR 91%",
        "item 1., OCR 91%",
        "item 2 a., OCR 91%",
        "heading 4, OCR 91%",
        "footnote 7, OCR 91%",
    ]
    question = tree.css(".block")[1]
    assert [n.text() for n in question.css(".role")] == ["question", "lead-in"]
    assert [n.text() for n in question.css(".outside")] == ["Q:", "A:"]
    assert texts(tree, ".block:nth-of-type(3) .governed") == [
        "answers: What must staff do?",
        "under: They shall:",
    ]
    assert texts(tree, ".pagebreak") == ["Page 1", "Page 2"]
    assert texts(tree, ".key .role") == [
        "sentence",
        "item",
        "heading",
        "lead-in",
        "question",
        "recital",
    ]


def test_what_was_left_out_and_how_well_it_was_read(tree: LexborHTMLParser) -> None:
    cells = texts(tree, "tbody th, tbody td")
    assert cells[:2] == ["deleted or struck through", "2"]
    assert cells[2].startswith("Gone")
    assert cells[3:5] == ["page furniture", "–"]
    assert len(cells[5]) == 600
    assert texts(tree, "section:first-of-type li")[:3] == [
        "1.2% of the characters have no meaning.",
        "Pages without text: 2.",
        "Read by text recognition (OCR), 91% sure of the words.",
    ]


def test_a_document_without_anything_else_is_a_page() -> None:
    bare = Document(
        Source("a.txt", "0" * 64, 1),
        DocumentMeta(""),
        "Wait.",
        (Block(BlockKind.PARAGRAPH, Span(0, 5)),),
    )
    tree = LexborHTMLParser(render_reading(bare, segment(bare)).decode("utf-8"))
    assert texts(tree, "h1") == ["a.txt"]
    assert texts(tree, ".clause .words") == ["Wait."]


KINDS = st.sampled_from(BlockKind)
SAID = st.text(st.characters(exclude_categories=[]), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KINDS, st.integers(0, 9), st.none() | SAID, st.none(), SAID), max_size=6))
def test_no_letter_of_the_text_is_lost(
    parts: list[tuple[BlockKind, int, str | None, int | None, str]],
) -> None:
    made = document(*parts)
    tree = LexborHTMLParser(render_reading(made, segment(made)).decode("utf-8"))
    shown = "".join(n.text() for n in tree.css(".words, .outside"))
    for said in ("".join(c for c in text if c.isascii() and c.isalnum()) for text in (made.text,)):
        assert "".join(c for c in shown if c.isascii() and c.isalnum()) == said
