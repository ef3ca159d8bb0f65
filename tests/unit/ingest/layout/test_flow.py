from __future__ import annotations

from policy_audit.ingest.layout.flow import flow
from policy_audit.ingest.layout.lines import Line, Piece
from policy_audit.model import BlockKind

BODY = "The principal of every school telephones the office before anything else is done."


def shown(*entries: Line | Piece, titles: bool = False) -> list[tuple[str, int, str | None, str]]:
    pieces = flow(entries, titles_by_look=titles)
    return [(piece.kind.value, piece.level, piece.marker, piece.text) for piece in pieces]


def test_a_marker_alone_belongs_to_the_next_line() -> None:
    assert shown(Line("1.", gap=True), Line("Ask for a card.")) == [
        ("item", 1, "1.", "Ask for a card.")
    ]


def test_a_wrapped_line_that_begins_like_a_marker() -> None:
    lines = [
        Line("as the law says in section", wraps=True, gap=True),
        Line("10. Nobody knows why."),
    ]
    assert shown(*lines) == [
        ("paragraph", 0, None, "as the law says in section 10. Nobody knows why.")
    ]


def test_the_next_item_of_a_list_is_one_even_after_a_full_line() -> None:
    lines = [
        Line("1. Ask for a card", wraps=True, gap=True),
        Line("2. Call the office", wraps=False),
    ]
    assert [piece[2] for piece in shown(*lines)] == ["1.", "2."]


def test_bold_line_alone_is_a_heading_under_the_last_one() -> None:
    entries = [
        Piece(BlockKind.HEADING, "Protocol", 2),
        Line("1. Access", bold=True, gap=True),
        Line(BODY, gap=True),
    ]
    assert shown(*entries)[1] == ("heading", 3, "1.", "Access")


def test_bold_sentence_is_none() -> None:
    assert shown(Line(BODY, bold=True, gap=True), Line(BODY, gap=True))[0][0] == "paragraph"


def test_a_signature_is_no_heading() -> None:
    lines = [Line(BODY, gap=True), Line("Robin Vale", bold=True, gap=True)]
    assert [piece[0] for piece in shown(*lines)] == ["paragraph", "paragraph"]


def test_a_lead_in_is_no_heading() -> None:
    lines = [Line("Staff who meet an officer:", gap=True), Line(BODY, gap=True)]
    assert shown(*lines, titles=True)[0][0] == "paragraph"


def test_a_title_over_text_is_a_heading_where_the_format_has_none() -> None:
    lines = [Line("Going about the building", gap=True), Line(BODY, gap=True)]
    assert shown(*lines, titles=True)[0] == ("heading", 2, None, "Going about the building")
    assert shown(*lines, titles=False)[0][0] == "paragraph"


def test_large_type_that_runs_on_is_no_heading() -> None:
    assert shown(Line("word " * 40, level=1, gap=True), Line(BODY, gap=True))[0][0] == "paragraph"


def test_a_list_under_a_marked_paragraph_is_nested() -> None:
    entries = [Line("A. The Lead asks for:", gap=True), Piece(BlockKind.ITEM, "a name", 1, "1.")]
    assert [piece[1] for piece in shown(*entries)] == [1, 2]


def test_decoration_is_left_out() -> None:
    assert shown(Line("* * *", gap=True), Line("###", gap=True)) == []
