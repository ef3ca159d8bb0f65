"""What became of each requirement between two assessments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.record import RecordedEvidence, RecordedFinding, RecordedRequirement


class Change(StrEnum):
    """What became of one requirement in one district."""

    OPENED = "opened"
    """There was no open gap, and now there is: a gap is new, or nobody settles it any more."""
    WORSE = "worse"
    """There is still a gap, and it is a worse one."""
    BETTER = "better"
    CLOSED = "closed"
    UNCHANGED = "unchanged"
    NOT_COMPARABLE = "not comparable"
    """One side could not be determined, or has nothing to compare."""

    @property
    def is_regression(self) -> bool:
        """Whether the documents now stand worse to the requirement."""
        return self in (Change.OPENED, Change.WORSE)


class Edit(StrEnum):
    """What happened to a stretch of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that stand together and share their fate."""

    edit: Edit
    text: str


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause before and after; one of the two may be absent.

    ``redline`` gives the old text when its added stretches are left out, and the new text when its
    removed stretches are.
    """

    old: RecordedEvidence | None
    new: RecordedEvidence | None
    redline: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One requirement in one district, before and after.

    ``clauses`` are those that made the difference. ``reason`` says why the two cannot be compared,
    where they cannot, and that a decision is gone, where that opened the gap.
    """

    requirement: RecordedRequirement
    change: Change
    old: RecordedFinding | None
    new: RecordedFinding | None
    clauses: tuple[ClauseChange, ...] = ()
    reason: str = ""

    @property
    def no_longer_told(self) -> bool:
        """Whether the old documents told how they stand to it, and the new ones do not."""
        if self.old is None or self.new is None:
            return False
        return self.old.determination.tells and not self.new.determination.tells


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """Paths of documents that came, went, or hold other bytes; and those not read any more."""

    added: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DistrictComparison:
    """One district; a change for each requirement, in the order of the baseline.

    ``emptied`` is set where the district is still there, and not one of its documents.
    """

    id: str
    name: str
    documents: DocumentChanges
    changes: tuple[FindingChange, ...]
    emptied: bool = False

    def count(self) -> Counter[Change]:
        """How many requirements changed which way."""
        return Counter(each.change for each in self.changes)

    @property
    def is_lost(self) -> bool:
        """Whether the new assessment has the district, or any document of it, no more."""
        gone = bool(self.changes) and all(each.new is None for each in self.changes)
        return gone or self.emptied

    @property
    def is_new(self) -> bool:
        """Whether the old assessment did not have the district yet."""
        return bool(self.changes) and all(each.old is None for each in self.changes)

    @property
    def regressions(self) -> tuple[FindingChange, ...]:
        """What stands worse than before."""
        return tuple(each for each in self.changes if each.change.is_regression)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two assessments side by side.

    ``incomparable`` says why they cannot be compared at all, and is empty where they can.
    ``cautions`` are sentences about differences that may not come from the documents.
    """

    incomparable: str
    cautions: tuple[str, ...]
    districts: tuple[DistrictComparison, ...]

    @property
    def regressions(self) -> Iterator[tuple[DistrictComparison, FindingChange]]:
        """Everything that stands worse than before, with its district."""
        return ((d, each) for d in self.districts for each in d.regressions)

    def count(self) -> Counter[Change]:
        """How many requirements of all districts changed which way."""
        return sum((d.count() for d in self.districts), Counter[Change]())
