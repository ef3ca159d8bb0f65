from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.diff import redline
from policy_audit.diff.redline import MOST_WORDS, likeness
from policy_audit.model import Edit

WORDS = st.lists(
    st.sampled_from(["judicial", "valid", "warrant", ",", ".", " ", "  ", "\n", "judge's", "é"])
).map("".join)
TEXT = st.one_of(WORDS, st.text(st.characters(exclude_categories=[])))


def _text(old: str, new: str, edit: Edit) -> str:
    return "".join(s.text for s in redline(old, new) if s.edit in (Edit.KEPT, edit))


@given(TEXT, TEXT)
def test_both_texts_are_in_the_redline_whole(old: str, new: str) -> None:
    assert _text(old, new, Edit.REMOVED) == old
    assert _text(old, new, Edit.ADDED) == new


@given(TEXT)
def test_equal_texts_have_nothing_changed(text: str) -> None:
    assert {s.edit for s in redline(text, text)} <= {Edit.KEPT}


@given(TEXT, TEXT)
def test_neighbours_are_of_different_kinds(old: str, new: str) -> None:
    edits = [s.edit for s in redline(old, new)]
    assert all(one is not other for one, other in pairwise(edits))
    assert (Edit.ADDED, Edit.REMOVED) not in set(pairwise(edits))


def test_only_the_word_that_changed_is_marked() -> None:
    changed = redline("Only with a judicial warrant.", "Only with a valid warrant.")
    assert [(s.edit.value, s.text) for s in changed] == [
        ("kept", "Only with a "),
        ("removed", "judicial"),
        ("added", "valid"),
        ("kept", " warrant."),
    ]


def test_two_changed_words_are_one_stretch() -> None:
    changed = redline("signed by a federal judge", "signed by any officer")
    assert [s.text for s in changed] == ["signed by ", "a federal judge", "any officer"]


def test_a_very_long_clause_takes_no_long_time() -> None:
    old = "a warrant " * 50_000
    started = time.monotonic()
    changed = redline(old, old + "more")
    assert time.monotonic() - started < 2
    assert [s.edit for s in changed] == [Edit.REMOVED, Edit.ADDED]


def test_the_longest_that_is_compared_by_words() -> None:
    old = " ".join(["warrant"] * MOST_WORDS)
    assert [s.edit for s in redline(old, old)] == [Edit.KEPT]


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [("a b", "b A", 1.0), ("a b", "c d", 0.0), ("", "", 1.0), ("", "a", 0.0), ("a b", "a c", 0.5)],
)
def test_likeness(old: str, new: str, share: float) -> None:
    assert likeness(old, new) == share
