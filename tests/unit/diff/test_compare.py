from __future__ import annotations

from dataclasses import replace

import pytest

from policy_audit.diff import compare
from policy_audit.model import (
    Change,
    Determination,
    DistrictComparison,
    DocumentChanges,
    Edit,
    FindingChange,
    Outcome,
    RecordedDocument,
    RecordedFinding,
)

from .records import (
    KEPT,
    MET,
    district,
    finding,
    observed,
    other_baseline,
    promise,
    record,
    said,
    warrant,
)

D = Determination
PARTIAL = warrant(D.PARTIAL, Outcome.WEAK, Outcome.STATED)
PARTIAL_LESS = warrant(D.PARTIAL, Outcome.WEAK, Outcome.ABSENT)
PARTIAL_OTHER = warrant(D.PARTIAL, Outcome.STATED, Outcome.ABSENT)
MISSING = warrant(D.MISSING, Outcome.ABSENT, Outcome.ABSENT)
AGAINST = warrant(D.CONTRADICTED, Outcome.CONTRADICTED, Outcome.STATED)
AGAINST_LESS = warrant(D.CONTRADICTED, Outcome.CONTRADICTED, Outcome.ABSENT)
PARTIAL_WEAK = warrant(D.PARTIAL, Outcome.WEAK, Outcome.WEAK)
PARTIAL_SHOWN = warrant(D.PARTIAL, Outcome.ABSENT, Outcome.STATED)
OPEN = warrant(D.UNDETERMINED, Outcome.UNDETERMINED, Outcome.STATED)
OPEN_GAP = warrant(D.PARTIAL, Outcome.WEAK, Outcome.UNDETERMINED)
NOT_ASKED = warrant(D.NOT_APPLICABLE, Outcome.ABSENT, Outcome.ABSENT)


def changed(old: RecordedFinding, new: RecordedFinding) -> FindingChange:
    [only] = compare(record(district(old, KEPT)), record(district(new, KEPT))).districts
    return only.changes[0]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (MET, MET, Change.UNCHANGED),
        (MET, PARTIAL, Change.OPENED),
        (MET, MISSING, Change.OPENED),
        (MET, AGAINST, Change.OPENED),
        (NOT_ASKED, MISSING, Change.OPENED),
        (PARTIAL, MISSING, Change.WORSE),
        (MISSING, AGAINST, Change.WORSE),
        (PARTIAL, PARTIAL_LESS, Change.WORSE),
        (AGAINST, AGAINST_LESS, Change.WORSE),
        (PARTIAL, PARTIAL_OTHER, Change.WORSE),
        (PARTIAL_LESS, PARTIAL, Change.BETTER),
        (PARTIAL_LESS, PARTIAL_OTHER, Change.BETTER),
        (PARTIAL, PARTIAL_WEAK, Change.WORSE),
        (PARTIAL, PARTIAL_SHOWN, Change.WORSE),
        (PARTIAL_WEAK, PARTIAL, Change.BETTER),
        (PARTIAL_SHOWN, PARTIAL, Change.BETTER),
        (PARTIAL_WEAK, PARTIAL_SHOWN, Change.WORSE),
        (AGAINST, PARTIAL, Change.BETTER),
        (MISSING, PARTIAL, Change.BETTER),
        (PARTIAL, MET, Change.CLOSED),
        (AGAINST, MET, Change.CLOSED),
        (PARTIAL, PARTIAL, Change.UNCHANGED),
        (PARTIAL, OPEN_GAP, Change.UNCHANGED),
        (OPEN, OPEN, Change.UNCHANGED),
        (MET, OPEN, Change.NOT_COMPARABLE),
        (PARTIAL, OPEN, Change.NOT_COMPARABLE),
        (OPEN, MISSING, Change.NOT_COMPARABLE),
        (OPEN, MET, Change.NOT_COMPARABLE),
        (MET, NOT_ASKED, Change.NOT_COMPARABLE),
        (MISSING, NOT_ASKED, Change.NOT_COMPARABLE),
        (NOT_ASKED, MET, Change.NOT_COMPARABLE),
    ],
)
def test_what_became_of_a_requirement(
    old: RecordedFinding, new: RecordedFinding, change: Change
) -> None:
    found = changed(old, new)
    assert found.change is change
    assert bool(found.reason) == (change is Change.NOT_COMPARABLE)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (replace(PARTIAL, settled=True), PARTIAL, Change.OPENED),
        (replace(MISSING, settled=True), PARTIAL, Change.OPENED),
        (replace(PARTIAL, settled=True), replace(PARTIAL, settled=True), Change.UNCHANGED),
        (PARTIAL, replace(PARTIAL, settled=True), Change.UNCHANGED),
        (replace(PARTIAL, settled=True), MET, Change.CLOSED),
    ],
)
def test_an_accepted_gap_that_is_open_now_is_opened(
    old: RecordedFinding, new: RecordedFinding, change: Change
) -> None:
    found = changed(old, new)
    assert found.change is change
    assert ("waived or attested" in found.reason) == (change is Change.OPENED)


def test_advice_makes_a_gap_neither_better_nor_worse() -> None:
    old, new = (
        replace(PARTIAL, observations=(*PARTIAL.observations, observed("advice", outcome)))
        for outcome in (Outcome.STATED, Outcome.ABSENT)
    )
    assert changed(old, new).change is Change.UNCHANGED
    assert changed(new, old).change is Change.UNCHANGED


def test_what_only_one_side_has_a_finding_on_is_not_comparable() -> None:
    for old, new in ((district(MET), district()), (district(), district(MET))):
        change = compare(record(old), record(new)).districts[0].changes[1]
        assert change.change is Change.NOT_COMPARABLE
        assert change.reason == "one of the assessments has no finding on it"


def test_a_promise_that_must_not_be_made() -> None:
    old, new = district(MET, promise(found=False)), district(MET, promise(found=True))
    assert compare(record(old), record(new)).districts[0].changes[1].change is Change.OPENED
    assert compare(record(new), record(old)).districts[0].changes[1].change is Change.CLOSED


def test_the_other_way_round_is_the_opposite() -> None:
    there = {Change.OPENED: Change.CLOSED, Change.WORSE: Change.BETTER}
    for old in (MET, PARTIAL, MISSING, AGAINST):
        for new in (MET, PARTIAL, MISSING, AGAINST):
            opposite = {**there, **{v: k for k, v in there.items()}}
            change = changed(old, new).change
            assert changed(new, old).change is opposite.get(change, change)


def test_another_baseline_is_not_comparable() -> None:
    compared = compare(record(), other_baseline(record()))
    assert "audit both against one baseline" in compared.incomparable
    assert not compared.districts


def test_another_judge_is_a_caution() -> None:
    assert not compare(record(), record()).cautions
    [caution] = compare(record(), replace(record(), judge="other")).cautions
    assert "may come from that" in caution


def test_what_was_unread_in_the_base_is_a_caution() -> None:
    unread = tuple(f"maple/{n}.pdf" for n in range(5))
    [caution] = compare(record(replace(district(), unread=unread)), record()).cautions
    assert caution.endswith(": maple/0.pdf, maple/1.pdf, maple/2.pdf and 2 more.")
    assert not compare(record(), record(replace(district(), unread=unread))).cautions


def test_a_new_and_a_lost_district_cannot_be_compared() -> None:
    old = record(district(name="ash"), district(name="maple"))
    new = record(district(name="maple"), district(MISSING, KEPT, name="oak"))
    ash, maple, oak = compare(old, new).districts
    assert {c.change for c in maple.changes} == {Change.UNCHANGED}
    assert {c.reason for c in ash.changes} == {"the district is not in the new assessment"}
    assert {c.reason for c in oak.changes} == {"the district was not in the old assessment"}
    assert not list(compare(old, new).regressions)


def test_a_district_without_documents_is_lost_unless_they_could_not_be_read() -> None:
    def left(*unread: str, documents: tuple[RecordedDocument, ...] = ()) -> DistrictComparison:
        new = replace(district(OPEN), documents=documents, unread=unread)
        [only] = compare(record(), record(new)).districts
        return only

    assert left().emptied
    assert left().is_lost
    assert not left("maple/policy.md").is_lost
    assert not left(documents=district().documents).is_lost
    [never] = compare(record(replace(district(), documents=())), record()).districts
    assert not never.emptied


@pytest.mark.parametrize(
    ("old", "new", "no_longer"),
    [
        (MET, OPEN, True),
        (MISSING, NOT_ASKED, True),
        (NOT_ASKED, OPEN, False),
        (OPEN, NOT_ASKED, False),
        (OPEN, MISSING, False),
        (MET, MISSING, False),
    ],
)
def test_what_is_no_longer_told(
    old: RecordedFinding, new: RecordedFinding, *, no_longer: bool
) -> None:
    assert changed(old, new).no_longer_told is no_longer


def test_two_single_districts_are_matched_whatever_their_names() -> None:
    old, new = district(name="before"), district(MISSING, KEPT, name="after")
    [only] = compare(record(old), record(new)).districts
    assert only.id == "after"
    assert only.documents == DocumentChanges()
    assert [c.requirement.id for c in only.regressions] == ["warrant"]


def test_documents_come_go_and_change() -> None:
    def with_documents(unread: tuple[str, ...], **digests: str):  # type: ignore[no-untyped-def]
        documents = [RecordedDocument(f"maple/{n}.md", d * 64, n) for n, d in digests.items()]
        return record(replace(district(), documents=tuple(documents), unread=unread))

    old = with_documents(("maple/scan.pdf",), letter="1", policy="2", faq="3")
    new = with_documents(("maple/faq.md", "maple/scan.pdf"), letter="1", policy="9", page="4")
    assert compare(old, new).districts[0].documents == DocumentChanges(
        added=("page.md",), lost=("faq.md",), edited=("policy.md",), unread=("maple/faq.md",)
    )


def test_documents_are_named_in_order_and_by_their_place_in_the_folder() -> None:
    def with_documents(digest: str, *paths: str, unread: tuple[str, ...] = ()):  # type: ignore[no-untyped-def]
        documents = tuple(RecordedDocument(path, digest * 64, path) for path in paths)
        return record(replace(district(), documents=documents, unread=unread))

    names = [f"{letter}.md" for letter in "gbafecdh"]
    kept, gone, came = names[:4], names[4:6], names[6:]
    old = with_documents("1", *(f"maple/{n}" for n in (*kept, *gone)), "annex/z.md")
    unread = tuple(f"maple/{n}" for n in sorted(gone, reverse=True))
    new = with_documents("2", *(f"maple/{n}" for n in (*kept, *came)), "z.md", unread=unread)
    assert compare(old, new).districts[0].documents == DocumentChanges(
        added=(*sorted(came), "z.md"),
        lost=("annex/z.md", *sorted(gone)),
        edited=tuple(sorted(kept)),
        unread=tuple(f"maple/{n}" for n in sorted(gone)),
    )


def test_a_weakened_clause_is_shown_as_a_redline() -> None:
    strong = said("Only with a judicial warrant may agents enter.")
    weak = said("Only with a valid warrant may agents enter.", Outcome.WEAK)
    same = said("The principal asks to see it.", criterion="shown")
    old = finding(
        D.MET, observed("judge", Outcome.STATED, strong), observed("shown", Outcome.STATED, same)
    )
    new = finding(
        D.PARTIAL, observed("judge", Outcome.WEAK, weak), observed("shown", Outcome.STATED, same)
    )
    [clause] = changed(old, new).clauses
    assert (clause.old, clause.new) == (strong, weak)
    assert [s.text for s in clause.redline if s.edit is not Edit.KEPT] == ["judicial", "valid"]


def test_the_new_wording_is_found_among_the_nearest_clauses() -> None:
    strong = said("Parents may opt out of directory information within ten days.")
    far = said("Parents may ask about directory information within ten days.", Outcome.ABSENT)
    old = finding(D.MET, observed("judge", Outcome.STATED, strong))
    new = finding(
        D.MISSING,
        observed("judge", Outcome.ABSENT, nearest=(far, said("Welcome.", Outcome.ABSENT))),
    )
    [clause] = changed(old, new).clauses
    assert (clause.old, clause.new) == (strong, far)
    [back] = changed(new, old).clauses
    assert (back.old, back.new) == (far, strong)


def test_a_clause_that_went_is_removed_as_a_whole() -> None:
    strong = said("Parents may opt out of directory information.")
    old = finding(D.MET, observed("judge", Outcome.STATED, strong))
    [clause] = changed(old, MISSING).clauses
    assert clause.new is None
    assert [(s.edit, s.text) for s in clause.redline] == [(Edit.REMOVED, strong.text)]
    [clause] = changed(MISSING, old).clauses
    assert clause.old is None
    assert [s.edit for s in clause.redline] == [Edit.ADDED]


def test_what_does_not_count_made_no_difference() -> None:
    strong = said("A judge must sign it.")
    aside = said("Agents are offered coffee.", criterion="advice")
    old = finding(
        D.MET,
        observed("judge", Outcome.STATED, strong),
        observed("advice", Outcome.STATED, aside),
    )
    new = finding(D.MISSING, observed("judge", Outcome.ABSENT), observed("advice", Outcome.ABSENT))
    assert [c.old for c in changed(old, new).clauses] == [strong]


def test_equal_words_that_are_read_otherwise_are_shown() -> None:
    text = "A warrant is needed."
    old = finding(D.MET, observed("judge", Outcome.STATED, said(text)))
    new = finding(D.PARTIAL, observed("judge", Outcome.WEAK, said(text, Outcome.WEAK)))
    [clause] = changed(old, new).clauses
    assert clause.old is not None
    assert clause.new is not None
    assert [s.edit for s in clause.redline] == [Edit.KEPT]


def test_criteria_that_came_out_the_same_made_no_difference() -> None:
    old = finding(
        D.MET,
        observed("judge", Outcome.STATED, said("A judge must sign it.")),
        observed("shown", Outcome.STATED, said("It is shown.", criterion="shown")),
    )
    new = finding(
        D.PARTIAL,
        observed("judge", Outcome.ABSENT),
        observed("shown", Outcome.STATED, said("They show it first.", criterion="shown")),
    )
    assert [c.old and c.old.text for c in changed(old, new).clauses] == ["A judge must sign it."]


def test_the_most_alike_wordings_are_paired_each_once() -> None:
    first = said("The principal asks the agent for a warrant that a judge has signed.")
    second = said("The principal asks the visitor for a badge that a judge has signed.")
    weaker = said(
        "The principal asks the visitor for a badge that an office has signed.", Outcome.WEAK
    )
    other = said("Lunch is served at noon.", Outcome.WEAK)
    old = finding(D.MET, observed("judge", Outcome.STATED, first, second))
    new = finding(D.PARTIAL, observed("judge", Outcome.WEAK, weaker, other))
    pairs = [(clause.old, clause.new) for clause in changed(old, new).clauses]
    assert pairs == [(first, None), (second, weaker), (None, other)]


def test_a_clause_that_speaks_for_both_sides_or_twice_is_shown_once_or_not_at_all() -> None:
    both = said("A judge signs it.")
    again = replace(both, criterion="shown")
    gone, page = said("They show it."), said("They show it.", criterion="shown")
    old = finding(
        D.MET,
        observed("judge", Outcome.STATED, both, gone),
        observed("shown", Outcome.STATED, again, page),
    )
    new = finding(
        D.PARTIAL, observed("judge", Outcome.WEAK, both), observed("shown", Outcome.ABSENT)
    )
    assert [(c.old, c.new) for c in changed(old, new).clauses] == [(gone, None)]


def test_one_clause_that_is_read_in_two_ways_is_shown_for_each() -> None:
    text = "A warrant is shown."
    old = finding(
        D.PARTIAL,
        observed("judge", Outcome.WEAK, said(text, Outcome.WEAK)),
        observed("shown", Outcome.STATED, said(text, criterion="shown")),
    )
    assert [c.old and c.old.outcome for c in changed(old, MISSING).clauses] == [
        Outcome.WEAK,
        Outcome.STATED,
    ]
