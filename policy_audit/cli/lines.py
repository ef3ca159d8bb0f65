"""Findings as lines that an editor or a CI log can follow: ``path:page: requirement: what``."""

from __future__ import annotations

from collections.abc import Iterator

from policy_audit.cli.gate import Failing
from policy_audit.model import Assessment, Baseline, DistrictComparison


def lines(each: Failing, baseline: Baseline, against: str) -> Iterator[tuple[int, str]]:
    """Yield a line for the finding, and below it what changed and the decision that lapsed.

    Each with how far it is indented.
    """
    from policy_audit.report.changes.text import redlined
    from policy_audit.report.decided import line

    yield 0, f"{_place(each)}: {each.finding.requirement}: {_what(each, baseline, against)}"
    if each.finding.decision is not None:
        yield 4, line(each.finding.decision)
    for clause in each.change.clauses if each.change else ():
        yield 4, redlined(clause)


def without_documents(assessment: Assessment) -> Iterator[str]:
    """Yield a line for each district in which there was nothing to audit."""
    for district in assessment.empty:
        yield f"{district.id}: not audited: it has not one document"


def no_longer_told(district: DistrictComparison) -> Iterator[str]:
    """Yield a line for each requirement of which the new documents tell no more how they stand."""
    from policy_audit.report.changes.words import step

    for change in district.changes:
        if change.no_longer_told:
            named = f"{district.id}: {change.requirement.id}"
            yield f"{named}: not comparable: {step(change)}: {change.reason}"


def _place(each: Failing) -> str:
    from policy_audit.report.notices import place

    path, page = place(each.district, each.finding)
    return f"{path}:{page}" if page is not None else path


def _what(each: Failing, baseline: Baseline, against: str) -> str:
    from policy_audit.report.ranking import Ruled
    from policy_audit.report.sections import wanting

    row = Ruled(baseline.requirement(each.finding.requirement), each.finding)
    word = row.standing.value
    said = f"{word} ({each.finding.severity})" if each.finding.severity else word
    if each.change is not None:
        said += f", {each.change.change} since {against}"
        said += f" ({each.change.reason})" if each.change.reason else ""
    lacking = " ".join(f"{w.how}: {w.what}" for w in wanting(row))
    return f"{said}. {lacking or row.requirement.statement}"
