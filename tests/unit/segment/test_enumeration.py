from __future__ import annotations

import pytest

from policy_audit.segment.enumeration import (
    Ordinal,
    enumerations,
    leading_marker,
    ordinal,
    without_leading_marker,
)


def markers(text: str) -> list[list[str]]:
    return [[enumerator.marker for enumerator in run] for run in enumerations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff (1) ask; (2) call; and (3) wait.", [["(1)", "(2)", "(3)"]]),
        ("Staff a) ask, b) call.", [["a)", "b)"]]),
        ("1. Ask. 2. Call. 3. Wait.", [["1.", "2.", "3."]]),
        ("We act: (i) now; (ii) later; (iii) never.", [["(i)", "(ii)", "(iii)"]]),
        ("Do (1) x\n(2) y\n(3) z", [["(1)", "(2)", "(3)"]]),
        ("(1) a; (2) b. Then (1) c; (2) d.", [["(1)", "(2)"], ["(1)", "(2)"]]),
        ("(1) a: (a) b, (b) c; (2) d.", [["(1)", "(2)"]]),
    ],
)
def test_inline_lists(text: str, expected: list[list[str]]) -> None:
    assert markers(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "34 CFR 99.31(a)(9) and (b) apply.",
        "One (1) parent or two (2) guardians sign.",
        "Paragraphs (a) and (b) of this section apply.",
        "Steps (a) through (c) apply.",
        "(1) alone",
        "(1) ask; and (2)",
        "(1); (2) call",
        "Staff (1) ask (2) call.",
        "Under policy 1. Staff ask. 2. Staff call.",
        "(2) second; (3) third",
        "Policy 1. The end. Policy 2. Another end.",
        "J. Smith and A. B. Jones sign.",
        "",
    ],
)
def test_what_is_no_inline_list(text: str) -> None:
    assert markers(text) == []


NUMBERED = (
    "one two three four five six seven eight nine ten twelve first section subsection paragraph "
    "step item part exemption clause steps"
)


@pytest.mark.parametrize("word", NUMBERED.split())
def test_a_number_that_belongs_to_a_word_opens_and_continues_no_list(word: str) -> None:
    assert markers(f"See {word} (1) now; and (2) then.") == []
    assert markers(f"See (1) now; and, by {word} (2) then.") == []


@pytest.mark.parametrize(
    ("marker", "expected"),
    [
        ("3.", Ordinal("#.", 3)),
        ("(c)", Ordinal("(a)", 3)),
        ("4.2", Ordinal("4.#", 2)),
        ("E.", Ordinal("A.", 5)),
        ("iv.", Ordinal("i.", 4)),
        ("IV.", Ordinal("I.", 4)),
        (" (xii) ", Ordinal("(i)", 12)),
        ("(C)", Ordinal("(A)", 3)),
        ("12.", Ordinal("#.", 12)),
        ("•", Ordinal("bullet", 0)),
        (None, Ordinal("bullet", 0)),
        ("", Ordinal("bullet", 0)),
    ],
)
def test_ordinal(marker: str | None, expected: Ordinal) -> None:
    assert ordinal(marker) == expected


def test_numerals_count_up() -> None:
    numerals = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii"]
    numbers = [ordinal(f"({numeral})").number for numeral in numerals]
    assert numbers == [2, 3, 4, 6, 7, 8, 9, 11, 12, 13]


@pytest.mark.parametrize(
    ("text", "marker", "rest"),
    [
        ("3. ASK WHAT FOR", "3.", "ASK WHAT FOR"),
        ("14.2 What we hold.", "14.2", "What we hold."),
        ("(b) Who may enter?", "(b)", "Who may enter?"),
        ("2025 is the year.", None, "2025 is the year."),
        ("A child may attend.", None, "A child may attend."),
    ],
)
def test_leading_marker(text: str, marker: str | None, rest: str) -> None:
    assert leading_marker(text) == marker
    assert without_leading_marker(text) == rest
