import pytest

from policy_audit.ingest.formats.html.tables import OpenTable, are_fields, is_for_layout
from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import BlockKind

ROWS = [
    (["Records", "Release none."], Piece(BlockKind.ROW, "Records | Release none.")),
    (["", "Records", ""], Piece(BlockKind.ROW, "Records")),
    (["2", "Agents", "Wait outside."], Piece(BlockKind.ROW, "Agents | Wait outside.", marker="2")),
    (["b.", "Wait outside."], Piece(BlockKind.ROW, "Wait outside.", marker="b.")),
    (["5145"], Piece(BlockKind.ROW, "5145")),
    (["", ""], None),
]


@pytest.mark.parametrize(("cells", "row"), ROWS)
def test_a_row_is_what_its_cells_hold_under_its_number(cells: list[str], row: Piece | None) -> None:
    table = OpenTable(flows=False, cells=cells)
    assert table.take_row() == row
    assert table.take_row() is None


LAYOUT = [
    ("<table><tr><td>a</td><td>b</td></tr></table>", False),
    ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", True),
    ("<table><tr><td><ul><li>a</li></ul></td><td>b</td></tr></table>", True),
]


@pytest.mark.parametrize(("html", "arranges"), LAYOUT)
def test_a_table_of_one_column_or_of_lists_only_arranges(html: str, arranges: bool) -> None:
    assert is_for_layout(_first(html, "table")) is arranges


FIELDS = [
    ("<dl><dt>Policy number</dt><dd>5145</dd></dl>", True),
    ("<dl><dt>May agents enter?</dt><dd>No</dd></dl>", False),
    ("<dl><dt>Warrant</dt><dd>An order signed by a judge.</dd></dl>", False),
    ("<dl><dt>Warrant</dt></dl>", False),
]


@pytest.mark.parametrize(("html", "fields"), FIELDS)
def test_names_with_short_values_are_the_fields_of_a_form(html: str, fields: bool) -> None:
    assert are_fields(_first(html, "dl")) is fields


def _first(html: str, tag: str):
    from selectolax.lexbor import LexborHTMLParser

    found = LexborHTMLParser(html).css_first(tag)
    assert found is not None
    return found
