"""Aligned columns of plain text, and words of documents made safe for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_GAP = "  "


def aligned(rows: Sequence[Sequence[str]], *, indent: int = 2, left: int = 1) -> list[str]:
    """Lines in which the columns stand under each other.

    The first ``left`` columns begin, and the others end, under each other. Every row is as long as
    the first.
    """
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if index < left else cell.rjust(width)
            for index, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append((" " * indent + _GAP.join(cells)).rstrip())
    return lines


def share(value: float | None, places: int = 2) -> str:
    """Write a share with two or three places; ``-`` where there was nothing to measure."""
    return "-" if value is None else f"{value:.{places}f}"


def plain(words: str, limit: int = 110) -> str:
    """One line of printable characters, cut to ``limit``."""
    printable = "".join(c if c.isprintable() else " " for c in words)
    folded = " ".join(printable.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rstrip() + "…"


def section(title: str, lines: Iterable[str]) -> list[str]:
    """Join a title, its lines, and an empty line."""
    return [title, *lines, ""]
