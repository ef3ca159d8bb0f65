"""Tables of a web page, and lists of names and values: which are data, and their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Piece, ends_sentence
from policy_audit.ingest.layout.marker import is_lone_marker
from policy_audit.ingest.layout.runs import LETTER
from policy_audit.model import CELL_SEPARATOR, BlockKind

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CELLS = frozenset({"td", "th"})
_FIELD_CELLS = frozenset({"dt", "dd"})
_LONGEST_FIELD_NAME, _LONGEST_FIELD = 4, 12  # words


@dataclass(slots=True)
class OpenTable:
    """A table that is being read, with the cells of its row so far.

    ``flows``: it only arranges the page, and its cells are read like the rest of it. ``fields``:
    it is a description list of names and short values, a row each.
    """

    flows: bool
    fields: bool = False
    cells: list[str] = field(default_factory=list)

    @property
    def tag(self) -> str:
        """The element that it is."""
        return "dl" if self.fields else "table"

    @property
    def cell_tags(self) -> frozenset[str]:
        """The elements that are its cells."""
        return _FIELD_CELLS if self.fields else _CELLS

    def take_row(self) -> Piece | None:
        """The row that its cells make, which are gone then; None where none holds anything."""
        cells = [cell for cell in self.cells if cell]
        self.cells = []
        if not cells:
            return None
        numbered = cells[0].isdigit() or (is_lone_marker(cells[0]) and cells[0][-1] in ".)")
        marker = cells.pop(0) if numbered and len(cells) > 1 else None
        return Piece(BlockKind.ROW, CELL_SEPARATOR.join(cells), marker=marker)


def is_for_layout(table: LexborNode) -> bool:
    """Whether a table only arranges the page.

    Other tables, headings or lists stand in it, or its only row holds a letter in each cell.
    """
    if table.css("table table, h1, h2, h3, h4, ul, ol"):
        return True
    rows = table.css("tr")
    if len(rows) == 1 and any(len(cell.css("p")) >= LETTER for cell in table.css("td")):
        return True
    return max((len(row.css("td, th")) for row in rows), default=0) < 2


def are_fields(descriptions: LexborNode) -> bool:
    """Whether a description list holds the fields of a form, not questions or terms explained."""
    if descriptions.css_first("dl dl, table, h1, h2, h3, h4, h5, h6, ul, ol") is not None:
        return False
    names = [fold(clean(name.text(deep=True))) for name in descriptions.css("dt")]
    values = [fold(clean(value.text(deep=True))) for value in descriptions.css("dd")]
    if not names or not values:
        return False
    named = all(len(n.split()) <= _LONGEST_FIELD_NAME and "?" not in n for n in names)
    return named and all(len(v.split()) <= _LONGEST_FIELD and not ends_sentence(v) for v in values)
