from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.cli.exits import NO_AUDIT, ExitCode, no_audit_on_error, of_assessment, of_error
from policy_audit.cli.options import FailOn
from policy_audit.errors import BaselineError, NothingToAuditError, OutputError, PolicyAuditError
from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    Determination,
    District,
    DistrictAssessment,
    Finding,
    Run,
    Seen,
    Severity,
    Unread,
    UnreadCategory,
)

SMALL = Path(__file__).parents[2] / "cases" / "baseline" / "small"
UNREAD = Unread("lost/empty.txt", UnreadCategory.EMPTY, "is empty; put the document in its place")


def assessed(*gaps: tuple[Determination, Severity | None], unread: bool = False) -> Assessment:
    findings = tuple(
        Finding(f"requirement-{n}", determination, severity, 0.9, ())
        for n, (determination, severity) in enumerate(gaps)
    )
    district = DistrictAssessment(
        District("lost", "Lost"), (), (UNREAD,) if unread else (), findings
    )
    clean = replace(district, unread=(), findings=())
    run = Run("0", date(2026, 11, 21), "encoder", "0" * 64, "0" * 64)
    return Assessment(run, load_baseline(SMALL), (clean, district))


HIGH = (Determination.MISSING, Severity.HIGH)
LOW = (Determination.PARTIAL, Severity.LOW)
MET = (Determination.MET, None)


@pytest.mark.parametrize(
    ("assessment", "fail_on", "code"),
    [
        (assessed(MET), FailOn.LOW, ExitCode.DONE),
        (assessed(), FailOn.LOW, ExitCode.DONE),
        (assessed(MET, HIGH), FailOn.NEVER, ExitCode.DONE),
        (assessed(MET, HIGH), FailOn.CRITICAL, ExitCode.DONE),
        (assessed(MET, HIGH), FailOn.HIGH, ExitCode.GAPS),
        (assessed(MET, HIGH), FailOn.MEDIUM, ExitCode.GAPS),
        (assessed(LOW), FailOn.MEDIUM, ExitCode.DONE),
        (assessed(LOW, unread=True), FailOn.MEDIUM, ExitCode.INCOMPLETE),
        (assessed(LOW, unread=True), FailOn.LOW, ExitCode.GAPS),
        (assessed(MET, unread=True), FailOn.NEVER, ExitCode.INCOMPLETE),
        (assessed((Determination.UNDETERMINED, None)), FailOn.LOW, ExitCode.DONE),
        (assessed((Determination.NOT_APPLICABLE, None)), FailOn.LOW, ExitCode.DONE),
    ],
)
def test_an_assessment_gets_its_code(
    assessment: Assessment, fail_on: FailOn, code: ExitCode
) -> None:
    assert of_assessment(assessment, fail_on) is code


def test_codes_keep_their_numbers() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "GAPS": 1,
        "USAGE": 2,
        "NOTHING": 3,
        "INCOMPLETE": 4,
        "FAULT": 70,
        "INTERRUPTED": 130,
        "PIPE_CLOSED": 141,
    }


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DecisionKind.WAIVE, ExitCode.DONE),
        (DecisionKind.ATTEST, ExitCode.DONE),
        (DecisionKind.CONFIRM, ExitCode.GAPS),
    ],
)
def test_a_gap_that_somebody_accepted_is_none_to_fail_on(
    kind: DecisionKind, code: ExitCode
) -> None:
    seen = Seen(Determination.MISSING)
    decision = Decision(kind, "requirement-0", "A. Reader", date(2026, 7, 1), "So voted.", seen)
    [clean, district] = assessed(HIGH).districts
    decided = tuple(replace(finding, decision=decision) for finding in district.findings)
    assessment = replace(assessed(), districts=(clean, replace(district, findings=decided)))
    assert of_assessment(assessment, FailOn.LOW) is code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BaselineError("baseline.toml", "", "wrong"), ExitCode.USAGE),
        (OutputError("full"), ExitCode.USAGE),
        (NothingToAuditError("nothing"), ExitCode.NOTHING),
    ],
)
def test_an_error_gets_its_code(error: PolicyAuditError, code: ExitCode) -> None:
    assert of_error(error) is code


def test_an_error_before_the_audit_says_so_once_it_is_shown() -> None:
    with pytest.raises(NothingToAuditError) as caught, no_audit_on_error():
        raise NothingToAuditError("nothing")
    assert caught.value.__notes__ == [NO_AUDIT]
