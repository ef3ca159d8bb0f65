"""What was said of contracts against their labels, measured as the paper does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import numpy as np
from contractnli_data import Contract

from policy_audit.judge.scale import COLUMN, Matrix
from policy_audit.model import Baseline, CriterionKey, Outcome

#: Accuracy, F1 of contradictions, F1 of entailments, mean average precision of evidence; from the
#: paper, on the 123 contracts of the test split after learning from 423.
PUBLISHED: tuple[tuple[str, tuple[float | None, ...]], ...] = (
    ("majority label", (0.674, 0.083, 0.428, None)),
    ("TF-IDF and SVM", (0.733, 0.197, 0.641, None)),
    ("Span NLI BERT-base", (0.838, 0.287, 0.765, 0.885)),
)


@dataclass(frozen=True)
class Reading:
    """What the judge says of a contract that it has not seen.

    ``relevance`` (n, k) is the chance that a clause has anything to say of a statement.
    """

    contract: Contract
    outcomes: Mapping[CriterionKey, Outcome]
    relevance: Matrix


@dataclass(frozen=True)
class Scores:
    """F1 is the mean over the statements that have such a label, as in the paper.

    The pooled F1 is over all decisions at once. Average precision is the mean over the pairs of a
    contract and a statement with evidence: all, entailed and contradicted ones.
    """

    decisions: int
    accuracy: float
    f1_contradiction: float
    f1_entailment: float
    pooled_f1_contradiction: float
    pooled_f1_entailment: float
    precision: float
    precision_contradiction: float
    precision_entailment: float


def measure(baseline: Baseline, readings: Sequence[Reading]) -> Scores:
    """What was said, against the labels."""
    keys = baseline.keys()
    true = np.array([[COLUMN[r.contract.outcomes[key]] for key in keys] for r in readings])
    said = np.array([[COLUMN[r.outcomes[key]] for key in keys] for r in readings])
    contradicted, stated = COLUMN[Outcome.CONTRADICTED], COLUMN[Outcome.STATED]
    precisions = _precisions(keys, readings)
    return Scores(
        decisions=true.size,
        accuracy=float((true == said).mean()),
        f1_contradiction=_mean_f1(true, said, contradicted),
        f1_entailment=_mean_f1(true, said, stated),
        pooled_f1_contradiction=_f1(true == contradicted, said == contradicted),
        pooled_f1_entailment=_f1(true == stated, said == stated),
        precision=_mean([value for values in precisions.values() for value in values]),
        precision_contradiction=_mean(precisions[Outcome.CONTRADICTED]),
        precision_entailment=_mean(precisions[Outcome.STATED]),
    )


def _mean_f1(true: Any, said: Any, column: int) -> float:
    """The mean of F1 over the statements (columns) that any contract has this outcome for."""
    return _mean(
        [
            _f1(true[:, key] == column, said[:, key] == column)
            for key in range(true.shape[1])
            if (true[:, key] == column).any()
        ]
    )


def _f1(true: Any, said: Any) -> float:
    both, either = int((true & said).sum()), int(true.sum() + said.sum())
    return 2 * both / either if either else 0.0


def _precisions(
    keys: Sequence[CriterionKey], readings: Sequence[Reading]
) -> dict[Outcome, list[float]]:
    """Average precision of the clauses by relevance, by outcome of the pair."""
    from sklearn.metrics import average_precision_score

    found: dict[Outcome, list[float]] = {Outcome.STATED: [], Outcome.CONTRADICTED: []}
    for reading in readings:
        for column, key in enumerate(keys):
            evidence = sorted(reading.contract.evidence[key])
            if evidence:
                wanted = np.zeros(len(reading.contract.clauses))
                wanted[evidence] = 1
                value = average_precision_score(wanted, reading.relevance[:, column])
                found[reading.contract.outcomes[key]].append(float(value))
    return found


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else 0.0


def majority(baseline: Baseline, contracts: Sequence[Contract]) -> list[Reading]:
    """What somebody says who knows of every statement how most of the contracts stand to it."""
    usual = {
        key: Counter(contract.outcomes[key] for contract in contracts).most_common(1)[0][0]
        for key in baseline.keys()  # noqa: SIM118 - not a mapping
    }
    return [
        Reading(contract, usual, np.zeros((len(contract.clauses), len(usual)), np.float32))
        for contract in contracts
    ]


def table(usual: Scores, ours: Scores, contracts: int) -> str:
    """Our scores next to the published ones and to the majority label's on the same contracts."""
    rows = [
        *((f"paper: {name}", row) for name, row in PUBLISHED),
        ("here: majority label", (*_counted(usual), None)),
        ("here: policy-audit", (*_counted(ours), ours.precision)),
    ]
    lines = [
        f"{'':26}{'accuracy':>10}{'F1(C)':>8}{'F1(E)':>8}{'mAP':>8}",
        *(f"{name:26}  {''.join(f'{_shown(value):>8}' for value in row)}" for name, row in rows),
        "",
        "Paper: 123 contracts, learned from 423. "
        f"Here: {contracts} contracts, each judged by what was learned from the others.",
        f"F1 over all {ours.decisions} decisions at once: contradicted "
        f"{_shown(ours.pooled_f1_contradiction)}, entailed {_shown(ours.pooled_f1_entailment)}.",
        f"mAP by label: contradicted {_shown(ours.precision_contradiction)}, "
        f"entailed {_shown(ours.precision_entailment)}.",
    ]
    return "\n".join(lines)


def _counted(scores: Scores) -> tuple[float, ...]:
    return scores.accuracy, scores.f1_contradiction, scores.f1_entailment


def _shown(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
