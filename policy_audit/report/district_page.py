"""A district's page as plain values: everything that its template places, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import decided, ranking, wording
from policy_audit.report.page_parts import (
    DocumentView,
    RunView,
    Tally,
    UnreadView,
    document_view,
    run_view,
    tallies,
    unread_view,
)
from policy_audit.report.pages import web_address
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import Section, Wanting, first_step, section, wanting
from policy_audit.report.site import Site
from policy_audit.report.summary import (
    bottom_line,
    last_step,
    measured,
    no_gap,
    steps_before,
    unseen,
)
from policy_audit.report.wording import GAPS, Badge, Standing, count

_TOP = 3
_GROUPS = (
    ("Gaps, worst first", GAPS),
    ("Could not be determined", (Standing.UNDETERMINED,)),
    ("Met", (Standing.MET,)),
    ("Should not be said, and was not found", (Standing.NONE_FOUND,)),
    ("Set aside as not applicable", (Standing.NOT_APPLICABLE,)),
)


@dataclass(frozen=True, slots=True)
class TopGap:
    """One of the gaps that matter most, with the first thing to do about it."""

    anchor: str
    title: str
    badge: Badge
    severity: str | None
    wanting: tuple[Wanting, ...]
    step: str
    actor: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link that a document holds and nobody followed, with the titles of those that hold it.

    ``url`` is set only where it may be linked to.
    """

    text: str
    address: str
    url: str | None
    held_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The sections of a page that belong together."""

    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class DistrictPage:
    """Everything on one district's page."""

    run: RunView
    note: str
    name: str
    state: str | None
    nces_id: str | None
    audited: str
    no_own_document: bool
    bottom_line: tuple[str, ...]
    tallies: tuple[Tally, ...]
    total: int
    top: tuple[TopGap, ...]
    more_gaps: int
    no_gap: str
    steps_before: tuple[str, ...]
    mend: tuple[TopGap, ...]
    last_step: str
    unseen: tuple[str, ...]
    groups: tuple[Group, ...]
    restated: tuple[DocumentView, ...]
    documents: tuple[DocumentView, ...]
    unread: tuple[UnreadView, ...]
    links: tuple[LinkView, ...]
    standing: str
    is_draft: bool
    decided: str | None
    unplaced: tuple[str, ...]


def district_page(assessment: Assessment, district: DistrictAssessment, site: Site) -> DistrictPage:
    """Return the page of one district of the assessment."""
    rows = ranking.ruled(district, assessment.baseline)
    gaps = ranking.gaps(rows)
    unsettled = tuple(row for row in gaps if row.finding.is_open_gap)
    top = tuple(_top_gap(row, site.requirements[row.requirement.id]) for row in unsettled[:_TOP])
    shown = site.shown(district, assessment.baseline)
    documents = tuple(document_view(d, n) for n, d in enumerate(shown, 1))
    ordered = gaps + tuple(row for row in rows if row not in gaps)
    accuracy = measured(assessment)
    sections = [
        (r.standing, section(r, shown, site.requirements[r.requirement.id], accuracy))
        for r in ordered
    ]
    return DistrictPage(
        run=run_view(assessment),
        note=wording.note(draft=district.is_draft),
        name=district.district.name,
        state=district.district.state,
        nces_id=district.district.nces_id,
        audited=_audited(district),
        no_own_document=not district.own_documents,
        bottom_line=bottom_line(rows, district),
        tallies=tallies(ranking.counts(rows)),
        total=len(rows),
        top=top,
        more_gaps=len(gaps) - len(top),
        no_gap=no_gap(gaps),
        steps_before=steps_before(district),
        # A gap in what others wrote about a district is nothing that the district could mend.
        mend=top if district.own_documents else (),
        last_step=last_step(district),
        unseen=unseen(district, rows),
        groups=_groups(sections),
        restated=tuple(d for d in documents if d.restated),
        documents=documents,
        unread=tuple(unread_view(u) for u in district.unread),
        links=_links(district),
        standing=decided.standing(district),
        is_draft=district.is_draft,
        decided=decided.counted([district]),
        unplaced=tuple(
            [f"{d.requirement}: {decided.line(d)}" for d in district.unplaced]
            + [f"{r.requirement}: {decided.reply(r)}" for r in district.unplaced_replies]
        ),
    )


def _audited(district: DistrictAssessment) -> str:
    said = f"{count(len(district.documents), 'document')} read"
    if len(district.own_documents) != len(district.documents):
        said += f", {len(district.own_documents) or 'none'} of them the district’s own"
    if district.unread:
        said += f", {len(district.unread)} could not be read"
    return said


def _top_gap(row: Ruled, anchor: str) -> TopGap:
    return TopGap(
        anchor=anchor,
        title=row.requirement.title,
        badge=wording.badge(row.standing),
        severity=row.finding.severity.value if row.finding.severity else None,
        wanting=wanting(row),
        step=first_step(row),
        actor=row.requirement.remediation.actor,
    )


def _links(district: DistrictAssessment) -> tuple[LinkView, ...]:
    held: dict[str, tuple[str, list[str]]] = {}
    for each in district.documents:
        for link in each.links:
            held.setdefault(link.url, (link.text, []))[1].append(each.meta.title)
    return tuple(
        LinkView(text or url, url, web_address(url), tuple(dict.fromkeys(titles)))
        for url, (text, titles) in held.items()
    )


def _groups(sections: Sequence[tuple[Standing, Section]]) -> tuple[Group, ...]:
    groups = (
        (title, [s for standing, s in sections if standing in held]) for title, held in _GROUPS
    )
    return tuple(Group(title, tuple(held)) for title, held in groups if held)
