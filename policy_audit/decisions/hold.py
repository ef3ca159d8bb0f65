"""Decisions held against a district as it is now: which count, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from policy_audit.decisions.file import Decisions
from policy_audit.decisions.taken import findings_digest, inside
from policy_audit.model import (
    Baseline,
    Clause,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    DistrictAssessment,
    Finding,
    Outcome,
    Requirement,
    RequirementKind,
    Review,
    fingerprint,
)

# What is undetermined is neither better nor worse than anything.
_WORSE = {
    Outcome.STATED: 0,
    Outcome.WEAK: 1,
    Outcome.ABSENT: 2,
    Outcome.CONTRADICTED: 3,
}
_LACKING = (Outcome.WEAK, Outcome.ABSENT, Outcome.CONTRADICTED)
_NAMED = 3


def hold(
    district: DistrictAssessment,
    clauses: Sequence[Clause],
    decisions: Decisions,
    baseline: Baseline,
    as_of: date,
) -> DistrictAssessment:
    """Return the district with each decision and reply beside its finding.

    ``clauses`` are all of the district's. Nothing may have become worse since a decision was
    taken, nor does it cover what the baseline asked for only later; and what was confirmed must
    be the determination still. Unless the documents are the same bytes as then, the clause it was
    taken on must still stand under the same lead-in. Days are in UTC.
    """
    digest = district.documents_digest
    now = _Now(clauses, digest, as_of)
    findings = tuple(_with_decision(f, decisions, now, baseline) for f in district.findings)
    known = {finding.requirement for finding in findings}
    return replace(
        district,
        findings=findings,
        review=_review(decisions.review, digest, findings),
        unplaced=tuple(
            replace(
                d,
                state=DecisionState.STALE,
                why=f"The baseline {baseline.id} has no requirement {d.requirement!r} (any more).",
            )
            for d in decisions.decisions
            if d.requirement not in known
        ),
        unplaced_replies=tuple(r for r in decisions.replies if r.requirement not in known),
    )


class _Now:
    """The district's text and the day, as a decision finds them."""

    def __init__(self, clauses: Iterable[Clause], digest: str, as_of: date) -> None:
        self.digest = digest
        self.as_of = as_of
        self.documents = {inside(clause.location.document) for clause in clauses}
        self._clauses: dict[tuple[str, str], list[Clause]] = {}
        for clause in clauses:
            key = (inside(clause.location.document), fingerprint(clause.text))
            self._clauses.setdefault(key, []).append(clause)

    def clauses(self, decision: Decision) -> list[Clause]:
        """Return the clauses that have the words that were decided on."""
        return self._clauses.get((decision.document, decision.fingerprint), [])


def _with_decision(
    finding: Finding, decisions: Decisions, now: _Now, baseline: Baseline
) -> Finding:
    reply = decisions.reply(finding.requirement)
    decision = decisions.decision(finding.requirement)
    if decision is None:
        return replace(finding, reply=reply)
    requirement = baseline.requirement(finding.requirement)
    held = replace(_state(decision, finding, now, requirement), found=finding.determination)
    decided = replace(finding, decision=held, reply=reply)
    if not held.overrides or held.override is None:
        return decided
    return replace(
        decided,
        determination=held.override,
        severity=requirement.severity_of(held.override),
        predates_duty=finding.predates_duty and held.override.is_gap,
    )


def _state(decision: Decision, finding: Finding, now: _Now, requirement: Requirement) -> Decision:
    changed = _changed(decision, finding, now, requirement)
    if changed:
        return replace(decision, state=DecisionState.STALE, since=None, why=changed)
    if decision.expires is not None and now.as_of > decision.expires:
        return replace(
            decision, state=DecisionState.EXPIRED, since=decision.expires + timedelta(days=1)
        )
    return replace(decision, since=decision.date, why=_twice(decision, now))


def _changed(
    decision: Decision, finding: Finding, now: _Now, requirement: Requirement
) -> str | None:
    # The same bytes may be read otherwise: as a draft, or by another judge.
    changed = None
    if decision.seen.documents != now.digest:
        changed = _text_changed(decision, now) or _now_found(decision, finding)
    return (
        changed
        or _worse(decision, finding, requirement)
        or _newly_against(decision, finding)
        or _not_confirmed(decision, finding)
    )


def _text_changed(decision: Decision, now: _Now) -> str | None:
    if not decision.fingerprint or _standing(decision, now):
        return None
    if decision.document not in now.documents:
        return f"{decision.document} is no longer among the documents that were read."
    if now.clauses(decision):
        return f"The lead-in or question above the clause has changed in {decision.document}."
    return f"The clause it was decided on no longer stands in {decision.document}."


def _standing(decision: Decision, now: _Now) -> list[Clause]:
    """The clauses that have the decided words under the same lead-in or question."""
    under = fingerprint(decision.under)
    return [
        clause
        for clause in now.clauses(decision)
        if fingerprint(clause.context.question or clause.context.lead_in or "") == under
    ]


def _now_found(decision: Decision, finding: Finding) -> str | None:
    if decision.fingerprint or finding.telling_evidence() is None:
        return None
    return "Nothing had been found when it was decided; now the documents say something."


def _worse(decision: Decision, finding: Finding, requirement: Requirement) -> str | None:
    """Say what has become worse since, of all that counts."""
    was, found = decision.seen.determination, finding.found
    if found.rank < was.rank:
        return f"It has become worse: it was {_word(was)}, and is {_word(found)}."
    if not found.is_gap:
        return None
    before, now = dict(decision.seen.outcomes), _outcomes(finding)
    prohibits = requirement.kind is RequirementKind.PROHIBITS
    lacking = (Outcome.CONTRADICTED,) if prohibits else _LACKING
    for criterion in requirement.required:
        new = now.get(criterion.id, Outcome.ABSENT)
        if criterion.id not in before and new in lacking:
            return f"The baseline now asks for {criterion.id} too, which is {new}."
        old = before.get(criterion.id, new)
        if _WORSE.get(new, 0) > _WORSE.get(old, len(_WORSE)):
            return f"It has become worse: {criterion.id} was {old}, and is {new}."
    return None


def _word(determination: Determination) -> str:
    return determination.value.replace("_", " ")


def _outcomes(finding: Finding) -> Mapping[str, Outcome]:
    return {o.criterion: o.outcome for o in finding.observations}


def _newly_against(decision: Decision, finding: Finding) -> str | None:
    against = {
        fingerprint(e.quote): inside(e.document)
        for _, e in finding.ordered_evidence()
        if e.outcome is Outcome.CONTRADICTED
    }
    for clause, document in against.items():
        if clause not in decision.seen.evidence:
            return f"A clause in {document} contradicts it that did not when it was decided."
    return None


def _not_confirmed(decision: Decision, finding: Finding) -> str | None:
    was, found = decision.seen.determination, finding.found
    if decision.kind is not DecisionKind.CONFIRM or found is was:
        return None
    return f"It was confirmed as {_word(was)}, and is {_word(found)}."


def _twice(decision: Decision, now: _Now) -> str:
    clauses = _standing(decision, now) if decision.fingerprint else []
    if len(clauses) < 2:
        return ""
    places = [_place(clause) for clause in clauses[:_NAMED]]
    more = f" and {len(clauses) - _NAMED} more" if len(clauses) > _NAMED else ""
    return (
        f"The clause stands {len(clauses)} times in {decision.document} "
        f"({'; '.join(places)}{more}): the decision counts for each."
    )


def _place(clause: Clause) -> str:
    page = f"page {clause.location.page}" if clause.location.page is not None else ""
    marker = f"item {clause.location.marker}" if clause.location.marker else ""
    heading = clause.context.headings[-1] if clause.context.headings else ""
    return ", ".join(part for part in (page, heading, marker) if part) or "without a heading"


def _review(review: Review | None, digest: str, findings: Iterable[Finding]) -> Review | None:
    if review is None:
        return None
    if review.documents != digest:
        return replace(review, state=DecisionState.STALE, why="documents changed")
    if review.findings != findings_digest(findings):
        return replace(review, state=DecisionState.STALE, why="determinations changed")
    return review
