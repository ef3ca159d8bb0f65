"""A document as it was read, with every clause that served as evidence marked: plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean

from policy_audit.model import (
    Assessment,
    Block,
    BlockKind,
    DistrictAssessment,
    LeftOutReason,
    Span,
)
from policy_audit.report import wording
from policy_audit.report.page_parts import DocumentView, RunView, document_view, run_view
from policy_audit.report.passages import clip, one_line
from policy_audit.report.site import Mark, Shown, Site, block_anchor
from policy_audit.report.wording import Badge, folded

_HIGHEST = 3  # below the page's title and the title of the text
_LOWEST = 6
_WORDS = 90  # characters of a marked clause in the list of them
_TAGS = {BlockKind.ITEM: "item", BlockKind.ROW: "row", BlockKind.FOOTNOTE: "footnote"}
_REASONS = {
    LeftOutReason.FURNITURE: "menus, banners, running headers and the like",
    LeftOutReason.DELETED: "struck out or deleted",
    LeftOutReason.HIDDEN: "hidden",
    LeftOutReason.LANGUAGE: "in another language than English",
}


@dataclass(frozen=True, slots=True)
class UseView:
    """A requirement that a marked clause serves, what it says of it, and where that is told."""

    title: str
    badge: Badge
    href: str


@dataclass(frozen=True, slots=True)
class MarkView:
    """A marked clause: its number, its place on this page, its first words, what it serves."""

    number: int
    anchor: str
    words: str
    uses: tuple[UseView, ...]

    @property
    def tone(self) -> str:
        """``contradicted`` if the clause contradicts anything, else empty."""
        contradicts = any(use.badge.tone == "contradicted" for use in self.uses)
        return "contradicted" if contradicts else ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of text. ``first`` is set where its mark begins, and not where it goes on."""

    text: str
    mark: MarkView | None
    first: bool


@dataclass(frozen=True, slots=True)
class BlockView:
    """A paragraph, heading, list item, row or footnote of the text.

    ``tag`` is ``h3`` to ``h6``, ``p``, ``item``, ``row`` or ``footnote``. ``page`` is set on the
    first block of each page, with ``recognised`` where text recognition read it. ``notes`` are the
    marks that begin in it.
    """

    tag: str
    anchor: str
    marker: str | None
    page: int | None
    recognised: str | None
    runs: tuple[Run, ...]
    notes: tuple[MarkView, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that stand together: the items of a list, or one other block."""

    is_list: bool
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """The texts that were not judged for one reason."""

    reason: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything on the page of one document."""

    run: RunView
    note: str
    district: str
    district_page: str
    document: DocumentView
    marks: tuple[MarkView, ...]
    parts: tuple[Part, ...]
    left_out: tuple[LeftOutView, ...]


def document_page(
    assessment: Assessment, district: DistrictAssessment, shown: Shown, site: Site
) -> DocumentPage:
    """Return the page of one document that ``district`` published."""
    number = district.documents.index(shown.document) + 1
    home = site.districts[district.district.id]
    marks = {mark: _mark(mark, shown, home, site) for mark in shown.marks}
    return DocumentPage(
        run=run_view(assessment),
        note=wording.note(draft=district.is_draft),
        district=district.district.name,
        district_page=home,
        document=document_view(shown, number),
        marks=tuple(marks.values()),
        parts=_parts(_blocks(shown, marks)),
        left_out=_left_out(shown),
    )


def _mark(mark: Mark, shown: Shown, home: str, site: Site) -> MarkView:
    uses = tuple(
        UseView(
            use.requirement.title,
            wording.outcome_badge(use.requirement, use.outcome),
            f"{home}#{site.requirements[use.requirement.id]}",
        )
        for use in mark.uses
    )
    words = clip(folded(mark.span.of(shown.document.text)), _WORDS)
    return MarkView(mark.number, mark.anchor, words, uses)


def _blocks(shown: Shown, marks: dict[Mark, MarkView]) -> Iterable[BlockView]:
    level, page = _HIGHEST - 1, None
    recognised = _recognised(shown.document.blocks)
    for block in shown.document.blocks:
        tag = _TAGS.get(block.kind, "p")
        if block.kind is BlockKind.HEADING:
            # A document may skip levels; the page does not.
            level = min(max(block.level, 1) + _HIGHEST - 1, level + 1, _LOWEST)
            tag = f"h{level}"
        runs = tuple(_runs(block, shown.document.text, marks))
        turned = block.page != page
        yield BlockView(
            tag=tag,
            anchor=block_anchor(block.span),
            marker=block.marker,
            page=block.page if turned else None,
            recognised=recognised.get(block.page) if turned else None,
            runs=runs,
            notes=tuple(r.mark for r in runs if r.mark and r.first),
        )
        page = block.page


def _recognised(blocks: Iterable[Block]) -> dict[int | None, str]:
    """By page, how sure text recognition was of what it read there."""
    sure: dict[int | None, list[float]] = {}
    for block in blocks:
        if block.ocr is not None:
            sure.setdefault(block.page, []).append(block.ocr)
    return {page: wording.recognised(fmean(each)) for page, each in sure.items()}


def _runs(block: Block, text: str, marks: dict[Mark, MarkView]) -> Iterable[Run]:
    place, end = block.span.start, block.span.end
    for mark, view in marks.items():
        start, stop = max(mark.span.start, place), min(mark.span.end, end)
        if start >= stop:
            continue
        if start > place:
            yield Run(one_line(text[place:start]), None, first=False)
        first = mark.span.start >= block.span.start
        yield Run(one_line(Span(start, stop).of(text)), view, first=first)
        place = stop
    if place < end:
        yield Run(one_line(text[place:end]), None, first=False)


def _parts(blocks: Iterable[BlockView]) -> tuple[Part, ...]:
    parts: list[Part] = []
    for is_list, held in groupby(blocks, lambda block: block.tag in ("item", "row")):
        if is_list:
            parts.append(Part(is_list, tuple(held)))
        else:
            parts.extend(Part(is_list, (block,)) for block in held)
    return tuple(parts)


def _left_out(shown: Shown) -> tuple[LeftOutView, ...]:
    texts: dict[LeftOutReason, list[str]] = {}
    for each in shown.document.left_out:
        texts.setdefault(each.reason, []).append(each.text)
    return tuple(LeftOutView(_REASONS[r], tuple(texts[r])) for r in LeftOutReason if r in texts)
