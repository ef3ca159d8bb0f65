"""What a written assessment still tells: enough to compare it with another one."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.model.baseline import RequirementKind, Severity
from policy_audit.model.finding import Determination
from policy_audit.model.observation import Outcome


@dataclass(frozen=True, slots=True)
class RecordedRequirement:
    """One requirement of the baseline, with the ids of the criteria that count."""

    id: str
    title: str
    kind: RequirementKind
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedBaseline:
    """The baseline that was audited against; ``digest`` is its SHA-256."""

    id: str
    version: str
    digest: str
    requirements: tuple[RecordedRequirement, ...]


@dataclass(frozen=True, slots=True)
class RecordedEvidence:
    """One clause with what it alone says of a criterion.

    ``text`` is no quotation where ``restated``.
    """

    criterion: str
    outcome: Outcome
    text: str
    document: str
    page: int | None
    restated: bool


@dataclass(frozen=True, slots=True)
class RecordedObservation:
    """The outcome of one criterion, with its evidence, or the nearest clauses without any."""

    criterion: str
    outcome: Outcome
    evidence: tuple[RecordedEvidence, ...]
    nearest: tuple[RecordedEvidence, ...]


@dataclass(frozen=True, slots=True)
class RecordedFinding:
    """One requirement's determination; ``settled`` where a waiver or attestation was in force."""

    requirement: str
    determination: Determination
    severity: Severity | None
    confidence: float
    observations: tuple[RecordedObservation, ...]
    settled: bool = False

    @property
    def is_open_gap(self) -> bool:
        """Whether this was a gap that nobody had waived and nobody had answered for."""
        return self.determination.is_gap and not self.settled


@dataclass(frozen=True, slots=True)
class RecordedDocument:
    """A document that was read, and the SHA-256 of its bytes."""

    path: str
    sha256: str
    title: str


@dataclass(frozen=True, slots=True)
class RecordedDistrict:
    """One district; ``unread`` are the paths of documents that could not be read."""

    id: str
    name: str
    documents: tuple[RecordedDocument, ...]
    unread: tuple[str, ...]
    findings: tuple[RecordedFinding, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole assessment.

    ``judge`` names all that its determinations rest on besides the documents and the baseline:
    equal values judge equally.
    """

    tool_version: str
    as_of: str
    judge: str
    baseline: RecordedBaseline
    districts: tuple[RecordedDistrict, ...]
