"""The short table that a command line ends with. Data only: drawing it is the caller's part."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import ranking, wording
from policy_audit.report.wording import Standing

_COUNTED = (
    Standing.MET,
    Standing.PARTIAL,
    Standing.MISSING,
    Standing.CONTRADICTED,
    Standing.UNDETERMINED,
)


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """A table of plain one-line texts, each row as long as ``columns``.

    The first column is text, the others are numbers. Names come from the input: a caller that
    draws with a markup language escapes them.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def summary_table(assessment: Assessment) -> SummaryTable:
    """One row for each district: counts by determination, critical gaps, documents, unread."""
    return SummaryTable(
        columns=(
            "District",
            *(standing.value.capitalize() for standing in _COUNTED),
            "Critical gaps",
            "Read",
            "Unread",
        ),
        rows=tuple(_row(d, assessment) for d in ranking.outlines(assessment)),
    )


def _row(district: DistrictAssessment, assessment: Assessment) -> tuple[str, ...]:
    rows = ranking.ruled(district, assessment.baseline)
    counts = ranking.counts(rows)
    return (
        wording.plain_line(district.district.name),
        *(str(counts[standing]) for standing in _COUNTED),
        str(ranking.critical_gaps(rows)),
        str(len(district.documents)),
        str(len(district.unread)),
    )
