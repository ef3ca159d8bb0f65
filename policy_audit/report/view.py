"""A district's page as plain values: everything that its template places, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policy_audit.model import Assessment, DistrictAssessment, Unread
from policy_audit.report import decided, ranking, wording
from policy_audit.report.pages import web_address
from policy_audit.report.ranking import Ruled
from policy_audit.report.sections import Section, Wanting, first_step, section, wanting
from policy_audit.report.site import Shown, Site
from policy_audit.report.summary import (
    bottom_line,
    how_sure,
    last_step,
    measured,
    no_gap,
    steps_before,
    unseen,
)
from policy_audit.report.wording import Badge, Standing, count

_TOP = 3
_GROUPS = (
    ("Gaps, worst first", (Standing.CONTRADICTED, Standing.MISSING, Standing.PARTIAL)),
    ("Could not be determined", (Standing.UNDETERMINED,)),
    ("Met", (Standing.MET,)),
    ("Should not be said, and was not found", (Standing.NONE_FOUND,)),
    ("Set aside as not applicable", (Standing.NOT_APPLICABLE,)),
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings read one way. ``meaning`` explains the word."""

    badge: Badge
    number: int
    meaning: str


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
class DocumentView:
    """A document that was read, and the page that shows it, from the first page.

    ``url`` is set only where it may be linked to. ``status`` says how far the document is in force,
    where it tells.
    """

    anchor: str
    page: str
    flags: tuple[str, ...]
    title: str
    kind: str
    date: str
    path: str
    sha256: str
    size: int
    pages: int | None
    url: str | None
    plain_url: str | None
    publisher: str | None
    origin: str | None
    restated: bool
    secondhand: bool
    status: str | None
    not_in_force: str | None
    policy_number: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnreadView:
    """A document that could not be read."""

    title: str
    path: str
    category: str
    reason: str
    sha256: str
    url: str | None


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
class RunView:
    """What the audit rests on, apart from the documents."""

    as_of: str
    tool_version: str
    encoder: str
    encoder_digest: str
    learned_digest: str
    floors: str
    how_sure: str
    baseline_id: str
    baseline_title: str
    baseline_version: str
    baseline_digest: str
    baseline_as_of: str
    summary: str
    not_covered: tuple[str, ...]


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
    documents = tuple(document(d, n) for n, d in enumerate(shown, 1))
    ordered = gaps + tuple(row for row in rows if row not in gaps)
    accuracy = measured(assessment)
    sections = [
        (r.standing, section(r, shown, site.requirements[r.requirement.id], accuracy))
        for r in ordered
    ]
    return DistrictPage(
        run=run(assessment),
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
        unread=tuple(unread(u) for u in district.unread),
        links=_links(district),
        standing=decided.standing(district),
        is_draft=district.is_draft,
        decided=decided.counted([district]),
        unplaced=tuple(
            [f"{d.requirement}: {decided.line(d)}" for d in district.unplaced]
            + [f"{r.requirement}: {decided.reply(r)}" for r in district.unplaced_replies]
        ),
    )


def run(assessment: Assessment) -> RunView:
    """Say what every page says it rests on."""
    made, baseline = assessment.run, assessment.baseline
    return RunView(
        as_of=wording.day(made.as_of),
        tool_version=made.tool_version,
        encoder=made.encoder,
        encoder_digest=made.encoder_digest,
        learned_digest=made.learned_digest,
        floors=wording.floors(made.floors),
        how_sure=how_sure(assessment),
        baseline_id=baseline.id,
        baseline_title=baseline.title,
        baseline_version=baseline.version,
        baseline_digest=baseline.digest,
        baseline_as_of=wording.day(baseline.as_of),
        summary=baseline.summary,
        not_covered=baseline.not_covered,
    )


def tallies(counts: Mapping[Standing, int]) -> tuple[Tally, ...]:
    """One tally for each standing; those that say nothing at zero are left out there."""
    quiet = (Standing.NONE_FOUND, Standing.NOT_APPLICABLE)
    return tuple(
        Tally(wording.badge(s), counts.get(s, 0), wording.meaning(s))
        for s in Standing
        if counts.get(s, 0) or s not in quiet
    )


def document(shown: Shown, number: int) -> DocumentView:
    """Return the document that stands at ``number``, counted from one, in its district."""
    value = shown.document
    meta = value.meta
    return DocumentView(
        anchor=f"doc-{number}",
        page=shown.page,
        flags=shown.flags,
        title=meta.title,
        kind=wording.kind(meta.kind),
        date=wording.day(meta.date),
        path=value.source.path,
        sha256=value.source.sha256,
        size=value.source.size,
        pages=value.page_count,
        url=web_address(meta.url),
        plain_url=meta.url if meta.url and not web_address(meta.url) else None,
        publisher=meta.publisher,
        origin=meta.origin,
        restated=meta.restated,
        secondhand=meta.kind.secondhand,
        status=wording.status(meta.status),
        not_in_force=wording.not_in_force(meta.status),
        policy_number=meta.policy_number,
        notes=value.notes,
    )


def unread(value: Unread) -> UnreadView:
    """Return the document that could not be read."""
    return UnreadView(
        title=value.meta.title if value.meta else value.path,
        path=value.path,
        category=wording.category(value.category),
        reason=value.reason,
        sha256=value.sha256,
        url=web_address(value.meta.url) if value.meta else None,
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
