from __future__ import annotations

import pytest

from policy_audit.ingest.dates import detect_date
from policy_audit.model import PartialDate

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
        ("Read May 6, 2025. Second reading and adoption June 3, 2025.\n" + LONG, "a", "2025-06-03"),
        ("In force since August 31, 2009\n" + LONG, "a.pdf", "2009-08-31"),
        (LONG + "\nIt was adopted, 7 to 2, at the meeting of March 25, 2025.", "a", "2025-03-25"),
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


@pytest.mark.parametrize(
    ("text", "name", "title", "dated", "date"),
    [
        ("March 4, 2025", "a-2024.pdf", "May 1, 2023", "2022-01-01", "2025-03-04"),
        ("No date", "a.html", "The Current, May 30, 2025", "2025-06-02", "2025-05-30"),
        ("No date", "a-2025-02-14.pdf", "", "2025-06-02", "2025-02-14"),
        ("No date", "a-2025.pdf", "", "2025-06-02", "2025-06-02"),
        ("No date", "a-2025.pdf", "", None, "2025"),
        ("No date", "a.pdf", "", "2025-06-02", "2025-06-02"),
    ],
)
def test_what_the_document_says_goes_before_what_stands_beside_it(
    text: str, name: str, title: str, dated: str | None, date: str
) -> None:
    found = detect_date(text, name, title=title, dated=PartialDate(dated) if dated else None)
    assert found is not None
    assert found.text == date
