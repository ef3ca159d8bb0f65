from __future__ import annotations

from policy_audit.segment.tables import Table

TITLES, ROW = "Step | Who acts", "Ask the agent for a badge | Secretary"


def test_titles_govern_rows_with_as_many_cells() -> None:
    table = Table()
    assert table.enter(TITLES, ROW, None) is None
    assert table.enter(ROW, "One cell", None) == TITLES
    assert table.enter("One cell", None, None) is None


def test_the_announcing_sentence_comes_first() -> None:
    table = Table()
    assert table.enter(TITLES, ROW, "Steps:") == "Steps:"
    assert table.enter(ROW, None, None) == f"Steps: {TITLES}"


def test_a_row_with_digits_or_sentences_is_no_title() -> None:
    for first in ("Office | 555-0100", "It waits. | Secretary.", "Only"):
        table = Table()
        table.enter(first, ROW, None)
        assert table.enter(ROW, None, None) is None


def test_a_closed_table_governs_nothing() -> None:
    table = Table()
    table.enter(TITLES, ROW, None)
    table.close()
    assert table.enter(ROW, None, None) is None
