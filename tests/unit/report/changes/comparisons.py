"""A comparison with every kind of change, names and words that try to get out of the report."""

from __future__ import annotations

from dataclasses import replace

from policy_audit.diff import redline
from policy_audit.model import (
    Change,
    ClauseChange,
    Comparison,
    Determination,
    DistrictComparison,
    DocumentChanges,
    FindingChange,
    Outcome,
    RecordedEvidence,
    RecordedFinding,
    RecordedRequirement,
    RequirementKind,
    Severity,
)

from ..assessments import HOSTILE, HOSTILE_TEXT


def requirement(name: str, kind: RequirementKind = RequirementKind.REQUIRES) -> RecordedRequirement:
    return RecordedRequirement(name, name.replace("-", " ").capitalize(), kind, ("only",))


def side(determination: Determination, severity: Severity | None = None) -> RecordedFinding:
    return RecordedFinding("x", determination, severity, 0.8765, ())


def clause(
    text: str, outcome: Outcome, *, restated: bool = False, page: int | None = 3
) -> RecordedEvidence:
    return RecordedEvidence("only", outcome, text, "maple/policy.md", page, restated)


def change(old: RecordedEvidence | None, new: RecordedEvidence | None) -> ClauseChange:
    return ClauseChange(old, new, redline(old.text if old else "", new.text if new else ""))


MET = side(Determination.MET)
PARTIAL = side(Determination.PARTIAL, Severity.CRITICAL)
MISSING = side(Determination.MISSING, Severity.HIGH)


def _lost(asked: RecordedRequirement, old: RecordedFinding) -> FindingChange:
    return FindingChange(asked, Change.NOT_COMPARABLE, old, None, (), "it went")


def build() -> Comparison:
    changes = (
        FindingChange(
            requirement("judicial-warrant"),
            Change.OPENED,
            MET,
            PARTIAL,
            (
                change(
                    clause("Agents enter only with a judicial warrant.", Outcome.STATED),
                    clause("Agents enter only with a valid warrant.", Outcome.WEAK),
                ),
            ),
        ),
        FindingChange(
            requirement("ferpa-notice"),
            Change.WORSE,
            side(Determination.PARTIAL, Severity.HIGH),
            MISSING,
            (change(clause("Parents may opt out. " * 80, Outcome.STATED, page=None), None),),
        ),
        FindingChange(
            requirement("staff-training"),
            Change.BETTER,
            MISSING,
            side(Determination.PARTIAL, Severity.MEDIUM),
            (change(None, clause("Staff are briefed.", Outcome.WEAK, restated=True)),),
        ),
        FindingChange(
            requirement("no-promise", RequirementKind.PROHIBITS),
            Change.CLOSED,
            side(Determination.CONTRADICTED, Severity.LOW),
            MET,
            (
                change(
                    clause(f"Never. {HOSTILE_TEXT} old", Outcome.CONTRADICTED),
                    clause(f"Never. {HOSTILE_TEXT} new", Outcome.ABSENT),
                ),
            ),
        ),
        FindingChange(
            requirement("records"),
            Change.NOT_COMPARABLE,
            MET,
            side(Determination.UNDETERMINED),
            (),
            "a person must look",
        ),
        FindingChange(requirement("welcome"), Change.UNCHANGED, MET, MET),
    )
    documents = DocumentChanges(("new.md",), (f"{HOSTILE}.md",), ("policy.md",), ("scan.pdf",))
    lost = (
        _lost(requirement("welcome"), MET),
        _lost(requirement("staff-training"), side(Determination.PARTIAL, Severity.MEDIUM)),
        _lost(requirement("judicial-warrant"), PARTIAL),
        _lost(requirement("no-promise", RequirementKind.PROHIBITS), MET),
    )
    new = tuple(replace(each, old=None, new=each.old) for each in lost)
    return Comparison(
        "",
        ("The judges differ.", f"Not read: {HOSTILE}\x1b[31m.pdf"),
        (
            DistrictComparison("maple", "Maple Hollow Schools", documents, changes),
            DistrictComparison("odd", f"Odd {HOSTILE}", DocumentChanges(), lost),
            DistrictComparison("young", "Young Schools", DocumentChanges(), new),
        ),
    )
