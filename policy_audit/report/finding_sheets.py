"""The sheets on what was found: findings for a reviewer, evidence, and criteria."""

from __future__ import annotations

from collections.abc import Iterator

from policy_audit.model import (
    OVERRIDES,
    REVIEW_KEY,
    REVIEW_SHEET,
    DecisionKind,
    Determination,
    DistrictAssessment,
    Evidence,
    ReviewColumn,
    ReviewKey,
)
from policy_audit.report import decided, ranking, tables, wording
from policy_audit.report.pages import web_address
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import requirement_basis, wanting
from policy_audit.report.tables import Column, Form, Row, Sheet, Value


def findings() -> Sheet:
    """One row a district and requirement, with empty columns for a reviewer."""
    columns = (
        Column("District", 24),
        Column("Requirement", 30),
        Column("Determination", 15),
        Column("Severity", 10),
        Column("Confidence", 11, Form.SHARE),
        Column("What is wanting", 44),
        Column("Evidence", 60),
        Column("Document", 28),
        Column("Page", 7, Form.NUMBER),
        Column(ReviewColumn.REVIEWER.value, 18, Form.ENTRY),
        Column(ReviewColumn.DECISION.value, 12, Form.CHOICE, tuple(d.value for d in DecisionKind)),
        Column(ReviewColumn.DETERMINATION.value, 16, Form.CHOICE, tuple(OVERRIDES)),
        Column(ReviewColumn.REASON.value, 36, Form.ENTRY),
        Column(ReviewColumn.DATE.value, 12, Form.DAY),
        Column(ReviewColumn.APPROVER.value, 18, Form.ENTRY),
        Column(ReviewColumn.EXPIRES.value, 12, Form.DAY),
        Column("Decided already", 12),
        Column("By whom and why", 44),
        Column("District’s reply", 44),
        Column("Why", 44),
        Column("Restated", 10),
        Column("Predates the duty", 10),
        Column("Model language", 60),
        Column("Who acts", 28),
        Column("Citations", 44),
        Column("First citation", 34),
        Column("Requirement id", 24),
        Column(REVIEW_KEY, 10, Form.HIDDEN),
    )
    return Sheet(REVIEW_SHEET, columns, each=_findings, held=2, line_height=4, printed=9)


def _findings(district: DistrictAssessment, ruled: tuple[Ruled, ...]) -> Iterator[Row]:
    return (_finding(district, row) for row in ruled)


def _finding(district: DistrictAssessment, row: Ruled) -> Row:
    finding, requirement = row.finding, row.requirement
    evidence = finding.telling_evidence()
    document = ranking.document_of(district, evidence) if evidence else None
    restated = any(d.meta.restated for d in ((document,) if document else district.documents))
    remedy = requirement.remediation if finding.determination.is_gap else None
    decision = finding.decision
    # A person's determination; the program's confidence is in another one.
    overridden = decision is not None and decision.overrides
    aside = overridden or finding.determination is Determination.NOT_APPLICABLE
    return (
        district.district.name,
        requirement.title,
        wording.badge(row.standing),
        finding.severity.value if finding.severity else None,
        None if aside else tables.share(finding.confidence),
        " ".join(f"{w.how}: {w.what}" for w in wanting(row)),
        evidence.quote if evidence else None,
        tables.source(document, evidence) if evidence else None,
        evidence.page if evidence else None,
        *(None for _ in ReviewColumn),
        decided.word(decision) if decision else None,
        decided.line(decision) if decision else None,
        decided.reply(finding.reply) if finding.reply else None,
        _why(row),
        tables.yes(restated),
        tables.yes(finding.predates_duty),
        remedy.language if remedy else None,
        remedy.actor if remedy else None,
        requirement_basis(requirement),
        _citation(row),
        requirement.id,
        str(ReviewKey.of(district, finding)),
    )


def evidence() -> Sheet:
    """One row a clause that a finding rests on."""
    columns = (
        Column("District", 24),
        Column("Requirement", 30),
        Column("Criterion", 40),
        Column("This clause says it as", 14),
        Column("Strength", 10, Form.SHARE),
        Column("Clause", 70),
        Column("Under or after", 40),
        Column("Document", 28),
        Column("Page", 7, Form.NUMBER),
        Column("Item", 8),
        Column("Headings", 36),
        Column("Restated", 10),
        Column("Read by OCR", 10, Form.SHARE),
        Column("File", 34),
    )
    return Sheet("Evidence", columns, each=_clauses, held=2, printed=10)


def _clauses(district: DistrictAssessment, ruled: tuple[Ruled, ...]) -> Iterator[Row]:
    return (
        _clause(district, row, o.criterion, e) for row in ruled for o, e in row.finding.both_sides()
    )


def _clause(district: DistrictAssessment, row: Ruled, criterion: str, evidence: Evidence) -> Row:
    statements = {c.id: c.statement for c in row.requirement.criteria}
    document = ranking.document_of(district, evidence)
    return (
        district.district.name,
        row.requirement.title,
        statements.get(criterion, criterion),
        wording.outcome_badge(row.requirement, evidence.outcome),
        tables.share(evidence.strength),
        evidence.quote,
        evidence.context,
        tables.source(document, evidence),
        evidence.page,
        evidence.marker,
        " › ".join(evidence.headings),
        tables.yes(document is not None and document.meta.restated),
        None if evidence.ocr is None else tables.share(evidence.ocr),
        evidence.document,
    )


def criteria() -> Sheet:
    """One row a district and criterion."""
    columns = (
        Column("District", 24),
        Column("Requirement", 30),
        Column("Criterion", 60),
        Column("Outcome", 15),
        Column("Confidence", 11, Form.SHARE),
        Column("Counts", 10),
        Column("Clauses", 9, Form.NUMBER),
        Column("Why", 60),
        Column("Criterion id", 40),
    )
    return Sheet("Criteria", columns, each=_criteria, held=2)


def _criteria(district: DistrictAssessment, ruled: tuple[Ruled, ...]) -> Iterator[Row]:
    return (line for row in ruled for line in _outcomes(district, row))


def _outcomes(district: DistrictAssessment, row: Ruled) -> Iterator[Row]:
    observations = {o.criterion: o for o in row.finding.observations}
    for criterion in row.requirement.criteria:
        seen = observations.get(criterion.id)
        yield (
            district.district.name,
            row.requirement.title,
            criterion.statement,
            wording.outcome_badge(row.requirement, seen.outcome) if seen else None,
            tables.share(seen.confidence) if seen else None,
            tables.yes(not criterion.advisory),
            len(seen.evidence) if seen else 0,
            " ".join(seen.reasons) if seen else "Not looked for.",
            f"{row.requirement.id}/{criterion.id}",
        )


def _why(row: Ruled) -> str:
    """The reasons, those of a criterion with its number where there are several."""
    numbers = {c.id: n for n, c in enumerate(row.requirement.criteria, 1)}
    said = list(row.finding.reasons)
    for o in row.finding.observations:
        if o.reasons:
            number = f"{numbers.get(o.criterion, 0)}: " if len(numbers) > 1 else ""
            said.append(number + " ".join(o.reasons))
    return " ".join(said)


def _citation(row: Ruled) -> Value:
    """The first citation that can be looked up, else the first."""
    cited = (*row.requirement.duty, *row.requirement.publication)
    first = next((c for c in cited if web_address(c.url)), cited[0] if cited else None)
    return tables.linked(first.text, first.url) if first else None
