"""Predictions beside the labels: one row a requirement and one a criterion of each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_audit.evaluate.gold import gold_determinations, gold_outcomes
from policy_audit.evaluate.places import EvidenceComparison, Places, compare_evidence
from policy_audit.model import (
    Baseline,
    Case,
    CriterionKey,
    Determination,
    DistrictAssessment,
    Finding,
    Observation,
    Outcome,
    Requirement,
    Severity,
)

#: The answers that count, in the order of every table; anything else is no answer, hence wrong.
DETERMINATIONS = (
    Determination.MET,
    Determination.PARTIAL,
    Determination.MISSING,
    Determination.CONTRADICTED,
)
OUTCOMES = (Outcome.STATED, Outcome.WEAK, Outcome.CONTRADICTED, Outcome.ABSENT)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What was said of the case ``case``, wherever it came from; not scoped by document kind."""

    case: str
    assessment: DistrictAssessment


@dataclass(frozen=True, slots=True)
class DeterminationRow:
    """One requirement of one case. ``case`` is the case's place among the cases.

    ``critical`` says that missing what gold says here would be a critical error: a gap in this
    requirement is critical, or gold contradicts it and the contradiction is.
    """

    case: int
    requirement: str
    gold: Determination
    predicted: Determination
    confidence: float
    critical: bool

    @property
    def false_met(self) -> bool:
        """Whether the tool is content where the labels say missing or contradicted."""
        return self.predicted is Determination.MET and self.gold in (
            Determination.MISSING,
            Determination.CONTRADICTED,
        )

    @property
    def met_for_partial(self) -> bool:
        """Whether the tool is content where the labels say partial."""
        return self.predicted is Determination.MET and self.gold is Determination.PARTIAL


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One criterion of one case, with its evidence beside the label's."""

    case: int
    key: CriterionKey
    advisory: bool
    gold: Outcome
    predicted: Outcome
    confidence: float
    evidence: EvidenceComparison

    @property
    def agreed_present(self) -> bool:
        """Whether gold and prediction agree that the criterion is not absent."""
        return self.gold is not Outcome.ABSENT and speaks(self.predicted)


@dataclass(frozen=True, slots=True)
class Rows:
    """Every comparison, case by case in the order of the cases, then of the baseline."""

    determinations: tuple[DeterminationRow, ...]
    outcomes: tuple[OutcomeRow, ...]


def speaks(outcome: Outcome) -> bool:
    """Whether such an outcome rests on evidence."""
    return outcome not in (Outcome.ABSENT, Outcome.UNDETERMINED)


def compare(cases: Sequence[Case], predictions: Sequence[Prediction], baseline: Baseline) -> Rows:
    """Put each prediction beside its case; ``ValueError`` unless each case has exactly one.

    A requirement or criterion of which the prediction says nothing is undetermined.
    """
    by_case = {prediction.case: prediction.assessment for prediction in predictions}
    ids = [case.id for case in cases]
    if len(predictions) != len(ids) or set(by_case) != set(ids) or len(set(ids)) != len(ids):
        raise ValueError("each case needs one prediction, and each prediction its case")
    determinations: list[DeterminationRow] = []
    outcomes: list[OutcomeRow] = []
    for index, case in enumerate(cases):
        findings = {finding.requirement: finding for finding in by_case[case.id].findings}
        determinations += _determinations(index, case, findings, baseline)
        outcomes += _outcomes(index, case, findings, baseline)
    return Rows(tuple(determinations), tuple(outcomes))


def _determinations(
    index: int, case: Case, findings: dict[str, Finding], baseline: Baseline
) -> list[DeterminationRow]:
    gold = gold_determinations(case, baseline)
    rows = []
    for requirement in baseline.requirements:
        finding = findings.get(requirement.id)
        rows.append(
            DeterminationRow(
                case=index,
                requirement=requirement.id,
                gold=gold[requirement.id],
                predicted=finding.determination if finding else Determination.UNDETERMINED,
                confidence=finding.confidence if finding else 0.0,
                critical=_critical(requirement, gold[requirement.id]),
            )
        )
    return rows


def _critical(requirement: Requirement, gold: Determination) -> bool:
    if requirement.gap_severity is Severity.CRITICAL:
        return True
    contradicted = gold is Determination.CONTRADICTED
    return contradicted and requirement.contradiction_severity is Severity.CRITICAL


def _outcomes(
    index: int, case: Case, findings: dict[str, Finding], baseline: Baseline
) -> list[OutcomeRow]:
    gold = gold_outcomes(case, baseline)
    quoted = {label.key: label.evidence for label in case.labels}
    documents = [Places(document) for document in case.documents]
    observed = {
        CriterionKey(o.requirement, o.criterion): o
        for finding in findings.values()
        for o in finding.observations
    }
    rows = []
    for key, outcome in gold.items():
        observation = observed.get(key) or _unobserved(key)
        predicted = observation.evidence if speaks(observation.outcome) else ()
        rows.append(
            OutcomeRow(
                case=index,
                key=key,
                advisory=baseline.criterion(key).advisory,
                gold=outcome,
                predicted=observation.outcome,
                confidence=observation.confidence,
                evidence=compare_evidence(predicted, quoted.get(key, ()), documents),
            )
        )
    return rows


def _unobserved(key: CriterionKey) -> Observation:
    return Observation(key.requirement, key.criterion, Outcome.UNDETERMINED, 0.0)
