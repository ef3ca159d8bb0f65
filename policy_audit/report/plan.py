"""A district's action plan as plain values: what to mend, in which order, by whom."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import ranking, wording
from policy_audit.report.district_page import district_page
from policy_audit.report.page_parts import RunView
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import Authority, Section, Wanting, first_step, wanting
from policy_audit.report.site import Site
from policy_audit.report.wording import count


@dataclass(frozen=True, slots=True)
class Action:
    """One gap with what mends it. ``basis`` are the citations, those on the conduct first."""

    number: int
    section: Section
    step: str
    wanting: tuple[Wanting, ...]
    basis: tuple[tuple[str, Authority], ...]
    language: str
    actor: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything in one district's plan. ``before`` comes before any of the actions."""

    run: RunView
    note: str
    standing: str
    is_draft: bool
    name: str
    summary: str
    decided: str | None
    unplaced: tuple[str, ...]
    before: tuple[str, ...]
    actions: tuple[Action, ...]
    unseen: tuple[str, ...]


def plan(assessment: Assessment, district: DistrictAssessment, site: Site) -> Plan:
    """Return the plan of one district, its gaps worst first.

    Where none of the documents is the district's own there is no action but to get those: a gap
    in what others wrote about a district is nothing that the district could mend.
    """
    page = district_page(assessment, district, site)
    sections = {section.id: section for group in page.groups for section in group.sections}
    rows = ranking.ruled(district, assessment.baseline)
    gaps = ranking.gaps(rows) if district.own_documents else ()
    return Plan(
        run=page.run,
        note=page.note,
        standing=page.standing,
        is_draft=page.is_draft,
        name=page.name,
        summary=_summary(district, gaps),
        decided=page.decided,
        unplaced=page.unplaced,
        before=page.steps_before,
        actions=tuple(
            _action(number, row, sections[row.requirement.id]) for number, row in enumerate(gaps, 1)
        ),
        unseen=page.unseen,
    )


def _summary(district: DistrictAssessment, gaps: tuple[Ruled, ...]) -> str:
    if not district.own_documents:
        return wording.NO_OWN_DOCUMENT
    read = f"{count(len(district.documents), 'document')} read"
    return f"{count(len(gaps), 'gap')} in {read}." if gaps else f"No gap was found in {read}."


def _action(number: int, row: Ruled, section: Section) -> Action:
    conduct = [("The conduct rests on", authority) for authority in section.duty]
    publishing = [("On publishing it", authority) for authority in section.publication]
    return Action(
        number=number,
        section=section,
        step=first_step(row),
        wanting=wanting(row),
        basis=(*conduct, *publishing),
        language=row.requirement.remediation.language,
        actor=row.requirement.remediation.actor,
    )
