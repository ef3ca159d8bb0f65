from __future__ import annotations

from datetime import date

import pytest

from policy_audit.model import (
    Basis,
    Determination,
    DocumentKind,
    DocumentStatus,
    Evidence,
    EvidenceMark,
    Floors,
    Outcome,
    PartialDate,
    Span,
    UnreadCategory,
)
from policy_audit.report import wording
from policy_audit.report.wording import Standing

from .assessments import baseline


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (PartialDate("2025"), "2025"),
        (PartialDate("2025-02"), "February 2025"),
        (PartialDate("2025-02-04"), "4 February 2025"),
        (date(2026, 12, 31), "31 December 2026"),
        (None, "undated"),
    ],
)
def test_a_day_reads_as_exactly_as_it_is_known(
    value: PartialDate | date | None, words: str
) -> None:
    assert wording.day(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1.0, "100% (high)"),
        (0.9999, "99% (high)"),
        (0.85, "85% (high)"),
        (0.849, "85% (high)"),
        (0.8451, "85% (high)"),
        (0.8449, "84% (moderate)"),
        (0.6451, "65% (moderate)"),
        (0.6449, "64% (low)"),
        (0.84, "84% (moderate)"),
        (0.65, "65% (moderate)"),
        (0.64, "64% (low)"),
        (0.0, "0% (low)"),
    ],
)
def test_confidence_has_a_number_and_a_word(value: float, words: str) -> None:
    assert wording.confidence(value) == words
    assert wording.is_low(value) is words.endswith("(low)")


MONTHS = (
    "January, February, March, April, May, June, July, August, September, October, November, "
    "December"
)


def test_every_month_has_its_name() -> None:
    named = [wording.day(date(2025, month, 4)) for month in range(1, 13)]
    assert named == [f"4 {name} 2025" for name in MONTHS.split(", ")]


def test_a_word_and_a_sign_for_each_outcome() -> None:
    required, prohibited = baseline().requirements[0], baseline().requirements[-1]
    said = [
        (wording.outcome_badge(r, o).word, wording.outcome_badge(r, o).sign)
        for r in (required, prohibited)
        for o in (Outcome.STATED, Outcome.WEAK, Outcome.ABSENT, Outcome.CONTRADICTED)
    ]
    assert said == [
        ("stated", "✓"),
        ("weak", "◐"),
        ("not found", "○"),
        ("contradicted", "✕"),
        ("none found", "∅"),
        ("weak", "◐"),
        ("none found", "∅"),
        ("found", "✕"),
    ]


def test_every_value_of_the_model_has_its_words() -> None:
    required, prohibited = baseline().requirements[0], baseline().requirements[-1]
    said = [
        *(wording.kind(v) for v in DocumentKind),
        *(wording.category(v) for v in UnreadCategory),
        *(wording.basis(v) for v in Basis),
        *(wording.mark(v) for v in EvidenceMark),
        *(wording.meaning(v) for v in Standing),
        *(wording.outcome_badge(r, v).word for r in (required, prohibited) for v in Outcome),
    ]
    assert all(said)


def test_every_standing_has_its_own_sign_and_every_determination_a_standing() -> None:
    assert len({wording.badge(s).sign for s in Standing}) == len(Standing)
    for determination in Determination:
        Standing(determination.value.replace("_", " "))


@pytest.mark.parametrize(
    ("number", "words"), [(0, "no pages"), (1, "1 page"), (2, "2 pages"), (11, "11 pages")]
)
def test_counts_agree_with_their_noun(number: int, words: str) -> None:
    assert wording.count(number, "page") == words


def test_plain_text_keeps_words_and_drops_what_breaks_a_page() -> None:
    assert wording.plain("a\x00b\u202ec\ud800d\x85e ñ 学校 “q”\n") == "a�b�c�d�e ñ 学校 “q”\n"


def test_what_is_left_to_a_person_names_only_the_floors_there_are() -> None:
    assert wording.floors(Floors(contradicted=0.6, any=0.3)) == (
        "a contradiction of which it is less than 60% sure; "
        "anything of which it is less than 30% sure"
    )
    assert "critical requirement" in wording.floors(Floors(critical_met=0.9))
    assert wording.floors(Floors()) == "nothing, however unsure it is"


def test_a_rescinded_text_is_told_from_a_draft_whoever_said_what_it_is() -> None:
    rescinded = wording.not_in_force(DocumentStatus.RESCINDED)
    assert rescinded == "This text is marked as rescinded. Nothing in it was counted."
    assert wording.not_in_force(DocumentStatus.DRAFT) == wording.NOT_IN_FORCE_NOTE
    assert wording.not_in_force(DocumentStatus.ADOPTED) is None


@pytest.mark.parametrize(
    ("sure", "shown"), [(0.0, "0%"), (0.874, "87%"), (0.999, "99%"), (1, "100%")]
)
def test_recognised_words_are_never_surer_than_they_were(sure: float, shown: str) -> None:
    assert wording.recognised(sure) == f"read by OCR, {shown}"


SAYS = "Staff may open the door."
MANY = "who is at work in a school on a day of classes " * 4


@pytest.mark.parametrize(
    ("context", "quote", "told"),
    [
        (None, SAYS, SAYS),
        ("Staff may not:", SAYS, f"Staff may not: … {SAYS}"),
        (None, "Staff may not:", "Staff may not: …"),
        (
            f"Nobody {MANY}may do any of the following:",
            SAYS,
            "Nobody who is at work in a school on a day of classes who … "
            f"a school on a day of classes may do any of the following: … {SAYS}",
        ),
        (None, f"{SAYS[:-1]} {'at any time ' * 40}", f"{SAYS[:-1]} {'at any time ' * 23}…"),
    ],
    ids=["alone", "governed", "open", "long lead-in", "long"],
)
def test_a_passage_in_short_keeps_what_governs_it(
    context: str | None, quote: str, told: str
) -> None:
    span = Span(0, len(quote))
    said = Evidence(
        "letter.md", "c0", span, quote, span, quote, (), context, None, None, Outcome.STATED, 0.9
    )
    assert wording.in_short(said) == told
