"""Small records to compare: one district, two requirements."""

from __future__ import annotations

from dataclasses import replace

from policy_audit.model import (
    Determination,
    Outcome,
    Record,
    RecordedBaseline,
    RecordedDistrict,
    RecordedDocument,
    RecordedEvidence,
    RecordedFinding,
    RecordedObservation,
    RecordedRequirement,
    RequirementKind,
    Severity,
)

ASKED = RecordedRequirement("warrant", "Warrant", RequirementKind.REQUIRES, ("judge", "shown"))
FORBIDDEN = RecordedRequirement("promise", "No promise", RequirementKind.PROHIBITS, ("absolute",))
BASELINE = RecordedBaseline("example-2025", "1.0.0", "b" * 64, (ASKED, FORBIDDEN))


def said(
    text: str, outcome: Outcome = Outcome.STATED, criterion: str = "judge"
) -> RecordedEvidence:
    return RecordedEvidence(criterion, outcome, text, "maple/policy.md", 2, restated=False)


def observed(
    criterion: str,
    outcome: Outcome,
    *evidence: RecordedEvidence,
    nearest: tuple[RecordedEvidence, ...] = (),
) -> RecordedObservation:
    return RecordedObservation(criterion, outcome, evidence, nearest)


def finding(
    determination: Determination,
    *observations: RecordedObservation,
    requirement: str = "warrant",
) -> RecordedFinding:
    severity = Severity.HIGH if determination.is_gap else None
    return RecordedFinding(requirement, determination, severity, 0.9, observations)


def warrant(determination: Determination, judge: Outcome, shown: Outcome) -> RecordedFinding:
    return finding(determination, observed("judge", judge), observed("shown", shown))


def promise(*, found: bool) -> RecordedFinding:
    outcome = Outcome.CONTRADICTED if found else Outcome.ABSENT
    determination = Determination.CONTRADICTED if found else Determination.MET
    return finding(determination, observed("absolute", outcome), requirement="promise")


MET = warrant(Determination.MET, Outcome.STATED, Outcome.STATED)
KEPT = promise(found=False)


def district(*findings: RecordedFinding, name: str = "maple") -> RecordedDistrict:
    document = RecordedDocument(f"{name}/policy.md", "1" * 64, "Policy")
    return RecordedDistrict(name, name.title(), (document,), (), findings or (MET, KEPT))


def record(*districts: RecordedDistrict) -> Record:
    return Record("1.0", "2026-11-21", "judge", BASELINE, districts or (district(),))


def other_baseline(old: Record) -> Record:
    return replace(old, baseline=replace(old.baseline, digest="c" * 64))
