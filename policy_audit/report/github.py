"""Workflow commands of GitHub Actions: a line for each gap that shows up at its file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy_audit.model import Assessment, Change, Comparison, Severity
from policy_audit.report.notices import Notice, notices

NAME = "annotations.txt"
MOST = 10
"""Of each kind: GitHub drops more of one step without a word."""

_COMMANDS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "notice",
}


def render(assessment: Assessment, comparison: Comparison | None = None) -> Mapping[str, bytes]:
    """``annotations.txt``, to be printed by a step: the worst open gaps, and how many more.

    With a comparison, gaps that were there before and are no worse are left out, unless a decision
    on them has lapsed.
    """
    older = _older(comparison)
    found = (n for n in notices(assessment) if n.row.finding.is_reopened or _name(n) not in older)
    text = "".join(f"{line}\n" for line in lines(found))
    return {NAME: text.encode("utf-8", "replace")}


def _older(comparison: Comparison | None) -> set[tuple[str, str]]:
    districts = comparison.districts if comparison else ()
    known = (Change.UNCHANGED, Change.BETTER)
    return {(d.id, c.requirement.id) for d in districts for c in d.changes if c.change in known}


def _name(notice: Notice) -> tuple[str, str]:
    return notice.district.district.id, notice.row.requirement.id


def lines(found: Iterable[Notice]) -> Iterator[str]:
    """Return the commands, the worst first; no text from a document can become one by itself."""
    kinds: dict[str, list[Notice]] = {command: [] for command in ("error", "warning", "notice")}
    for notice in found:
        if notice.decision is None:
            kinds[_COMMANDS[notice.severity]].append(notice)
    left = 0
    for command, each in kinds.items():
        worst = sorted(each, key=lambda notice: notice.severity.rank)
        for notice in worst[:MOST]:
            title = _property(f"{notice.row.requirement.id} ({notice.severity.value})")
            place = f"file={_property(notice.path)},line=1,title={title}"
            yield f"::{command} {place}::{_data(notice.message)}"
        left += len(worst[MOST:])
    if left:
        yield f"and {left} more, in the report"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
