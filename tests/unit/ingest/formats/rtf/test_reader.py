from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.ingest.formats.rtf import tokens as rtf_tokens
from policy_audit.ingest.formats.rtf.reader import read_rtf
from policy_audit.ingest.formats.rtf.tokens import Close, Open, Word, tokens
from policy_audit.ingest.formats.shared import pace
from policy_audit.model import UnreadCategory

from ...conftest import lines

Read = Callable[..., Any]
SHEET = r"{\stylesheet{\s0 Normal;}{\s1\b\fs32 heading 1;}{\*\cs10 Strong;}{\s2 Title;}}"


def rtf(body: str, head: str = "") -> bytes:
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + head + SHEET + body + "}").encode("cp1252")


def test_headings_lists_tables_and_breaks(read: Read) -> None:
    body = r"""
{\pard\s2 Elm Grove\par}
\pard\s1\b Visits\b0\par
\pard\plain Say this:\line Please
 wait.\par
{\listtext\pard\plain 1.\tab}\pard\ls1\ilvl0 Call the office.\par
{\listtext\pard\plain a)\tab}\pard\ls1\ilvl1 Ask for a card.\par
{\listtext\pard\plain\f3 \'b7\tab}\pard\ls2 Stay calm.\par
\pard\outlinelevel2 Records\par
\trowd\cellx100\cellx200\pard\intbl Form I-200\cell An officer\par signs it\cell\row
\pard Done.\par
"""
    assert lines(read(rtf(body), "a.rtf")) == [
        "heading 1 - | Elm Grove",
        "heading 1 - | Visits",
        "paragraph 0 - | Say this:",
        "paragraph 0 - | Please wait.",
        "item 1 1. | Call the office.",
        "item 2 a) | Ask for a card.",
        "item 1 - | Stay calm.",
        "heading 3 - | Records",
        "row 0 - | Form I-200 | An officer signs it",
        "paragraph 0 - | Done.",
    ]


def test_footnotes_stand_apart(read: Read) -> None:
    note = r"{\super\chftn{\footnote\pard {\super\chftn} By a judge.}}"
    document = read(rtf(rf"Ask for an order{note} first.\par Wait.\par"), "a.rtf")
    assert lines(document) == [
        "paragraph 0 - | Ask for an order first.",
        "footnote 0 1 | By a judge.",
        "paragraph 0 - | Wait.",
    ]


def test_what_was_deleted_struck_hidden_or_repeated_is_left_out(read: Read) -> None:
    body = r"""{\header Elm Grove\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}
Staff {\deleted may }{\revised shall }{\strike not }{\v secretly }wait.\par{\header Elm Grove\par}"""
    document = read(rtf(body), "a.rtf")
    assert document.text == "Staff shall wait."
    assert [(e.reason.value, e.text) for e in document.left_out] == [
        ("furniture", "Elm Grove"),
        ("furniture", "Page 1"),
        ("deleted", "may"),
        ("deleted", "not"),
        ("hidden", "secretly"),
    ]
    assert len(document.notes) == 2


def test_a_deleted_break_joins_paragraphs(read: Read) -> None:
    assert read(rtf(r"Wait{\deleted\par }here.\par"), "a.rtf").text == "Wait here."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"donn\'e9es", "données"),
        (r"\uc1\u8220 ?quoted\u8221\'94 text", "“quoted” text"),
        (r"\uc0\u233 t\u233 ", "été"),
        (r"{\uc2\u8220 ab}x\u8221 ?y", "“x”y"),
        (r"\u-10179?\u-8704? smile", "😀 smile"),
        (r"\u-10179? half", "half"),
        (r"\{a\\b\}", "{a\\b}"),
        (r"co\-op and a\~b\_c", "coop and a b‑c"),
        (r"\ldblquote a\rdblquote\emdash b", "“a”—b"),
        (r"{\pict\bin5 }{}\}}after", "after"),
        (r"{\*\unheardof hidden {inside}}seen", "seen"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}", "a link"),
        (r"{\*\shpinst{\*\shptxt In a box.}}", "In a box."),
        (r"{\fonttbl{\f0 Arial;}}{\info{\author Ann}}text", "text"),
    ],
)
def test_characters_and_groups(read: Read, body: str, text: str) -> None:
    assert read(rtf(body), "a.rtf").text == text


def test_other_code_pages(read: Read) -> None:
    data = rtf("Privet: ").replace(b"1252", b"1251").replace(b"Privet: }", b"\\'cf\\'f0\\'e8 }")
    assert read(data, "a.rtf").text == "При"


def test_the_title_of_the_file(read: Read) -> None:
    assert read(rtf(r"{\info{\title Visits}}Wait here."), "a.rtf").meta.title == "Visits"


def test_damaged_and_empty(read: Read) -> None:
    assert read(rtf(""), "a.rtf").category is UnreadCategory.EMPTY
    deep = b"{\\rtf1 " + b"{" * 100_000 + b"x"
    assert read(deep, "a.rtf").category is UnreadCategory.DAMAGED


PARTS = st.sampled_from(
    [
        *("{", "}", "\\par ", "\\cell", "\\row", "\\intbl ", "{\\*\\x ", "{\\footnote ", "\\u65?"),
        *("{\\listtext 1.\\tab}", "\\strike ", "\\v0 ", "\\bin3 ", "\\'e9", "\\", "\\s1 ", "text "),
        *("{\\stylesheet", "{\\header", "\\pard ", "\\plain ", "\\u-10179 ", "\\uc3 ", ";", "\n"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PARTS | st.text(max_size=3), max_size=40).map("".join))
def test_whatever_it_holds_it_is_read(body: str) -> None:
    data = b"{\\rtf1" + body.encode("utf-8", "replace")
    read_rtf(data)
    depth = 0
    for token in tokens(data):
        depth += isinstance(token, Open) - isinstance(token, Close)
        assert depth >= 0
        assert isinstance(token, Open | Close | Word | str)


def test_a_large_file_takes_time_in_proportion(read: Read) -> None:
    body = r"{\deleted gone }{\listtext 1.\tab}Wait here.\par " * 4_000
    document = read(rtf(body), "a.rtf")
    assert len(document.blocks) == 4_000


def test_a_long_text_tells_how_far_it_is() -> None:
    counts: list[int] = []
    with pace.watched(counts.append, pages=pace.MOST_PAGES):
        every = list(rtf_tokens.tokens(b"{\\rtf1 " + b"Officers wait.\\par\n" * 5000 + b"}"))
    assert len(every) > 5000
    assert counts == [1, 2, 3, 4]
