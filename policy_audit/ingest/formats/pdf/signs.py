"""Signs of a PDF page that belong to the line beside them: drawn bullets, raised initials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policy_audit.ingest.formats.printed.page import MOST_COMPARED, Box, PrintedLine

SMALLEST, LARGEST = 1.5, 8.0
"""Points: how wide and high a drawn bullet may be."""
_SQUARE = 0.25  # of its width, by how much its height may differ
_REACH = 2.0  # in ems: how far from its bullet a text may begin
_RAISED = 1.8  # times the size of the text: an initial as high as two lines, at least


def is_bullet(box: Box) -> bool:
    """Whether a filled shape has the size of a bullet (browsers draw theirs)."""
    wide, high = box.x1 - box.x0, box.y1 - box.y0
    return SMALLEST <= wide <= LARGEST and abs(wide - high) <= _SQUARE * wide


def with_signs(lines: Sequence[PrintedLine], bullets: Sequence[Box]) -> list[PrintedLine]:
    """``lines`` with each drawn bullet and raised initial put before the line it opens."""
    made = list(lines)
    if len(made) > MOST_COMPARED or len(bullets) > MOST_COMPARED:
        return made
    for bullet in bullets:
        at = _first_right_of(bullet, made)
        if at is not None:
            made[at] = _opened(made[at], "• ", bullet.x0)
    for initial in [line for line in lines if len(line.text) == 1 and line.text.isupper()]:
        at = _first_beside(initial, made)
        if at is not None:
            made[at] = _opened(made[at], initial.text, initial.x0)
            made.remove(initial)
    return made


def _opened(line: PrintedLine, sign: str, x0: float) -> PrintedLine:
    plain = f"{sign}{line.plain}" if line.plain else ""
    return replace(line, text=f"{sign}{line.text}", plain=plain, x0=x0)


def _first_right_of(bullet: Box, lines: Sequence[PrintedLine]) -> int | None:
    """The line at whose height the bullet stands, where it begins right of it."""
    middle = (bullet.y0 + bullet.y1) / 2
    level = [at for at, line in enumerate(lines) if line.y0 < middle < line.y1]
    if any(lines[at].x0 < bullet.x1 and bullet.x0 < lines[at].x1 for at in level):
        return None  # a mark in the midst of a text
    right = [at for at in level if lines[at].x0 >= bullet.x1]
    at = min(right, key=lambda at: lines[at].x0, default=None)
    near = at is not None and lines[at].x0 - bullet.x1 <= _REACH * lines[at].size
    return at if near else None


def _first_beside(initial: PrintedLine, lines: Sequence[PrintedLine]) -> int | None:
    """The highest line beside a raised initial, where it goes on with its word."""
    beside = [
        at
        for at, line in enumerate(lines)
        if line.page == initial.page
        and initial.size >= _RAISED * line.size
        and initial.y0 < line.y1
        and line.y0 < initial.y1
        and -1 <= line.x0 - initial.x1 <= line.size
    ]
    at = max(beside, key=lambda at: lines[at].y0, default=None)
    return at if at is not None and lines[at].text[:1].islower() else None
