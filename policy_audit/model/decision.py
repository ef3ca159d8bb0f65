"""What people decided about findings, and whether it still holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.determination import Determination
from policy_audit.model.observation import Outcome


class DecisionKind(StrEnum):
    """What a reviewer can decide of a finding."""

    CONFIRM = "confirm"
    """The determination is right. A confirmed gap is still a gap."""
    OVERRIDE = "override"
    """The determination is another one."""
    WAIVE = "waive"
    """The gap is accepted until a day."""
    ATTEST = "attest"
    """What is asked for stands in a document that is not public."""


class DecisionState(StrEnum):
    """Whether a decision counts on the day of the audit."""

    IN_FORCE = "in force"
    STALE = "stale"
    """What it was decided on has changed."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Seen:
    """What lay before the reviewer.

    ``outcomes`` are the criteria's ids with their outcomes; ``evidence`` the fingerprints of all
    evidence clauses; ``documents`` names the bytes of all the district's documents.
    """

    determination: Determination
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    evidence: tuple[str, ...] = ()
    documents: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's recorded judgement of one finding, and how it stands on the day of the audit.

    ``document`` is the path inside the district's folder, ``fingerprint`` that of the evidence
    clause it was decided on, ``words`` that clause and ``under`` its lead-in or question; all are
    empty where nothing had been found. ``override`` is the reviewer's determination. ``expires``
    is the last day of a waiver, or the day by which an attested document is looked at again. Days
    are in UTC.

    ``state``, ``since`` (the first day of that state, where it is known) and ``why`` are set when
    an audit applies the decision; ``found`` is then what the program determined.
    """

    kind: DecisionKind
    requirement: str
    reviewer: str
    date: dt.date
    reason: str
    seen: Seen
    document: str = ""
    fingerprint: str = ""
    words: str = ""
    under: str = ""
    override: Determination | None = None
    approver: str | None = None
    expires: dt.date | None = None
    state: DecisionState = DecisionState.IN_FORCE
    since: dt.date | None = None
    why: str = ""
    found: Determination | None = None

    @property
    def in_force(self) -> bool:
        """Whether the decision counts."""
        return self.state is DecisionState.IN_FORCE

    @property
    def overrides(self) -> bool:
        """Whether the determination is the reviewer's."""
        return self.in_force and self.kind is DecisionKind.OVERRIDE

    @property
    def settles(self) -> bool:
        """Whether a gap with this decision is no longer open: it is waived or attested."""
        return self.in_force and self.kind in (DecisionKind.WAIVE, DecisionKind.ATTEST)

    @property
    def lapsed(self) -> bool:
        """Whether the decision once closed a gap, and does not count any more."""
        confirmed = self.kind is DecisionKind.CONFIRM
        to_a_gap = self.override is not None and self.override.is_gap
        return not (self.in_force or confirmed or to_a_gap)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a district answers to a finding, in its own words."""

    requirement: str
    by: str
    date: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    """A named reviewer's confirmation of a district's whole report.

    ``documents`` names the bytes of the documents as they were, ``findings`` what was determined of
    each requirement. ``state``, and ``why`` it no longer counts, are set by an audit.
    """

    by: str
    date: dt.date
    documents: str
    findings: str
    state: DecisionState = DecisionState.IN_FORCE
    why: str = ""

    @property
    def in_force(self) -> bool:
        """Whether the report is no longer a draft."""
        return self.state is DecisionState.IN_FORCE
