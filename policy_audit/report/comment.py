"""One comment on a pull request: short, what got worse first, the rest folded away."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from policy_audit.model import (
    Assessment,
    Comparison,
    DistrictAssessment,
    DistrictComparison,
    Severity,
)
from policy_audit.report import decided, ranking, wording
from policy_audit.report.changes import whole, words
from policy_audit.report.changes.markdown import change_lines
from policy_audit.report.markdown import escaped, unlinked
from policy_audit.report.notices import Notice, notices
from policy_audit.report.wording import count

NAME = "comment.md"
MARKER = "<!-- policy-audit -->"
"""The first line: whoever posts the comment looks for it, and updates the comment that has it."""

LONGEST = 60_000
"""Characters; GitHub refuses a comment of more than 65,536."""

_MORE = "And more, in the report."


def render(assessment: Assessment, comparison: Comparison | None = None) -> Mapping[str, bytes]:
    """``comment.md``: with a comparison what changed, and in any case the gaps, by district."""
    found = notices(assessment)
    parts = [_Part((_head(assessment, comparison, found),))]
    if comparison:
        parts += [part for district in comparison.districts for part in _changed(district)]
    parts += [part for district in ranking.outlines(assessment) for part in _gaps(district, found)]
    parts += [*_unread(assessment), *_reviewed(assessment)]
    text = f"{MARKER}\n{_within(parts)}\n\n{wording.note(draft=assessment.is_draft)}\n"
    return {NAME: text.encode("utf-8", "replace")}


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines that may be folded away under a summary."""

    lines: tuple[str, ...]
    summary: str = ""
    opened: bool = False

    def text(self, lines: Sequence[str]) -> str:
        inner = "\n".join(lines)
        if not self.summary:
            return inner
        opened = " open" if self.opened else ""
        return f"<details{opened}><summary>{self.summary}</summary>\n\n{inner}\n\n</details>"


def _within(parts: Iterable[_Part]) -> str:
    """As many whole lines as there is room for."""
    kept, room = [], LONGEST
    for part in parts:
        room -= len(part.text(())) + 2
        fitting = _fitting(part.lines, room)
        room -= sum(len(line) + 1 for line in fitting)
        if fitting:
            kept.append(part.text(fitting))
        if len(fitting) < len(part.lines):
            kept.append(_MORE)
            break
    return "\n\n".join(kept)


def _fitting(lines: Sequence[str], room: int) -> Sequence[str]:
    ends = itertools.accumulate(len(line) + 1 for line in lines)
    return lines[: sum(end <= room for end in ends)]


def _head(assessment: Assessment, comparison: Comparison | None, found: tuple[Notice, ...]) -> str:
    open_gaps = sum(notice.decision is None for notice in found)
    settled = len(found) - open_gaps
    said = f"{count(open_gaps, 'open gap')} in {count(len(assessment.outlines), 'district')}"
    if settled:
        said += f", {settled} settled by a decision"
    lines = [f"### policy-audit: {_verdict(assessment, comparison) or said}"]
    if comparison:
        lines += ["", f"{said.capitalize()}."]
        lines += [f"Not comparable: {escaped(comparison.incomparable)}."] * bool(
            comparison.incomparable
        )
        lines += map(escaped, comparison.cautions)
    return "\n".join(lines)


def _verdict(assessment: Assessment, comparison: Comparison | None) -> str:
    if comparison is None or comparison.incomparable:
        return ""
    return ", ".join(_bad_news(assessment, comparison)) or "nothing got worse"


def _bad_news(assessment: Assessment, comparison: Comparison) -> Iterator[str]:
    """What got worse, and what must not pass for good news though no requirement did."""
    if worse := len(list(comparison.regressions)):
        yield f"{count(worse, 'requirement')} got worse"
    there = [district for district in comparison.districts if not district.is_lost]
    if lost := len(comparison.districts) - len(there):
        yield f"{count(lost, 'district')} lost"
    if untold := sum(change.no_longer_told for d in there for change in d.changes):
        yield f"{count(untold, 'requirement')} no longer determined"
    if lapsed := sum(f.is_reopened for d in assessment.outlines for f in d.findings):
        yield f"{count(lapsed, 'decision')} no longer in force"


def _changed(district: DistrictComparison) -> Iterator[_Part]:
    lines = [f"- {escaped(sentence)}" for sentence in whole.sentences(district)]
    lines += [line for change in words.shown(district) for line in change_lines(change)]
    if not lines:
        return
    summary = f"{_summary(district.name)}: {words.tally([district])}"
    opened = bool(district.regressions) or district.is_lost
    yield _Part(tuple(lines), summary, opened)


def _gaps(district: DistrictAssessment, found: tuple[Notice, ...]) -> Iterator[_Part]:
    own = [notice for notice in found if notice.district.district.id == district.district.id]
    if not own:
        return
    severities = ", ".join(
        f"{number} {severity.value}"
        for severity in Severity
        if (number := sum(n.severity is severity and n.decision is None for n in own))
    )
    summary = f"{_summary(district.district.name)}: gaps: {severities or 'none open'}"
    yield _Part(tuple(_line(notice) for notice in own), summary)


def _line(notice: Notice) -> str:
    place = escaped(notice.path) + (f", page {notice.page}" if notice.page is not None else "")
    settled = f" {escaped(decided.line(notice.decision))}" if notice.decision else ""
    return f"- **{notice.severity.value}** {escaped(notice.message)} ({place}){settled}"


def _unread(assessment: Assessment) -> Iterator[_Part]:
    lines = [f"- {escaped(u.path)}: {escaped(u.reason)}" for _, u in assessment.unread]
    if lines:
        yield _Part(tuple(lines), f"{count(len(lines), 'document')} could not be read")


def _reviewed(assessment: Assessment) -> Iterator[_Part]:
    lines = [
        f"- {escaped(d.district.name)}: {escaped(decided.standing(d))}"
        for d in ranking.outlines(assessment)
        if d.review is not None
    ]
    if lines:
        yield _Part(tuple(lines))


def _summary(name: str) -> str:
    """A name inside HTML: Markdown's own escapes do not hold there."""
    plain = unlinked(wording.plain_line(name))
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        plain = plain.replace(sign, entity)
    return plain
