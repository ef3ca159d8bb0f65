"""A document as the tool read it, as one page: clauses, what governs them, what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import policy_audit
from policy_audit.model import (
    Block,
    BlockKind,
    Clause,
    ClauseRole,
    Document,
    LeftOutReason,
    Quality,
    Span,
)
from policy_audit.report import wording
from policy_audit.report.html import page_environment
from policy_audit.report.pages import web_address

_LONGEST_CONTEXT = 240
_LONGEST_LOST = 600
_DEEPEST = 3
# The word for each role is the model's own; the tone picks the colour and adds no meaning.
_ROLES = {
    ClauseRole.SENTENCE: ("met", "is judged by itself"),
    ClauseRole.ITEM: ("none-found", "is judged under its lead-in"),
    ClauseRole.ROW: ("none-found", "a row of a table, judged as a whole"),
    ClauseRole.LEAD_IN: ("partial", "opens a list, and governs its items"),
    ClauseRole.QUESTION: ("undetermined", "governs the answer below it"),
    ClauseRole.HEADING: ("not-applicable", "governs what stands under it"),
    ClauseRole.RECITAL: ("missing", "a WHEREAS part: states a motive, commits nobody"),
    ClauseRole.REFERENCE: ("not-applicable", "a legal reference: cited, commits nobody"),
    ClauseRole.SALUTATION: ("not-applicable", "greeting, closing or letterhead: commits nobody"),
}
_REASONS = {
    LeftOutReason.FURNITURE: "page furniture",
    LeftOutReason.DELETED: "deleted or struck through",
    LeftOutReason.HIDDEN: "hidden",
    LeftOutReason.LANGUAGE: "in another language",
}


@dataclass(frozen=True, slots=True)
class _Role:
    word: str
    tone: str
    meaning: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause of a block, or with ``role`` None the text between clauses."""

    text: str
    role: _Role | None = None
    marker: str | None = None
    governed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """``heading`` is 1 to 3 for a heading, else 0; ``page`` is set where a new page begins.

    ``nested``: the same, but never more than one deeper than the heading before it, since those
    who hear a page go by its levels.
    """

    kind: str
    marker: str | None
    heading: int
    nested: int
    deep: int
    page: int | None
    ocr: str | None
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _LeftOut:
    reason: str
    tone: str
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class _Page:
    title: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    quality: tuple[str, ...]
    roles: tuple[_Role, ...]
    blocks: tuple[_Block, ...]
    left_out: tuple[_LeftOut, ...]
    links: tuple[_Link, ...]
    tool_version: str


def render_reading(document: Document, clauses: Sequence[Clause]) -> bytes:
    """One page of HTML that needs nothing else, UTF-8. ``clauses`` are those of ``document``."""
    counts = Counter(clause.role for clause in clauses)
    page = _Page(
        title=document.meta.title or document.source.path,
        summary=", ".join(_summary(document, clauses)),
        facts=tuple(_facts(document)),
        quality=(*_quality(document.quality), *document.notes),
        roles=tuple(_role(role, counts[role]) for role in ClauseRole if counts[role]),
        blocks=tuple(_blocks(document, clauses)),
        left_out=tuple(
            _LeftOut(_REASONS[each.reason], each.reason.value, each.page, _cut(each.text))
            for each in document.left_out
        ),
        links=tuple(_Link(link.text or link.url, web_address(link.url)) for link in document.links),
        tool_version=policy_audit.__version__,
    )
    template = page_environment().get_template("reading.html")
    return template.render(page=page).encode("utf-8")


def _summary(document: Document, clauses: Sequence[Clause]) -> Iterator[str]:
    if document.page_count is not None:
        yield wording.count(document.page_count, "page")
    yield wording.count(len(document.blocks), "block")
    yield wording.count(len(clauses), "clause")
    yield f"{wording.count(len(document.left_out), 'passage')} left out"


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    meta = document.meta
    yield "File", document.source.path
    yield "Kind", wording.kind(meta.kind)
    yield "Date", wording.day(meta.date)
    yield "Status", meta.status.value
    if meta.policy_number is not None:
        yield "Policy number", meta.policy_number
    yield "Language", document.language
    yield "Size", f"{document.source.size:,} bytes"
    yield "SHA-256", document.source.sha256


def _quality(quality: Quality) -> Iterator[str]:
    if quality.unreadable:
        yield f"{quality.unreadable:.1%} of the characters have no meaning."
    else:
        yield "Every character has a meaning."
    if quality.silent_pages:
        pages = ", ".join(map(str, quality.silent_pages))
        yield f"Pages without text: {pages}."
    if quality.ocr is not None:
        yield f"Read by text recognition (OCR), {quality.ocr:.0%} sure of the words."


def _role(role: ClauseRole, number: int = 0) -> _Role:
    tone, meaning = _ROLES[role]
    return _Role(role.value, tone, meaning, number)


def _blocks(document: Document, clauses: Sequence[Clause]) -> Iterator[_Block]:
    """The blocks in order, each with its clauses and what lies between them."""
    inside: dict[Span, list[Clause]] = {}
    for clause in clauses:
        inside.setdefault(clause.block, []).append(clause)
    page, nested = None, 0
    for block in document.blocks:
        turned = block.page if block.page != page else None
        page = block.page
        level = min(max(block.level, 1), _DEEPEST)
        is_heading = block.kind is BlockKind.HEADING
        nested = min(level, nested + 1) if is_heading else nested
        yield _Block(
            kind=_kind(block),
            marker=block.marker,
            heading=level if is_heading else 0,
            nested=nested,
            deep=level if block.kind is BlockKind.ITEM else 0,
            page=turned,
            ocr=None if block.ocr is None else f"OCR {block.ocr:.0%}",
            parts=tuple(_parts(document.text, block, inside.get(block.span, []))),
        )


def _kind(block: Block) -> str:
    level = f" {block.level}" if block.kind is BlockKind.HEADING or block.level > 1 else ""
    return f"{block.kind.value}{level}"


def _parts(text: str, block: Block, clauses: Sequence[Clause]) -> Iterator[_Part]:
    at = block.span.start
    for clause in clauses:
        yield from _between(text[at : clause.span.start])
        marker = clause.location.marker if clause.location.marker != block.marker else None
        governed = tuple(_governed(clause))
        yield _Part(clause.span.of(text), _role(clause.role), marker, governed)
        at = clause.span.end
    yield from _between(text[at : block.span.end])


def _between(text: str) -> Iterator[_Part]:
    if text.strip():
        yield _Part(text.strip())


def _governed(clause: Clause) -> Iterator[tuple[str, str]]:
    if clause.context.question:
        yield "answers", _cut(clause.context.question, _LONGEST_CONTEXT)
    if clause.context.lead_in:
        yield "under", _cut(clause.context.lead_in, _LONGEST_CONTEXT)
    if clause.meaning:
        yield "read as", _cut(clause.meaning, _LONGEST_CONTEXT)


def _cut(text: str, most: int = _LONGEST_LOST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
