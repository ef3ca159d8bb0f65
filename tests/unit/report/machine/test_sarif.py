from __future__ import annotations

import gzip
import itertools
import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from policy_audit.model import (
    Assessment,
    Change,
    Comparison,
    DistrictComparison,
    DocumentChanges,
    FindingChange,
    RecordedRequirement,
    RequirementKind,
)
from policy_audit.report import sarif, write
from policy_audit.report.sarif import MOST_BYTES, MOST_RESULTS, render

from ..assessments import build

MAIN = "sarif/policy-audit.sarif"
Valid = Callable[[str, bytes], Any]


def _run(assessment: Assessment) -> Any:
    return json.loads(render(assessment)[MAIN])["runs"][0]


def _result(assessment: Assessment, district: str, requirement: str) -> Any:
    found = [
        r
        for r in _run(assessment)["results"]
        if (r["properties"]["district"], r["ruleId"]) == (district, requirement)
    ]
    assert len(found) == 1
    return found[0]


def test_golden(assessment: Assessment, golden: Callable[[str, bytes], None]) -> None:
    golden("report/policy-audit.sarif", render(assessment)[MAIN])


def test_it_keeps_the_official_schema(assessment: Assessment, valid: Valid) -> None:
    log = valid("sarif-2.1.0", render(assessment)[MAIN])
    assert len(log["runs"]) == 1


def test_rules_hold_no_control_characters(assessment: Assessment) -> None:
    [first, *others] = assessment.baseline.requirements
    hostile = "Red \x1b[31m and \u202eback"
    remedy = replace(first.remediation, language=hostile, actor=hostile)
    told = replace(first, title=hostile, statement=hostile, remediation=remedy)
    baseline = replace(assessment.baseline, requirements=(told, *others))
    rule = _run(replace(assessment, baseline=baseline))["tool"]["driver"]["rules"][0]
    texts = [rule[key]["text"] for key in ("shortDescription", "fullDescription", "help")]
    for text in texts:
        assert "Red \ufffd[31m and \ufffdback" in text
        assert not {"\x1b", "\u202e"} & set(text)


def test_sarif_tools_read_it(assessment: Assessment, tmp_path: Path) -> None:
    from sarif import loader

    write(assessment, tmp_path, ["sarif"])
    files = loader.load_sarif_files(str(tmp_path / MAIN))
    records = files.get_records()
    assert len(records) == len(_run(assessment)["results"])
    assert {record["Severity"] for record in records} == {"error", "warning", "note"}
    assert all(record["Location"] for record in records)


def test_every_gap_is_a_result_at_a_file_and_nothing_else_is(assessment: Assessment) -> None:
    gaps = sum(f.determination.is_gap for d in assessment.districts for f in d.findings)
    results = _run(assessment)["results"]
    assert len(results) == gaps > 10
    for result in results:
        [location] = result["locations"]
        place = location["physicalLocation"]
        assert unquote(place["artifactLocation"]["uri"]).startswith("town policies/")
        assert place["artifactLocation"]["uri"].isascii()
        assert place["region"]["startLine"] >= 1


def test_what_is_missing_is_shown_at_the_main_document(assessment: Assessment) -> None:
    place = _result(assessment, "maple-hollow", "no-retaliation")["locations"][0]
    uri = place["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "town%20policies/maple-hollow/policy.pdf"


def test_a_waiver_is_a_suppression_and_a_stale_one_is_not(assessment: Assessment) -> None:
    [suppression] = _result(assessment, "maple-hollow", "staff-training")["suppressions"]
    assert suppression["status"] == "accepted"
    assert "Waived by A. Reader" in suppression["justification"]
    stale = _result(assessment, "maple-hollow", "records-release")
    assert "suppressions" not in stale
    assert "Stale, no longer counts" in stale["message"]["text"]


def test_fingerprints_stay_while_words_stay_and_are_each_its_own(assessment: Assessment) -> None:
    def prints(of: Assessment) -> dict[tuple[str, str], str]:
        return {
            (r["properties"]["district"], r["ruleId"]): r["partialFingerprints"]["policyAudit/v1"]
            for r in _run(of)["results"]
        }

    before = prints(assessment)
    assert len(set(before.values())) == len(before)
    moved = replace(
        assessment,
        districts=tuple(
            replace(d, district=replace(d.district, root="elsewhere"), documents=d.documents[::-1])
            for d in assessment.districts
        ),
    )
    assert prints(moved) == before
    line = "primaryLocationLineHash"
    hashes = [r["partialFingerprints"][line] for r in _run(assessment)["results"]]
    assert len(set(hashes)) == len(hashes)


def test_a_comparison_gives_each_result_its_state(assessment: Assessment) -> None:
    def change(name: str, kind: Change) -> FindingChange:
        asked = RecordedRequirement(name, name, RequirementKind.REQUIRES, ())
        return FindingChange(asked, kind, None, None)

    changes = (
        change("staff-training", Change.OPENED),
        change("records-release", Change.WORSE),
        change("agent-identification", Change.UNCHANGED),
        change("no-retaliation", Change.NOT_COMPARABLE),
    )
    district = DistrictComparison("maple-hollow", "Maple", DocumentChanges(), changes)
    log = json.loads(render(assessment, Comparison("", (), (district,)))[MAIN])
    states = {
        r["ruleId"]: r.get("baselineState")
        for r in log["runs"][0]["results"]
        if r["properties"]["district"] == "maple-hollow"
    }
    assert states["staff-training"] == "new"
    assert states["records-release"] == "updated"
    assert states["agent-identification"] == "unchanged"
    assert states["no-retaliation"] is None


def test_unread_documents_are_notifications(assessment: Assessment) -> None:
    notifications = _run(assessment)["invocations"][0]["toolExecutionNotifications"]
    assert len(notifications) == len(assessment.unread) == 2


def test_rules_stay_within_what_is_shown(assessment: Assessment) -> None:
    rules = _run(assessment)["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [r.id for r in assessment.baseline.requirements]
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in rules)


def _many(count: int, quote: Callable[[], str] | None = None) -> Assessment:
    """The made district again and again, as a state's audit would have it."""
    built = build()
    [maple] = [d for d in built.districts if d.district.id == "maple-hollow"]

    def worded(district: Any) -> Any:
        if quote is None:
            return district
        return replace(
            district,
            findings=tuple(
                replace(
                    f,
                    reasons=(),
                    observations=tuple(
                        replace(o, evidence=tuple(replace(e, quote=quote()) for e in o.evidence))
                        for o in f.observations
                    ),
                )
                for f in district.findings
            ),
        )

    districts = tuple(
        worded(replace(maple, district=replace(maple.district, id=f"d{n:05}")))
        for n in range(count)
    )
    return replace(built, districts=districts)


def _districts_of(log: bytes) -> list[str]:
    results = json.loads(log)["runs"][0]["results"]
    return [key for key, _ in itertools.groupby(r["properties"]["district"] for r in results)]


def test_more_results_than_are_shown_are_split_by_district(valid: Valid) -> None:
    each = sum(f.determination.is_gap for f in _many(1).districts[0].findings)
    many = _many(2 * MOST_RESULTS // each + 10)
    files = render(many)
    assert list(files) == [MAIN, "sarif/policy-audit-2.sarif", "sarif/policy-audit-3.sarif"]
    logs = [json.loads(content) for content in files.values()]
    assert all(len(log["runs"][0]["results"]) <= MOST_RESULTS for log in logs)
    assert all(len(gzip.compress(content)) <= MOST_BYTES for content in files.values())
    ids = [log["runs"][0]["automationDetails"]["id"] for log in logs]
    assert len(set(ids)) == 3
    told = [name for content in files.values() for name in _districts_of(content)]
    assert told == sorted(d.district.id for d in many.districts)


def test_a_log_that_is_too_large_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = random.Random(6)  # noqa: S311
    many = _many(9, lambda: noise.randbytes(140).hex())
    whole = len(gzip.compress(render(many)[MAIN]))
    monkeypatch.setattr(sarif, "MOST_BYTES", whole // 2)
    files = render(many)
    assert len(files) > 1
    assert all(len(gzip.compress(content)) <= whole // 2 for content in files.values())
    assert [n for c in files.values() for n in _districts_of(c)] == [f"d{n:05}" for n in range(9)]


def test_files_that_are_needed_no_more_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 20)
    write(_many(9), tmp_path, ["sarif"])
    assert len(list((tmp_path / "sarif").iterdir())) > 2
    write(_many(1), tmp_path, ["sarif"])
    assert [path.name for path in (tmp_path / "sarif").iterdir()] == ["policy-audit.sarif"]
