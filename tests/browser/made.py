"""Assessments for the browser: hostile names of every length, and a whole state."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy_audit.model import (
    Assessment,
    Determination,
    District,
    DistrictAssessment,
    Document,
    DocumentKind,
    DocumentMeta,
    Finding,
    Outcome,
    PartialDate,
    Requirement,
    Run,
    Severity,
    Unread,
    UnreadCategory,
)
from tests.unit.report.assessments import (
    HOSTILE,
    Page,
    build,
    document,
    evidence,
    finding,
    observation,
    requirement,
)

LONG = "W" * 10_000
DISTRICTS, REQUIREMENTS = 200, 30
_OUTCOMES = {
    Determination.MET: Outcome.STATED,
    Determination.PARTIAL: Outcome.WEAK,
    Determination.MISSING: Outcome.ABSENT,
    Determination.CONTRADICTED: Outcome.CONTRADICTED,
    Determination.UNDETERMINED: Outcome.UNDETERMINED,
}
_SENTENCE = "The principal asks agent number {} to wait in the office until the lawyer has read it."


def hostile() -> Assessment:
    """The assessment of the unit tests, and a district whose every word is 10,000 letters long."""
    small = build()
    doc = document(
        f"long/{LONG[:200]}.txt",
        [Page(f"{LONG} is needed. {LONG}", marker="1."), Page(f"Heading {LONG}")],
        DocumentMeta(LONG, DocumentKind.FAQ, PartialDate("2025"), publisher=LONG, origin=LONG),
    )
    found = observation(
        "judicial-warrant/judicial-required",
        Outcome.STATED,
        evidence(doc, f"{LONG} is needed.", Outcome.STATED, headings=(LONG,), context=LONG),
        reasons=(LONG, HOSTILE),
    )
    plain = small.districts[2]
    findings = tuple(
        finding(Determination.MET, found) if f.requirement == "judicial-warrant" else f
        for f in plain.findings
    )
    unread = (Unread(f"long/{LONG}.pdf", UnreadCategory.DAMAGED, LONG),)
    long = DistrictAssessment(District("long", LONG), (doc,), unread, findings)
    return replace(small, districts=(*small.districts, long))


def statewide() -> Assessment:
    """200 districts against 30 requirements, with evidence, as a state's audit would give."""
    asked = tuple(
        requirement(
            f"requirement-{n:02}",
            f"Requirement {n} on what the school does at the door",
            [(f"criterion-{n}", f"The document says what requirement {n} asks of the school.")],
            severity=list(Severity)[n % 4],
        )
        for n in range(REQUIREMENTS)
    )
    base = replace(build().baseline, requirements=asked, accuracy=None)
    run = Run("0.1.0", date(2026, 7, 1), "all-MiniLM-L6-v2", "d" * 64, "e" * 64)
    return Assessment(run, base, tuple(_district(n, asked) for n in range(DISTRICTS)))


def _district(number: int, asked: tuple[Requirement, ...]) -> DistrictAssessment:
    name = f"district-{number:03}"
    doc = document(
        f"{name}/protocol.txt",
        [Page(_SENTENCE.format(n), page=1 + n // 10) for n in range(len(asked))],
        DocumentMeta(f"Protocol {number}", DocumentKind.REGULATION, PartialDate("2025-03")),
    )
    unread = Unread(f"{name}/scan.pdf", UnreadCategory.NEEDS_OCR, "Run text recognition on it.")
    return DistrictAssessment(
        District(name, f"Example Regional School District {number}", "CT"),
        (doc,),
        (unread,) if number % 10 == 0 else (),
        tuple(_finding(number, place, r, doc) for place, r in enumerate(asked)),
    )


def _finding(number: int, place: int, asked: Requirement, doc: Document) -> Finding:
    determination = _determination(number * 7 + place * 3)
    outcome = _OUTCOMES[determination]
    spoken = outcome in (Outcome.STATED, Outcome.WEAK, Outcome.CONTRADICTED)
    found = (evidence(doc, _SENTENCE.format(place), outcome),) if spoken else ()
    key = f"{asked.id}/{asked.criteria[0].id}"
    return finding(
        determination,
        observation(key, outcome, *found),
        severity=asked.gap_severity if determination.is_gap else None,
    )


def _determination(seed: int) -> Determination:
    """A mix like that of the districts that were audited: half of it gaps, few contradictions."""
    if seed % 43 == 0:
        return Determination.CONTRADICTED
    if seed % 29 == 0:
        return Determination.UNDETERMINED
    return (
        Determination.MET,
        Determination.MISSING,
        Determination.PARTIAL,
        Determination.MISSING,
        Determination.MET,
    )[seed % 5]
