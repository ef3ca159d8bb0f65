"""Figures on practice documents, each judged by what was learned without it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from policy_audit.evaluate.evaluation import Evaluation, summarise
from policy_audit.evaluate.json import shape
from policy_audit.evaluate.rows import Prediction
from policy_audit.judge import findings_of
from policy_audit.judge.pooling import Pool
from policy_audit.judge.scale import Matrix
from policy_audit.model import Baseline, Case, District, DistrictAssessment

#: What the accuracy table shows: the words of a row, and the key of its figure.
ROWS = (
    ("Determinations, macro-F1", "determination_macro_f1"),
    ("Determinations equal to the label", "determination_accuracy"),
    ("Gaps: precision", "gap_precision"),
    ("Gaps: recall", "gap_recall"),
    ("Contradicted, F1", "contradicted_f1"),
    ("Determined at all (coverage)", "coverage"),
    ("Critical requirements falsely met", "false_met"),
    ("Evidence: precision", "evidence_precision"),
    ("Evidence: recall", "evidence_recall"),
    ("Calibration error of confidences", "ece"),
    ("Right when the least sure 10 % are left to a person", "accuracy_at_90"),
    ("Always the commonest determination, macro-F1", "majority"),
)
_WEAKEST = 6


def summary_of_unseen(
    baseline: Baseline, cases: Sequence[Case], pool: Pool, unseen: Mapping[str, Matrix]
) -> dict[str, Any]:
    """A set of the accuracy table from chances (k, 4) by case; they come with no evidence."""
    predictions = [
        Prediction(
            case.id,
            DistrictAssessment(
                District(case.id, case.title),
                case.documents,
                (),
                findings_of(baseline, pool, unseen[case.id]),
            ),
        )
        for case in cases
    ]
    told = summary(summarise(cases, predictions, baseline), cases)
    for key in ("evidence_precision", "evidence_recall"):
        told["figures"][key] = None
        told["intervals"].pop(key, None)
    return told


def summary(result: Evaluation, cases: Sequence[Case]) -> dict[str, Any]:
    """A set of the accuracy table, with the hash of its cases."""
    told = shape(result)
    overall = told["overall"]
    figures = {key: overall.get(key) for _, key in ROWS}
    figures["majority"] = overall["baseline_majority"]["determination_macro_f1"]
    right = {name: group["determination_accuracy"] for name, group in told["requirements"].items()}
    read = {name: group["outcome_accuracy"] for name, group in told["criteria"].items()}
    return {
        "cases": len(cases),
        "determinations": len(cases) * len(right),
        "sha256": _digest(cases),
        "figures": figures,
        "intervals": {
            key: overall["intervals"][key] for _, key in ROWS if key in overall["intervals"]
        },
        "weakest": _weakest(right),
        "right": right,
        "weakest_criteria": _weakest(read),
        "criteria_right": read,
    }


def _weakest(shares: Mapping[str, float]) -> list[str]:
    return sorted(shares, key=lambda name: (shares[name], name))[:_WEAKEST]


def _digest(cases: Sequence[Case]) -> str:
    state = hashlib.sha256()
    for case in cases:
        state.update(repr((case.id, case.labels)).encode())
        for document in case.documents:
            state.update(document.source.sha256.encode())
    return state.hexdigest()
