"""The comparison for a terminal: removed words as ``[-so-]``, added ones as ``{+so+}``."""

from __future__ import annotations

from collections.abc import Iterator

from policy_audit.model import (
    ClauseChange,
    Comparison,
    DistrictComparison,
    Edit,
    FindingChange,
    Stretch,
)
from policy_audit.report.changes import whole, words
from policy_audit.report.changes.words import Sides
from policy_audit.report.wording import plain_line

_SIGNS = {Edit.KEPT: ("", ""), Edit.REMOVED: ("[-", "-]"), Edit.ADDED: ("{+", "+}")}


def render(comparison: Comparison, sides: Sides) -> bytes:
    """Plain text, UTF-8, every line free of what a terminal would act on."""
    lines = [line.rstrip() for line in _lines(comparison, sides)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _lines(comparison: Comparison, sides: Sides) -> Iterator[str]:
    yield f"Changes from {plain_line(sides.old)} to {plain_line(sides.new)}"
    if comparison.incomparable:
        yield f"Not comparable: {plain_line(comparison.incomparable)}."
        return
    yield words.tally(comparison.districts)
    yield from map(plain_line, comparison.cautions)
    for district in comparison.districts:
        yield from _district(district)
    yield ""
    yield words.NOTE


def _district(district: DistrictComparison) -> Iterator[str]:
    yield ""
    yield f"{plain_line(district.name)} ({plain_line(district.id)}): {words.tally([district])}"
    for word, paths in words.documents(district.documents):
        yield f"  documents {word}: {', '.join(plain_line(path) for path in paths)}"
    yield from (f"  {said}" for said in whole.sentences(district))
    for change in words.shown(district):
        yield from _change(change)


def _change(change: FindingChange) -> Iterator[str]:
    severity = words.severity(change)
    bad = f" ({severity.value})" if severity else ""
    yield f"  {change.change.value}: {change.requirement.id}{bad}: {words.step(change)}"
    if change.reason:
        yield f"      {change.reason}"
    for clause in change.clauses:
        yield f"      {words.heading(clause)}, {plain_line(words.where(clause))}:"
        yield f"        {redlined(clause)}"


def redlined(clause: ClauseChange) -> str:
    """Return the clause on one line, with the words that came and went marked."""
    return plain_line("".join(_marked(s) for s in words.stretches(clause)))


def _marked(stretch: Stretch) -> str:
    before, after = _SIGNS[stretch.edit]
    return f"{before}{stretch.text}{after}"
