"""``summary.md``: the report in short, for a message or a pull request."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from policy_audit.model import Assessment, DistrictAssessment, Document, Evidence, Severity
from policy_audit.report import decided, ranking, wording
from policy_audit.report.files import Files, whole
from policy_audit.report.pages import web_address
from policy_audit.report.pieces import Pieces
from policy_audit.report.ranking import Ruled
from policy_audit.report.summary import counted_in
from policy_audit.report.wording import Standing, count

NAME = "summary.md"
_TOP = 10
_NO_GAP = "No gap was found."
_FEW = 6
_MARKUP = re.compile(r"([\\`*_{}\[\]<>|~^$&]|:(?=[\w+-]+:))")
# What begins a heading, a list or a rule, where the text begins a line or a list item.
_OPENING = re.compile(r"^(\d{0,9})([#+\-=.)])")
# Renderers make links of bare addresses, names and numbers; an invisible word joiner keeps these
# from being any.
_REFERENCE = re.compile(r"(:(?=//)|\bwww(?=\.)|@|#(?=\w)|\bGH-)", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"

_Audited = list[tuple[DistrictAssessment, tuple[Ruled, ...]]]


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``summary.md``, UTF-8: counts, gaps, contradictions, and what was not seen."""
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, pieces: Pieces) -> Files:
    """Yield the same file."""
    yield NAME, pieces.content(lambda: [_text(assessment, pieces)], NAME, pieces.of_all)


def _text(assessment: Assessment, pieces: Pieces) -> bytes:
    audited = [(d, ranking.ruled(d, assessment.baseline)) for d in ranking.outlines(assessment)]
    contradictions, documents = _from_texts(assessment, pieces)
    parts = (
        _head(assessment),
        _counts(audited),
        _matrix(assessment, audited),
        _common(assessment),
        contradictions,
        _undetermined(audited),
        *_decisions(audited),
        _unread(assessment),
        documents,
        _basis(assessment),
    )
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def escaped(text: str) -> str:
    """Return the text on one line with nothing in it that Markdown takes for markup."""
    line = _MARKUP.sub(r"\\\1", wording.plain_line(text))
    return unlinked(_OPENING.sub(r"\1\\\2", line))


def unlinked(text: str) -> str:
    """Return the text with no address, name or number that a renderer makes a link of."""
    return _REFERENCE.sub(rf"\1{_JOINER}", text)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(heads)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _head(assessment: Assessment) -> str:
    run, baseline = assessment.run, assessment.baseline
    read = sum(len(d.documents) for d in assessment.outlines)
    audited = f"{count(len(assessment.outlines), 'district')}, {count(read, 'document')} read"
    if assessment.unread:
        audited += f", {len(assessment.unread)} could not be read"
    title = f"# Gap report: {escaped(baseline.title)}"
    note = wording.note(draft=assessment.is_draft)
    return f"{title}\n\n{audited}; as of {wording.day(run.as_of)}.\n\n{note}"


def _counts(audited: _Audited) -> str:
    rows = []
    for district, ruled in audited:
        counts = ranking.counts(ruled)
        rows.append([_name(district), *(str(counts[s]) for s in Standing)])
    heads = ["District", *(s.value.capitalize() for s in Standing)]
    notes = [f"- {_name(d)}: {wording.NO_OWN_DOCUMENT}" for d, _ in audited if not d.own_documents]
    notes += [
        f"- {_name(d)}: what was read is restated in other words; nothing is a quotation."
        for d, _ in audited
        if any(x.meta.restated for x in d.documents)
    ]
    table = f"## Findings\n\n{_table(heads, rows)}"
    return table + ("\n\n" + "\n".join(notes) if notes else "")


def _matrix(assessment: Assessment, audited: _Audited) -> str:
    if len(audited) > _FEW:
        return _by_severity(audited)
    found = [{row.requirement.id: row for row in ranking.gaps(ruled)} for _, ruled in audited]
    rows = [
        [
            escaped(gap.requirement.title),
            gap.severity.value,
            *(_gap(gaps.get(gap.requirement.id)) for gaps in found),
        ]
        for gap in ranking.common_gaps(assessment)
    ]
    table = _table(["Requirement", "Severity", *(_name(d) for d, _ in audited)], rows)
    return f"## Gaps by district\n\n{table if rows else _NO_GAP}"


def _gap(row: Ruled | None) -> str:
    if row is None:
        return "–"
    return row.standing.value + (" (predates the duty)" if row.finding.predates_duty else "")


def _by_severity(audited: _Audited) -> str:
    rows = []
    for district, ruled in audited:
        severities = Counter(row.finding.severity for row in ranking.gaps(ruled))
        rows.append([_name(district), *(str(severities[s]) for s in Severity)])
    heads = ["District", *(s.value.capitalize() for s in Severity)]
    return f"## Gaps by district\n\n{_table(heads, rows)}"


def _common(assessment: Assessment) -> str:
    speaking = ranking.speaking(assessment)
    gaps = ranking.gaps_of(speaking, assessment.baseline)[:_TOP]
    total = len(speaking)
    lines = [
        f"{n}. {escaped(g.requirement.title)}: {g.total} of {total} ({g.severity.value})"
        for n, g in enumerate(gaps, 1)
    ]
    left_out = counted_in(assessment)
    note = f"{left_out}\n\n" if left_out else ""
    return f"## Most common gaps\n\n{note}" + ("\n".join(lines) or _NO_GAP)


def _from_texts(assessment: Assessment, pieces: Pieces) -> tuple[str, str]:
    """The two sections that need whole districts, in one go through these."""
    contradictions: list[str] = []
    documents: list[str] = []
    for place in ranking.places(assessment):
        made = pieces.piece(partial(_lines, assessment, place), NAME, pieces.of(place))
        of_one, read = json.loads(made)
        contradictions += of_one
        documents += read
    none, nothing = "No contradiction was found.", "No document could be read."
    return (
        "## Contradictions\n\n" + ("\n".join(contradictions) or none),
        "## Documents read\n\n" + ("\n".join(documents) or nothing),
    )


def _lines(assessment: Assessment, place: int) -> bytes:
    """What one district adds to either section."""
    district = assessment.districts[place]
    contradictions = _contradicted(district, ranking.ruled(district, assessment.baseline))
    return json.dumps([list(contradictions), list(_documents(district))]).encode("ascii")


def _contradicted(district: DistrictAssessment, ruled: tuple[Ruled, ...]) -> Iterator[str]:
    for row in ruled:
        if row.standing is not Standing.CONTRADICTED:
            continue
        yield f"- {_name(district)}, {escaped(row.requirement.title)}"
        for _, evidence in row.finding.both_sides():
            word = wording.outcome_badge(row.requirement, evidence.outcome).word
            yield f"  - {word}: {_quoted(district, evidence)}"


def _quoted(district: DistrictAssessment, evidence: Evidence) -> str:
    words = wording.in_short(evidence)
    document = ranking.document_of(district, evidence)
    title = escaped(document.meta.title if document else evidence.document)
    place = title + (f", page {evidence.page}" if evidence.page is not None else "")
    place += f", {wording.recognised(evidence.ocr)}" if evidence.ocr is not None else ""
    if ranking.is_restated(district, evidence):
        return f"{escaped(words)} ({place}; restated)"
    return f"“{escaped(words)}” ({place})"


def _undetermined(audited: _Audited) -> str:
    lines = []
    for district, ruled in audited:
        titles = [
            escaped(r.requirement.title) for r in ruled if r.standing is Standing.UNDETERMINED
        ]
        if titles:
            lines.append(f"- {_name(district)}: {', '.join(titles)}")
    return "## Undetermined\n\n" + ("\n".join(lines) or "Every requirement could be determined.")


def _decisions(audited: _Audited) -> Iterable[str]:
    """What people decided, where they decided anything."""
    lines = []
    for district, ruled in audited:
        if district.review is not None:
            lines.append(f"- {_name(district)}: {escaped(decided.standing(district))}")
        for row in ruled:
            about = f"- {_name(district)}, {escaped(row.requirement.title)}: "
            if row.finding.decision:
                lines.append(about + escaped(decided.line(row.finding.decision)))
            if row.finding.reply:
                lines.append(about + escaped(decided.reply(row.finding.reply)))
        about = f"- {_name(district)}, a requirement that is not in the baseline: "
        lines += [about + escaped(decided.line(d)) for d in district.unplaced]
        lines += [about + escaped(decided.reply(r)) for r in district.unplaced_replies]
    if lines:
        counted = decided.counted(district for district, _ in audited)
        yield "## Decisions\n\n" + (f"{counted}.\n\n" if counted else "") + "\n".join(lines)


def _unread(assessment: Assessment) -> str:
    lines = [
        f"- {escaped(unread.path)}: {wording.category(unread.category)}. {escaped(unread.reason)}"
        for district in ranking.outlines(assessment)
        for unread in district.unread
    ]
    empty = "Every document that was found could be read."
    return "## Documents that could not be read\n\n" + ("\n".join(lines) or empty)


def _documents(district: DistrictAssessment) -> Iterator[str]:
    for document in district.documents:
        yield f"- {_name(district)}: {_document(document)}"
        yield from _links(document)


def _document(document: Document) -> str:
    meta = document.meta
    kind = wording.kind(meta.kind)
    if meta.policy_number:
        kind += f" {escaped(meta.policy_number)}"
    said = [escaped(meta.title), kind, wording.day(meta.date)]
    status = wording.status(meta.status)
    if status:
        said.append(status if meta.status.in_force else f"**{status}, not in force**")
    if meta.restated:
        said.append("restated")
    if meta.url:
        said.append(_address(meta.url))
    return ", ".join([*said, f"SHA-256 {escaped(document.source.sha256)}"])


def _address(url: str) -> str:
    linked = web_address(url) and not set(url) & set("<>\\")
    return f"<{url}>" if linked else escaped(url)


def _links(document: Document) -> list[str]:
    """The documents it points to, at most ten of them."""
    if not document.links:
        return []
    named = [f"{escaped(k.text)} ({_address(k.url)})" for k in document.links[:_TOP]]
    more = len(document.links) - _TOP
    named += [f"{more} more"] if more > 0 else []
    return [f"  - links to, not audited: {'; '.join(named)}"]


def _basis(assessment: Assessment) -> str:
    run, baseline = assessment.run, assessment.baseline
    return (
        "## What this rests on\n\n"
        f"- policy-audit {escaped(run.tool_version)}, encoder {escaped(run.encoder)} "
        f"(SHA-256 {escaped(run.encoder_digest)}), learned (SHA-256 {escaped(run.learned_digest)})"
        f"\n- left to a person: {wording.floors(run.floors)}"
        f"\n- baseline {escaped(baseline.id)}, version {escaped(baseline.version)} "
        f"(SHA-256 {escaped(baseline.digest)})"
    )


def _name(district: DistrictAssessment) -> str:
    return escaped(district.district.name)
