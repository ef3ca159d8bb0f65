from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.model import (
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    Finding,
    Seen,
    Severity,
    fingerprint,
)

WAIVER = Decision(
    kind=DecisionKind.WAIVE,
    requirement="judicial-warrant",
    reviewer="A. Reader",
    date=date(2026, 7, 1),
    reason="The board votes in August.",
    seen=Seen(Determination.PARTIAL),
)
GAP = Finding("judicial-warrant", Determination.PARTIAL, Severity.CRITICAL, 0.9, ())


@pytest.mark.parametrize(
    ("kind", "state", "is_open"),
    [
        (DecisionKind.WAIVE, DecisionState.IN_FORCE, False),
        (DecisionKind.ATTEST, DecisionState.IN_FORCE, False),
        (DecisionKind.CONFIRM, DecisionState.IN_FORCE, True),
        (DecisionKind.OVERRIDE, DecisionState.IN_FORCE, True),
        (DecisionKind.WAIVE, DecisionState.STALE, True),
        (DecisionKind.ATTEST, DecisionState.EXPIRED, True),
    ],
)
def test_only_a_waiver_or_an_attestation_in_force_closes_a_gap(
    kind: DecisionKind, state: DecisionState, *, is_open: bool
) -> None:
    decided = replace(GAP, decision=replace(WAIVER, kind=kind, state=state))
    assert decided.is_open_gap is is_open


def test_a_gap_without_decision_is_open_and_what_is_met_is_none() -> None:
    assert GAP.is_open_gap
    assert not replace(GAP, determination=Determination.MET, severity=None).is_open_gap


WORDS = st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1)
SPACES = st.text(" \t\n\u00a0\r", min_size=1)


@given(WORDS, st.data())
def test_a_fingerprint_outlives_wrapping_and_the_shape_of_quotes(
    words: list[str], data: st.DataObject
) -> None:
    straight = " ".join(f'"{word}\'s"' for word in words)
    spaces = [data.draw(SPACES) for _ in words]
    curly = "".join(f"{space}“{word}’s”" for space, word in zip(spaces, words, strict=True))
    assert fingerprint(curly) == fingerprint(straight)


@given(WORDS, st.integers(min_value=0), WORDS)
def test_a_fingerprint_knows_a_changed_word(words: list[str], at: int, others: list[str]) -> None:
    changed = list(words)
    changed[at % len(words)] = "".join(others)
    assert (fingerprint(" ".join(changed)) == fingerprint(" ".join(words))) == (changed == words)
