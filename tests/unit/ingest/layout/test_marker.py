from __future__ import annotations

import pytest

from policy_audit.ingest.layout.marker import Outline, candidates, is_lone_marker


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("1. Ask", "1.", "Ask"),
        ("1) Ask", "1)", "Ask"),
        ("(1) Ask", "(1)", "Ask"),
        ("4.1 Ask", "4.1", "Ask"),
        ("4.1.2 ask", "4.1.2", "ask"),
        ("A. Doors", "A.", "Doors"),
        ("a) ask", "a)", "ask"),
        ("(a) ask", "(a)", "ask"),
        ("iv. ask", "iv.", "ask"),
        ("(ii) ask", "(ii)", "ask"),
        ("Step 1: Ask", "Step 1", "Ask"),
        ("STEP B. Ask", "STEP B", "Ask"),
        ("- ask", None, "ask"),
        ("* ask", None, "ask"),
        ("• ask", None, "ask"),
        ("o ask", None, "ask"),
        ("– ask", None, "ask"),
        ("□ ask", None, "ask"),
        ("[x] ask", None, "ask"),
        *((f"{sign} ask", None, "ask") for sign in "❖◆◇➤▸✦★»→⇒➔✅🔹\uf076\uf0e0"),
        ("✔\ufe0f ask", None, "ask"),
    ],
)
def test_markers(line: str, label: str | None, rest: str) -> None:
    marker = Outline().choose(line) or candidates(line)[0]
    assert (marker.label, marker.rest) == (label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "A family asks",
        "I am here",
        "2025 was long",
        "5111.31 Policy",
        "ask",
        "-dash",
        "1.Ask",
        "10-15c Law",
        "(203) 555-0100 is open at night",
        "❌ Open the door",
        "✗ Open the door",
        "→exit",
    ],
)
def test_no_markers(line: str) -> None:
    assert candidates(line) == ()


@pytest.mark.parametrize("line", ["J. Smith signed", "V. Ruiz signed", "4.6 million children"])
def test_initials_and_numbers_are_no_markers(line: str) -> None:
    assert Outline().choose(line) is None


def test_a_letter_follows_its_predecessor() -> None:
    outline = Outline()
    for line in ("I. First", "A. Doors", "B. Calls", "C. Records"):
        marker = outline.choose(line)
        assert marker is not None
        outline.enter(marker, 0)
    following = outline.choose("D. Smith")
    assert following is not None
    assert following.style == "A."


def test_h_is_followed_by_i_and_not_by_a_roman_one() -> None:
    outline = Outline()
    styles = []
    for letter in "abcdefghi":
        marker = outline.choose(f"({letter}) text")
        assert marker is not None
        outline.enter(marker, 0)
        styles.append(marker.style)
    assert set(styles) == {"(a)"}


def test_depths() -> None:
    outline = Outline()
    depths = []
    for line, indent in [
        ("1. x", 0),
        ("a. x", 0),
        ("b. x", 0),
        ("- x", 4),
        ("2. x", 0),
        ("a. x", 3),
    ]:
        marker = outline.choose(line)
        assert marker is not None
        depths.append(outline.enter(marker, indent))
    assert depths == [1, 2, 2, 3, 1, 2]


def test_lone_markers() -> None:
    assert all(map(is_lone_marker, ("•", "1.", "(a)", "o", "iv.", "❖", "➤")))
    assert not any(map(is_lone_marker, ("1", "Ask", "A", "")))
