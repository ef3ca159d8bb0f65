"""The passages of the text that quote documents: false mets, and evidence that was wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_audit.evaluate.evaluation import CriterionResult, Evaluation, FalseMet
from policy_audit.evaluate.rows import OutcomeRow
from policy_audit.evaluate.tables import plain, section
from policy_audit.model import Evidence

#: Cases shown for one criterion; ``--json`` has them all.
_SHOWN = 3


def false_met(evaluation: Evaluation) -> list[str]:
    """Each false met with its evidence, the critical ones apart; then met for partial."""
    critical = [entry for entry in evaluation.false_met if entry.row.critical]
    others = [entry for entry in evaluation.false_met if not entry.row.critical]
    partial = [entry for entry in evaluation.met_for_partial if entry.row.critical]
    return [
        *_entries("False met on critical requirements", critical),
        *_entries("False met on other requirements", others),
        *_entries("Met where gold is partial, on critical requirements", partial),
    ]


def evidence_errors(evaluation: Evaluation) -> list[str]:
    """For each criterion, clauses that are not the label's, and the label's words not found."""
    lines = [
        line for result in evaluation.criteria for line in _criterion_errors(result, evaluation)
    ]
    return section("Where evidence was wrong", lines or ["  nowhere"])


def _entries(title: str, entries: Sequence[FalseMet]) -> list[str]:
    if not entries:
        return section(f"{title}: none", ())
    return section(f"{title}: {len(entries)}", (line for e in entries for line in _entry(e)))


def _entry(entry: FalseMet) -> Iterator[str]:
    row = entry.row
    yield (
        f"  {plain(entry.case)}: {row.requirement} is {row.gold.value}, "
        f"read as met (confidence {row.confidence:.2f})"
    )
    for criterion in entry.criteria:
        yield f"    {criterion.key.criterion}: {_reading(criterion)}"
        for evidence in (*criterion.evidence.right, *criterion.evidence.wrong):
            yield f"      read: {_quote(evidence)}"
        for words in (*criterion.evidence.found, *criterion.evidence.missed):
            yield f"      gold: {plain(words)}"


def _criterion_errors(result: CriterionResult, evaluation: Evaluation) -> Iterator[str]:
    rows = [row for row in result.rows if row.evidence.wrong or row.evidence.missed]
    if not rows:
        return
    wrong = sum(len(row.evidence.wrong) for row in result.rows)
    right = sum(len(row.evidence.right) for row in result.rows)
    missed = sum(len(row.evidence.missed) for row in result.rows)
    found = sum(len(row.evidence.found) for row in result.rows)
    yield (
        f"  {result.key}: {wrong} of {right + wrong} clauses wrong, "
        f"{missed} of {found + missed} labelled passages missed"
    )
    for row in rows[:_SHOWN]:
        yield f"    {plain(evaluation.cases[row.case].id)}: {_reading(row)}"
        yield from (f"      wrong:  {_quote(evidence)}" for evidence in row.evidence.wrong)
        yield from (f"      missed: {plain(words)}" for words in row.evidence.missed)
    if len(rows) > _SHOWN:
        yield f"    and {len(rows) - _SHOWN} more cases: --json has them all"


def _reading(row: OutcomeRow) -> str:
    if row.gold.value == row.predicted.value:
        return f"{row.gold.value}, read so"
    return f"{row.gold.value}, read as {row.predicted.value}"


def _quote(evidence: Evidence) -> str:
    page = f", page {evidence.page}" if evidence.page else ""
    return f"{plain(evidence.quote)} ({plain(evidence.document, 60)}{page})"
