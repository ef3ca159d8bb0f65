from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policy_audit.model import Assessment, District, Finding, Observation
from policy_audit.report.markdown import escaped, render

from .assessments import HOSTILE, HOSTILE_TEXT


def _tokens(text: str) -> list[Token]:
    flat = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        flat.append(token)
        flat += token.children or []
    return flat


@pytest.fixture
def summary(assessment: Assessment) -> str:
    return render(assessment)["summary.md"].decode("utf-8")


def test_golden(assessment: Assessment, golden: Callable[[str, bytes], None]) -> None:
    golden("report/summary.md", render(assessment)["summary.md"])


def test_no_text_of_a_document_becomes_markup(summary: str) -> None:
    kinds = {token.type for token in _tokens(summary)}
    assert not kinds & {"html_inline", "html_block", "image", "code_inline", "fence", "em_open"}
    links = [str(token.attrs["href"]) for token in _tokens(summary) if token.type == "link_open"]
    assert links == [
        "https://odd.example/policy.pdf",
        "https://maple.example/policy.pdf",
        "https://maple.example/1234r.pdf",
    ]


def test_documents_carry_what_the_summary_rests_on(summary: str, assessment: Assessment) -> None:
    read = summary.split("## Documents read")[1]
    for district in assessment.districts:
        assert all(d.source.sha256 in read for d in district.documents)
    assert "board policy 1234, 4 February 2025, revised, <https://maple.example/policy.pdf>" in read
    assert "restated, javascript:alert(document.domain)" in read


def test_every_table_row_has_the_columns_of_its_head(summary: str) -> None:
    tables: list[list[int]] = []
    for token in _tokens(summary):
        if token.type == "table_open":
            tables.append([])
        elif token.type == "tr_open":
            tables[-1].append(0)
        elif token.type in {"th_open", "td_open"}:
            tables[-1][-1] += 1
    assert [len(set(rows)) for rows in tables] == [1, 1]
    # A row broken by a bar would have been filled up or cut to the head: count its bars too.
    bars = [line.replace("\\|", "").count("|") for line in summary.splitlines() if "|" in line]
    assert set(bars) - {0} == {9, 6}


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        HOSTILE_TEXT,
        "# heading",
        "1. item",
        "- item",
        "> quote",
        "---",
        "| a | b |",
        "[x]: http://evil.example",
        "<http://evil.example>",
        "two\n\nparagraphs",
        "    code",
        "a\\",
        "&lt;b&gt;",
        "$x$ ~~y~~ __z__ ==w== ^v^",
        "text\n===",
        "===",
        "1) item",
        "1986. A year",
        "+ item",
        "#1 and GH-2 and @team",
        ":smile:",
        "https://evil.example:80/",
    ],
)
@pytest.mark.parametrize("before", ["", "- ", "word "])
def test_escaped_text_is_read_as_itself(text: str, before: str) -> None:
    tokens = _tokens(before + escaped(text))
    kinds = {"paragraph_open", "inline", "text", "text_special", "paragraph_close"}
    if before == "- ":
        kinds |= {"bullet_list_open", "list_item_open", "list_item_close", "bullet_list_close"}
    assert {t.type for t in tokens} <= kinds
    read = "".join(t.content for t in tokens if t.type in {"text", "text_special"})
    plain = " ".join(text.replace("\u202e", "�").split())
    assert read.replace("\N{WORD JOINER}", "") == before.removeprefix("- ") + plain


def test_addresses_are_kept_from_becoming_links() -> None:
    said = escaped("see http://evil.example, www.evil.example, a@evil.example, #12, GH-3")
    for reference in ("://", "www.", "@evil", "#12", "GH-3"):
        assert reference not in said.replace("\\", "")


def test_many_districts_get_counts_in_place_of_the_matrix(assessment: Assessment) -> None:
    many = tuple(
        replace(assessment.districts[1], district=District(f"d{n}", f"District {n}"))
        for n in range(10, 20)
    )
    text = render(replace(assessment, districts=many))["summary.md"].decode("utf-8")
    gaps = text.split("## Gaps by district")[1].split("##")[0]
    assert "| District | Critical | High | Medium | Low |" in gaps
    assert gaps.count("| 1 | 2 | 3 | 0 |") == 10


def test_a_restated_text_has_no_quotation_marks(summary: str) -> None:
    contradictions = summary.split("## Contradictions")[1].split("##", maxsplit=1)[0]
    assert "“our office gives" in contradictions
    assert "Odd" not in contradictions
    assert "nothing is a quotation" in summary


def test_it_says_what_a_reader_has_to_know(summary: str) -> None:
    assert "draft made by a program for a person to review" in summary
    assert "North End: No document published by the district was audited." in summary
    assert "missing (predates the duty)" in summary


def test_what_governs_a_passage_stands_before_it(assessment: Assessment) -> None:
    def governed(observation: Observation) -> Observation:
        quotes = (replace(e, context="With any paper:") for e in observation.evidence)
        return replace(observation, evidence=tuple(quotes))

    def told(finding: Finding) -> Finding:
        return replace(finding, observations=tuple(map(governed, finding.observations)))

    districts = (replace(d, findings=tuple(map(told, d.findings))) for d in assessment.districts)
    changed = replace(assessment, districts=tuple(districts))
    plain, said = (render(each)["summary.md"].decode("utf-8") for each in (assessment, changed))
    contradiction = next(
        line for line in plain.splitlines() if line.startswith("  - contradicted: “")
    )
    words = contradiction.removeprefix("  - contradicted: “")
    assert f"  - contradicted: “With any paper: … {words}" in said.splitlines()
