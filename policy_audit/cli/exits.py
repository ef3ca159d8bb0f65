"""What the program's exit codes mean, and which one an assessment or an error gets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from policy_audit.cli.options import FailOn
from policy_audit.errors import NothingToAuditError, PolicyAuditError
from policy_audit.model import Assessment, Severity

NO_AUDIT = "no audit was performed"


class ExitCode(IntEnum):
    """The promise to scripts: a code never changes its meaning."""

    DONE = 0
    GAPS = 1
    USAGE = 2
    NOTHING = 3
    INCOMPLETE = 4
    FAULT = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


def of_assessment(assessment: Assessment, fail_on: FailOn) -> ExitCode:
    """``GAPS`` before ``INCOMPLETE``: a gap that was found stands, whatever else was not read."""
    if fail_on is not FailOn.NEVER and _has_gap(assessment, Severity(fail_on.value)):
        return ExitCode.GAPS
    return ExitCode.INCOMPLETE if assessment.unread else ExitCode.DONE


def of_error(error: PolicyAuditError) -> ExitCode:
    """Return the code of an error raised on purpose."""
    return ExitCode.NOTHING if isinstance(error, NothingToAuditError) else ExitCode.USAGE


@contextmanager
def no_audit_on_error() -> Iterator[None]:
    """Mark errors that leave the block: whoever shows them says that no audit was performed."""
    try:
        yield
    except PolicyAuditError as error:
        error.add_note(NO_AUDIT)
        raise


def _has_gap(assessment: Assessment, threshold: Severity) -> bool:
    return any(
        finding.is_open_gap
        and finding.severity is not None
        and finding.severity.rank <= threshold.rank
        for district in assessment.outlines
        for finding in district.findings
    )
