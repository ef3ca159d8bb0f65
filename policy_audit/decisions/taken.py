"""A decision, tied to what lies before the reviewer when it is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from policy_audit.decisions.schema import misfit
from policy_audit.errors import UsageError
from policy_audit.model import (
    Decision,
    DecisionKind,
    Determination,
    DistrictAssessment,
    Evidence,
    Finding,
    Requirement,
    RequirementKind,
    Seen,
    fingerprint,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says, before it is tied to anything."""

    kind: DecisionKind
    reviewer: str
    date: dt.date
    reason: str
    override: Determination | None = None
    approver: str | None = None
    expires: dt.date | None = None


def decide(district: DistrictAssessment, requirement: Requirement, verdict: Verdict) -> Decision:
    """Tie the verdict to the finding as the program sees it now.

    Raises ``UsageError`` where the verdict does not fit its kind or the finding.
    """
    finding = district.finding(requirement.id)
    determination = finding.found
    problem = misfit(verdict.kind, verdict.override, verdict.approver, verdict.expires)
    problem = problem or _unfit(verdict, determination, requirement)
    if problem:
        raise UsageError(f"{finding.requirement}: {problem}")
    evidence = _decided_on(finding, requirement)
    return Decision(
        kind=verdict.kind,
        requirement=finding.requirement,
        reviewer=" ".join(verdict.reviewer.split()),
        date=verdict.date,
        reason=" ".join(verdict.reason.split()),
        seen=Seen(
            determination,
            tuple((o.criterion, o.outcome) for o in finding.observations),
            fingerprints(finding),
            district.documents_digest,
        ),
        document=inside(evidence.document) if evidence else "",
        fingerprint=fingerprint(evidence.quote) if evidence else "",
        words=evidence.quote if evidence else "",
        under=(evidence.context or "") if evidence else "",
        override=verdict.override,
        approver=verdict.approver,
        expires=verdict.expires,
    )


def _decided_on(finding: Finding, requirement: Requirement) -> Evidence | None:
    """The clause that a decision rests on: the telling one, of the criteria that count."""
    counted = {criterion.id for criterion in requirement.required}
    observations = tuple(o for o in finding.observations if o.criterion in counted and o.evidence)
    read = replace(
        finding,
        determination=finding.found,
        observations=observations or finding.observations,
    )
    return read.telling_evidence()


def _unfit(verdict: Verdict, determination: Determination, requirement: Requirement) -> str | None:
    if not (verdict.reviewer.strip() and verdict.reason.strip()):
        return "a decision needs who took it and why"
    if verdict.kind in (DecisionKind.WAIVE, DecisionKind.ATTEST) and not determination.is_gap:
        return f"{_stands(determination, requirement)}: there is no gap to {verdict.kind}"
    if verdict.override is determination:
        return f"{_stands(determination, requirement)} already: confirm it"
    if verdict.expires and verdict.expires < verdict.date:
        return "would expire before the day it is decided on"
    return None


def _stands(determination: Determination, requirement: Requirement) -> str:
    """How the requirement stands, in the words of the reports."""
    if requirement.kind is RequirementKind.PROHIBITS and determination is Determination.MET:
        return "nothing of the kind was found"
    return f"is {determination.value.replace('_', ' ')}"


def fingerprints(finding: Finding) -> tuple[str, ...]:
    """The fingerprints of all evidence clauses, each once."""
    return tuple(dict.fromkeys(fingerprint(e.quote) for _, e in finding.ordered_evidence()))


def findings_digest(findings: Iterable[Finding]) -> str:
    """Name what was determined of each requirement, by the program or by whoever overrode it."""
    said = sorted(f"{finding.requirement} {finding.determination}" for finding in findings)
    return sha256("\n".join(said).encode()).hexdigest()


def inside(path: str) -> str:
    """The path of a document inside its district's folder."""
    return path.partition("/")[2] or path
