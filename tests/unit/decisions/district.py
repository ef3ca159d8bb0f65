"""A district whose one finding rests on real clauses of a real text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from policy_audit.decisions import Decisions, Verdict, decide, hold
from policy_audit.ingest import read_inputs
from policy_audit.model import (
    Baseline,
    Clause,
    Criterion,
    DecisionKind,
    Determination,
    DistrictAssessment,
    Evidence,
    Examples,
    Finding,
    Observation,
    Outcome,
    PartialDate,
    Remediation,
    Requirement,
    RequirementKind,
    Severity,
)
from policy_audit.segment import segment

DAY = date(2026, 7, 1)
WEAK = "Agents show a valid warrant at the door."
POLICY = f"# Visits\n\nThe door is locked all day. {WEAK} The principal is called.\n"
REQUIREMENT = Requirement(
    id="judicial-warrant",
    title="Judicial warrant",
    statement="Agents enter only with a warrant signed by a judge.",
    kind=RequirementKind.REQUIRES,
    gap_severity=Severity.HIGH,
    contradiction_severity=Severity.CRITICAL,
    criteria=tuple(
        Criterion(name, "A statement.", advisory=False, examples=Examples())
        for name in ("judge", "shown")
    ),
    remediation=Remediation("Adopt this.", "The board"),
    duty=(),
    publication=(),
)
BASELINE = Baseline(
    id="small",
    title="Small",
    version="1",
    state="CT",
    as_of=PartialDate("2026"),
    summary="",
    not_covered=(),
    requirements=(REQUIREMENT,),
    folder="",
    digest="",
    lessons="",
)


def evidence(clause: Clause, outcome: Outcome) -> Evidence:
    """The clause as evidence, as the judge gives it."""
    return Evidence(
        document=clause.location.document,
        clause=clause.id,
        span=clause.span,
        quote=clause.text,
        passage_span=clause.block,
        passage=clause.text,
        headings=clause.context.headings,
        context=clause.context.question or clause.context.lead_in,
        page=clause.location.page,
        marker=clause.location.marker,
        outcome=outcome,
        strength=0.9,
    )


def audited(
    folder: Path,
    text: str = POLICY,
    *,
    said: dict[str, tuple[str, Outcome]] | None = None,
    name: str = "policy.md",
) -> tuple[DistrictAssessment, tuple[Clause, ...]]:
    """The district as it stands in ``text``; ``said`` names by criterion the words and outcome."""
    district = folder / "maple"
    district.mkdir(exist_ok=True)
    for old in district.glob("*.md"):
        old.unlink()
    (district / name).write_text(text, "utf-8")
    [read] = read_inputs([folder])
    clauses = tuple(c for d in read.documents for c in segment(d))
    said = {"judge": (WEAK, Outcome.WEAK)} if said is None else said
    observations = []
    for criterion in REQUIREMENT.criteria:
        words, outcome = said.get(criterion.id, ("", Outcome.ABSENT))
        found = tuple(evidence(c, outcome) for c in clauses if words and words in c.text)
        outcome = outcome if found else Outcome.ABSENT
        observations.append(Observation(REQUIREMENT.id, criterion.id, outcome, 0.9, evidence=found))
    outcomes = {o.outcome for o in observations}
    determination = (
        Determination.CONTRADICTED
        if Outcome.CONTRADICTED in outcomes
        else Determination.MET
        if outcomes == {Outcome.STATED}
        else Determination.MISSING
        if outcomes == {Outcome.ABSENT}
        else Determination.PARTIAL
    )
    finding = Finding(
        REQUIREMENT.id,
        determination,
        REQUIREMENT.severity_of(determination),
        0.9,
        tuple(observations),
    )
    return DistrictAssessment(read.district, read.documents, read.unread, (finding,)), clauses


def verdict(kind: DecisionKind = DecisionKind.WAIVE, **changed: object) -> Verdict:
    waiver = kind is DecisionKind.WAIVE
    said = Verdict(
        kind=kind,
        reviewer="A. Reader",
        date=DAY,
        reason="The board votes in August.",
        override=Determination.MET if kind is DecisionKind.OVERRIDE else None,
        approver="B. Chair" if waiver else None,
        expires=date(2026, 12, 31) if waiver or kind is DecisionKind.ATTEST else None,
    )
    return replace(said, **changed)  # type: ignore[arg-type]


def decided(
    folder: Path,
    before: str = POLICY,
    *,
    kind: DecisionKind = DecisionKind.WAIVE,
    said: dict[str, tuple[str, Outcome]] | None = None,
) -> Decisions:
    """What was decided on the district as it stood in ``before``."""
    district, _clauses = audited(folder, before, said=said)
    return Decisions((decide(district, REQUIREMENT, verdict(kind)),))


def held(
    decisions: Decisions,
    now: tuple[DistrictAssessment, tuple[Clause, ...]],
    as_of: date = DAY,
) -> Finding:
    """The finding with the decision beside it."""
    return hold(*now, decisions, BASELINE, as_of).findings[0]
