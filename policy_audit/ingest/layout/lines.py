"""What readers yield: lines of running text, and pieces whose part in the layout is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from policy_audit.model import WELL_READ, BlockKind, LeftOut, Link, PartialDate, Quality

# Documents that are wrapped at all are wrapped somewhere in this range of columns.
_NARROWEST, _WIDEST, _USUAL = 38, 110, 72
_NEVER = 1_000_000
_RAGGED = 0.8
_ENDS = re.compile(r"[.:;!?][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text; ``flow`` joins lines to paragraphs, items and headings.

    ``indent`` counts columns. ``bold``: the whole line is. ``wraps``: it ran to the right margin,
    so that the next line may go on with it. ``gap``: there is blank space above. ``level``: the
    heading level, where the type size tells it. ``ocr``: as in ``Block``.
    """

    text: str
    indent: int = 0
    bold: bool = False
    wraps: bool = False
    gap: bool = False
    level: int | None = None
    page: int | None = None
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One block to be, with its text; the other fields as in ``Block``."""

    kind: BlockKind
    text: str
    level: int = 0
    marker: str | None = None
    page: int | None = None
    ocr: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of a file.

    ``titles``: the format has no headings of its own, so short lines that look like titles may
    be taken for them.
    """

    entries: tuple[Line | Piece, ...]
    title: str | None = None
    page_count: int | None = None
    notes: tuple[str, ...] = ()
    titles: bool = False
    left_out: tuple[LeftOut, ...] = ()
    links: tuple[Link, ...] = ()
    quality: Quality = WELL_READ
    dated: PartialDate | None = None


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence, lead-in or list item does."""
    return bool(_ENDS.search(text))


def certainty(texts: Iterable[tuple[str, float | None]]) -> float | None:
    """The mean of how sure the texts are, by their lengths; ``None`` where none was recognised."""
    known = [(len(text), sure) for text, sure in texts if sure is not None and text]
    total = sum(length for length, _ in known)
    return round(sum(length * sure for length, sure in known) / total, 3) if total else None


def wrap_width(paragraphs: Sequence[Sequence[str]]) -> int:
    """The column at which the lines of a text were wrapped, estimated from all of them."""
    every = [len(line) for lines in paragraphs for line in lines]
    if sum(length > _WIDEST for length in every) > 0.1 * len(every):
        return _NEVER  # whole paragraphs stand on one line
    inner = sorted(len(line) for lines in paragraphs for line in lines[:-1])
    if len(inner) < 5:
        return _USUAL
    return max(_NARROWEST, inner[int(len(inner) * 0.95)])


def wraps(lines: Sequence[str], width: int) -> list[bool]:
    """For each line of a paragraph: whether its break was made by the wrapping at ``width``.

    It was when the next line's first word would not have fitted any more.
    """
    flags = []
    for line, following in pairwise(lines):
        first = following.split(maxsplit=1)[0] if following.split() else ""
        full = len(line) + 1 + len(first) > width
        flags.append(full or (len(line) > _RAGGED * width and not ends_sentence(line)))
    return [*flags, False] if lines else []
