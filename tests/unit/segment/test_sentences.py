from __future__ import annotations

import subprocess
import sys

import pytest

from policy_audit.segment.sentences import MAX_LENGTH, fold, sentence_spans, split_long, trim

# "|" marks where a sentence ends and the next begins.
TEXTS = (
    "The U.S. Department of Education guides us. | We live in the U.S. | Our schools are open.",
    "See Conn. Gen. Stat. § 10-222m. | We follow it.",
    "Under 34 C.F.R. §99.31(a)(9)(ii) we notify parents. | Under 20 U.S.C. 1232g it is so.",
    "Under C.G.S. 10-15c all may come. | See Pub. L. No. 99-603, Stat. 12.",
    "Plyler v. Doe applies. | So does Roe et al. v. Elm, 45 F. Supp. 2d 12 (D. Conn. 1999).",
    "Call Dr. Ortiz at St. Mary's. | Ask for No. 5.",
    "Doors open at 8 a.m. on Monday. | Close by 4 p.m. Monday. | Leave at 5 p.m. | Go home.",
    "Agents, e.g. ICE or CBP, i.e. federal officers, wait outside.",
    "Is it a federal officer (e.g., I.C.E. or C.B.P.)? | Ask for a badge.",
    "Do not guess... | Wait for counsel. | Wait... until noon.",
    'He said, "No entry." | Then he left. | "Am I free to go?" she asked.',
    "Sec. 10-222m. Each board shall adopt a plan. | Sec. 10-15c. Schools are open.",
    "Do we ask? | No. | Never. | Yes. | We protect them.",
    "The board met Jan. 28 and Feb. 3. | It agreed with Mr. J. Smith Jr. about it.",
    "We call the office. | Then we wait.",
    "We reach parents.¹ | They may call.[2] | Then go.",
    "(See Policy 5145.) | We follow it. | (Staff must wait.) | The principal decides.",
    "Ms. Lee, Ed.D. will call. | Ask for ID. | Welcome to all. | Come any day. | It is free.",
    "Write to lee.A@elm.example. | Go to www.Elm.example/Page now.",
    "School is at 12 Main St. | The office is open. | Sign in at 5 Elm Ave. and wait.",
    "P.S. The office is open.",
    "¿Qué hacemos? | Esperamos. | El Sr. Pérez llama.",
)


@pytest.mark.parametrize("marked", TEXTS)
def test_boundaries(marked: str) -> None:
    expected = marked.split(" | ")
    text = " ".join(expected)
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_a_missing_space_ends_a_sentence() -> None:
    text = "We call the office.Then we wait."
    assert sentence_spans(text) == [(0, 19), (19, len(text))]


def test_spans_are_trimmed_and_a_rule_stays_with_the_sentence_before() -> None:
    text = "  It is so. Then go.\n\n\n * * * \n "
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "It is so.",
        "Then go.\n\n\n * * *",
    ]


@pytest.mark.parametrize("text", ["", "   ", "***", "..."])
def test_without_letters_or_digits_there_is_no_sentence(text: str) -> None:
    assert sentence_spans(text) == []


def test_short_text_is_not_split() -> None:
    assert split_long("a, b; c", 0, 7) == [(0, 7)]


def test_long_text_is_cut_after_a_semicolon_before_a_comma() -> None:
    text = "a" * 600 + "; " + "b" * 200 + ", " + "c" * 600
    ranges = split_long(text, 0, len(text))
    assert [text[start:end][-1] for start, end in ranges] == [";", "c"]


def test_text_without_a_place_to_cut_is_cut_at_the_limit() -> None:
    text = "a" * (2 * MAX_LENGTH + 5)
    assert split_long(text, 0, len(text)) == [(0, 1000), (1000, 2000), (2000, 2005)]


def test_trim_and_fold() -> None:
    assert trim(" \n ab \t", 0, 7) == (3, 5)
    assert fold(" a\n\tb  c ") == "a b c"


def test_the_sentence_model_is_loaded_late() -> None:
    probe = "import sys, policy_audit.segment; sys.exit('nupunkt' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
