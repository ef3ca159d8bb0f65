from __future__ import annotations

from dataclasses import replace

import pytest

from policy_audit.model import (
    Determination,
    Document,
    DocumentKind,
    DocumentMeta,
    Evidence,
    Outcome,
    Span,
)
from policy_audit.report.passages import Passage, in_doubt, nearest, passages
from policy_audit.report.site import Shown

from .assessments import Page, baseline, document, evidence, finding, observation

WARRANT = baseline().requirements[0]
ASKED, SHOWN = "judicial-warrant/judicial-required", "judicial-warrant/warrant-shown"


def _doc(text: str, *, restated: bool = False) -> Document:
    kind = DocumentKind.BOARD_POLICY
    return document("d/p.txt", [Page(text)], DocumentMeta("P", kind, restated=restated))


def _shown(doc: Document) -> Shown:
    return Shown(doc, "documents/p.html")


def _passages(doc: Document, *found: Evidence) -> tuple[Passage, ...]:
    return passages(
        WARRANT,
        finding(Determination.MET, observation(ASKED, Outcome.STATED, *found)),
        (_shown(doc),),
    )


def test_the_quote_is_marked_in_its_paragraph() -> None:
    doc = _doc("One sentence here.  The\n second   one counts. A third follows.")
    (passage,) = _passages(doc, evidence(doc, "The\n second   one counts.", Outcome.STATED))
    assert [(p.text, p.marked) for p in passage.pieces] == [
        ("One sentence here. ", False),
        ("The second one counts.", True),
        (" A third follows.", False),
    ]


def test_quotes_of_one_paragraph_share_it_and_name_their_points() -> None:
    doc = _doc("A judge signs. Staff look at it. Nothing more.")
    both = finding(
        Determination.MET,
        observation(SHOWN, Outcome.STATED, evidence(doc, "Staff look at it.", Outcome.STATED)),
        observation(ASKED, Outcome.STATED, evidence(doc, "A judge signs.", Outcome.STATED)),
    )
    (passage,) = passages(WARRANT, both, (_shown(doc),))
    assert [p.text for p in passage.pieces if p.marked] == ["A judge signs.", "Staff look at it."]
    assert passage.points == (1, 2)
    assert passage.text == "A judge signs. Staff look at it. Nothing more."


def test_overlapping_quotes_are_marked_once() -> None:
    doc = _doc("alpha beta gamma delta")
    (passage,) = _passages(
        doc,
        evidence(doc, "alpha beta gamma", Outcome.STATED),
        evidence(doc, "beta gamma delta", Outcome.STATED),
    )
    assert [(p.text, p.marked) for p in passage.pieces] == [("alpha beta gamma delta", True)]


def test_what_contradicts_comes_before_what_states() -> None:
    doc = _doc("A judge signs. Anybody may come in.")
    found = _passages(
        doc,
        evidence(doc, "A judge signs.", Outcome.STATED),
        evidence(doc, "Anybody may come in.", Outcome.CONTRADICTED),
    )
    assert [p.label.word for p in found] == ["contradicted", "stated"]


def test_beside_what_contradicts_stands_what_states_the_same_elsewhere() -> None:
    doc = _doc("Anyone may enter. A judge signs. We mean it.")
    against = evidence(doc, "Anyone may enter.", Outcome.CONTRADICTED)
    near = (
        evidence(doc, "A judge signs.", Outcome.STATED),
        evidence(doc, "We mean it.", Outcome.ABSENT),
    )
    seen = observation(ASKED, Outcome.CONTRADICTED, against, nearest=near)
    both = finding(Determination.CONTRADICTED, seen)
    found = passages(WARRANT, both, (_shown(doc),))
    assert [p.label.word for p in found] == ["contradicted", "stated"]
    assert [x.text for p in found for x in p.pieces if x.marked] == [
        "Anyone may enter.",
        "A judge signs.",
    ]
    assert both.telling_evidence() == against
    assert both.ordered_evidence() == ((seen, against),)


def test_a_long_paragraph_is_cut_between_words_and_the_quote_is_whole() -> None:
    doc = _doc("before " * 400 + "the words that count " + "after " * 400)
    (passage,) = _passages(doc, evidence(doc, "the words that count", Outcome.STATED))
    first, middle, last = passage.pieces
    assert middle.text == "the words that count"
    assert first.text.startswith("… before ")
    assert last.text.endswith(" after …")
    assert len(passage.text) < 1100


@pytest.mark.parametrize(
    "change",
    [
        {"span": Span(2000, 2010), "passage_span": Span(1990, 2020)},
        {"passage_span": Span(0, 3)},
        {"quote": "other words than stand there"},
        {"document": "d/unknown.txt"},
    ],
)
def test_spans_that_do_not_fit_leave_the_quote_alone(change: dict[str, object]) -> None:
    doc = _doc("A judge signs. Nothing more.")
    wrong = replace(evidence(doc, "A judge signs.", Outcome.STATED), **change)
    (passage,) = _passages(doc, wrong)
    assert [(p.text, p.marked) for p in passage.pieces] == [(wrong.quote, True)]


def test_evidence_from_an_unknown_document_leads_nowhere() -> None:
    doc = _doc("A judge signs.")
    strange = replace(evidence(doc, "A judge signs.", Outcome.STATED), document="d/unknown.txt")
    (passage,) = _passages(doc, strange)
    assert (passage.title, passage.href, passage.restated) == ("d/unknown.txt", "", False)


def test_nearest_passages_belong_only_to_criteria_without_evidence() -> None:
    doc = _doc("A judge signs. Nothing more.")
    near = (evidence(doc, "Nothing more.", Outcome.ABSENT),)
    found = finding(
        Determination.PARTIAL,
        observation(
            ASKED, Outcome.STATED, evidence(doc, "A judge signs.", Outcome.STATED), nearest=near
        ),
        observation(SHOWN, Outcome.ABSENT, nearest=near),
    )
    (passage,) = nearest(WARRANT, found, (_shown(doc),))
    assert passage.points == (2,)
    assert passage.label.word == "nearest"


def test_what_a_person_decides_by_is_not_said_to_be_silent() -> None:
    doc = _doc("Any paper will do. Nothing more.")
    found = finding(
        Determination.UNDETERMINED,
        observation(
            ASKED,
            Outcome.UNDETERMINED,
            nearest=(evidence(doc, "Any paper will do.", Outcome.CONTRADICTED),),
        ),
        observation(SHOWN, Outcome.ABSENT, nearest=(evidence(doc, "Nothing more.", Outcome.WEAK),)),
    )
    (doubted,) = in_doubt(WARRANT, found, (_shown(doc),))
    assert (doubted.points, doubted.label.word) == ((1,), "undetermined")
    assert [p.text for p in doubted.pieces if p.marked] == ["Any paper will do."]
    (other,) = nearest(WARRANT, found, (_shown(doc),))
    assert other.points == (2,)


def test_a_restated_document_gives_restated_passages() -> None:
    doc = _doc("A judge signs.", restated=True)
    (passage,) = _passages(doc, evidence(doc, "A judge signs.", Outcome.STATED))
    assert passage.restated
