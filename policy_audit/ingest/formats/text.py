"""Plain text -> lines, with what their place on the page tells."""

from __future__ import annotations

import re

from policy_audit.ingest.formats.shared.charset import decode
from policy_audit.ingest.layout.lines import Line, Reading, wrap_width, wraps

_RULE = re.compile(r"\s*([=~*_-])\1{2,}\s*")
_UNDERLINE_LEVELS = {"=": 1, "-": 2, "~": 2}
_DECORATED = re.compile(r"\s*([=*#~_-])\1+\s+(?P<text>.*?\S)\s+\1+\1\s*")
_TAB = 4


def read_text(data: bytes) -> Reading:
    """Read plain text: paragraphs stand apart by blank lines, wrapped lines belong together."""
    decoded = decode(data)
    return Reading(tuple(text_lines(decoded.text)), notes=decoded.notes, titles=True)


def text_lines(text: str) -> list[Line]:
    """The lines of ``text`` that hold anything, with indent, gaps and wrapping."""
    paragraphs = _paragraphs(text)
    width = wrap_width([lines for lines, _ in paragraphs])
    made: list[Line] = []
    for lines, underline in paragraphs:
        flags = wraps(lines, width)
        for place, line in enumerate(lines):
            decorated = _DECORATED.fullmatch(line)
            shown = decorated["text"] if decorated else line.strip()
            indent = len(line) - len(line.lstrip())
            level = underline if place == len(lines) - 1 else None
            level = 1 if decorated else level
            made.append(Line(shown, indent, wraps=flags[place], gap=place == 0, level=level))
    return made


def _paragraphs(text: str) -> list[tuple[list[str], int | None]]:
    """Runs of lines that are not blank, each with the heading level its underline gives."""
    paragraphs: list[tuple[list[str], int | None]] = []
    current: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.expandtabs(_TAB).rstrip()
        rule = _RULE.fullmatch(line)
        if line.strip() and not rule:
            current.append(line)
            continue
        level = _UNDERLINE_LEVELS.get(rule[1]) if rule else None
        if current:
            fits = rule is not None and abs(len(line.strip()) - len(current[-1].strip())) <= 8
            paragraphs.append((current, level if fits else None))
        current = []
    return paragraphs
