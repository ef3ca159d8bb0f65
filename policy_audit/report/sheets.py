"""The workbook as plain values: every sheet with its columns and rows."""

from __future__ import annotations

from collections.abc import Iterator

from policy_audit.model import (
    REVIEW_SHEET,
    Assessment,
    DecisionKind,
    DistrictAssessment,
    Document,
    ReviewColumn,
    Severity,
    Unread,
)
from policy_audit.report import decided, finding_sheets, ranking, tables, wording
from policy_audit.report.ranking import Ruled
from policy_audit.report.tables import Column, Form, Row, Sheet
from policy_audit.report.wording import Standing, count


def sheets(assessment: Assessment) -> tuple[Sheet, ...]:
    """Return every sheet of the workbook in its order."""
    return (
        _summary(assessment),
        finding_sheets.findings(),
        finding_sheets.evidence(),
        finding_sheets.criteria(),
        _documents(),
        _read_me(assessment),
    )


def _summary(assessment: Assessment) -> Sheet:
    audited = [(d, ranking.ruled(d, assessment.baseline)) for d in ranking.outlines(assessment)]
    words = decided.WORDS if decided.counted(assessment.outlines) else ()
    rows = [_summary_row(district, ruled, words) for district, ruled in audited]
    total = len(rows) > 1
    if total:
        sums = [sum(column) for column in zip(*(numbers for _, numbers in rows), strict=True)]
        rows.append(("All districts", tuple(sums)))
    read = sum(len(d.documents) for d, _ in audited)
    said = f"{count(len(audited), 'district')}, {count(read, 'document')} read"
    if assessment.unread:
        said += f", {len(assessment.unread)} could not be read"
    heads = [*(s.value.capitalize() for s in Standing), "Critical gaps", "Documents read", "Unread"]
    heads += [word.capitalize() for word in words]
    return Sheet(
        "Summary",
        (Column("District", 34), *(Column(head, 14, Form.NUMBER) for head in heads)),
        tuple((name, *numbers) for name, numbers in rows),
        above=(
            f"Gap report: {assessment.baseline.title}",
            f"{said}; as of {wording.day(assessment.run.as_of)}.",
            wording.note(draft=assessment.is_draft),
        ),
        total=total,
    )


def _summary_row(
    district: DistrictAssessment, ruled: tuple[Ruled, ...], words: tuple[str, ...]
) -> tuple[str, tuple[int, ...]]:
    taken = decided.counts([district])
    counts = ranking.counts(ruled)
    critical = sum(r.finding.severity is Severity.CRITICAL for r in ranking.gaps(ruled))
    read, left = len(district.documents), len(district.unread)
    numbers = (*(counts[s] for s in Standing), critical, read, left)
    return district.district.name, (*numbers, *(taken[word] for word in words))


def _documents() -> Sheet:
    columns = (
        Column("District", 24),
        Column("Title", 44),
        Column("Read", 8),
        Column("Kind", 22),
        Column("Date", 18),
        Column("Status", 12),
        Column("Policy number", 14),
        Column("Restated", 10),
        Column("Pages", 8, Form.NUMBER),
        Column("Bytes", 12, Form.NUMBER),
        Column("Publisher", 28),
        Column("Address", 44),
        Column("File", 34),
        Column("What to know", 60),
        Column("SHA-256", 68),
    )
    return Sheet("Documents", columns, each=_found, held=2)


def _found(district: DistrictAssessment, _ruled: tuple[Ruled, ...]) -> Iterator[Row]:
    yield from (_read(district, document) for document in district.documents)
    yield from (_unread(district, unread) for unread in district.unread)


def _read(district: DistrictAssessment, document: Document) -> Row:
    meta, source = document.meta, document.source
    return (
        district.district.name,
        meta.title,
        "yes",
        wording.kind(meta.kind),
        wording.day(meta.date),
        wording.status(meta.status),
        meta.policy_number,
        tables.yes(meta.restated),
        document.page_count,
        source.size,
        meta.publisher,
        tables.linked(meta.url, meta.url),
        source.path,
        " ".join((*((meta.origin,) if meta.origin else ()), *document.notes)),
        source.sha256,
    )


def _unread(district: DistrictAssessment, unread: Unread) -> Row:
    meta = unread.meta
    return (
        district.district.name,
        meta.title if meta else unread.path,
        "no",
        wording.kind(meta.kind) if meta else None,
        wording.day(meta.date) if meta and meta.date else None,
        wording.status(meta.status) if meta else None,
        meta.policy_number if meta else None,
        tables.yes(meta is not None and meta.restated),
        None,
        None,
        meta.publisher if meta else None,
        tables.linked(meta.url, meta.url) if meta else None,
        unread.path,
        f"{wording.category(unread.category).capitalize()}: {unread.reason}",
        unread.sha256,
    )


def _read_me(assessment: Assessment) -> Sheet:
    run, baseline = assessment.run, assessment.baseline
    rows = (
        ("What this is", wording.note(draft=assessment.is_draft)),
        *((s.value.capitalize(), f"Determination: {wording.meaning(s)}.") for s in Standing),
        ("Severity", "How much a gap matters. The baseline sets it."),
        (
            "Confidence",
            "How sure the program is that a person who reads the documents would decide the same.",
        ),
        ("Restated", wording.RESTATED_NOTE),
        *_REVIEWING,
        ("Baseline", f"{baseline.title}, version {baseline.version} ({baseline.id})"),
        ("Baseline SHA-256", baseline.digest),
        *(("Not covered", item) for item in baseline.not_covered),
        ("As of", wording.day(run.as_of)),
        ("Tool", f"policy-audit {run.tool_version}"),
        ("Encoder", f"{run.encoder}, SHA-256 {run.encoder_digest}"),
        ("What the judge learned", f"SHA-256 {run.learned_digest}"),
        ("Left to a person", wording.floors(run.floors)),
    )
    return Sheet("Read me", (Column("Word", 28), Column("What it means", 110)), rows)


_REVIEWING = (
    (
        "To review",
        f"On the sheet {REVIEW_SHEET}, write your name, a decision, a reason and the day into the "
        "row of a finding. The rows are known by a hidden column: leave it as it is. You may sort "
        "and filter.",
    ),
    (DecisionKind.CONFIRM.value, "You read the documents, and the determination is right."),
    (
        DecisionKind.OVERRIDE.value,
        "You read the documents, and it is wrong: choose the right one under "
        f"“{ReviewColumn.DETERMINATION.value}”.",
    ),
    (
        DecisionKind.WAIVE.value,
        "The gap is there and is accepted for now: say why, who approved that, and until when.",
    ),
    (
        DecisionKind.ATTEST.value,
        "What is asked stands in a document that is not public: say which, and when to look again.",
    ),
)
