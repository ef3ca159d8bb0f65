"""The same text in another form is cut into the same clauses, with the same above them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from metamorphic.renderings import RENDERINGS, fits_pdf
from metamorphic.sample import SAMPLE, WIDE, Text, read
from metamorphic.transformations import ADDITIONS, LAYOUT, straight
from policy_audit.segment import segment

#: Of all clauses, the share that may be lost or read otherwise. A text's layout can be
#: ambiguous: whether two short lines are one is a guess once they are wrapped.
MOST_CHANGED = 0.01
#: Plain text and PDF have no tables, so that rows lose the titles of their columns.
MOST_CHANGED_BY_FORMAT = 0.025

Clauses = Counter[str]


def clauses_in(data: bytes, suffix: str, folder: Path) -> Clauses:
    """The document's clauses as the judge takes them in, with straight quotes."""
    return Counter(straight(clause.in_context) for clause in segment(read(data, suffix, folder)))


def lost(pairs: Iterable[tuple[Text, Clauses, Clauses]]) -> tuple[float, str]:
    """The share of the first clauses that are not among the second, and a list of them."""
    every = missing = 0
    shown: list[str] = []
    for text, before, after in pairs:
        gone = before - after
        every += before.total()
        missing += gone.total()
        shown.extend(f"{text}: {words}" for words in gone)
    assert every, "no text of the sample can have this form"
    return missing / every, "\n".join([f"{missing} of {every} clauses", *shown])


@pytest.mark.parametrize("name", [*LAYOUT, *ADDITIONS])
def test_layout_changes_no_clause(name: str, tmp_path: Path) -> None:
    change = (LAYOUT | ADDITIONS)[name]
    share, shown = lost(
        (
            text,
            clauses_in(text.text.encode(), text.suffix, tmp_path),
            clauses_in(change(text.text).encode(), text.suffix, tmp_path),
        )
        for text in SAMPLE
    )
    assert share <= MOST_CHANGED, shown


@pytest.mark.parametrize("suffix", RENDERINGS)
def test_another_format_changes_no_clause(suffix: str, tmp_path: Path) -> None:
    fitting = [t for t in WIDE if t.suffix != suffix and (suffix != ".pdf" or fits_pdf(t.text))]
    share, shown = lost(
        (
            text,
            clauses_in(text.text.encode(), text.suffix, tmp_path),
            clauses_in(RENDERINGS[suffix](text.text, text.suffix), suffix, tmp_path),
        )
        for text in fitting
    )
    assert share <= MOST_CHANGED_BY_FORMAT, shown
