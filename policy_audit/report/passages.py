"""Evidence as a reader takes it in: the paragraph it stands in, with the telling words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from policy_audit.model import (
    DocumentKind,
    Evidence,
    Finding,
    Observation,
    Outcome,
    Requirement,
    Span,
)
from policy_audit.report import wording
from policy_audit.report.site import Shown, fits, merged
from policy_audit.report.wording import Badge, folded

_BESIDE = 500  # characters kept before the first and after the last marked words
_BETWEEN = 700
_MARKED = 2000
_SECONDHAND = {
    DocumentKind.NEWS: "a news article, not the district’s own document",
    DocumentKind.STATE_REPOST: "a state document, not the district’s own words",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a passage, marked where the finding rests on it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of a document and what it does for a requirement.

    ``points`` are the numbers of the criteria it speaks to. ``href`` leads to it on the page that
    shows the document as read, from the first page; it is empty where the document is not among
    those read. ``recognised`` says so where the words come from text recognition. ``flags`` are the
    document's. A restated passage is never shown as a quotation.
    """

    label: Badge
    pieces: tuple[Piece, ...]
    context: str | None
    title: str
    href: str
    speaker: str | None
    page: int | None
    recognised: str | None
    headings: tuple[str, ...]
    marker: str | None
    restated: bool
    flags: tuple[str, ...]
    points: tuple[int, ...]

    @property
    def text(self) -> str:
        """The passage without its marks."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(slots=True)
class _Group:
    """Evidence that stands in one paragraph and says the same of its criteria."""

    evidence: list[Evidence] = field(default_factory=list)
    points: list[int] = field(default_factory=list)


def passages(
    requirement: Requirement, finding: Finding, documents: Sequence[Shown]
) -> tuple[Passage, ...]:
    """Return the evidence of a finding, contradictions first, one passage for each paragraph."""
    numbers = {c.id: n for n, c in enumerate(requirement.criteria, 1)}
    pairs = [(numbers.get(o.criterion, 0), e) for o, e in finding.both_sides()]
    return _grouped(requirement, pairs, documents, label=None)


def in_doubt(
    requirement: Requirement, finding: Finding, documents: Sequence[Shown]
) -> tuple[Passage, ...]:
    """Return what a person has to decide by, where the program is not sure of a criterion."""
    label = wording.outcome_badge(requirement, Outcome.UNDETERMINED)
    unsure = [o for o in finding.observations if o.outcome is Outcome.UNDETERMINED]
    return _near(requirement, unsure, documents, label)


def nearest(
    requirement: Requirement, finding: Finding, documents: Sequence[Shown]
) -> tuple[Passage, ...]:
    """Say what came closest for the criteria that are decided without any evidence."""
    label = Badge("nearest", "≈", "not-applicable")
    sure = [o for o in finding.observations if o.outcome is not Outcome.UNDETERMINED]
    return _near(requirement, sure, documents, label)


def _near(
    requirement: Requirement,
    observations: Iterable[Observation],
    documents: Sequence[Shown],
    label: Badge,
) -> tuple[Passage, ...]:
    numbers = {c.id: n for n, c in enumerate(requirement.criteria, 1)}
    pairs = [
        (numbers.get(o.criterion, 0), e) for o in observations if not o.evidence for e in o.nearest
    ]
    return _grouped(requirement, pairs, documents, label=label)


def _grouped(
    requirement: Requirement,
    pairs: Iterable[tuple[int, Evidence]],
    documents: Sequence[Shown],
    label: Badge | None,
) -> tuple[Passage, ...]:
    groups: dict[tuple[str, Span, str], _Group] = {}
    for point, evidence in pairs:
        said = "" if label else evidence.outcome.value
        group = groups.setdefault((evidence.document, evidence.passage_span, said), _Group())
        group.evidence.append(evidence)
        if point and point not in group.points:
            group.points.append(point)
    known = {shown.document.source.path: shown for shown in documents}
    return tuple(
        _passage(label or wording.outcome_badge(requirement, g.evidence[0].outcome), g, known)
        for g in groups.values()
    )


def _passage(label: Badge, group: _Group, known: Mapping[str, Shown]) -> Passage:
    first = group.evidence[0]
    shown = known.get(first.document)
    document = shown.document if shown else None
    return Passage(
        label=label,
        pieces=_pieces(group.evidence, document.text if document else ""),
        context=first.context,
        title=document.meta.title if document else first.document,
        href=shown.href(first.span) if shown else "",
        speaker=_SECONDHAND.get(document.meta.kind) if document else None,
        page=first.page,
        recognised=None if first.ocr is None else wording.recognised(first.ocr),
        headings=first.headings,
        marker=first.marker,
        restated=document is not None and document.meta.restated,
        flags=shown.flags if shown else (),
        points=tuple(sorted(group.points)),
    )


def _pieces(evidence: list[Evidence], text: str) -> tuple[Piece, ...]:
    """Cut the paragraph at the evidence; give the quotes alone where no span fits the text."""
    around = evidence[0].passage_span
    if not all(around.holds(e.span) and fits(e, text) for e in evidence):
        quotes = dict.fromkeys(e.quote for e in evidence)
        cut = [p for q in quotes for p in (Piece(" … ", marked=False), Piece(q, marked=True))]
        return tuple(Piece(clip(p.text, _MARKED), p.marked) for p in cut[1:])
    pieces, place = [], around.start
    for span in merged(e.span for e in evidence):
        pieces.append(Piece(one_line(text[place : span.start]), marked=False))
        pieces.append(Piece(clip(one_line(span.of(text)), _MARKED), marked=True))
        place = span.end
    pieces.append(Piece(one_line(text[place : around.end]), marked=False))
    return _shortened(pieces)


def _shortened(pieces: list[Piece]) -> tuple[Piece, ...]:
    last = len(pieces) - 1
    short = []
    for place, piece in enumerate(pieces):
        text = piece.text
        if place == 0:
            text = clip(text.lstrip(), _BESIDE, keep_end=True)
        elif place == last:
            text = clip(text.rstrip(), _BESIDE)
        elif not piece.marked and len(text) > _BETWEEN:
            text = f"{clip(text, _BETWEEN // 2)} {clip(text, _BETWEEN // 2, keep_end=True)}"
        if text:
            short.append(Piece(text, piece.marked))
    return tuple(short)


def one_line(text: str) -> str:
    """Return the text folded, with one space kept where white space stood at an end."""
    inner = folded(text)
    if not inner:
        return " " if text else ""
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def clip(text: str, limit: int, *, keep_end: bool = False) -> str:
    """At most ``limit`` characters, cut between words, with an ellipsis where something went."""
    if len(text) <= limit:
        return text
    if keep_end:
        kept = text[-limit:]
        return "… " + (kept.split(" ", 1)[1] if " " in kept.rstrip() else kept)
    kept = text[:limit]
    return (kept.rsplit(" ", 1)[0] if " " in kept.lstrip() else kept) + " …"
