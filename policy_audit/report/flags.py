"""What a reader has to know about a document before relying on any passage of it."""

from __future__ import annotations

from policy_audit.model import Baseline, Document, DocumentStatus
from policy_audit.report.wording import count

_STATUSES = {
    DocumentStatus.DRAFT: "draft, not in force",
    DocumentStatus.PROPOSED: "proposed, not in force",
    DocumentStatus.RESCINDED: "rescinded, not in force",
}


def flags(document: Document, baseline: Baseline) -> tuple[str, ...]:
    """Short tags: a restatement, a draft, a date older than duties it is compared with."""
    said = []
    if document.meta.restated:
        said.append("restated")
    if not document.meta.status.in_force:
        said.append(_STATUSES[document.meta.status])
    older = _older_than(document, baseline)
    if older:
        said.append(f"older than {count(older, 'duty', 'duties')}")
    return tuple(said)


def _older_than(document: Document, baseline: Baseline) -> int:
    """How many of the baseline's duties surely took effect after the document's date."""
    dated = document.meta.date
    if dated is None:
        return 0
    since = (r.in_force_since for r in baseline.requirements)
    return sum(day is not None and dated.surely_before(day) for day in since)
