"""What several pages show: what the audit rests on, tallies, and the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy_audit.model import Assessment, Unread
from policy_audit.report import wording
from policy_audit.report.pages import web_address
from policy_audit.report.site import Shown
from policy_audit.report.summary import how_sure
from policy_audit.report.wording import Badge, Standing


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
class Tally:
    """How many findings read one way. ``meaning`` explains the word."""

    badge: Badge
    number: int
    meaning: str


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


def run_view(assessment: Assessment) -> RunView:
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


def document_view(shown: Shown, number: int) -> DocumentView:
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


def unread_view(value: Unread) -> UnreadView:
    """Return the document that could not be read."""
    return UnreadView(
        title=value.meta.title if value.meta else value.path,
        path=value.path,
        category=wording.category(value.category),
        reason=value.reason,
        sha256=value.sha256,
        url=web_address(value.meta.url) if value.meta else None,
    )
