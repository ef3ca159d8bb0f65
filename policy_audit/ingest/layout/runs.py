"""Text as word processors hold it: runs of one weight, and cells of a table -> lines and pieces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Line, Piece
from policy_audit.ingest.layout.marker import candidates
from policy_audit.model import CELL_SEPARATOR, BlockKind

BREAK = "\x1d"
"""A run that is a line break inside its paragraph."""
Run = tuple[str, bool]
"""Text, or ``BREAK``, and whether it is bold."""
Entry = Line | Piece

LETTER = 4
"""Paragraphs in a cell of a table's only row: a text in two languages side by side."""
TRACKED = "The document holds tracked changes; it was read as if all were accepted."
STRUCK = "Text that is struck through was left out."
"""Notes for a person on a document that was read."""

_ROW_NUMBER = re.compile(r"\d{1,3}[.)]?")


def lines_of(runs: Iterable[Run]) -> list[Line]:
    """The lines of one paragraph that hold anything."""
    made: list[Line] = []
    text, plain, gap = "", False, True
    for run, bold in [*runs, (BREAK, False)]:
        if run != BREAK:
            text += run
            plain = plain or (bool(run.strip()) and not bold)
            continue
        shown = fold(clean(text))
        if shown:
            made.append(Line(shown, bold=not plain, gap=gap))
        text, plain, gap = "", False, not shown
    return made


def heading(text: str, level: int, marker: str | None = None) -> Piece:
    """A heading; without a ``marker``, a number that was typed before its text is one."""
    typed = candidates(text)
    if marker is None and typed and typed[0].label and typed[0].ordinal:
        return Piece(BlockKind.HEADING, typed[0].rest, level, typed[0].label)
    return Piece(BlockKind.HEADING, text, level, marker)


def row(texts: Sequence[str]) -> Iterator[Entry]:
    """One row of a table, of the texts of its cells; one text alone is a frame around it."""
    cells = [text for text in texts if text]
    if len(cells) == 1:
        yield Line(cells[0], gap=True)
    elif cells:
        marker = cells.pop(0) if _ROW_NUMBER.fullmatch(cells[0]) else None
        yield Piece(BlockKind.ROW, CELL_SEPARATOR.join(cells), marker=marker)


def table(rows: Iterable[Sequence[Sequence[Entry]]]) -> Iterator[Entry]:
    """A table, of what stands in the cells of its rows; its footnotes follow it.

    Where headings, lists or other tables stand in its cells it only arranges the page, and they
    are read one after the other; so are the cells of one row that hold a letter each.
    """
    rows = list(rows)
    cells = [[[e for e in cell if not _is_footnote(e)] for cell in each] for each in rows]
    arranges = any(isinstance(e, Piece) for each in cells for cell in each for e in cell)
    arranges = arranges or (len(cells) == 1 and max(map(len, cells[0]), default=0) >= LETTER)
    for each in cells:
        filled = [cell for cell in each if cell]
        if len(filled) == 1 or arranges:
            yield from (entry for cell in filled for entry in cell)
        else:
            yield from row([fold(" ".join(entry.text for entry in cell)) for cell in filled])
    yield from (e for each in rows for cell in each for e in cell if _is_footnote(e))


def _is_footnote(entry: Entry) -> bool:
    return isinstance(entry, Piece) and entry.kind is BlockKind.FOOTNOTE
