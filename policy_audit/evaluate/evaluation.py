"""The value of one evaluation, made from labelled cases and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from policy_audit.errors import NothingToAuditError
from policy_audit.evaluate.measures import Group, always, determination_group, outcome_group
from policy_audit.evaluate.rows import (
    DeterminationRow,
    OutcomeRow,
    Prediction,
    Rows,
    compare,
)
from policy_audit.model import (
    Baseline,
    Case,
    CriterionKey,
    Determination,
    District,
    DistrictAssessment,
    DistrictInput,
    Document,
    Requirement,
    Unread,
)
from policy_audit.progress import Progress, silent


class CaseAuditor(Protocol):
    """What an evaluation needs of an auditor."""

    @property
    def baseline(self) -> Baseline:
        """The checklist it audits against."""

    def audit_district(self, district: DistrictInput, *, scoped: bool = True) -> DistrictAssessment:
        """Judge every requirement; ``scoped=False`` leaves no requirement out."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case: what was read of it, and its rows."""

    id: str
    title: str
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]
    determinations: tuple[DeterminationRow, ...]
    outcomes: tuple[OutcomeRow, ...]


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """How one requirement fared over all cases."""

    requirement: Requirement
    group: Group


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """How one criterion fared over all cases; ``rows`` hold its evidence."""

    key: CriterionKey
    advisory: bool
    group: Group
    rows: tuple[OutcomeRow, ...]


@dataclass(frozen=True, slots=True)
class FalseMet:
    """A requirement called met where the labels say otherwise, with what that rests on.

    ``criteria`` are the rows of its required criteria: prediction, label and evidence of both.
    """

    case: str
    row: DeterminationRow
    criteria: tuple[OutcomeRow, ...]


@dataclass(frozen=True, slots=True)
class Majority:
    """What always answering the commonest determination would get."""

    determination: Determination
    figures: Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Predictions measured against labels; requirements and criteria in the baseline's order.

    ``false_met`` holds those whose gold is missing or contradicted, ``met_for_partial`` those
    whose gold is partial; in both the critical ones come first.
    """

    baseline: Baseline
    overall: Group
    majority: Majority
    false_met: tuple[FalseMet, ...]
    met_for_partial: tuple[FalseMet, ...]
    requirements: tuple[RequirementResult, ...]
    criteria: tuple[CriterionResult, ...]
    cases: tuple[CaseResult, ...]


def evaluate(
    cases: Sequence[Case], auditor: CaseAuditor, progress: Progress = silent
) -> Evaluation:
    """Audit every case, each as a district of its own and not scoped, and measure the result.

    ``NothingToAuditError`` without a case.
    """
    predictions = []
    for done, case in enumerate(cases):
        progress("evaluate", done, len(cases))
        district = DistrictInput(District(case.id, case.title), case.documents, ())
        predictions.append(Prediction(case.id, auditor.audit_district(district, scoped=False)))
    progress("evaluate", len(cases), len(cases))
    return summarise(cases, predictions, auditor.baseline)


def summarise(
    cases: Sequence[Case], predictions: Sequence[Prediction], baseline: Baseline
) -> Evaluation:
    """Measure predictions that were had elsewhere, in cross-validation for one.

    ``NothingToAuditError`` without a case; ``ValueError`` unless each case has one prediction.
    """
    if not cases:
        raise NothingToAuditError("no labelled case: give a folder whose folders hold a case.toml")
    rows = compare(cases, predictions, baseline)
    commonest, figures = always(rows.determinations, len(cases))
    by_case = {prediction.case: prediction.assessment for prediction in predictions}
    return Evaluation(
        baseline=baseline,
        overall=determination_group(rows.determinations, rows.outcomes, len(cases)),
        majority=Majority(commonest, figures),
        false_met=_listed(cases, rows, [r for r in rows.determinations if r.false_met]),
        met_for_partial=_listed(cases, rows, [r for r in rows.determinations if r.met_for_partial]),
        requirements=_requirements(rows, baseline, len(cases)),
        criteria=_criteria(rows, baseline, len(cases)),
        cases=tuple(_case(index, case, by_case[case.id], rows) for index, case in enumerate(cases)),
    )


def _listed(
    cases: Sequence[Case], rows: Rows, chosen: Sequence[DeterminationRow]
) -> tuple[FalseMet, ...]:
    return tuple(
        FalseMet(
            case=cases[row.case].id,
            row=row,
            criteria=tuple(
                o
                for o in rows.outcomes
                if (o.case, o.key.requirement) == (row.case, row.requirement) and not o.advisory
            ),
        )
        for row in sorted(chosen, key=lambda row: not row.critical)
    )


def _requirements(rows: Rows, baseline: Baseline, cases: int) -> tuple[RequirementResult, ...]:
    return tuple(
        RequirementResult(
            requirement,
            determination_group(
                [r for r in rows.determinations if r.requirement == requirement.id],
                [o for o in rows.outcomes if o.key.requirement == requirement.id],
                cases,
            ),
        )
        for requirement in baseline.requirements
    )


def _criteria(rows: Rows, baseline: Baseline, cases: int) -> tuple[CriterionResult, ...]:
    results = []
    for key in baseline.keys():  # noqa: SIM118
        own = tuple(row for row in rows.outcomes if row.key == key)
        advisory = baseline.criterion(key).advisory
        results.append(CriterionResult(key, advisory, outcome_group(own, cases), own))
    return tuple(results)


def _case(index: int, case: Case, assessment: DistrictAssessment, rows: Rows) -> CaseResult:
    return CaseResult(
        id=case.id,
        title=case.title,
        documents=case.documents,
        unread=assessment.unread,
        determinations=tuple(r for r in rows.determinations if r.case == index),
        outcomes=tuple(o for o in rows.outcomes if o.case == index),
    )
