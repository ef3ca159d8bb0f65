"""A small baseline about doors, and cases and predictions to measure with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policy_audit.judge.rollup import determine
from policy_audit.model import (
    Baseline,
    Block,
    BlockKind,
    Case,
    Criterion,
    CriterionKey,
    District,
    DistrictAssessment,
    Document,
    DocumentKind,
    DocumentMeta,
    Evidence,
    Examples,
    Finding,
    Label,
    Observation,
    Outcome,
    PartialDate,
    Remediation,
    Requirement,
    RequirementKind,
    Severity,
    Source,
    Span,
)

TEXT = (
    "Every door is locked at eight. A guard watches the door.\n\n"
    "Visitors are asked for a name.\nThe door is never opened by magic. Anyone may come in."
)
LOCKED = "Every door is locked at eight."
WATCHED = "A guard watches the door."
ASKED = "Visitors are asked for a name."
ANYONE = "Anyone may come in."

#: What was read of one case: outcome and quotes by ``requirement/criterion``.
Reading = Mapping[str, tuple[str, Sequence[str]]]


def requirement(
    name: str,
    criteria: Sequence[str],
    severities: tuple[Severity, Severity],
    kind: RequirementKind = RequirementKind.REQUIRES,
) -> Requirement:
    """A requirement; a criterion whose name ends in ``*`` is advisory."""
    return Requirement(
        id=name,
        title=name.title(),
        statement=f"Says {name}.",
        kind=kind,
        gap_severity=severities[0],
        contradiction_severity=severities[1],
        criteria=tuple(
            Criterion(c.rstrip("*"), f"Says {c}.", c.endswith("*"), Examples()) for c in criteria
        ),
        remediation=Remediation("Say it.", "Board"),
        duty=(),
        publication=(),
    )


def baseline() -> Baseline:
    """Three requirements: critical; critical only when contradicted; and one that prohibits."""
    return Baseline(
        id="doors",
        title="Doors",
        version="1",
        state="CT",
        as_of=PartialDate("2026"),
        summary="Doors.",
        not_covered=(),
        requirements=(
            requirement(
                "door",
                ["locked", "watched", "signed*"],
                (Severity.CRITICAL, Severity.CRITICAL),
            ),
            requirement("visitors", ["asked"], (Severity.HIGH, Severity.CRITICAL)),
            requirement(
                "magic", ["never"], (Severity.LOW, Severity.LOW), RequirementKind.PROHIBITS
            ),
        ),
        folder="doors",
        digest="d" * 64,
        lessons="e" * 64,
    )


def document(path: str = "letter.txt", text: str = TEXT) -> Document:
    """A document of one block."""
    return Document(
        source=Source(path, "a" * 64, len(text)),
        meta=DocumentMeta("Letter", DocumentKind.FAMILY_LETTER, PartialDate("2025-02")),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
    )


def key(name: str) -> CriterionKey:
    return CriterionKey(*name.split("/"))


def case(name: str, labels: Reading, documents: tuple[Document, ...] = ()) -> Case:
    """A labelled case over ``TEXT`` or other documents."""
    return Case(
        id=name,
        family=name,
        title=f"Case {name}",
        kind=DocumentKind.FAMILY_LETTER,
        date=None,
        documents=documents or (document(),),
        labels=tuple(
            Label(key(criterion), Outcome(outcome), tuple(words))
            for criterion, (outcome, words) in labels.items()
        ),
    )


def evidence(
    quote: str, outcome: Outcome = Outcome.STATED, *, path: str = "letter.txt", text: str = TEXT
) -> Evidence:
    """A clause that stands in the document word for word."""
    start = text.index(quote)
    span = Span(start, start + len(quote))
    return Evidence(
        document=path,
        clause=f"c{start}",
        span=span,
        quote=quote,
        passage_span=span,
        passage=quote,
        headings=(),
        context=None,
        page=2,
        marker=None,
        outcome=outcome,
        strength=0.9,
    )


def observation(name: str, outcome: Outcome, *found: Evidence) -> Observation:
    return Observation(key(name).requirement, key(name).criterion, outcome, 0.8, found)


def assessment(
    reading: Reading, confidences: Mapping[str, float] | None = None, skip: Sequence[str] = ()
) -> DistrictAssessment:
    """What was said of ``TEXT``; the rest is absent, and requirements in ``skip`` are left out."""
    findings = []
    for item in baseline().requirements:
        observations = []
        for criterion in item.criteria:
            name = f"{item.id}/{criterion.id}"
            outcome, quotes = reading.get(name, ("absent", ()))
            found = [evidence(quote, Outcome(outcome)) for quote in quotes]
            observations.append(observation(name, Outcome(outcome), *found))
        determination = determine(item, {o.criterion: o.outcome for o in observations})
        confidence = (confidences or {}).get(item.id, 0.9)
        if item.id not in skip:
            findings.append(Finding(item.id, determination, None, confidence, tuple(observations)))
    return DistrictAssessment(District("x", "X"), (document(),), (), tuple(findings))
