"""The shape of ``assessment.json``, version 1; the same as ``schema/assessment-1.json``.

These types are a promise to readers outside, apart from the values inside: a change that breaks a
reader needs a new version of both.
"""

from __future__ import annotations

from typing import Literal

# Not that of typing: pydantic reads the types to check a file, and before Python 3.12 needs these.
from typing_extensions import TypedDict

SCHEMA_VERSION: Literal[1] = 1


class EncoderJson(TypedDict):
    """The encoder and the SHA-256 of its weights."""

    name: str
    sha256: str


class FloorsJson(TypedDict):
    """The confidence below which a determination is left to a person, by what it would be."""

    contradicted: float
    critical_met: float
    any: float


class RunJson(TypedDict):
    """What the run rested on, apart from documents and baseline."""

    tool_version: str
    as_of: str
    encoder: EncoderJson
    learned_sha256: str
    floors: FloorsJson


class CitationJson(TypedDict):
    """One authority, with how the baseline's author knows it."""

    text: str
    basis: str
    mark: str
    url: str | None
    effective: str | None
    as_of: str | None
    note: str | None


class CriterionJson(TypedDict):
    """One testable part of a requirement."""

    id: str
    statement: str
    advisory: bool


class RemediationJson(TypedDict):
    """Model language and who acts."""

    language: str
    actor: str


class RequirementJson(TypedDict):
    """One requirement of the baseline."""

    id: str
    title: str
    statement: str
    kind: str
    gap_severity: str
    contradiction_severity: str
    in_force_since: str | None
    applies_to: list[str]
    missing_note: str | None
    criteria: list[CriterionJson]
    remediation: RemediationJson
    duty: list[CitationJson]
    publication: list[CitationJson]


class BaselineJson(TypedDict):
    """The checklist that was audited against."""

    id: str
    title: str
    version: str
    state: str
    as_of: str
    sha256: str
    not_covered: list[str]
    requirements: list[RequirementJson]


class LinkJson(TypedDict):
    """A document that a document points to and that was not audited; never followed."""

    text: str
    url: str


class QualityJson(TypedDict):
    """How well a document could be read.

    ``unreadable`` is the share of characters without meaning; ``silent_pages`` the pages without
    text; ``ocr`` how sure text recognition was of the words it gave, null where it gave none.
    """

    unreadable: float
    silent_pages: list[int]
    ocr: float | None


class DocumentJson(TypedDict):
    """A document that was read."""

    path: str
    sha256: str
    size: int
    title: str
    kind: str
    secondhand: bool
    date: str | None
    url: str | None
    publisher: str | None
    origin: str | None
    restated: bool
    pages: int | None
    language: str
    quality: QualityJson
    notes: list[str]
    status: str
    policy_number: str | None
    links: list[LinkJson]


class UnreadJson(TypedDict):
    """A document that could not be read. ``sha256`` is null where no bytes could be had."""

    path: str
    category: str
    reason: str
    sha256: str | None
    title: str | None
    kind: str | None
    date: str | None
    url: str | None


class EvidenceJson(TypedDict):
    """A clause: characters ``start`` to ``end`` of the document's text.

    ``quote`` is no quotation where ``restated`` is true. ``ocr`` is how sure text recognition was
    of the words, 0 to 1; null where it was not needed.
    """

    document: str
    clause: str
    start: int
    end: int
    quote: str
    restated: bool
    page: int | None
    ocr: float | None
    headings: list[str]
    marker: str | None
    context: str | None
    outcome: str
    strength: float


class ObservationJson(TypedDict):
    """The outcome of one criterion."""

    criterion: str
    advisory: bool
    outcome: str
    confidence: float
    reasons: list[str]
    evidence: list[EvidenceJson]
    nearest: list[EvidenceJson]


class DecisionJson(TypedDict):
    """What a reviewer decided, and whether that counts on the day of the audit.

    ``counts_as`` is the word it is counted by. Days are in UTC.
    """

    requirement: str
    kind: str
    state: str
    counts_as: str
    since: str | None
    why: str
    reviewer: str
    date: str
    reason: str
    override: str | None
    found: str | None
    approver: str | None
    expires: str | None
    document: str
    fingerprint: str


class ReplyJson(TypedDict):
    """What the district answers to a finding."""

    requirement: str
    by: str
    date: str
    text: str


class ReviewJson(TypedDict):
    """Who confirmed the whole report; stale when a document or determination changed since."""

    by: str
    date: str
    state: str


class FindingJson(TypedDict):
    """The determination of one requirement. ``reads`` is its word in the reports for people.

    Where a decision in force overrides it, the determination is the reviewer's, and ``found`` of
    the decision the program's, which ``confidence`` belongs to.
    """

    requirement: str
    determination: str
    reads: str
    severity: str | None
    confidence: float
    predates_duty: bool
    reasons: list[str]
    observations: list[ObservationJson]
    decision: DecisionJson | None
    reply: ReplyJson | None


class DistrictJson(TypedDict):
    """One district; ``counts`` are by the word of ``reads``, ``decided`` by that of decisions.

    ``unplaced`` and ``unplaced_replies`` are on requirements that the baseline does not have.
    """

    id: str
    name: str
    state: str | None
    nces_id: str | None
    own_documents: int
    counts: dict[str, int]
    documents: list[DocumentJson]
    unread: list[UnreadJson]
    findings: list[FindingJson]
    draft: bool
    review: ReviewJson | None
    decided: dict[str, int]
    unplaced: list[DecisionJson]
    unplaced_replies: list[ReplyJson]


class AssessmentJson(TypedDict):
    """The whole file."""

    schema_version: Literal[1]
    note: str
    run: RunJson
    baseline: BaselineJson
    districts: list[DistrictJson]
