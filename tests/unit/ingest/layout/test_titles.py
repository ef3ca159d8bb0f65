from __future__ import annotations

import pytest

from policy_audit.ingest.layout import titles


@pytest.mark.parametrize(
    "text",
    [
        "Student Records",
        "What happens if ICE comes?",
        "SCOPE",
        "IMMIGRATION ENFORCEMENT: WHAT TO DO",
        "Part 1: Access",
        "Section 4: Visits",
        "Appendix B: Forms",
        "Scenario 2: A van waits",
        "Questions and Answers",
        "2025 Plan for Visits",
        "Word " * 13 + "Word",
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
        "One clause;",
        "one clause of many,",
        "word " * 20,
        "Word " * 14 + "Word",
        "W" * 101,
        "***",
        "Best regards",
        "Kind wishes",
        "Thank you",
        "cc: The board",
        "Good morning",
        "Estimadas familias",
        "Querida comunidad",
        "Jan. 4, 2025",
        "New London, Conn. 06320",
        "Elm Grove, West Virginia",
        "Elm Grove, CT 06000",
        "12 Maple Ave",
        "office@elm.example",
        "www.elm.example",
        "https://elm.example",
        "Room 4, ext. 12",
        "P.O. Box 12",
        "Home | About",
        "Home > About",
        "RE: VISITS",
        "Question 2: Who calls?",
        "ANSWER: The principal",
    ],
)
def test_are_no_headings(text: str) -> None:
    assert not titles.may_be_heading(text.strip())


def test_all_caps_looks_past_parentheses() -> None:
    assert titles.is_all_caps("PART TWO (formerly Policy 5125)")
    assert not titles.is_all_caps("ICE at the door")


@pytest.mark.parametrize(
    ("text", "question", "answer", "answer_after_question"),
    [
        ("Q: Who calls?", True, False, False),
        ("Q3. Who calls?", True, False, False),
        ("QUESTION 12: Who calls?", True, False, False),
        ("Quick facts: none", False, False, False),
        ("question. The principal calls.", False, False, False),
        ("A: The principal.", False, True, True),
        ("A3: The principal.", False, True, True),
        ("A. The principal.", False, False, True),
        ("Answer. The principal.", False, True, True),
        ("A principal calls.", False, False, False),
        ("A:", False, False, False),
    ],
)
def test_labels(text: str, question: bool, answer: bool, answer_after_question: bool) -> None:
    assert titles.is_question_label(text) is question
    assert titles.is_answer_label(text, after_question=False) is answer
    assert titles.is_answer_label(text, after_question=True) is answer_after_question


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who May Enter the School", True),
        ("A Plan for the Year and What It Is for", True),
        ("Who may enter", False),
        ("the and of", False),
        ("2025", False),
    ],
)
def test_title_case_looks_past_small_words(text: str, expected: bool) -> None:
    assert titles.is_title_case(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ICE", True),
        ("A", False),
        ("", False),
        ("ABCDEFGHIJKLMNOPQ rst", True),
        ("ABCDEFGHIJKLMNOP rst", False),
    ],
)
def test_all_caps_but_for_a_few(text: str, expected: bool) -> None:
    assert titles.is_all_caps(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The principal waits.", True),
        ("Principal waits.", False),
        ("The principal waits", False),
        ("the principal waits at the door of the school", True),
        ("Dear friends of ours.", False),
    ],
)
def test_what_a_heading_could_stand_over(text: str, expected: bool) -> None:
    assert titles.is_body(text) is expected
