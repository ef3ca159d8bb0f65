"""SARIF 2.1.0, within the limits of GitHub's code scanning: one run a file, whole districts each.

A gap is a result; one that a reviewer settled is a suppressed result; a document that could not be
read is a notification. What is met is not told: code scanning would show it as a gap.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from policy_audit.model import (
    Assessment,
    Change,
    Comparison,
    DistrictAssessment,
    Requirement,
    Severity,
)
from policy_audit.report import decided, ranking, wording
from policy_audit.report.notices import Notice, located, of_district
from policy_audit.report.pages import web_address
from policy_audit.report.wording import plain, plain_line

FOLDER = "sarif"
MOST_RESULTS = 5_000
"""In one file: GitHub shows no more of one run, and refuses a run with 25,000."""
MOST_BYTES = 10_000_000
"""Of one file, packed by gzip as it is uploaded: GitHub refuses larger ones."""

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_STATES = {
    Change.OPENED: "new",
    Change.WORSE: "updated",
    Change.BETTER: "updated",
    Change.UNCHANGED: "unchanged",
}

Json = dict[str, Any]
_States = Mapping[tuple[str, str], Change]


def render(assessment: Assessment, comparison: Comparison | None = None) -> Mapping[str, bytes]:
    """``sarif/policy-audit.sarif``, and further files by district where one would be too large.

    With a comparison, each result says whether it is ``new``, ``updated`` or ``unchanged``.
    """
    states = _states(comparison)
    files: dict[str, bytes] = {}
    for number, log in enumerate(_logs(assessment, states), 1):
        suffix = "" if number == 1 else f"-{number}"
        files[f"{FOLDER}/policy-audit{suffix}.sarif"] = log
    return files


def _states(comparison: Comparison | None) -> _States:
    districts = comparison.districts if comparison else ()
    return {(d.id, c.requirement.id): c.change for d in districts for c in d.changes}


def _logs(assessment: Assessment, states: _States) -> Iterator[bytes]:
    """One log for as many districts as fit into it; a district is never torn apart."""
    batch: list[DistrictAssessment] = []
    number, results = 1, 0
    for district in ranking.districts(assessment):
        count = sum(1 for _ in of_district(district, assessment.baseline))
        if batch and results + count > MOST_RESULTS:
            yield from _fitting(assessment, batch, states, number)
            number, batch, results = number + 1, [], 0
        batch.append(district)
        results += count
    yield from _fitting(assessment, batch, states, number)


def _fitting(
    assessment: Assessment, batch: list[DistrictAssessment], states: _States, number: int
) -> Iterator[bytes]:
    log = _log(assessment, batch, states, str(number))
    pending = [(batch, log)]
    while pending:
        districts, log = pending.pop()
        if len(districts) == 1 or len(gzip.compress(log)) <= MOST_BYTES:
            yield log
            continue
        middle = len(districts) // 2
        pending += [
            (half, _log(assessment, half, states, half[0].district.id))
            for half in (districts[middle:], districts[:middle])
        ]


def _log(
    assessment: Assessment, districts: list[DistrictAssessment], states: _States, part: str
) -> bytes:
    used = [
        (notice, states.get((notice.district.district.id, notice.row.requirement.id)))
        for district in districts
        for notice in of_district(district, assessment.baseline)
    ]
    run = {
        "tool": {"driver": _driver(assessment, wording.note(draft=_any_draft(districts)))},
        # Uploads of one commit must differ in this, or the later replaces the earlier.
        "automationDetails": {"id": f"policy-audit/{part}/"},
        "invocations": [_invocation(districts)],
        "columnKind": "unicodeCodePoints",
        "results": [_result(notice, change) for notice, change in used],
        "properties": {
            "standing": {
                plain_line(d.district.id): plain_line(decided.standing(d)) for d in districts
            }
        },
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _any_draft(districts: list[DistrictAssessment]) -> bool:
    return any(district.is_draft for district in districts)


def _driver(assessment: Assessment, note: str) -> Json:
    return {
        "name": "policy-audit",
        "version": assessment.run.tool_version,
        "rules": [_rule(requirement, note) for requirement in assessment.baseline.requirements],
        "properties": {
            "baseline": f"{assessment.baseline.id} {assessment.baseline.version}",
            "baselineSha256": assessment.baseline.digest,
            "asOf": assessment.run.as_of.isoformat(),
        },
    }


def _rule(requirement: Requirement, note: str) -> Json:
    remedy = requirement.remediation
    rule: Json = {
        "id": requirement.id,
        "shortDescription": {"text": plain_line(requirement.title)},
        "fullDescription": {"text": plain_line(requirement.statement)},
        "help": {
            "text": f"{plain(remedy.language)}\n\nWho acts: {plain_line(remedy.actor)}. {note}"
        },
        "defaultConfiguration": {"level": _LEVELS[requirement.gap_severity]},
        "properties": {"tags": ["policy", requirement.gap_severity.value]},
    }
    citations = (*requirement.duty, *requirement.publication)
    address = next((web_address(c.url) for c in citations if web_address(c.url)), None)
    return rule | ({"helpUri": address} if address else {})


def _invocation(districts: list[DistrictAssessment]) -> Json:
    notifications = [
        {
            "level": "warning",
            "message": {"text": plain_line(f"could not be read: {unread.reason}")},
            "locations": [_location(located(district, unread.path))],
        }
        for district in districts
        for unread in district.unread
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": notifications}


def _result(notice: Notice, change: Change | None) -> Json:
    finding = notice.row.finding
    result: Json = {
        "ruleId": notice.row.requirement.id,
        "level": _LEVELS[notice.severity],
        "message": {"text": plain_line(notice.message)},
        "locations": [_location(notice.path)],
        # GitHub goes by the first of these alone.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{notice.key[:16]}:1",
            "policyAudit/v1": notice.key,
        },
        "properties": {
            "district": plain_line(notice.district.district.id),
            "determination": finding.determination.value,
            "severity": notice.severity.value,
            "confidence": round(finding.confidence, 2),
        },
    }
    if notice.page is not None:
        result["properties"]["page"] = notice.page
    if change in _STATES:
        result["baselineState"] = _STATES[change]
    if notice.decision:
        justification = plain_line(decided.line(notice.decision))
        accepted = {"kind": "external", "status": "accepted", "justification": justification}
        result["suppressions"] = [accepted]
    return result


def _location(path: str) -> Json:
    address = quote(path.encode("utf-8", "replace"), safe="/")
    whole = f"file://{address}" if path.startswith("/") else address
    # A document has pages and no lines: GitHub wants a line, and shows the file from its first.
    return {"physicalLocation": {"artifactLocation": {"uri": whole}, "region": {"startLine": 1}}}
