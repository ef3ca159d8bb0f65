from __future__ import annotations

import pytest

from policy_audit.ingest.dates import detect_date

LONG = "Words that say nothing of any day. " * 40


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("Elm Grove\nMarch 4, 2025\nDear families", "a.pdf", "2025-03-04"),
        ("Issued the 4th day of March, 2025.", "a.pdf", "2025-03-04"),
        ("Posted 3/4/25", "a.pdf", "2025-03-04"),
        ("Last updated: 2025-03-04", "a.pdf", "2025-03-04"),
        ("Updated Aug. 2025", "a.pdf", "2025-08"),
        ("Adopted: June 9, 2003\nRevised: May 13, 2013\n" + LONG, "a.pdf", "2013-05-13"),
        (LONG + "\nPolicy adopted: February 25, 2025", "a.pdf", "2025-02-25"),
        ("March 4, 2025. On January 21, 2026 nothing happened.", "a.pdf", "2025-03-04"),
        (LONG + " On March 4, 2025 the rule was withdrawn. " + LONG, "a.pdf", None),
        ("No date", "letter-2025-02-14.pdf", "2025-02-14"),
        ("No date", "20250214 letter.pdf", "2025-02-14"),
        ("No date", "letter_02.14.25.pdf", "2025-02-14"),
        ("No date", "Feb2025.pdf", "2025-02"),
        ("No date", "policy-2025.pdf", "2025"),
        ("No date", "policy-5145.pdf", None),
        ("February 31, 2025", "a.pdf", None),
        ("Founded in March 1871", "a.pdf", None),
    ],
)
def test_detect_date(text: str, name: str, date: str | None) -> None:
    found = detect_date(text, name)
    assert (found and found.text) == date
