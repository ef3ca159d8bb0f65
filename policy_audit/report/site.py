"""Where everything stands in the report: its pages, and the places in them that are linked to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policy_audit.model import (
    Assessment,
    Baseline,
    DistrictAssessment,
    Document,
    Evidence,
    Outcome,
    Requirement,
    Span,
)
from policy_audit.report.flags import flags
from policy_audit.report.pages import names
from policy_audit.report.wording import folded


@dataclass(frozen=True, slots=True)
class Use:
    """What a marked clause does: it serves a requirement, and this is what it says alone."""

    requirement: Requirement
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a document that served as evidence. Numbers count from one through a document."""

    number: int
    span: Span
    uses: tuple[Use, ...]

    @property
    def anchor(self) -> str:
        """The mark's place on the document's page."""
        return f"e-{self.number}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A document with the page that shows it as read, what is marked there, and its flags."""

    document: Document
    page: str
    marks: tuple[Mark, ...] = ()
    flags: tuple[str, ...] = ()

    def href(self, span: Span) -> str:
        """Where the page shows that span: its mark, else its block, else the page itself."""
        for mark in self.marks:
            if mark.span.holds(span):
                return f"{self.page}#{mark.anchor}"
        for block in self.document.blocks:
            if block.span.holds(span):
                return f"{self.page}#{block_anchor(block.span)}"
        return self.page


@dataclass(frozen=True, slots=True)
class Site:
    """The pages by what they show, relative to the first page, and each requirement's anchor.

    ``documents`` is keyed by the district's id and the document's path.
    """

    districts: Mapping[str, str]
    documents: Mapping[tuple[str, str], str]
    requirements: Mapping[str, str]

    def of(self, district: DistrictAssessment) -> tuple[str, ...]:
        """Return the district's page, and those of its documents in their order."""
        key = district.district.id
        documents = (self.documents[key, d.source.path] for d in district.documents)
        return (self.districts[key], *documents)

    def shown(self, district: DistrictAssessment, baseline: Baseline) -> tuple[Shown, ...]:
        """The district's documents with their pages and marks."""
        uses = list(_uses(district, baseline))
        return tuple(
            Shown(
                document=d,
                page=self.documents[district.district.id, d.source.path],
                marks=_marks(d, uses),
                flags=flags(d, baseline),
            )
            for d in district.documents
        )


def site(assessment: Assessment) -> Site:
    """Give everything in the assessment its place; none depends on what else is in it."""
    districts = names(d.district.id for d in assessment.outlines)
    # A path alone may be that of another district's document, too.
    keys = {
        (d.district.id, doc.source.path): f"{doc.source.path}\n{d.district.id}"
        for d in assessment.outlines
        for doc in d.documents
    }
    documents = names(keys.values())
    requirements = names(r.id for r in assessment.baseline.requirements)
    return Site(
        districts={key: f"districts/{name}.html" for key, name in districts.items()},
        documents={key: f"documents/{documents[name]}.html" for key, name in keys.items()},
        requirements={key: f"r-{name}" for key, name in requirements.items()},
    )


def block_anchor(span: Span) -> str:
    """The place of a document's block on its page."""
    return f"b-{span.start}"


def fits(evidence: Evidence, text: str) -> bool:
    """Whether the evidence stands in the text where it says it does."""
    return bool(evidence.quote) and folded(evidence.span.of(text)) == evidence.quote


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in their order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _uses(
    district: DistrictAssessment, baseline: Baseline
) -> Iterable[tuple[Requirement, Evidence]]:
    for requirement in baseline.requirements:
        for observation in district.finding(requirement.id).observations:
            for evidence in (*observation.evidence, *observation.other_side):
                yield requirement, evidence


def _marks(document: Document, uses: Iterable[tuple[Requirement, Evidence]]) -> tuple[Mark, ...]:
    here = [
        (requirement, evidence)
        for requirement, evidence in uses
        if evidence.document == document.source.path and fits(evidence, document.text)
    ]
    return tuple(
        Mark(
            number,
            span,
            tuple(dict.fromkeys(Use(r, e.outcome) for r, e in here if span.holds(e.span))),
        )
        for number, span in enumerate(merged(e.span for _, e in here), 1)
    )
