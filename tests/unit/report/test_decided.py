from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import date

import jsonschema
import openpyxl
import pytest
from docx import Document
from pdfminer.high_level import extract_text

from policy_audit.errors import UsageError
from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    DistrictAssessment,
    Finding,
    Reply,
    Review,
    ReviewColumn,
    Seen,
)
from policy_audit.report import decided, pdf, ranking, wording
from policy_audit.report.district_page import DistrictPage, district_page
from policy_audit.report.formats import FORMATS
from policy_audit.report.site import site

from .test_json import SCHEMA

DAY = date(2026, 7, 1)
HOSTILE = "<script>alert(1)</script> =1+1 | [x](javascript:1)"
WAIVER = Decision(
    kind=DecisionKind.WAIVE,
    requirement="staff-training",
    reviewer="A. Reader",
    date=DAY,
    reason="The board votes in August",
    seen=Seen(Determination.PARTIAL),
    approver="B. Chair",
    expires=date(2026, 12, 31),
    since=DAY,
    found=Determination.PARTIAL,
)
OVERRIDE = replace(
    WAIVER, kind=DecisionKind.OVERRIDE, override=Determination.MET, approver=None, expires=None
)
LINES = [
    (
        WAIVER,
        "waived",
        "Waived by A. Reader on 1 July 2026, approved by B. Chair, until 31 December 2026 (UTC). "
        "The board votes in August.",
    ),
    (
        OVERRIDE,
        "overridden",
        "Overridden to met (the program read: partial) by A. Reader on 1 July 2026. "
        "The board votes in August.",
    ),
    (
        replace(WAIVER, kind=DecisionKind.ATTEST, approver=None),
        "attested",
        "Attested by A. Reader on 1 July 2026, to be looked at again by 31 December 2026 (UTC). "
        "The board votes in August.",
    ),
    (
        replace(OVERRIDE, state=DecisionState.STALE, why="Its clause has changed."),
        "stale",
        "Stale, no longer counts: Overridden to met (the program read: partial) by A. Reader on "
        "1 July 2026. The board votes in August. Its clause has changed.",
    ),
    (
        replace(WAIVER, state=DecisionState.EXPIRED, since=date(2027, 1, 1)),
        "expired",
        "Expired since 1 January 2027 (UTC), no longer counts: Waived by A. Reader on 1 July "
        "2026, approved by B. Chair, until 31 December 2026 (UTC). The board votes in August.",
    ),
]


CONFIRMED = wording.note(draft=False)
COUNTS = "3 waived, 3 overridden, 3 attested, 6 stale, 3 expired"


@pytest.mark.parametrize(("decision", "word", "line"), LINES, ids=[word for _, word, _ in LINES])
def test_a_decision_reads_as_one_line(decision: Decision, word: str, line: str) -> None:
    assert decided.word(decision) == word
    assert decided.line(decision) == line


def _decided(district: DistrictAssessment) -> DistrictAssessment:
    """The district with a decision of every word, each on a finding of its own."""

    def with_one(number: int, finding: Finding) -> Finding:
        if number >= len(LINES):
            return replace(finding, reply=Reply(finding.requirement, "The Board", DAY, HOSTILE))
        return replace(finding, decision=replace(LINES[number][0], reason=HOSTILE))

    return replace(
        district,
        findings=tuple(with_one(n, f) for n, f in enumerate(district.findings)),
        unplaced=(replace(WAIVER, state=DecisionState.STALE, why="Gone."),),
        unplaced_replies=(Reply("gone", "The Board", DAY, "We disagree."),),
        review=Review("E. Officer", DAY, "0" * 64, "1" * 64),
    )


@pytest.fixture(scope="module")
def with_decisions(assessment: Assessment) -> Assessment:
    return replace(assessment, districts=tuple(_decided(d) for d in assessment.districts))


def test_each_kind_is_counted_apart_and_none_is_dropped(with_decisions: Assessment) -> None:
    assert decided.counted(with_decisions.districts) == COUNTS
    found = decided.counts(with_decisions.districts)
    assert found.total() == sum(len(d.decisions()) for d in with_decisions.districts)


def test_json_holds_them_and_keeps_its_schema(with_decisions: Assessment) -> None:
    read = json.loads(FORMATS["json"](with_decisions)["assessment.json"])
    jsonschema.Draft202012Validator(SCHEMA).validate(read)
    district = read["districts"][0]
    assert district["draft"] is False
    assert district["decided"]["stale"] == 2
    assert [f["decision"]["counts_as"] for f in district["findings"][: len(LINES)]] == [
        word for _, word, _ in LINES
    ]


def test_csv_holds_them_and_no_formula(with_decisions: Assessment) -> None:
    text = FORMATS["csv"](with_decisions)["findings.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["decision"] for row in rows} == {"", *(word for _, word, _ in LINES)}
    assert all(not row["decided"].startswith("=") for row in rows)
    assert any("We disagree" not in row["reply"] and HOSTILE in row["reply"] for row in rows)


def test_markdown_holds_them_and_no_markup_of_theirs(with_decisions: Assessment) -> None:
    text = FORMATS["markdown"](with_decisions)["summary.md"].decode()
    assert f"## Decisions\n\n{COUNTS}.\n" in text
    assert "<script>" not in text
    assert "Expired since 1 January 2027 (UTC)" in text
    assert "We disagree." in text


def test_html_shows_each_at_its_finding_and_counts_them(with_decisions: Assessment) -> None:
    pages = {name: text.decode() for name, text in FORMATS["html"](with_decisions).items()}
    assert f"Decisions: {COUNTS}." in pages["index.html"]
    assert not any("draft for review" in page for page in pages.values())
    assert not any(wording.DRAFT_NOTE in page for page in pages.values())
    page = pages["districts/maple-hollow.html"]
    assert "confirmed by E. Officer on 1 July 2026" in page
    assert "<script>alert" not in page
    for _, _, line in LINES:
        start = line.partition("The board votes")[0]
        assert start in html.unescape(page)
    assert "staff-training: Stale, no longer counts" in page
    assert "gone: The district’s reply (The Board, 1 July 2026): We disagree." in page


def test_a_line_stands_under_the_facts_of_its_finding(with_decisions: Assessment) -> None:
    page = FORMATS["html"](with_decisions)["districts/north-end.html"].decode()
    heads = re.findall(r"<h3 id=.*?</header>", page, re.DOTALL)
    lines = [re.search(r"</p>\n<p class=.small.><b>Decision.</b> (\w+)", head) for head in heads]
    assert sum(line is not None for line in lines) == len(LINES)
    assert sum("The district’s reply" in head for head in heads) == len(heads) - len(LINES)


def test_the_workbook_holds_them_beside_the_reviewers_columns(with_decisions: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](with_decisions)["findings.xlsx"]))
    head, *rows = book["Findings"].iter_rows(values_only=True)
    found = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["Decided already"] for row in found} == {None, *(word for _, word, _ in LINES)}
    assert all(row[column.value] is None for row in found for column in ReviewColumn)
    assert any(HOSTILE in str(row["District’s reply"]) for row in found)
    overridden = [row for row in found if row["Decided already"] == "overridden"]
    assert overridden
    assert all(row["Confidence"] is None for row in overridden)
    summary = list(book["Summary"].iter_rows(values_only=True))
    assert CONFIRMED in [row[0] for row in summary]
    heads = next(row for row in summary if row[0] == "District")
    total = dict(zip(heads, summary[-1], strict=True))
    assert [total[word.capitalize()] for word in decided.WORDS] == [3, 3, 3, 0, 6, 3]


def test_a_workbook_without_decisions_does_not_count_them(assessment: Assessment) -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](assessment)["findings.xlsx"]))
    words = {word.capitalize() for word in decided.WORDS}
    assert not words & {str(cell.value) for row in book["Summary"] for cell in row}


def test_a_plan_holds_them_and_is_no_draft(with_decisions: Assessment) -> None:
    plan = Document(io.BytesIO(FORMATS["docx"](with_decisions)["plans/maple-hollow.docx"]))
    text = "\n".join(p.text for p in plan.paragraphs)
    assert "Confirmed by E. Officer on 1 July 2026. Audited" in text
    assert "Decisions: 1 waived" in text
    assert "Waived by A. Reader on 1 July 2026" in text
    assert "gone: The district’s reply (The Board, 1 July 2026): We disagree." in text
    assert CONFIRMED in text
    assert "Draft for review" not in text


def test_paper_holds_them_and_is_no_draft(
    with_decisions: Assessment, assessment: Assessment
) -> None:
    try:
        pdf.require()
    except UsageError as error:
        pytest.skip(str(error))
    maple = tuple(d for d in with_decisions.districts if d.district.id == "maple-hollow")
    files = FORMATS["pdf"](replace(with_decisions, districts=maple))
    words = {name: "".join(extract_text(io.BytesIO(text)).split()) for name, text in files.items()}
    counts = f"Decisions: {decided.counted(maple)}."
    assert all("".join(counts.split()) in text for text in words.values())
    page = words["districts/maple-hollow.pdf"]
    for _, _, line in LINES:
        assert "".join(line.partition("The board votes")[0].split()) in page
    assert "Confirmedbyareviewer" in page
    assert not any("Draftforreview" in text for text in words.values())
    undecided = extract_text(io.BytesIO(pdf.render_statewide(assessment)))
    assert "Draft for review" in undecided


def test_a_waived_gap_comes_after_the_open_ones(assessment: Assessment) -> None:
    [maple] = [d for d in assessment.districts if d.district.id == "maple-hollow"]
    worst = ranking.gaps(ranking.ruled(maple, assessment.baseline))[0].finding
    waived = replace(
        maple,
        findings=tuple(
            replace(f, decision=WAIVER) if f.requirement == worst.requirement else f
            for f in maple.findings
        ),
    )
    gaps = ranking.gaps(ranking.ruled(maple, assessment.baseline))
    ordered = ranking.gaps(ranking.ruled(waived, assessment.baseline))
    assert ordered[-1].finding.requirement == worst.requirement
    assert len(ordered) == len(gaps)


def _page(assessment: Assessment, district: DistrictAssessment) -> DistrictPage:
    changed = replace(assessment, districts=(district,))
    return district_page(changed, district, site(changed))


def test_a_settled_gap_is_never_what_to_do_first(assessment: Assessment) -> None:
    [maple] = [d for d in assessment.districts if d.district.id == "maple-hollow"]
    gaps = ranking.gaps(ranking.ruled(maple, assessment.baseline))

    def settled(names: set[str]) -> DistrictAssessment:
        findings = (
            replace(f, decision=WAIVER) if f.requirement in names else f for f in maple.findings
        )
        return replace(maple, findings=tuple(findings))

    left, *others = [row.requirement for row in gaps]
    page = _page(assessment, settled({each.id for each in others}))
    assert [gap.title for gap in page.mend] == [left.title]
    assert page.top == page.mend
    assert page.more_gaps == len(others)
    assert f"{len(others)} of the gaps are waived or attested." in page.bottom_line
    assert page.last_step.startswith("Have a person confirm")
    none = _page(assessment, settled({row.requirement.id for row in gaps}))
    assert (none.top, none.mend) == ((), ())
    assert none.no_gap == f"No gap is open: {len(gaps)} gaps waived or attested, shown below."


def test_a_confirmed_report_does_not_ask_to_be_confirmed(with_decisions: Assessment) -> None:
    [maple] = [d for d in with_decisions.districts if d.district.id == "maple-hollow"]
    page = _page(with_decisions, maple)
    assert page.last_step == "Audit again when a document changes."


def test_formats_for_programs_keep_no_draft_note_when_it_is_confirmed(
    with_decisions: Assessment, assessment: Assessment
) -> None:
    for name in ("sarif", "oscal", "comment"):
        drafts = b"".join(FORMATS[name](assessment).values()).decode()
        assert wording.DRAFT_NOTE in drafts
        assert wording.CONFIRMED_NOTE not in drafts
        confirmed = b"".join(FORMATS[name](with_decisions).values()).decode()
        assert wording.DRAFT_NOTE not in confirmed
        assert wording.CONFIRMED_NOTE in confirmed
        assert "confirmed by E. Officer on 1 July 2026" in confirmed
    first, *others = with_decisions.districts
    mixed = replace(with_decisions, districts=(replace(first, review=None), *others))
    assert wording.DRAFT_NOTE in b"".join(FORMATS["sarif"](mixed).values()).decode()
