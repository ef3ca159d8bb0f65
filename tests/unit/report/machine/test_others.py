"""JUnit, GitHub's annotations, GitLab's code quality, the comment, OSCAL."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import oscal_bindings
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from policy_audit.diff import compare
from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    DistrictAssessment,
    DistrictComparison,
    Seen,
    Unread,
    UnreadCategory,
)
from policy_audit.report import comment, github, gitlab, junit, oscal, wording
from policy_audit.report.notices import Notice, located, notices, place
from policy_audit.report.record import record_of

from ..changes.comparisons import build as build_comparison
from .conftest import SCHEMAS, build_with

Valid = Callable[[str, bytes], Any]
Golden = Callable[[str, bytes], None]


def test_golden(assessment: Assessment, golden: Golden) -> None:
    for renderer in (junit.render, github.render, gitlab.render, comment.render):
        for name, content in renderer(assessment).items():
            golden(f"report/{name}", content)


def test_junit_keeps_its_schema_and_counts(assessment: Assessment) -> None:
    root = etree.fromstring(junit.render(assessment)["junit.xml"])
    etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd")).assertValid(root)
    suites = root.findall("testsuite")
    assert [s.get("name") for s in suites] == sorted(d.district.id for d in assessment.districts)
    for suite in suites:
        assert int(suite.get("tests")) == len(suite.findall("testcase")) == 8
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped"))
    assert int(root.get("failures")) == sum(int(s.get("failures")) for s in suites)


def test_junit_skips_what_was_decided_or_could_not_be_told(assessment: Assessment) -> None:
    root = etree.fromstring(junit.render(assessment)["junit.xml"])

    def case(name: str) -> Any:
        [found] = root.xpath(f"//testcase[@classname='maple-hollow'][@name='{name}']")
        return found

    assert "Waived by A. Reader" in case("staff-training").find("skipped").get("message")
    assert case("welcome").find("skipped").get("message").startswith("not applicable.")
    assert case("records-release").find("failure").get("type") == "contradicted (critical)"
    assert "Stale" in case("records-release").find("failure").get("message")
    assert len(case("judicial-warrant")) == 0


def test_junit_fails_a_gap_that_a_reviewer_named() -> None:
    override = Decision(
        kind=DecisionKind.OVERRIDE,
        requirement="records-release",
        reviewer="A. Reader",
        date=date(2026, 7, 1),
        reason="The policy allows it",
        seen=Seen(Determination.MET),
        override=Determination.CONTRADICTED,
    )
    overridden = build_with({"records-release": override}.get)
    root = etree.fromstring(junit.render(overridden)["junit.xml"])
    [case] = root.xpath("//testcase[@classname='maple-hollow'][@name='records-release']")
    assert [child.tag for child in case] == ["failure"]


COMMAND = re.compile(r"::(error|warning|notice) file=[^,:\n]+,line=1,title=[^,:\n]+::[^\n\r]+")


def test_annotations_are_commands_at_files(assessment: Assessment) -> None:
    lines = github.render(assessment)["annotations.txt"].decode().splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert all(COMMAND.fullmatch(line) for line in commands)
    assert not any("staff-training" in line and "maple-hollow" in line for line in commands)


def test_an_older_gap_is_annotated_only_where_a_decision_lapsed(assessment: Assessment) -> None:
    record = record_of(assessment)
    comparison = compare(record, record)
    [line] = github.render(assessment, comparison)["annotations.txt"].decode().splitlines()
    assert "title=records-release (critical)::" in line
    assert "Stale, no longer counts" in line


def test_annotations_stop_at_the_limit_and_say_so(assessment: Assessment) -> None:
    [*many] = notices(assessment) * 5
    lines = list(github.lines(many))
    kinds = [line.split()[0] for line in lines if line.startswith("::")]
    assert max(kinds.count(kind) for kind in set(kinds)) == github.MOST
    open_gaps = sum(notice.decision is None for notice in many)
    assert lines[-1] == f"and {open_gaps - len(kinds)} more, in the report"


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
def test_no_text_becomes_a_command(text: str) -> None:
    notice: Notice = replace(_SAMPLE, message=text, path=text or "x")
    [line] = github.lines([notice])
    assert len(re.findall("[\r\n]", line)) == 0
    assert line.count("::") >= 2
    head = line.split("::")[1]
    assert head.count(",") == 2


def test_what_is_missing_stands_at_the_longest_document_of_the_districts_own(
    assessment: Assessment,
) -> None:
    for district in assessment.districts:
        own = district.own_documents or district.documents
        [missing, *_] = [f for f in district.findings if not f.telling_evidence()]
        path, page = place(district, missing)
        [chosen] = [d for d in own if located(district, d.source.path) == path]
        assert page is None
        assert len(chosen.text) == max(len(document.text) for document in own)


_SAMPLE = notices(build_with(lambda _: None))[0]


def test_code_quality_has_what_gitlab_asks_for(assessment: Assessment) -> None:
    issues = json.loads(gitlab.render(assessment)["gl-code-quality-report.json"])
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) > 10
    for issue in issues:
        assert issue["description"]
        assert issue["check_name"]
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert not issue["location"]["path"].startswith(("./", "/"))
        assert issue["location"]["lines"]["begin"] == 1


def test_the_comment_begins_with_its_marker_and_stays_short(assessment: Assessment) -> None:
    whole = comment.render(assessment, build_comparison())["comment.md"].decode()
    marker, headline, *_ = whole.splitlines()
    assert marker == comment.MARKER
    assert headline == (
        "### policy-audit: 2 requirements got worse, 1 district lost, "
        "1 requirement no longer determined, 1 decision no longer in force"
    )
    assert "<del>judicial</del><ins>valid</ins>" in whole
    [maple] = [d for d in assessment.districts if d.district.id == "maple-hollow"]
    many = tuple(replace(maple, district=replace(maple.district, id=f"d{n}")) for n in range(400))
    long = comment.render(replace(assessment, districts=many))["comment.md"].decode()
    assert len(long) < 65_536
    assert "And more, in the report." in long
    assert long.count("<details>") == long.count("</details>")


def test_what_fits_of_one_long_district_is_kept() -> None:
    comparison = build_comparison()
    first, *others = comparison.districts
    long = replace(first, changes=first.changes * 400)
    many = replace(comparison, districts=(long, *others))
    whole = comment.render(build_with(lambda _: None), many)["comment.md"].decode()
    assert 50_000 < len(whole) < 65_536
    assert "<del>judicial</del><ins>valid</ins>" in whole
    assert "And more, in the report." in whole
    assert whole.count("<details") == whole.count("</details>") == 1


def test_what_is_missing_quotes_nothing_that_came_near(assessment: Assessment) -> None:
    def lacking(district: DistrictAssessment) -> DistrictAssessment:
        found = (
            replace(f, determination=Determination.MISSING) if f.telling_evidence() else f
            for f in district.findings
        )
        return replace(district, findings=tuple(found))

    changed = replace(assessment, districts=tuple(map(lacking, assessment.districts)))
    near = [n for n in notices(changed) if n.row.finding.telling_evidence()]
    assert len(near) > 5
    for notice in near:
        assert wording.NOT_FOUND in notice.message
        assert "It says" not in notice.message
        assert notice.page is None


def test_the_comment_holds_no_markup_from_outside(assessment: Assessment) -> None:
    text = comment.render(assessment, build_comparison())["comment.md"].decode()
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inline = [t for token in tokens for t in token.children or ()]
    blocks = "".join(t.content for t in tokens if t.type == "html_block")
    html = blocks + "".join(t.content for t in inline if t.type == "html_inline")
    tags = set(re.findall(r"</?(\w+)", html))
    assert tags <= {"details", "summary", "del", "ins"}
    assert not {t.type for t in inline} & {"link_open", "image", "code_inline_open"}


def test_a_district_named_in_the_comment_calls_nobody_and_links_nowhere(
    assessment: Assessment,
) -> None:
    named = "Oak @octocat #12 GH-7 www.oak.example http://oak.example"
    districts = tuple(
        replace(d, district=replace(d.district, name=named)) for d in assessment.districts
    )
    text = comment.render(replace(assessment, districts=districts))["comment.md"].decode()
    assert "<summary>Oak @" in text
    for whole in ("@octocat", "&#64;", "#12", "GH-7", "www.oak", "http://oak"):
        assert whole not in text


def test_the_comment_says_when_nothing_got_worse() -> None:
    assessment = build_with(lambda _: None)
    same = replace(build_comparison(), districts=())
    assert b"nothing got worse" in comment.render(assessment, same)["comment.md"]
    other = replace(same, incomparable="another baseline")
    assert b"Not comparable: another baseline." in comment.render(assessment, other)["comment.md"]


def test_the_comment_names_what_is_no_better_than_worse(assessment: Assessment) -> None:
    def headline(told: Assessment, *districts: DistrictComparison) -> str:
        comparison = replace(build_comparison(), districts=districts)
        return comment.render(told, comparison)["comment.md"].decode().splitlines()[1]

    maple, lost, new = build_comparison().districts
    untold = replace(maple, changes=tuple(c for c in maple.changes if c.no_longer_told))
    undecided = build_with(lambda _: None)
    assert headline(undecided, new).endswith(": nothing got worse")
    assert headline(undecided, lost).endswith(": 1 district lost")
    assert headline(undecided, untold).endswith(": 1 requirement no longer determined")
    assert headline(assessment).endswith(": 1 decision no longer in force")
    assert headline(assessment, lost, untold).endswith(
        ": 1 district lost, 1 requirement no longer determined, 1 decision no longer in force"
    )
    assert headline(undecided, maple, lost).endswith(
        ": 2 requirements got worse, 1 district lost, 1 requirement no longer determined"
    )


def test_oscal_keeps_the_official_schemas(assessment: Assessment, valid: Valid) -> None:
    files = oscal.render(assessment)
    results = valid("oscal-assessment-results", files[oscal.RESULTS])
    catalog = valid("oscal-catalog", files[oscal.CATALOG])
    assert len(results["assessment-results"]["results"]) == len(assessment.districts)
    controls = catalog["catalog"]["controls"]
    assert [c["id"] for c in controls] == [r.id for r in assessment.baseline.requirements]


def test_oscal_results_have_another_uuid_when_anything_changed(assessment: Assessment) -> None:
    def uuid(*districts: DistrictAssessment) -> str:
        files = oscal.render(replace(assessment, districts=districts))
        return str(json.loads(files[oscal.RESULTS])["assessment-results"]["uuid"])

    [maple] = [d for d in assessment.districts if d.district.id == "maple-hollow"]
    [(place, waived)] = [
        (n, f) for n, f in enumerate(maple.findings) if f.decision and f.decision.in_force
    ]

    def with_finding(**values: Any) -> DistrictAssessment:
        findings = list(maple.findings)
        findings[place] = replace(waived, **values)
        return replace(maple, findings=tuple(findings))

    others = (
        with_finding(decision=None),
        with_finding(decision=replace(waived.decision, reason="Another reason")),
        with_finding(decision=replace(waived.decision, state=DecisionState.STALE)),
        with_finding(determination=Determination.MISSING),
        replace(maple, district=replace(maple.district, id="maple")),
        replace(maple, unread=(Unread("maple-hollow/x.pdf", UnreadCategory.GONE, "It went."),)),
    )
    assert uuid(maple) == uuid(with_finding())
    assert len({uuid(each) for each in (maple, *others)}) == 1 + len(others)


def test_oscal_is_read_by_a_binding(assessment: Assessment) -> None:
    files = {name: content.decode() for name, content in oscal.render(assessment).items()}
    results = oscal_bindings.parse_assessment_results(files[oscal.RESULTS])
    assert len(results.assessment_results.results) == len(assessment.districts)
    assert oscal_bindings.parse_catalog(files[oscal.CATALOG]).catalog.controls


def test_oscal_has_a_finding_only_where_something_was_determined(assessment: Assessment) -> None:
    results = json.loads(oscal.render(assessment)[oscal.RESULTS])["assessment-results"]["results"]
    told = (Determination.UNDETERMINED, Determination.NOT_APPLICABLE)
    for district, result in zip(
        sorted(assessment.districts, key=lambda d: d.district.id), results, strict=True
    ):
        determined = [f for f in district.findings if f.determination not in told]
        assert len(result["observations"]) == len(district.findings)
        assert len(result["findings"]) == len(determined)
        states = {f["target"]["status"]["state"] for f in result["findings"]}
        assert states <= {"satisfied", "not-satisfied"}


def test_oscal_refers_only_to_what_is_there(assessment: Assessment) -> None:
    files = oscal.render(assessment)
    results = json.loads(files[oscal.RESULTS])["assessment-results"]
    catalog = files[oscal.CATALOG].decode()
    uuids = re.findall(r'"uuid": "([^"]+)"', files[oscal.RESULTS].decode())
    assert len(uuids) == len(set(uuids))
    hrefs = re.findall(r'"href": "#([^"]+)"', files[oscal.RESULTS].decode())
    assert set(hrefs) <= set(uuids)
    for finding in (f for r in results["results"] for f in r["findings"]):
        assert f'"id": "{finding["target"]["target-id"]}"' in catalog
