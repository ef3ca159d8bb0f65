"""Footnotes of a PDF: told by the raised signs that point to them, and set apart from the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policy_audit.ingest.formats.printed.page import PrintedLine
from policy_audit.ingest.layout.clean import fold
from policy_audit.model import BlockKind

_OPENING = re.compile(r"(?P<mark>\d{1,3}|[*†‡§]{1,3})[.)]?\s*(?=\S)")
_SMALLER = 0.95
_LOWER = 0.6  # of the page: no footnote begins above


def without_notes(
    lines: Sequence[PrintedLine], body: float
) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines of one page without its footnotes and their marks, and the footnotes.

    ``body`` is the usual size of type. A footnote begins with a mark that the text above bears
    raised, or with a raised mark itself, in smaller type in the lower part of the page; it goes
    on with the lines of its size below. Without footnotes, raised signs stay in the text.
    """
    pointed = {mark for line in lines if not line.opens_note for mark in line.marks}
    notes: list[list[PrintedLine]] = []
    kept: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: -line.y0) if pointed else ():
        if _opens(line, pointed, body):
            notes.append([line])
        elif notes and _goes_on(notes[-1], line):
            notes[-1].append(line)
    if not notes:
        return list(lines), []
    taken = {id(line) for note in notes for line in note}
    found = {_mark(note[0]) for note in notes}
    for line in lines:
        if id(line) not in taken:
            known = bool(line.marks) and found.issuperset(line.marks)
            kept.append(replace(line, text=line.plain) if known else line)
    return [line for line in kept if line.text], [_note(note) for note in notes]


def _mark(line: PrintedLine) -> str:
    if line.opens_note:
        return line.marks[0]
    found = _OPENING.match(line.text)
    return found["mark"] if found else ""


def _opens(line: PrintedLine, pointed: set[str], body: float) -> bool:
    small = line.size < _SMALLER * body or line.opens_note
    return small and line.y1 < _LOWER * line.height and _mark(line) in pointed


def _goes_on(note: Sequence[PrintedLine], line: PrintedLine) -> bool:
    before = note[-1]
    near = before.y0 - line.y1 < 0.8 * line.size
    return near and abs(before.size - line.size) < 0.6 and line.x0 < before.x1


def _note(lines: Sequence[PrintedLine]) -> PrintedLine:
    first = lines[0]
    opening = first.plain if first.opens_note else _OPENING.sub("", first.text, count=1)
    text = opening
    for line in lines[1:]:
        broken = text.endswith("-") and line.text[:1].islower()
        text = f"{text[:-1]}{line.text}" if broken else f"{text} {line.text}"
    return replace(first, text=fold(text), kind=BlockKind.FOOTNOTE, y0=lines[-1].y0)
