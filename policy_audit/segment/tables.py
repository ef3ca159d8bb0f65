"""The table that is open while a document is read."""

from __future__ import annotations

from policy_audit.model import CELL_SEPARATOR
from policy_audit.segment.lists import joined

_LONGEST_TITLE = 60


class Table:
    """Gives each row its lead-in: the sentence that announces the table, and the column titles."""

    def __init__(self) -> None:
        self._open = False
        self._lead_in: str | None = None
        self._titles: str | None = None

    def close(self) -> None:
        """End the table, as anything but a row does."""
        self._open = False

    def enter(self, row: str, below: str | None, pending: str | None) -> str | None:
        """Return what governs ``row``; ``below`` is the next row, ``pending`` the lead-in above."""
        if not self._open:
            self._open = True
            self._lead_in = pending
            self._titles = row if below is not None and _are_titles(row, below) else None
            return self._lead_in
        if self._titles is not None and self._titles.count(CELL_SEPARATOR) == row.count(
            CELL_SEPARATOR
        ):
            return joined(self._lead_in, self._titles)
        return self._lead_in


def _are_titles(row: str, below: str) -> bool:
    """Whether ``row`` holds column titles: short, without digits, over a fuller row."""
    cells = row.split(CELL_SEPARATOR)
    if len(cells) < 2 or len(cells) != len(below.split(CELL_SEPARATOR)):
        return False
    titles = all(
        0 < len(cell) <= _LONGEST_TITLE
        and not cell.endswith((".", ";"))
        and not any(character.isdecimal() for character in cell)
        for cell in cells
    )
    return titles and len(below) > len(row)
