"""Whatever a document says, it stays text in every report."""

from __future__ import annotations

import csv
import io
import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policy_audit.report import csv as csv_report
from policy_audit.report.markdown import escaped
from policy_audit.report.pages import names

MARKUP = st.text(alphabet=st.sampled_from(list("ab1 \t\n<>&\"'`*_[]()#!|\\-+=.:/@~^{}$")))
TEXT = st.one_of(MARKUP, st.text(st.characters(exclude_categories=[])))


@given(TEXT)
def test_markdown_stays_text(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse("- " + escaped(text))
    assert [t.type for t in tokens if t.nesting == 1] in (
        ["bullet_list_open", "list_item_open", "paragraph_open"],
        ["bullet_list_open", "list_item_open"],
    )
    assert {t.type for i in tokens for t in i.children or ()} <= {"text", "text_special"}


@given(TEXT)
def test_a_row_of_a_markdown_table_keeps_its_cells(text: str) -> None:
    table = f"| a | b |\n| --- | --- |\n| {escaped(text)} | end |"
    tokens = MarkdownIt("commonmark").enable("table").parse(table)
    cells = [after for t, after in pairwise(tokens) if t.type == "td_open"]
    assert len(cells) == 2
    assert cells[1].content == "end"


@given(TEXT)
def test_a_cell_is_one_line_and_no_formula(text: str) -> None:
    cell = csv_report.cell(text)
    out = io.StringIO()
    csv.writer(out).writerow([cell, "end"])
    assert next(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [cell, "end"]
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    cell.encode("utf-8")


@given(st.sets(st.text(st.characters(exclude_categories=[]), max_size=80), max_size=8))
def test_page_names_are_safe_and_unique(ids: set[str]) -> None:
    given_names = names(ids)
    assert set(given_names) == ids
    assert len(set(given_names.values())) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,70}", n) for n in given_names.values())
