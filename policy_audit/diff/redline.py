"""The words that were removed and added between two clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from policy_audit.model import Edit, Stretch

MOST_WORDS = 600
"""Of one clause; a longer one is shown as removed or added as a whole."""

_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*|\s+|[^\w\s]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")


def redline(old: str, new: str) -> tuple[Stretch, ...]:
    """Return the stretches of words that turn the old text into the new one.

    The kept and removed ones together are the old text, the kept and added ones the new text.
    Takes time with the square of at most ``MOST_WORDS`` words.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if max(len(before), len(after)) > 2 * MOST_WORDS:  # about every second token is a space
        return tuple(_merged([(Edit.REMOVED, old), (Edit.ADDED, new)]))
    pieces: list[tuple[Edit, str]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append((Edit.KEPT, "".join(before[i:j])))
        else:
            pieces.append((Edit.REMOVED, "".join(before[i:j])))
            pieces.append((Edit.ADDED, "".join(after[k:m])))
    return tuple(_merged(_without_lone_spaces([p for p in pieces if p[1]])))


def likeness(old: str, new: str) -> float:
    """The share of words, 0 to 1, that two clauses have in common, whatever their order."""
    before, after = _words(old), _words(new)
    total = before.total() + after.total()
    return 2 * (before & after).total() / total if total else float(old == new)


def _words(text: str) -> Counter[str]:
    return Counter(word.casefold() for word in _WORD.findall(text))


def _without_lone_spaces(pieces: list[tuple[Edit, str]]) -> Iterator[tuple[Edit, str]]:
    """Let a space between two changed words be changed with them: one stretch reads better."""
    last = len(pieces) - 1
    for place, (edit, text) in enumerate(pieces):
        if edit is Edit.KEPT and text.isspace() and 0 < place < last:
            yield Edit.REMOVED, text
            yield Edit.ADDED, text
        else:
            yield edit, text


def _merged(pieces: Iterable[tuple[Edit, str]]) -> Iterator[Stretch]:
    """Join neighbours, what was removed before what was added."""
    removed = added = kept = ""
    for edit, text in pieces:
        if edit is Edit.KEPT:
            yield from _changed(removed, added)
            removed = added = ""
            kept += text
            continue
        if kept:
            yield Stretch(Edit.KEPT, kept)
            kept = ""
        if edit is Edit.REMOVED:
            removed += text
        else:
            added += text
    if kept:
        yield Stretch(Edit.KEPT, kept)
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[Stretch]:
    if removed:
        yield Stretch(Edit.REMOVED, removed)
    if added:
        yield Stretch(Edit.ADDED, added)
