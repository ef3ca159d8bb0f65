"""A district's corrective action plan as plain values: what to mend, in which order, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import ranking, wording
from policy_audit.report.passages import Passage
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import (
    Authority,
    Section,
    Wanting,
    first_step,
    section,
    wanting,
)
from policy_audit.report.view import RunView, requirement_anchors, run, steps_before, unseen
from policy_audit.report.wording import count


@dataclass(frozen=True, slots=True)
class Action:
    """One gap with what mends it. ``basis`` are the citations, what binds first."""

    number: int
    section: Section
    step: str
    wanting: tuple[Wanting, ...]
    passages: tuple[Passage, ...]
    basis: tuple[tuple[str, Authority], ...]
    language: str
    actor: str

    @property
    def title(self) -> str:
        """The requirement's title."""
        return self.section.title


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything in one district's plan. ``before`` comes before any of the actions."""

    run: RunView
    name: str
    summary: str
    before: tuple[str, ...]
    actions: tuple[Action, ...]
    unseen: tuple[str, ...]


def plan(assessment: Assessment, district: DistrictAssessment) -> Plan:
    """Return the plan of one district, its gaps worst first.

    Where none of the documents is the district's own there is no action but to get those: a gap
    in what others wrote about a district is nothing that the district could mend.
    """
    rows = ranking.ruled(district, assessment.baseline)
    gaps = ranking.gaps(rows) if district.own_documents else ()
    anchors = requirement_anchors(assessment)
    return Plan(
        run=run(assessment),
        name=district.district.name,
        summary=_summary(district, gaps),
        before=steps_before(district),
        actions=tuple(
            _action(number, row, district, anchors[row.requirement.id])
            for number, row in enumerate(gaps, 1)
        ),
        unseen=unseen(district, rows),
    )


def _summary(district: DistrictAssessment, gaps: tuple[Ruled, ...]) -> str:
    if not district.own_documents:
        return wording.NO_OWN_DOCUMENT
    read = f"{count(len(district.documents), 'document')} read"
    return f"{count(len(gaps), 'gap')} in {read}." if gaps else f"No gap was found in {read}."


def _action(number: int, row: Ruled, district: DistrictAssessment, anchor: str) -> Action:
    shown = section(row, district.documents, anchor)
    binding = [("Binds conduct", authority) for authority in shown.duty]
    asking = [("Asks that it be published", authority) for authority in shown.publication]
    return Action(
        number=number,
        section=shown,
        step=first_step(row),
        wanting=wanting(row),
        passages=shown.passages,
        basis=(*binding, *asking),
        language=row.requirement.remediation.language,
        actor=row.requirement.remediation.actor,
    )
