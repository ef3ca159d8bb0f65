"""The value of one run: everything that a report may read."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from policy_audit.model.baseline import Baseline
from policy_audit.model.decision import Decision, Reply, Review
from policy_audit.model.determination import Determination
from policy_audit.model.document import District, Document, Unread
from policy_audit.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Floors:
    """The chances below which a determination is left to a person, by what it would be.

    ``contradicted`` and, for every determination, ``any`` are about its confidence;
    ``critical_met``, for *met* of a critical requirement, is about the chance that it is neither
    missing nor contradicted. Chosen on documents the judge had not learned from, to reach stated
    precisions.
    """

    contradicted: float = 0.0
    critical_met: float = 0.0
    any: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """What a run rested on, apart from the documents.

    ``encoder_digest`` and ``learned_digest`` are SHA-256 of the encoder's weights and of what
    the judge learned; ``floors`` say how sure it had to be.
    """

    tool_version: str
    as_of: date
    encoder: str
    encoder_digest: str
    learned_digest: str
    floors: Floors = Floors()


@dataclass(frozen=True, slots=True)
class DistrictAssessment:
    """One district: what was read, what could not be, and one finding a requirement.

    ``review`` is who confirmed the report, which is a draft without one in force. ``unplaced`` and
    ``unplaced_replies`` are on requirements that the baseline does not have.
    """

    district: District
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    review: Review | None = None
    unplaced: tuple[Decision, ...] = ()
    unplaced_replies: tuple[Reply, ...] = ()

    def count(self) -> Counter[Determination]:
        """How many findings have each determination."""
        return Counter(finding.determination for finding in self.findings)

    def finding(self, requirement_id: str) -> Finding:
        """The finding of that requirement; ``KeyError`` where there is none."""
        for finding in self.findings:
            if finding.requirement == requirement_id:
                return finding
        raise KeyError(requirement_id)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision on the district, in force or not, the unplaced ones last."""
        placed = tuple(f.decision for f in self.findings if f.decision is not None)
        return placed + self.unplaced

    @property
    def is_draft(self) -> bool:
        """Whether nobody has confirmed the report as it is now."""
        return self.review is None or not self.review.in_force

    @property
    def documents_digest(self) -> str:
        """Name the bytes of all the district's documents, whatever they are called."""
        read = [d.source.sha256 for d in self.documents]
        unread = [u.sha256 for u in self.unread if u.sha256]
        return sha256("\n".join(sorted(read + unread)).encode()).hexdigest()

    @property
    def own_documents(self) -> tuple[Document, ...]:
        """The documents in which the district itself speaks (not news, not a repost)."""
        return tuple(d for d in self.documents if not d.meta.kind.secondhand)

    def outline(self) -> DistrictAssessment:
        """Return the same without what takes room: texts, links and notes, and observations."""
        documents = tuple(
            replace(d, text="", blocks=(), notes=(), left_out=(), links=()) for d in self.documents
        )
        findings = tuple(replace(f, observations=(), reasons=()) for f in self.findings)
        return replace(self, documents=documents, findings=findings)


class DistrictSequence(Sequence[DistrictAssessment]):
    """Districts that are not all in memory: each is had from elsewhere whenever it is asked for."""

    @property
    @abstractmethod
    def outlines(self) -> Sequence[DistrictAssessment]:
        """Return the outline of each, which is in memory."""

    @property
    @abstractmethod
    def digests(self) -> Sequence[bytes]:
        """Return what names each: districts with the same digest are equal."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run over one or many districts, in the order of their ids.

    A state's districts do not fit into memory together. Whoever needs what an outline tells goes
    through ``outlines``; whoever needs all goes through ``districts`` once, and keeps none.
    """

    run: Run
    baseline: Baseline
    districts: Sequence[DistrictAssessment]

    @property
    def outlines(self) -> Sequence[DistrictAssessment]:
        """Return the districts, of which no more may be asked than their outlines hold."""
        held = self.districts
        return held.outlines if isinstance(held, DistrictSequence) else held

    @property
    def is_draft(self) -> bool:
        """Whether the report of any district is a draft."""
        return any(district.is_draft for district in self.outlines)

    @property
    def empty(self) -> tuple[District, ...]:
        """Every district that has not one document, read or unread."""
        return tuple(d.district for d in self.outlines if not (d.documents or d.unread))

    @property
    def unread(self) -> tuple[tuple[District, Unread], ...]:
        """Every document that could not be read, with its district."""
        return tuple((d.district, u) for d in self.outlines for u in d.unread)
