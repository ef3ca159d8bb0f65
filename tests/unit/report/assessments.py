"""Builds the assessment that the report tests render: small, and with every state in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from policy_audit.model import (
    Accuracy,
    Assessment,
    Baseline,
    Basis,
    Block,
    BlockKind,
    Citation,
    Criterion,
    Determination,
    District,
    DistrictAssessment,
    Document,
    DocumentKind,
    DocumentMeta,
    DocumentStatus,
    Evidence,
    EvidenceMark,
    Examples,
    Finding,
    Floors,
    LeftOut,
    LeftOutReason,
    Link,
    Observation,
    Outcome,
    PartialDate,
    Remediation,
    Requirement,
    RequirementKind,
    Run,
    Severity,
    Source,
    Span,
    Unread,
    UnreadCategory,
)

RIGHT = (
    "judicial-warrant",
    "agent-identification",
    "staff-training",
    "security-plan",
    "no-retaliation",
    "records-release",
    "welcome",
    "over-promise",
)
HOSTILE = "<script>alert('x')</script>"
HOSTILE_ID = '../"><img src=x onerror=alert(1)>'
HOSTILE_TEXT = (
    "=HYPERLINK(\"http://evil.example\") | [click](javascript:alert(1)) <b onclick='x'>&amp; "
    "{{ 7 * 7 }} ``` ![i](http://evil.example/i.png) www.evil.example a@evil.example \u202eoverride"
)


def citation(
    text: str,
    basis: Basis = Basis.LAW,
    mark: EvidenceMark = EvidenceMark.SEEN,
    url: str | None = None,
) -> Citation:
    return Citation(
        text, basis, mark, url, PartialDate("2025-10-01"), PartialDate("2026-06"), note=None
    )


def requirement(  # noqa: PLR0913 - a builder: each test names what it cares about
    name: str,
    title: str,
    criteria: Sequence[tuple[str, str]],
    *,
    severity: Severity = Severity.HIGH,
    kind: RequirementKind = RequirementKind.REQUIRES,
    advisory: Sequence[str] = (),
    missing_note: str | None = None,
    in_force_since: date | None = None,
    duty: tuple[Citation, ...] = (),
    publication: tuple[Citation, ...] = (),
) -> Requirement:
    return Requirement(
        id=name,
        title=title,
        statement=f"Published protocols cover this: {title.lower()}.",
        kind=kind,
        gap_severity=severity,
        contradiction_severity=Severity.CRITICAL,
        criteria=tuple(Criterion(i, s, i in advisory, Examples()) for i, s in criteria),
        remediation=Remediation(
            f"The board directs that its schools do this: {title.lower()}.",
            "Board of education, on the superintendent’s proposal",
        ),
        duty=duty,
        publication=publication,
        in_force_since=in_force_since,
        missing_note=missing_note,
    )


def baseline() -> Baseline:
    law = citation("Example Act, sec. 1", url="https://law.example/act-1")
    guidance = citation("Department letter", Basis.GUIDANCE, EvidenceMark.INFERRED)
    practice = citation(
        "Association handbook", Basis.PRACTICE, EvidenceMark.UNVERIFIED, "javascript:alert(1)"
    )
    return Baseline(
        id="example-2025",
        title="The example checklist of 2025",
        version="1.2.0",
        state="CT",
        as_of=PartialDate("2026-06"),
        summary="Nine things that published protocols should or should not say.",
        not_covered=("An act passed after the checklist was closed.",),
        requirements=(
            requirement(
                "judicial-warrant",
                "Judicial warrant",
                [
                    ("judicial-required", "Agents get in only with a warrant signed by a judge."),
                    ("warrant-shown", "Agents are asked to show the warrant."),
                ],
                severity=Severity.CRITICAL,
                duty=(law,),
                publication=(guidance,),
            ),
            requirement(
                "agent-identification",
                "Agents identify themselves",
                [
                    ("id-asked", "Agents are asked for identification."),
                    ("id-recorded", "The details are written down."),
                    ("id-copied", "A copy of the card is made."),
                ],
                advisory=("id-copied",),
                publication=(practice,),
            ),
            requirement(
                "staff-training",
                "Staff are trained",
                [("staff-trained", "Staff are trained in the protocol.")],
                severity=Severity.MEDIUM,
            ),
            requirement(
                "security-plan",
                "Security plan",
                [("in-plan", "The security plan holds the protocol.")],
                missing_note="Not publicly documented: security plans are not published.",
                duty=(law,),
            ),
            requirement(
                "no-retaliation",
                "No discipline for following the protocol",
                [("no-discipline", "No employee is disciplined for following it.")],
                severity=Severity.MEDIUM,
                in_force_since=date(2025, 10, 1),
                duty=(law,),
            ),
            requirement(
                "records-release",
                "Release of records",
                [("release-gated", "Records are released only on consent or a court order.")],
                severity=Severity.CRITICAL,
            ),
            requirement(
                "welcome",
                "Everyone is welcome",
                [("all-welcome", "All students and families are welcome.")],
                severity=Severity.LOW,
            ),
            requirement(
                "over-promise",
                "No absolute promise",
                [("absolute-claim", "Says flatly that agents can never come in.")],
                kind=RequirementKind.PROHIBITS,
                severity=Severity.MEDIUM,
            ),
        ),
        folder="baselines/example-2025",
        digest="b" * 64,
        lessons="c" * 64,
        accuracy=Accuracy("e" * 64, 40, 0.9, 0.75, dict.fromkeys(RIGHT, 31)),
    )


@dataclass(frozen=True)
class Page:
    """One paragraph of a made document."""

    text: str
    page: int | None = None
    headings: tuple[str, ...] = ()
    marker: str | None = None
    ocr: float | None = None


def document(
    path: str, pages: Sequence[Page], meta: DocumentMeta, links: tuple[Link, ...] = ()
) -> Document:
    text, blocks = "", []
    for page in pages:
        start = len(text)
        text += page.text + "\n\n"
        span = Span(start, start + len(page.text))
        blocks.append(Block(BlockKind.PARAGRAPH, span, 0, page.marker, page.page, page.ocr))
    return Document(
        source=Source(path, sha256(text.encode("utf-8")).hexdigest(), len(text.encode("utf-8"))),
        meta=meta,
        text=text,
        blocks=tuple(blocks),
        page_count=max((p.page or 0 for p in pages), default=0) or None,
        notes=("Two running headers were left out.",) if pages[0].page else (),
        links=links,
    )


def evidence(  # noqa: PLR0913 - as above
    doc: Document,
    quote: str,
    outcome: Outcome,
    *,
    headings: tuple[str, ...] = (),
    context: str | None = None,
    strength: float = 0.9,
) -> Evidence:
    """The evidence for words that stand in the document; white space may differ."""
    start = doc.text.index(quote)
    span = Span(start, start + len(quote))
    block = next(b for b in doc.blocks if b.span.holds(span))
    return Evidence(
        document=doc.source.path,
        clause=f"c{start}",
        span=span,
        quote=" ".join(quote.split()),
        passage_span=block.span,
        passage=" ".join(block.span.of(doc.text).split()),
        headings=headings,
        context=context,
        page=block.page,
        marker=block.marker,
        outcome=outcome,
        strength=strength,
        ocr=block.ocr,
    )


def observation(
    key: str,
    outcome: Outcome,
    *found: Evidence,
    confidence: float = 0.9,
    nearest: tuple[Evidence, ...] = (),
    reasons: tuple[str, ...] = (),
) -> Observation:
    requirement_id, criterion = key.split("/")
    return Observation(requirement_id, criterion, outcome, confidence, found, nearest, reasons)


def finding(
    determination: Determination,
    *observations: Observation,
    severity: Severity | None = None,
    confidence: float = 0.8,
    predates: bool = False,
    reasons: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        observations[0].requirement,
        determination,
        severity,
        confidence,
        observations,
        predates,
        reasons,
    )


def all_missing(base: Baseline, skip: Sequence[str] = ()) -> dict[str, Finding]:
    """A finding for every requirement of which the documents say nothing."""
    found = {}
    for item in base.requirements:
        prohibits = item.kind is RequirementKind.PROHIBITS
        found[item.id] = Finding(
            item.id,
            Determination.MET if prohibits else Determination.MISSING,
            None if prohibits else item.gap_severity,
            0.7,
            tuple(Observation(item.id, c.id, Outcome.ABSENT, 0.7) for c in item.criteria),
        )
    return {name: f for name, f in found.items() if name not in skip}


def maple(base: Baseline) -> DistrictAssessment:
    """A district with every determination, its own PDF and a letter."""
    policy = document(
        "maple-hollow/policy.pdf",
        [
            Page("Every family is welcome in our schools. We mean it.", 1, ("1. Purpose",)),
            Page(
                "Agents may enter only with a warrant that a judge has signed. The\nprincipal asks "
                "to see the warrant, and asks for a badge, before anybody moves.",
                2,
                marker="2.1",
            ),
            Page("Staff should be encouraged to attend a briefing.", 2, marker="2.2"),
            Page(
                "No law enforcement agent will ever be let into any school.",
                3,
                marker="3",
                ocr=0.91,
            ),
        ],
        DocumentMeta(
            "Policy 1234: Visitors from law enforcement",
            DocumentKind.BOARD_POLICY,
            PartialDate("2025-02-04"),
            "https://maple.example/policy.pdf",
            status=DocumentStatus.REVISED,
            policy_number="1234",
        ),
        (
            Link("Regulation 1234R", "https://maple.example/1234r.pdf"),
            Link("Staff card", "/files/card.pdf"),
        ),
    )
    letter = document(
        "maple-hollow/letter.txt",
        [
            Page("Dear families, our office gives student records to any officer who asks."),
            Page("Records leave this office only on a court order."),
        ],
        DocumentMeta("Letter to families", DocumentKind.FAMILY_LETTER, PartialDate("2025")),
    )
    under = ("Policy 1234", "2. At the door")
    found = {
        "judicial-warrant": finding(
            Determination.MET,
            observation(
                "judicial-warrant/judicial-required",
                Outcome.STATED,
                evidence(
                    policy,
                    "Agents may enter only with a warrant that a judge has signed.",
                    Outcome.STATED,
                    headings=under,
                ),
                reasons=("A judge has to have signed the warrant.",),
            ),
            observation(
                "judicial-warrant/warrant-shown",
                Outcome.STATED,
                evidence(policy, "The\nprincipal asks to see the warrant", Outcome.STATED),
            ),
            confidence=0.94,
        ),
        "agent-identification": finding(
            Determination.PARTIAL,
            observation(
                "agent-identification/id-asked",
                Outcome.STATED,
                evidence(policy, "asks for a badge", Outcome.STATED, headings=under),
            ),
            observation(
                "agent-identification/id-recorded",
                Outcome.ABSENT,
                nearest=(evidence(policy, "We mean it.", Outcome.ABSENT, strength=0.2),),
                reasons=("No clause speaks of writing anything down.",),
            ),
            observation("agent-identification/id-copied", Outcome.ABSENT),
            severity=Severity.HIGH,
            confidence=0.66,
        ),
        "staff-training": finding(
            Determination.PARTIAL,
            observation(
                "staff-training/staff-trained",
                Outcome.WEAK,
                evidence(
                    policy,
                    "Staff should be encouraged to attend a briefing.",
                    Outcome.WEAK,
                    context="In each school:",
                ),
                reasons=("“Should” is not a commitment.",),
            ),
            severity=Severity.MEDIUM,
            confidence=0.555,
        ),
        "no-retaliation": finding(
            Determination.MISSING,
            observation("no-retaliation/no-discipline", Outcome.ABSENT),
            severity=Severity.MEDIUM,
            predates=True,
            reasons=("Both documents are older than the duty.",),
        ),
        "records-release": finding(
            Determination.CONTRADICTED,
            observation(
                "records-release/release-gated",
                Outcome.CONTRADICTED,
                evidence(
                    letter,
                    "our office gives student records to any officer who asks.",
                    Outcome.CONTRADICTED,
                ),
                evidence(
                    letter, "Records leave this office only on a court order.", Outcome.STATED
                ),
                reasons=("Records are given without consent or order.",),
            ),
            severity=Severity.CRITICAL,
            confidence=0.88,
        ),
        "welcome": finding(
            Determination.NOT_APPLICABLE, observation("welcome/all-welcome", Outcome.ABSENT)
        ),
        "over-promise": finding(
            Determination.CONTRADICTED,
            observation(
                "over-promise/absolute-claim",
                Outcome.CONTRADICTED,
                evidence(
                    policy,
                    "No law enforcement agent will ever be let into any school.",
                    Outcome.CONTRADICTED,
                ),
            ),
            severity=Severity.MEDIUM,
        ),
    }
    return DistrictAssessment(
        District("maple-hollow", "Maple Hollow Public Schools", "CT", "0900001"),
        (letter, policy),
        (),
        _complete(base, found),
    )


def hostile(base: Baseline) -> DistrictAssessment:
    """A district whose every name and word tries to get out of the report; one restated text."""
    faq = document(
        f"odd/{HOSTILE}.html",
        [Page(f"A warrant signed by a judge is needed. {HOSTILE_TEXT}", marker="E.")],
        DocumentMeta(
            f"FAQ {HOSTILE}",
            DocumentKind.FAQ,
            PartialDate("2025-03"),
            "javascript:alert(document.domain)",
            restated=True,
            publisher=f"Publisher {HOSTILE}",
            origin=f"Restated from the page of March 2025. {HOSTILE}",
            status=DocumentStatus.DRAFT,
            policy_number=HOSTILE,
        ),
        (
            Link(f"Policy {HOSTILE}", "https://odd.example/policy.pdf"),
            Link("Click", "javascript:alert(document.cookie)"),
            Link(HOSTILE_TEXT, "javascript:alert(2)"),
            Link(HOSTILE, f"https://odd.example/{HOSTILE}"),
        ),
    )
    faq = replace(faq, left_out=(LeftOut(LeftOutReason.FURNITURE, f"Menu {HOSTILE}"),))
    found = {
        "judicial-warrant": finding(
            Determination.PARTIAL,
            observation(
                "judicial-warrant/judicial-required",
                Outcome.STATED,
                evidence(
                    faq,
                    f"A warrant signed by a judge is needed. {HOSTILE_TEXT}",
                    Outcome.STATED,
                    headings=(f"Heading {HOSTILE}",),
                    context=f"Question {HOSTILE}",
                ),
                reasons=(f"Reason {HOSTILE}",),
            ),
            observation("judicial-warrant/warrant-shown", Outcome.ABSENT),
            severity=Severity.CRITICAL,
            reasons=(f"Why {HOSTILE}",),
        ),
        "welcome": finding(
            Determination.UNDETERMINED,
            observation("welcome/all-welcome", Outcome.UNDETERMINED, confidence=0.5),
            confidence=0.5,
        ),
    }
    unread = (
        Unread(
            f"odd/{HOSTILE}.pdf",
            UnreadCategory.NEEDS_OCR,
            f"Every page is an image: run text recognition on it. {HOSTILE}",
            "c" * 64,
            DocumentMeta(f"Scan {HOSTILE}", url="https://odd.example/?a=1&b='\"<>"),
        ),
        Unread("odd/gone.pdf", UnreadCategory.GONE, "The file went away: put it back."),
    )
    district = District(HOSTILE_ID, f"Odd {HOSTILE} Schools | *District*")
    return DistrictAssessment(district, (faq,), unread, _complete(base, found))


def news(base: Baseline) -> DistrictAssessment:
    """A district of which only a news article was found."""
    article = document(
        "north-end/article.txt",
        [Page("The superintendent said that everybody is welcome.")],
        DocumentMeta(
            "Schools respond", DocumentKind.NEWS, PartialDate("2025-01-30"), publisher="The Paper"
        ),
    )
    found = {
        "welcome": finding(
            Determination.PARTIAL,
            observation(
                "welcome/all-welcome",
                Outcome.WEAK,
                evidence(
                    article, "The superintendent said that everybody is welcome.", Outcome.WEAK
                ),
            ),
            severity=Severity.LOW,
        ),
    }
    return DistrictAssessment(
        District("north-end", "North End", "CT"), (article,), (), _complete(base, found)
    )


def _complete(base: Baseline, found: dict[str, Finding]) -> tuple[Finding, ...]:
    merged = {**all_missing(base), **found}
    return tuple(merged[item.id] for item in base.requirements)


def build() -> Assessment:
    """Three districts that hold every determination, outcome and oddity."""
    base = baseline()
    floors = Floors(contradicted=0.64, critical_met=0.61, any=0.3)
    run = Run("0.1.0", date(2026, 7, 1), "all-MiniLM-L6-v2", "d" * 64, "e" * 64, floors)
    return Assessment(run, base, (hostile(base), maple(base), news(base)))
