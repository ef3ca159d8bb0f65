from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from policy_audit.ingest.formats.printed.columns import in_order
from policy_audit.ingest.formats.printed.notes import without_notes
from policy_audit.ingest.formats.printed.page import Box, PrintedLine
from policy_audit.ingest.formats.printed.tables import aligned_rows, grids, with_grid_rows
from policy_audit.model import BlockKind


def printed(text: str, x0: float, y0: float, width: float = 200, size: float = 10) -> PrintedLine:
    return PrintedLine(text, 1, x0, x0 + width, y0, y0 + size, size, bold=False, height=800)


def columns(*texts: str) -> list[PrintedLine]:
    """Each text in a column of its own, a word a line."""
    return [
        printed(word, 72 + 240 * column, 700 - 12 * row)
        for column, text in enumerate(texts)
        for row, word in enumerate(text.split())
    ]


def said(lines: list[PrintedLine]) -> str:
    return " ".join(line.text for line in lines)


def test_one_column_after_the_other() -> None:
    assert said(in_order(columns("a b c d", "e f g h")[::-1])) == "a b c d e f g h"


def test_a_raised_initial_does_not_hide_the_gutter() -> None:
    initial = printed("I", 72, 690, 20, size=60)
    assert said(in_order([initial, *columns("a b c d", "e f g h")])) == "I a b c d e f g h"


def test_a_line_elsewhere_that_ends_at_the_gutter_does_not_hide_it() -> None:
    note = printed("note", 72, 500, 238)
    assert said(in_order([*columns("a b c d", "e f g h"), note])) == "a b c d e f g h note"


def test_a_title_over_the_columns_comes_first_and_a_last_line_last() -> None:
    title, last = printed("title", 72, 730, 440), printed("last", 72, 600, 440)
    mixed = [last, *columns("a b c d", "e f g h"), title]
    assert said(in_order(mixed)) == "title a b c d e f g h last"


def test_a_line_over_two_columns_of_three_does_not_part_the_third() -> None:
    cells = [
        printed(f"{column}{row}", x, y - 42 * row, width)
        for row in range(4)
        for column, x, y, width in (
            *(("a", 30, 700, 60), ("b", 107, 700, 118), ("b", 107, 688, 90)),
            *(("c", 235, 700, 110), ("c", 235, 688, 80)),
        )
    ]
    title = printed("title", 30, 730, 170)
    rows = in_order([title, *cells])
    assert [row.text for row in rows] == [
        "title",
        *(f"a{n} | b{n} b{n} | c{n} c{n}" for n in range(4)),
    ]


def test_columns_between_wide_lines_are_read_zone_by_zone() -> None:
    upper = columns("a b c", "d e f")
    wide = printed("wide", 72, 640, 440)
    lower = [printed(x.text.upper(), x.x0, x.y0 - 100) for x in upper]
    assert said(in_order([*upper, wide, *lower])) == "a b c d e f wide A B C D E F"


def test_cells_that_begin_at_one_height_are_rows() -> None:
    cells = [
        printed(text, x, y, 80)
        for y, row in ((700, "Who When Where"), (680, "a b c"), (650, "d e f"), (620, "g h i"))
        for x, text in zip((72, 200, 330), row.split(), strict=True)
    ]
    second_lines = [printed("b2", 200, 668, 80), printed("f2", 330, 638, 80)]
    rows = in_order([*cells, *second_lines])
    assert [row.text for row in rows] == [
        "Who | When | Where",
        "a | b b2 | c",
        "d | e | f f2",
        "g | h | i",
    ]
    assert {row.kind for row in rows} == {BlockKind.ROW}


def test_paragraphs_in_columns_are_no_table() -> None:
    left = [printed(f"l{n}", 72, 700 - 12 * n - (8 if n > 3 else 0)) for n in range(9)]
    right = [printed(f"r{n}", 312, 700 - 12 * n - (8 if n > 5 else 0)) for n in range(9)]
    assert said(in_order([*right, *left])) == said([*left, *right])


@given(
    st.lists(
        st.tuples(
            st.sampled_from([72, 75, 160, 312, 316, 420]),
            st.integers(40, 760),
            st.integers(20, 460),
            st.sampled_from([8, 10, 18]),
        ),
        max_size=40,
    )
)
def test_nothing_is_lost_or_doubled(places: list[tuple[int, int, int, int]]) -> None:
    lines = [printed(f"w{n}", x, y, w, size) for n, (x, y, w, size) in enumerate(places)]
    words = said(in_order(lines)).replace(" | ", " ").split()
    assert Counter(words) == Counter(line.text for line in lines)


def test_ruled_cells_are_rows_and_a_box_is_none() -> None:
    xs, ys = (70, 200, 330), (600, 640, 680)
    rules = [Box(a, b, y, y) for y in ys for a, b in pairwise(xs)]
    rules += [Box(x, x, a, b) for x in xs for a, b in pairwise(ys)]
    box = [Box(70, 330, 500, 500), Box(70, 330, 560, 560), Box(70, 70, 500, 560)]
    inside = [
        printed("Who", 75, 660, 40),
        printed("What", 205, 660, 40),
        printed("Clerk", 75, 625, 40),
        printed("Asks for a", 205, 625, 60),
        printed("badge.", 205, 612, 60),
    ]
    boxed = printed("In a box.", 75, 520)
    lines = with_grid_rows([*inside, boxed], grids([*rules, *box]))
    assert [line.text for line in lines if line.kind] == ["Who | What", "Clerk | Asks for a badge."]
    assert boxed in lines


def test_footnotes_stand_apart_and_their_marks_go() -> None:
    pointing = PrintedLine(
        "a judge.1",
        1,
        72,
        272,
        500,
        510,
        10,
        bold=False,
        height=800,
        plain="a judge.",
        marks=("1",),
    )
    note = [printed("1 Not a clerk, and", 72, 90, size=8), printed("no agent.", 72, 80, size=8)]
    text, notes = without_notes([pointing, *note], body=10)
    assert [line.text for line in text] == ["a judge."]
    assert [line.text for line in notes] == ["Not a clerk, and no agent."]
    assert notes[0].kind is BlockKind.FOOTNOTE


def test_a_raised_number_without_a_footnote_stays() -> None:
    squared = PrintedLine(
        "40 m2", 1, 72, 272, 500, 510, 10, bold=False, height=800, plain="40 m", marks=("2",)
    )
    assert without_notes([squared], body=10) == ([squared], [])


def test_two_cells_of_one_column_side_by_side_are_of_one_row() -> None:
    heights = (700, 670, 640)
    paper = [printed(f"paper{row}", 72, y, 60) for row, y in enumerate(heights)]
    signed = [printed(f"signed{row}", 150, y, 60) for row, y in enumerate(heights)]
    left = [line for pair in zip(paper, signed, strict=True) for line in pair]
    right = [printed(f"means{row}", 388, y, 90) for row, y in enumerate(heights)]
    table = aligned_rows([left, right])
    assert table is not None
    assert [row.text for row in table.rows] == [
        f"paper{row} signed{row} | means{row}" for row in range(3)
    ]
