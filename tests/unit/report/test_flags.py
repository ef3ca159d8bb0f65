from __future__ import annotations

from datetime import date

import pytest

from policy_audit.model import DocumentKind, DocumentMeta, DocumentStatus, PartialDate
from policy_audit.report.flags import flags

from .assessments import Page, baseline, document


@pytest.mark.parametrize("status", DocumentStatus)
def test_only_what_is_not_in_force_is_flagged(status: DocumentStatus) -> None:
    meta = DocumentMeta("P", DocumentKind.BOARD_POLICY, PartialDate("2026-01-01"), status=status)
    said = flags(document("d/p.txt", [Page("Text.")], meta), baseline())
    assert said == (() if status.in_force else (f"{status.value}, not in force",))


@pytest.mark.parametrize(
    ("dated", "said"),
    [
        (None, ()),
        ("2025", ()),
        ("2025-10-01", ()),
        ("2025-09-30", ("older than 1 duty",)),
        ("2024", ("older than 1 duty",)),
    ],
)
def test_a_date_surely_before_a_duty_is_flagged(dated: str | None, said: tuple[str, ...]) -> None:
    assert [r.in_force_since for r in baseline().requirements if r.in_force_since] == [
        date(2025, 10, 1)
    ]
    meta = DocumentMeta("P", date=PartialDate(dated) if dated else None)
    assert flags(document("d/p.txt", [Page("Text.")], meta), baseline()) == said


def test_a_restatement_is_flagged_before_all_else() -> None:
    meta = DocumentMeta("P", date=PartialDate("2024"), status=DocumentStatus.DRAFT, restated=True)
    assert flags(document("d/p.txt", [Page("Text.")], meta), baseline()) == (
        "restated",
        "draft, not in force",
        "older than 1 duty",
    )
