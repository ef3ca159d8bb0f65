import pytest

from policy_audit.evaluate.places import Places, compare_evidence
from policy_audit.model import Document, Evidence

from .doors import ASKED, LOCKED, TEXT, WATCHED, document, evidence


def quoted(words: str, text: str = TEXT) -> list[str]:
    return [span.of(text) for span in Places(document(text=text)).find(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a guard WATCHES the door", ["A guard watches the door"]),
        ("“Every  door\nis locked”", ["Every door is locked"]),
        ("eight. A guard", ["eight. A guard"]),
        ("for a name. The door is", ["for a name.\nThe door is"]),
        ("the roof", []),
        ("...", []),
    ],
)
def test_words_are_found_whatever_their_spacing_and_signs(words: str, expected: list[str]) -> None:
    assert quoted(words) == expected


def test_words_that_stand_twice_are_found_twice() -> None:
    text = "Ask for a name. Then wait. Ask for\na name."
    assert quoted("Ask for a name", text) == ["Ask for a name", "Ask for\na name"]


def compared(
    predicted: list[Evidence], gold: list[str], documents: list[Document] | None = None
) -> tuple[list[str], list[str], list[str], list[str]]:
    result = compare_evidence(predicted, gold, [Places(d) for d in documents or [document()]])
    return (
        [e.quote for e in result.right],
        [e.quote for e in result.wrong],
        list(result.found),
        list(result.missed),
    )


def test_a_clause_is_right_when_it_overlaps_labelled_words() -> None:
    gold = ["door is locked at eight", "asked for a name"]
    assert compared([evidence(LOCKED), evidence(WATCHED)], gold) == (
        [LOCKED],
        [WATCHED],
        ["door is locked at eight"],
        ["asked for a name"],
    )


def test_one_label_over_two_clauses_makes_both_right() -> None:
    gold = [f"{LOCKED} {WATCHED}"]
    assert compared([evidence(LOCKED), evidence(WATCHED)], gold) == (
        [LOCKED, WATCHED],
        [],
        gold,
        [],
    )


def test_one_clause_may_find_two_labels() -> None:
    gold = ["Every door", "locked at eight"]
    assert compared([evidence(LOCKED)], gold) == ([LOCKED], [], gold, [])


def test_a_neighbor_does_not_overlap() -> None:
    assert compared([evidence(WATCHED)], [LOCKED]) == ([], [WATCHED], [], [LOCKED])


def test_the_same_place_in_another_document_is_no_overlap() -> None:
    documents = [document("a.txt", ASKED), document("b.txt", " " * len(ASKED))]
    in_b = evidence(ASKED, path="b.txt", text=ASKED)
    in_a = evidence(ASKED, path="a.txt", text=ASKED)
    assert compared([in_b], [ASKED], documents) == ([], [ASKED], [], [ASKED])
    assert compared([in_a], [ASKED], documents) == ([ASKED], [], [ASKED], [])


def test_without_any_evidence_every_label_is_missed() -> None:
    assert compared([], [LOCKED]) == ([], [], [], [LOCKED])
    assert compared([evidence(LOCKED)], []) == ([], [LOCKED], [], [])
