"""Text as a web page holds it: runs of one weight -> the lines that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Line, ends_sentence, wraps

SOFT = "\x1e"
"""A line break of the source that layout does not show: Markdown's, which its reader marks."""
HARD = "\x1d"
"""A line break that the page shows."""
_BREAKS = re.compile(f"([{SOFT}{HARD}])")
_SENTENCE_LINE = 40  # characters


class Run(NamedTuple):
    """Text of one weight; ``width``, of a soft break: the length of the source line before it."""

    text: str
    bold: bool
    width: int = 0


def joined(runs: Iterable[Run]) -> str:
    """The text of the runs, without line breaks."""
    return "".join(run.text for run in runs).replace(HARD, " ").replace(SOFT, " ")


def lines_of(runs: Iterable[Run], width: int, indent: int) -> list[Line]:
    """The lines of one block, broken where the page or its source breaks them.

    ``width``: the column at which the source was wrapped.
    """
    parts: list[Line] = []
    softs: list[bool] = []
    sources: list[str] = []
    text, plain, gap = "", False, True
    for run, bold, source in [*runs, Run(HARD, bold=False)]:
        for part in _BREAKS.split(run):
            if part not in (SOFT, HARD):
                text += part
                plain = plain or (bool(part.strip()) and not bold)
                continue
            shown = fold(clean(text))
            if shown:
                parts.append(Line(shown, indent, bold=not plain, gap=gap))
                softs.append(part == SOFT)
                sources.append(shown.rjust(source))  # with the markup that is not shown
            text, plain, gap = "", False, not shown
    flags = wraps(sources, width)
    for at, line in enumerate(parts):
        # A source line that ends as a sentence is joined, as Markdown would show it.
        joins = flags[at] or (len(line.text) >= _SENTENCE_LINE and ends_sentence(line.text))
        parts[at] = replace(line, wraps=softs[at] and joins)
    return parts
