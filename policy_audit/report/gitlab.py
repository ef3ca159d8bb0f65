"""GitLab's Code Quality report."""

from __future__ import annotations

import json
from collections.abc import Mapping

from policy_audit.model import Assessment, Severity
from policy_audit.report.notices import Notice, notices

NAME = "gl-code-quality-report.json"
_SEVERITIES = {
    Severity.CRITICAL: "critical",
    Severity.HIGH: "major",
    Severity.MEDIUM: "minor",
    Severity.LOW: "info",
}


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``gl-code-quality-report.json``: every open gap; GitLab knows no settled ones."""
    issues = [_issue(notice) for notice in notices(assessment) if notice.decision is None]
    text = json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
    return {NAME: text.encode("utf-8", "replace")}


def _issue(notice: Notice) -> dict[str, object]:
    return {
        "type": "issue",
        "description": notice.message,
        "check_name": notice.row.requirement.id,
        "fingerprint": notice.key,
        "severity": _SEVERITIES[notice.severity],
        "location": {"path": notice.path, "lines": {"begin": 1}},
    }
