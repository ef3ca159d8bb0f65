"""One requirement as a district's page shows it: plain values that a template only has to place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from policy_audit.model import (
    Accuracy,
    Basis,
    Citation,
    Determination,
    Outcome,
    Requirement,
)
from policy_audit.report import decided, wording
from policy_audit.report.pages import web_address
from policy_audit.report.passages import Passage, in_doubt, nearest, passages
from policy_audit.report.ranking import Ruled
from policy_audit.report.site import Shown
from policy_audit.report.summary import how_often_right
from policy_audit.report.wording import Badge, Standing

_WANTING = {
    Outcome.ABSENT: "Not found",
    Outcome.WEAK: "Only weakly stated",
    Outcome.CONTRADICTED: "Contradicted",
    Outcome.UNDETERMINED: "Undetermined",
}
_SUMMARIES = {
    Standing.MET: "The documents say this.",
    Standing.NONE_FOUND: "This should not be said, and it was not found in what was read.",
    Standing.MISSING: wording.NOT_FOUND,
    Standing.PARTIAL: "The documents say part of this, or say it only weakly.",
    Standing.CONTRADICTED: "A passage was read as contrary to what is asked. Read it first.",
    Standing.UNDETERMINED: "This could not be determined from what was read.",
    Standing.NOT_APPLICABLE: "This is not asked of the kinds of documents that were read.",
}
_ADVISORY = "Advisory, not counted"
_SHOULD_NOT = "What should not be said"
_BY_OUTCOME = {
    Outcome.CONTRADICTED: "What is contradicted",
    Outcome.ABSENT: "What is missing",
    Outcome.WEAK: "What is missing in part",
    Outcome.UNDETERMINED: "What could not be determined",
    Outcome.STATED: "What is stated",
}
_HEADINGS = (*_BY_OUTCOME.values(), _SHOULD_NOT, _ADVISORY)
_FOUND = "This should not be said, and it was found."
_UNSURE = "The program is unsure here: read the passages before repeating this."


@dataclass(frozen=True, slots=True)
class Point:
    """One criterion with its outcome."""

    number: int
    statement: str
    badge: Badge
    confidence: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointList:
    """The criteria that stand alike, under a heading that says how."""

    title: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Wanting:
    """One thing that a gap consists of: ``how`` it falls short, and of ``what``."""

    how: str
    what: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One citation; at ``url``, on the site ``host``, is what was read of it, often a report of it.

    ``effective`` says since when it holds, in words: ``"effective 1 July 2024"``, of guidance
    ``"issued ..."``. ``sure`` is false where no source that says so was read.
    """

    text: str
    url: str | None
    host: str | None
    basis: str
    mark: str
    sure: bool
    effective: str | None
    as_of: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Section:
    """One requirement of one district."""

    anchor: str
    id: str
    title: str
    statement: str
    badge: Badge
    severity: str | None
    confidence: str | None
    predates: str | None
    summary: str
    points: tuple[PointList, ...]
    numbered: bool
    reasons: tuple[str, ...]
    passages: tuple[Passage, ...]
    in_doubt: tuple[Passage, ...]
    nearest: tuple[Passage, ...]
    language: str | None
    actor: str | None
    accuracy: str | None
    duty: tuple[Authority, ...]
    publication: tuple[Authority, ...]
    decision: str | None
    reply: str | None


def section(
    row: Ruled, documents: Sequence[Shown], anchor: str, accuracy: Accuracy | None
) -> Section:
    """Return the requirement as it stands in a district that published ``documents``."""
    requirement, finding, standing = row.requirement, row.finding, row.standing
    is_gap = finding.determination.is_gap
    aside = standing is Standing.NOT_APPLICABLE
    decision = finding.decision
    # A person's determination; the program's confidence is in another one.
    overridden = decision is not None and decision.overrides
    return Section(
        anchor=anchor,
        id=requirement.id,
        title=requirement.title,
        statement=requirement.statement,
        badge=wording.badge(standing),
        severity=finding.severity.value if finding.severity else None,
        confidence=None if aside or overridden else wording.confidence(finding.confidence),
        predates=_predates(row),
        summary=summary(row),
        points=_points(row),
        numbered=len(requirement.criteria) > 1,
        reasons=finding.reasons,
        passages=passages(requirement, finding, documents),
        in_doubt=in_doubt(requirement, finding, documents),
        nearest=nearest(requirement, finding, documents),
        language=requirement.remediation.language if is_gap else None,
        actor=requirement.remediation.actor if is_gap else None,
        accuracy=how_often_right(accuracy, requirement.id),
        duty=tuple(_authority(c) for c in requirement.duty),
        publication=tuple(_authority(c) for c in requirement.publication),
        decision=decided.line(decision) if decision else None,
        reply=decided.reply(finding.reply) if finding.reply else None,
    )


def summary(row: Ruled) -> str:
    """A sentence or two on the finding; the requirement's own note where it is missing."""
    if row.standing is Standing.MISSING and row.requirement.missing_note:
        return row.requirement.missing_note
    found = row.standing is Standing.CONTRADICTED and wording.prohibits(row.requirement)
    said = _FOUND if found else _SUMMARIES[row.standing]
    return f"{said} {_UNSURE}" if _is_unsure(row) else said


def _is_unsure(row: Ruled) -> bool:
    """Whether it is a gap that the program is not sure of and nobody decided on."""
    finding = row.finding
    open_to_doubt = finding.determination.is_gap and finding.decision is None
    return open_to_doubt and wording.is_low(finding.confidence)


def wanting(row: Ruled) -> tuple[Wanting, ...]:
    """Say what is missing: the required criteria that are not stated, in the baseline's order."""
    if not row.finding.determination.is_gap:
        return ()
    outcomes = {o.criterion: o.outcome for o in row.finding.observations}
    found = "Found" if wording.prohibits(row.requirement) else ""
    return tuple(
        Wanting(found or _WANTING[outcome], criterion.statement)
        for criterion in row.requirement.required
        if (outcome := outcomes.get(criterion.id, Outcome.ABSENT)) in _WANTING
        and not (found and outcome is Outcome.ABSENT)
    )


def first_step(row: Ruled) -> str:
    """Say what mends the gap, as half a sentence that the requirement's title ends."""
    if row.finding.determination is Determination.CONTRADICTED:
        prohibited = wording.prohibits(row.requirement)
        return (
            "Take out or correct what is said on"
            if prohibited
            else "Read, and correct if it reads so, what is said on"
        )
    if row.finding.determination is Determination.PARTIAL:
        return "Complete the published wording on"
    return "Adopt and publish wording on"


def _points(row: Ruled) -> tuple[PointList, ...]:
    """Sort the criteria by what a reader asks: what is missing, what is there, what is extra."""
    observations = {o.criterion: o for o in row.finding.observations}
    lists: dict[str, list[Point]] = {}
    for number, criterion in enumerate(row.requirement.criteria, 1):
        seen = observations.get(criterion.id)
        if seen is None:
            continue
        point = Point(
            number=number,
            statement=criterion.statement,
            badge=wording.outcome_badge(row.requirement, seen.outcome),
            confidence=wording.confidence(seen.confidence),
            reasons=seen.reasons,
        )
        title = _ADVISORY if criterion.advisory else _heading(row, seen.outcome)
        lists.setdefault(title, []).append(point)
    titles = sorted(lists, key=_HEADINGS.index)
    return tuple(PointList(title, tuple(lists[title])) for title in titles)


def _heading(row: Ruled, outcome: Outcome) -> str:
    if wording.prohibits(row.requirement) and outcome is not Outcome.UNDETERMINED:
        return _SHOULD_NOT
    return _BY_OUTCOME[outcome]


def _predates(row: Ruled) -> str | None:
    if not row.finding.predates_duty:
        return None
    since = row.requirement.in_force_since
    start = wording.day(since) if since else "the day"
    return (
        f"Every document that was read is dated before {start}, the day from which this report "
        "counts the duty: it could not have answered it."
    )


def _authority(citation: Citation) -> Authority:
    url = web_address(citation.url)
    return Authority(
        text=citation.text,
        url=url,
        host=urlsplit(url).hostname if url else None,
        basis=wording.basis(citation.basis),
        mark=wording.mark(citation.mark),
        sure=citation.mark.value == "seen",
        effective=_effective(citation),
        as_of=wording.day(citation.as_of) if citation.as_of else None,
        note=citation.note,
    )


def _effective(citation: Citation) -> str | None:
    """Since when it holds; guidance binds nobody, so it is only issued."""
    if citation.effective is None:
        return None
    since = "issued" if citation.basis is Basis.GUIDANCE else "effective"
    return f"{since} {wording.day(citation.effective)}"


def requirement_basis(requirement: Requirement) -> str:
    """Return the citations of a requirement on one line, what asks for the conduct first."""
    cited = [("conduct", c) for c in requirement.duty]
    cited += [("publishing", c) for c in requirement.publication]
    return "; ".join(f"{what}: {c.text} ({c.basis.value}, {c.mark.value})" for what, c in cited)
