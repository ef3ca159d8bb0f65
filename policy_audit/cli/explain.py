"""``policy-audit explain``: why a requirement got its determination in one district."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error
from policy_audit.model import (
    Clause,
    ClauseExplanation,
    CriterionExplanation,
    Determination,
    Explanation,
    Finding,
    RequirementKind,
)

Line = tuple[int, str]


EXAMPLES = (
    "policy-audit explain hartford-public-schools judicial-warrant",
    "policy-audit explain /tmp/letter.pdf agent-identification",
)


def explain(  # noqa: PLR0913  # one parameter an option
    district: Annotated[
        str,
        typer.Argument(
            metavar="DISTRICT",
            help="A district's folder, a document, or the name of a folder in district_policies.",
            show_default=False,
        ),
    ],
    requirement: Annotated[
        str,
        typer.Argument(
            metavar="REQUIREMENT",
            help="The id of a requirement ('policy-audit baseline show' lists them).",
            show_default=False,
        ),
    ],
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.NoProgressOption = False,
) -> int:
    """Show why a requirement got its determination.

    The nearest clauses of each criterion with scores and cues, the reasons for its outcome, and
    what people decided on it.
    """
    from policy_audit.auditor import Auditor
    from policy_audit.baseline import load_baseline

    with (
        no_audit_on_error(),
        terminal.progress(quiet=quiet) as progress,
        inputs.open_store(cache) as store,
    ):
        checklist = load_baseline(baseline, store)
        asked = inputs.find_requirement(checklist, requirement)
        read = inputs.read_one(district, store)
        inputs.require_read(read, district)
        auditor = Auditor(checklist, encoder=encoder, cache=cache, store=store, progress=progress)
        explanation = auditor.explain(read, asked, options.today())
    for unread in explanation.unread:
        terminal.say_error(f"not read: {unread.path}: {unread.reason}")
    for indent, text in _lines(explanation):
        terminal.say(text, indent=indent)
    return ExitCode.INCOMPLETE if explanation.unread else ExitCode.DONE


def _lines(explanation: Explanation) -> Iterator[Line]:
    requirement, finding = explanation.requirement, explanation.finding
    word = finding.determination.value.replace("_", " ")
    prohibits = requirement.kind is RequirementKind.PROHIBITS
    if prohibits and finding.determination is Determination.MET:
        word = "none found"
    severity = f", {finding.severity}" if finding.severity else ""
    yield 0, f"{explanation.district.name}: {requirement.id}"
    yield 0, requirement.statement
    yield 0, f"Determination: {word}{severity}{_sure(finding)}"
    yield from _decision_lines(finding)
    if finding.predates_duty:
        yield 2, "Predates the duty: every dated document is older than the duty."
    for reason in finding.reasons:
        yield 2, f"- {reason}"
    for criterion in explanation.criteria:
        yield 0, ""
        yield from _criterion_lines(criterion)


def _sure(finding: Finding) -> str:
    """How sure the program is; of a person's determination it says nothing."""
    overridden = finding.decision is not None and finding.decision.overrides
    return "" if overridden else f", confidence {finding.confidence:.2f}"


def _decision_lines(finding: Finding) -> Iterator[Line]:
    from policy_audit.report import decided

    if finding.decision is not None:
        yield 2, f"Decision: {decided.line(finding.decision)}"
    if finding.reply is not None:
        yield 2, decided.reply(finding.reply)


def _criterion_lines(criterion: CriterionExplanation) -> Iterator[Line]:
    observation = criterion.observation
    yield 0, f"{criterion.key.criterion}: {criterion.statement}"
    yield 2, f"Outcome: {observation.outcome}, confidence {observation.confidence:.2f}"
    for reason in observation.reasons:
        yield 2, f"- {reason}"
    yield 2, "Nearest clauses:" if criterion.nearest else "No clause comes near."
    for number, clause in enumerate(criterion.nearest, 1):
        yield from _clause_lines(number, clause)


def _clause_lines(number: int, explained: ClauseExplanation) -> Iterator[Line]:
    clause = explained.clause
    # No quotation marks: a restated document holds no words of its district.
    yield 4, f"{number}. {clause.text}"
    yield 7, f"where: {where(clause)}"
    if clause.context.question or clause.context.lead_in:
        yield 7, f"under: {clause.context.question or clause.context.lead_in}"
    if clause.meaning:
        yield 7, f"read as: {clause.meaning}"
    scores = ", ".join(f"{outcome} {value:.2f}" for outcome, value in explained.scores.items())
    yield 7, f"alone it says: {scores}"
    yield 7, f"semantic {explained.semantic:.2f}, lexical {explained.lexical:.2f}"
    if explained.cues:
        yield 7, f"cues: {', '.join(explained.cues)}"
    yield 7, f"nearest example: {explained.example}"


def where(clause: Clause) -> str:
    """Document, page, headings and marker of a clause, as a person would cite it."""
    location = clause.location
    page = f"page {location.page}" if location.page is not None else None
    ocr = f"read by OCR, {location.ocr:.0%}" if location.ocr is not None else None
    headings = " > ".join(clause.context.headings) or None
    parts = (location.document, page, ocr, headings, location.marker)
    return ", ".join(part for part in parts if part)
