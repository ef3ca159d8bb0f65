"""A baseline: the versioned checklist that districts are audited against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy_audit.model.accuracy import Accuracy
from policy_audit.model.dates import PartialDate
from policy_audit.model.determination import Determination
from policy_audit.model.document import Document, DocumentKind
from policy_audit.model.observation import Outcome


class Severity(StrEnum):
    """How bad a gap is, from the baseline; independent of how sure the tool is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the worst, rising."""
        return list(Severity).index(self)


class RequirementKind(StrEnum):
    """Whether documents must say a thing, or must not."""

    REQUIRES = "requires"
    PROHIBITS = "prohibits"


class Basis(StrEnum):
    """What a citation is: binding law, state guidance, or good practice."""

    LAW = "law"
    GUIDANCE = "guidance"
    PRACTICE = "practice"


class EvidenceMark(StrEnum):
    """How the baseline's author knows what a citation says."""

    SEEN = "seen"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Citation:
    """One authority. ``as_of`` is when its text was last looked at."""

    text: str
    basis: Basis
    mark: EvidenceMark
    url: str | None = None
    effective: PartialDate | None = None
    as_of: PartialDate | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Examples:
    """Clauses written to show what a criterion looks like. All are ours, none a district's."""

    stated: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    contradicted: tuple[str, ...] = ()
    near_miss: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One testable part of a requirement. An advisory one is reported and never counted."""

    id: str
    statement: str
    advisory: bool
    examples: Examples


@dataclass(frozen=True, slots=True)
class Remediation:
    """Model language a board could adopt after its counsel has read it, and who acts."""

    language: str
    actor: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that published protocols must (or must not) say.

    ``duty`` cites what the conduct rests on; ``publication`` what was found on publishing it.
    ``in_force_since`` is the day the duty took effect, for gaps that predate it. A document that
    is surely older than ``exempt_before`` is not held to the requirement at all. ``applies_to``
    names the document kinds it is scoped to; empty means every kind.
    """

    id: str
    title: str
    statement: str
    kind: RequirementKind
    gap_severity: Severity
    contradiction_severity: Severity
    criteria: tuple[Criterion, ...]
    remediation: Remediation
    duty: tuple[Citation, ...]
    publication: tuple[Citation, ...]
    in_force_since: date | None = None
    exempt_before: date | None = None
    applies_to: tuple[DocumentKind, ...] = ()
    missing_note: str | None = None

    @property
    def required(self) -> tuple[Criterion, ...]:
        """The criteria that count."""
        return tuple(c for c in self.criteria if not c.advisory)

    def severity_of(self, determination: Determination) -> Severity | None:
        """How bad the gap is; ``None`` where there is none."""
        if determination is Determination.CONTRADICTED:
            return self.contradiction_severity
        return self.gap_severity if determination.is_gap else None


@dataclass(frozen=True, slots=True, order=True)
class CriterionKey:
    """A criterion's full name, ``requirement/criterion``."""

    requirement: str
    criterion: str

    def __str__(self) -> str:
        return f"{self.requirement}/{self.criterion}"


@dataclass(frozen=True, slots=True)
class Label:
    """A person's reading of one criterion in one case, with the exact words it rests on."""

    key: CriterionKey
    outcome: Outcome
    evidence: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One district's documents with complete labels: a criterion without a label is absent.

    Near duplicates share a ``family``, so that none is held out while another is learned from.
    """

    id: str
    family: str
    title: str
    kind: DocumentKind
    date: PartialDate | None
    documents: tuple[Document, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """A checklist with what its judge learns from.

    ``folder`` is where it was loaded from; ``digest`` is the SHA-256 over ``baseline.toml``,
    ``examples.toml``, ``background.txt`` and ``practice/``; ``lessons`` over what its judge learns
    from alone (the criteria, the examples, the background and the practice cases), so that a change
    of wording elsewhere does not ask for learning again. ``accuracy`` is what was measured of its
    judge, where it was.
    """

    id: str
    title: str
    version: str
    state: str
    as_of: PartialDate
    summary: str
    not_covered: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    folder: str
    digest: str
    lessons: str
    accuracy: Accuracy | None = None

    def keys(self) -> tuple[CriterionKey, ...]:
        """Every criterion's key in the order of the file."""
        return tuple(CriterionKey(r.id, c.id) for r in self.requirements for c in r.criteria)

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement with that id; ``KeyError`` where there is none."""
        for requirement in self.requirements:
            if requirement.id == requirement_id:
                return requirement
        raise KeyError(requirement_id)

    def criterion(self, key: CriterionKey) -> Criterion:
        """The criterion with that key; ``KeyError`` where there is none."""
        for criterion in self.requirement(key.requirement).criteria:
            if criterion.id == key.criterion:
                return criterion
        raise KeyError(str(key))
