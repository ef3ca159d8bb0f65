"""The comparison as Markdown, for a message or a pull request."""

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
from policy_audit.report.markdown import escaped

_SIGNS = {Edit.KEPT: ("", ""), Edit.REMOVED: ("<del>", "</del>"), Edit.ADDED: ("<ins>", "</ins>")}


def render(comparison: Comparison, sides: Sides) -> bytes:
    """Markdown, UTF-8; every word from a document or a file name is escaped."""
    return ("\n".join(_lines(comparison, sides)) + "\n").encode("utf-8", "replace")


def _lines(comparison: Comparison, sides: Sides) -> Iterator[str]:
    yield f"# Changes from {escaped(sides.old)} to {escaped(sides.new)}"
    yield ""
    if comparison.incomparable:
        yield f"Not comparable: {escaped(comparison.incomparable)}."
        return
    yield f"{words.tally(comparison.districts).capitalize()}."
    for caution in comparison.cautions:
        yield ""
        yield escaped(caution)
    for district in comparison.districts:
        yield from _district(district)
    yield ""
    yield words.NOTE


def _district(district: DistrictComparison) -> Iterator[str]:
    yield ""
    yield f"## {escaped(district.name)}"
    yield ""
    yield f"{words.tally([district]).capitalize()}."
    changes = words.documents(district.documents)
    said = [f"- Documents {word}: {', '.join(map(escaped, paths))}" for word, paths in changes]
    if said:
        yield ""
        yield from said
    for sentence in whole.sentences(district):
        yield ""
        yield escaped(sentence)
    for change in words.shown(district):
        yield ""
        yield from change_lines(change)


def change_lines(change: FindingChange) -> Iterator[str]:
    """One list item: what became of the requirement, and the redlines under it."""
    severity = words.severity(change)
    bad = f" ({severity.value})" if severity else ""
    title = f"{escaped(change.requirement.title)} (`{change.requirement.id}`)"
    yield f"- **{change.change.value.capitalize()}**{bad}: {title}: {words.step(change)}"
    if change.reason:
        yield f"  - {escaped(change.reason)}"
    for clause in change.clauses:
        yield f"  - {words.heading(clause)}, {escaped(words.where(clause))}: {redlined(clause)}"


def redlined(clause: ClauseChange) -> str:
    """Return the clause on one line, struck out and underlined as HTML in Markdown."""
    return "".join(_marked(stretch) for stretch in words.stretches(clause))


def _marked(stretch: Stretch) -> str:
    # White space at an end is kept: it stands between two words.
    text = stretch.text
    inner = escaped(text)
    before, after = _SIGNS[stretch.edit]
    left = " " if text[:1].isspace() else ""
    right = " " if inner and text[-1:].isspace() else ""
    return f"{left}{before}{inner}{after}{right}" if inner else left
