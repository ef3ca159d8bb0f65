"""What every rendering of a comparison says alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from policy_audit.model import (
    Change,
    ClauseChange,
    Determination,
    DistrictComparison,
    DocumentChanges,
    Edit,
    FindingChange,
    Outcome,
    RecordedEvidence,
    RecordedFinding,
    RequirementKind,
    Severity,
    Stretch,
)
from policy_audit.report import wording

NOTE = (
    "A draft made by a program for a person to review. It tells what changed in the documents that "
    "were read; it is not legal advice."
)
_KEPT = 160  # characters of unchanged words that are shown in one place
_CHANGED = 1200
_WORST_FIRST = (
    Change.OPENED,
    Change.WORSE,
    Change.NOT_COMPARABLE,
    Change.BETTER,
    Change.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Sides:
    """What the reader calls the two assessments: file names, folders, revisions."""

    old: str
    new: str


def shown(district: DistrictComparison) -> tuple[FindingChange, ...]:
    """Return what changed: what got worse first, then by severity.

    Nothing of a district that came or went as a whole: ``whole`` tells that.
    """
    if district.is_lost or district.is_new:
        return ()

    def weight(change: FindingChange) -> tuple[int, int]:
        worst = severity(change)
        rank = worst.rank if worst else len(Severity)
        return _WORST_FIRST.index(change.change), rank

    changed = (c for c in district.changes if c.change is not Change.UNCHANGED)
    return tuple(sorted(changed, key=weight))


def severity(change: FindingChange) -> Severity | None:
    """How bad the gap is now, or was, where there is none any more."""
    for finding in (change.new, change.old):
        if finding and finding.severity:
            return finding.severity
    return None


def tally(districts: Iterable[DistrictComparison]) -> str:
    """``"2 opened, 1 worse, 26 unchanged"``."""
    counts = sum((d.count() for d in districts), Counter[Change]())
    said = [f"{counts[change]} {change.value}" for change in Change if counts[change]]
    return ", ".join(said) or "nothing to compare"


def step(change: FindingChange) -> str:
    """``"met → partial"``; a dash for a side that has no finding."""
    return f"{reads(change, change.old)} → {reads(change, change.new)}"


def reads(change: FindingChange, finding: RecordedFinding | None) -> str:
    """The determination in the word of every report."""
    if finding is None:
        return "–"
    prohibits = change.requirement.kind is RequirementKind.PROHIBITS
    if prohibits and finding.determination is Determination.MET:
        return wording.Standing.NONE_FOUND.value
    return finding.determination.value.replace("_", " ")


def place(evidence: RecordedEvidence) -> str:
    """Document and page, and whether the words are a restatement."""
    page = f", page {evidence.page}" if evidence.page is not None else ""
    return evidence.document + page + (" (restated)" if evidence.restated else "")


def where(clause: ClauseChange) -> str:
    """Where the clause stands now; where it stood, if it is gone."""
    told = clause.new or clause.old
    return place(told) if told else ""


def heading(clause: ClauseChange) -> str:
    """What became of the clause, in a few words."""
    if clause.new is None:
        return "no longer evidence"
    if clause.old is None:
        return "now evidence"
    if clause.old.outcome is clause.new.outcome:
        return "reworded"
    return f"{_said(clause.old)}, now {_said(clause.new)}"


def stretches(clause: ClauseChange) -> Iterator[Stretch]:
    """The redline, long stretches shortened in their middle."""
    for stretch in clause.redline:
        limit = _KEPT if stretch.edit is Edit.KEPT and len(clause.redline) > 1 else _CHANGED
        yield Stretch(stretch.edit, _shortened(wording.plain(stretch.text), limit))


def documents(changes: DocumentChanges) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What happened to documents, and to which."""
    for word, paths in (
        ("edited", changes.edited),
        ("new", changes.added),
        ("lost", changes.lost),
        ("could not be read any more", changes.unread),
    ):
        if paths:
            yield word, paths


def _said(evidence: RecordedEvidence) -> str:
    """What the clause alone says of the criterion."""
    silent = evidence.outcome is Outcome.ABSENT
    return "not what is asked" if silent else evidence.outcome.value


def _shortened(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half].rsplit(' ', 1)[0]} … {text[-half:].split(' ', 1)[-1]}"
