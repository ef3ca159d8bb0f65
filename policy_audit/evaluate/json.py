"""An evaluation as JSON, for programs and for comparing one run with another."""

from __future__ import annotations

import json
from typing import Any

from policy_audit.evaluate import bootstrap
from policy_audit.evaluate.evaluation import (
    CaseResult,
    CriterionResult,
    Evaluation,
    FalseMet,
)
from policy_audit.evaluate.measures import COUNTS, Group
from policy_audit.evaluate.rows import OutcomeRow
from policy_audit.model import Document, Evidence, Unread

SCHEMA_VERSION = 1
_NO_ANSWER = "undetermined"


def to_json(evaluation: Evaluation) -> str:
    """Write indented ASCII JSON, without a last line feed; equal evaluations give equal text.

    Figures are rounded to four places, confidences to two; ``null`` where there was nothing to
    measure.
    """
    # Escaped to ASCII: words of a document may hold what a terminal would obey.
    return json.dumps(shape(evaluation), allow_nan=False, indent=2)


def shape(evaluation: Evaluation) -> dict[str, Any]:
    """Turn the evaluation into plain values."""
    base = evaluation.baseline
    ids = [case.id for case in evaluation.cases]
    majority = evaluation.majority
    return {
        "schema_version": SCHEMA_VERSION,
        "baseline": {"id": base.id, "version": base.version, "sha256": base.digest},
        "bootstrap": {
            "draws": bootstrap.DRAWS,
            "seed": bootstrap.SEED,
            "level": bootstrap.LEVEL / 100,
            "resampled": "cases",
        },
        "counts": _counts(evaluation),
        "overall": {
            **_group(evaluation.overall),
            "baseline_majority": {
                "determination": majority.determination.value,
                **{name: _value(name, value) for name, value in majority.figures.items()},
            },
        },
        "false_met": [_false_met(entry) for entry in evaluation.false_met],
        "met_for_partial": [_false_met(entry) for entry in evaluation.met_for_partial],
        "requirements": {
            result.requirement.id: _group(result.group) for result in evaluation.requirements
        },
        "criteria": {str(result.key): _criterion(result, ids) for result in evaluation.criteria},
        "cases": {case.id: _case(case) for case in evaluation.cases},
    }


def _counts(evaluation: Evaluation) -> dict[str, int]:
    return {
        "cases": len(evaluation.cases),
        "documents": sum(len(case.documents) for case in evaluation.cases),
        "determinations": sum(len(case.determinations) for case in evaluation.cases),
        "outcomes": sum(len(case.outcomes) for case in evaluation.cases),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _value(name: str, value: float | None) -> float | int | None:
    return int(value) if name in COUNTS and value is not None else _rounded(value)


def _group(group: Group) -> dict[str, Any]:
    columns = (*group.classes, _NO_ANSWER)
    return {
        **{name: _value(name, figure.value) for name, figure in group.figures.items()},
        "intervals": {
            name: [_rounded(figure.low), _rounded(figure.high)]
            for name, figure in group.figures.items()
        },
        "by_class": {
            scores.name: {
                "gold": scores.gold,
                "predicted": scores.predicted,
                "precision": _rounded(scores.precision),
                "recall": _rounded(scores.recall),
                "f1": _rounded(scores.f1),
            }
            for scores in group.scores
        },
        "confusion": {
            name: dict(zip(columns, row, strict=True))
            for name, row in zip(group.classes, group.confusion, strict=True)
        },
    }


def _criterion(result: CriterionResult, ids: list[str]) -> dict[str, Any]:
    return {
        "advisory": result.advisory,
        **_group(result.group),
        "evidence_errors": [
            _evidence_error(row, ids[row.case])
            for row in result.rows
            if row.evidence.wrong or row.evidence.missed
        ],
    }


def _evidence_error(row: OutcomeRow, case: str) -> dict[str, Any]:
    return {
        "case": case,
        "gold": row.gold.value,
        "predicted": row.predicted.value,
        "wrong": [_evidence(e) for e in row.evidence.wrong],
        "missed": list(row.evidence.missed),
    }


def _false_met(entry: FalseMet) -> dict[str, Any]:
    return {
        "case": entry.case,
        "requirement": entry.row.requirement,
        "critical": entry.row.critical,
        "gold": entry.row.gold.value,
        "confidence": round(entry.row.confidence, 2),
        "criteria": {
            row.key.criterion: {
                "gold": row.gold.value,
                "predicted": row.predicted.value,
                "evidence": [_evidence(e) for e in (*row.evidence.right, *row.evidence.wrong)],
                "gold_evidence": [*row.evidence.found, *row.evidence.missed],
            }
            for row in entry.criteria
        },
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "document": evidence.document,
        "page": evidence.page,
        "ocr": evidence.ocr,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": evidence.quote,
    }


def _case(case: CaseResult) -> dict[str, Any]:
    return {
        "title": case.title,
        "documents": [_document(document) for document in case.documents],
        "unread": [_unread(unread) for unread in case.unread],
        "determinations": {row.requirement: row.predicted.value for row in case.determinations},
        "gold_determinations": {row.requirement: row.gold.value for row in case.determinations},
        "confidences": {row.requirement: round(row.confidence, 2) for row in case.determinations},
        "outcomes": {str(row.key): row.predicted.value for row in case.outcomes},
        "gold_outcomes": {str(row.key): row.gold.value for row in case.outcomes},
    }


def _document(document: Document) -> dict[str, Any]:
    return {
        "path": document.source.path,
        "sha256": document.source.sha256,
        "kind": document.meta.kind.value,
        "date": document.meta.date.text if document.meta.date else None,
        "pages": document.page_count,
        "characters": len(document.text),
    }


def _unread(unread: Unread) -> dict[str, Any]:
    return {"path": unread.path, "category": unread.category.value, "reason": unread.reason}
