from __future__ import annotations

import pytest

from policy_audit.ingest import titles


@pytest.mark.parametrize(
    "text",
    [
        "Student Records",
        "What happens if ICE comes?",
        "SCOPE",
        "IMMIGRATION ENFORCEMENT: WHAT TO DO",
        "Part 1: Access",
    ],
)
def test_may_be_headings(text: str) -> None:
    assert titles.may_be_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dear families,",
        "Sincerely",
        "March 4, 2025",
        "Posted 9/2/2025",
        "Elm Grove, Connecticut",
        "12 Maple Street",
        "Phone 860-555-0100",
        "Date: today",
        "Q: Who calls?",
        "A: The principal",
        "(cf. 1250 - Visits)",
        "the end of a sentence",
        "A whole sentence stands here.",
        "word " * 20,
        "***",
    ],
)
def test_are_no_headings(text: str) -> None:
    assert not titles.may_be_heading(text.strip())


def test_all_caps_looks_past_parentheses() -> None:
    assert titles.is_all_caps("PART TWO (formerly Policy 5125)")
    assert not titles.is_all_caps("ICE at the door")
