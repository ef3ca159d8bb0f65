"""ContractNLI's file as values of this project: a baseline, and contracts with labels."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from policy_audit.judge import LabelledCase
from policy_audit.match import Encoder, embed_clauses
from policy_audit.model import (
    Baseline,
    Block,
    BlockKind,
    Clause,
    ClauseRole,
    Context,
    Criterion,
    CriterionKey,
    Document,
    DocumentMeta,
    Examples,
    Location,
    Outcome,
    PartialDate,
    Remediation,
    Requirement,
    RequirementKind,
    Severity,
    Source,
    Span,
)
from policy_audit.segment import segment

CRITERION = "said"
LABELS = {
    "Entailment": Outcome.STATED,
    "Contradiction": Outcome.CONTRADICTED,
    "NotMentioned": Outcome.ABSENT,
}
NEARLY_THE_SAME = 0.5


@dataclass(frozen=True)
class Contract:
    """A contract with its labels. Its clauses are the data set's own spans, in their order."""

    id: str
    clauses: tuple[Clause, ...]
    outcomes: Mapping[CriterionKey, Outcome]
    evidence: Mapping[CriterionKey, frozenset[int]]


def read_dataset(path: Path) -> tuple[Baseline, tuple[Contract, ...]]:
    """The statements as a baseline, and the contracts with their labels."""
    data = json.loads(path.read_text(encoding="utf-8"))
    baseline = _baseline(data["labels"])
    return baseline, tuple(_contract(entry) for entry in data["documents"])


def _baseline(statements: Mapping[str, Mapping[str, str]]) -> Baseline:
    requirements = tuple(
        Requirement(
            id=name,
            title=statement["short_description"],
            statement=statement["hypothesis"],
            kind=RequirementKind.REQUIRES,
            gap_severity=Severity.MEDIUM,
            contradiction_severity=Severity.MEDIUM,
            criteria=(_criterion(statement["hypothesis"]),),
            remediation=Remediation("", ""),
            duty=(),
            publication=(),
        )
        for name, statement in statements.items()
    )
    return Baseline(
        id="contractnli",
        title="ContractNLI",
        version="1",
        state="",
        as_of=PartialDate("2021"),
        summary="",
        not_covered=(),
        requirements=requirements,
        folder="",
        digest="",
        lessons="",
    )


def _criterion(statement: str) -> Criterion:
    return Criterion(CRITERION, statement, advisory=False, examples=Examples(stated=(statement,)))


def _contract(entry: Mapping[str, Any]) -> Contract:
    outcomes: dict[CriterionKey, Outcome] = {}
    evidence: dict[CriterionKey, frozenset[int]] = {}
    for name, label in entry["annotation_sets"][0]["annotations"].items():
        key = CriterionKey(name, CRITERION)
        outcomes[key] = LABELS[label["choice"]]
        evidence[key] = frozenset(label["spans"])
    spans = [Span(start, end) for start, end in entry["spans"]]
    return Contract(
        str(entry["id"]), clauses_of(_document(entry["text"]), spans), outcomes, evidence
    )


def _document(text: str) -> Document:
    """The text with each of its lines as a paragraph, which is all the layout there is."""
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(line))))
        start += len(line) + 1
    data = text.encode()
    source = Source("contract.txt", hashlib.sha256(data).hexdigest(), len(data))
    return Document(source, DocumentMeta(title=""), text, tuple(blocks))


def clauses_of(document: Document, spans: Sequence[Span]) -> tuple[Clause, ...]:
    """The spans as clauses, each with the role and context our segmenter finds at its place.

    The data set gives the spans to whoever takes part, and counts evidence by them.
    """
    ours = segment(document)
    return tuple(_clause(document, span, _largest_share(span, ours)) for span in spans)


def _largest_share(span: Span, clauses: Sequence[Clause]) -> Clause | None:
    def shared(clause: Clause) -> int:
        return min(span.end, clause.span.end) - max(span.start, clause.span.start)

    best = max(clauses, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def _clause(document: Document, span: Span, ours: Clause | None) -> Clause:
    text = " ".join(span.of(document.text).split())
    context = ours.context if ours else Context()
    return Clause(
        id=f"{span.start}-{span.end}",
        text=text,
        span=span,
        block=ours.block if ours else span,
        role=ours.role if ours else ClauseRole.SENTENCE,
        location=Location(document.source.path),
        context=Context(
            headings=context.headings,
            lead_in=_outside(text, context.lead_in),
            question=_outside(text, context.question),
            before=context.before,
        ),
    )


def _outside(text: str, governing: str | None) -> str | None:
    """What governs a clause, unless the data set's span holds it already."""
    return governing if governing and governing not in text else None


def embed_contracts(contracts: Sequence[Contract], encoder: Encoder) -> tuple[LabelledCase, ...]:
    """The contracts as the judge takes its cases in."""
    embed_clauses([clause for contract in contracts for clause in contract.clauses], encoder)
    return tuple(
        LabelledCase(
            id=contract.id,
            family=family,
            clauses=contract.clauses,
            vectors=embed_clauses(contract.clauses, encoder),
            secondhand=np.zeros(len(contract.clauses), np.float32),
            labels=_labels(contract),
            outcomes=contract.outcomes,
        )
        for contract, family in zip(contracts, families(contracts), strict=True)
    )


def families(contracts: Sequence[Contract]) -> list[str]:
    """For each contract the id of the first that shares half of its runs of five words, or its own.

    Some companies use one contract many times.
    """
    runs = [_runs(contract) for contract in contracts]
    found: list[str] = []
    for index, mine in enumerate(runs):
        alike = (
            found[earlier]
            for earlier in range(index)
            if len(mine & runs[earlier]) > NEARLY_THE_SAME * min(len(mine), len(runs[earlier]))
        )
        found.append(next(alike, contracts[index].id))
    return found


def _runs(contract: Contract) -> set[tuple[str, ...]]:
    words = " ".join(clause.text for clause in contract.clauses).lower().split()
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def _labels(contract: Contract) -> dict[int, dict[CriterionKey, Outcome]]:
    labels: dict[int, dict[CriterionKey, Outcome]] = {}
    for key, indexes in contract.evidence.items():
        for index in indexes:
            labels.setdefault(index, {})[key] = contract.outcomes[key]
    return labels
