from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.model import (
    OVERRIDES,
    Decision,
    DecisionKind,
    Determination,
    District,
    DistrictAssessment,
    Evidence,
    Finding,
    Observation,
    Outcome,
    ReviewColumn,
    ReviewKey,
    Seen,
    Severity,
    Span,
    Unread,
    UnreadCategory,
    fingerprint,
)
from policy_audit.report.cells import begins_like_a_formula

ANY_TEXT = st.text(st.characters(exclude_categories=[]))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_a_key_is_read_as_it_was_written(
    district: str, requirement: str, mark: str, documents: str
) -> None:
    key = ReviewKey(district, requirement, mark, documents)
    assert ReviewKey.read(str(key)) == key


@given(ANY_TEXT)
def test_a_key_is_ascii_on_one_line_and_no_formula(district: str) -> None:
    written = str(ReviewKey(district, "x"))
    assert written.isascii()
    assert written.isprintable()
    assert not begins_like_a_formula(written)


@pytest.mark.parametrize(
    "text", ["", "x", "[]", '["a", "b"]', '["a", "b", 3]', '"abc"', "{}", "null", "[" * 100_000]
)
def test_any_other_text_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        ReviewKey.read(text)


def test_the_key_of_a_finding_stays_when_it_is_overridden() -> None:
    said = [
        Evidence(
            *("maple/protocol.md", "#1", Span(0, 1), words, Span(0, 1), words),
            *((), None, None, None, outcome, 0.9),
        )
        for words, outcome in (("Doors are shut.", Outcome.STATED), ("Soon.", Outcome.WEAK))
    ]
    seen = Observation("locked-door", "doors", Outcome.WEAK, 0.9, tuple(said))
    finding = Finding("locked-door", Determination.PARTIAL, Severity.HIGH, 0.9, (seen,))
    unread = Unread("maple/a.pdf", UnreadCategory.DAMAGED, "It is damaged.", "ab12")
    maple = DistrictAssessment(District("maple", "Maple"), (), (unread,), (finding,))
    key = ReviewKey.of(maple, finding)
    documents = maple.documents_digest[:16]
    assert key == ReviewKey("maple", "locked-door", fingerprint("Soon."), documents)
    assert ReviewKey.of(replace(maple, unread=()), finding) != key
    override = Decision(
        *(DecisionKind.OVERRIDE, "locked-door", "A. Lee", date(2026, 7, 1), "It is firm."),
        seen=Seen(Determination.PARTIAL),
        override=Determination.MET,
        found=Determination.PARTIAL,
    )
    decided = replace(finding, determination=Determination.MET, severity=None, decision=override)
    assert ReviewKey.of(maple, decided) == key
    assert ReviewKey.of(maple, replace(finding, observations=())).fingerprint == ""


def test_every_determination_can_be_chosen_in_words() -> None:
    assert set(OVERRIDES.values()) == set(Determination)
    assert all(" ".join(word.split("_")) == word for word in OVERRIDES)


def test_no_two_columns_share_a_heading() -> None:
    assert len({column.value for column in ReviewColumn}) == len(ReviewColumn)


@pytest.mark.parametrize(
    "same",
    ["Ask  for a\n“warrant”, don’t wait.", ' Ask for a "warrant", don\'t wait.\t'],
)
def test_wrapping_and_quotation_marks_leave_the_fingerprint(same: str) -> None:
    assert fingerprint(same) == fingerprint('Ask for a "warrant", don\'t wait.')


@pytest.mark.parametrize(
    "other", ["Ask for a warrant", "Ask for the warrant.", "Do not ask for a warrant.", ""]
)
def test_other_words_give_another_fingerprint(other: str) -> None:
    assert fingerprint(other) != fingerprint("Ask for a warrant.")
