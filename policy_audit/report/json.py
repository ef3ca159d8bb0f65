"""``assessment.json``: everything in the assessment that a program may want, versioned."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from policy_audit.model import (
    Assessment,
    Baseline,
    Citation,
    Decision,
    DistrictAssessment,
    Document,
    Evidence,
    Observation,
    PartialDate,
    Reply,
    Requirement,
    Review,
    Unread,
)
from policy_audit.report import decided, ranking, wording
from policy_audit.report import json_types as types
from policy_audit.report.files import Files, whole
from policy_audit.report.pieces import Pieces
from policy_audit.report.ranking import Ruled

NAME = "assessment.json"
_DEEP = "    "  # how far a district is indented


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``assessment.json``, UTF-8; equal assessments give equal bytes, confidences two places."""
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, pieces: Pieces) -> Files:
    """Yield the same file piece by piece: a district, and the next."""
    yield NAME, pieces.named(lambda: _pieces(assessment, pieces), NAME, pieces.of_all)


def shape(assessment: Assessment) -> types.AssessmentJson:
    """Return the assessment as the published types."""
    districts = [_district(d, assessment.baseline) for d in ranking.districts(assessment)]
    return {**_head(assessment), "districts": districts}


def _pieces(assessment: Assessment, pieces: Pieces) -> Iterator[bytes]:
    """The bytes of ``shape``, of which the districts are the last entry."""
    head = _text(_head(assessment)).removesuffix("[]\n}")
    yield _bytes(f"{head}[")
    between = b"\n"
    for place in ranking.places(assessment):

        def inner(place: int = place) -> bytes:
            shaped = _district(assessment.districts[place], assessment.baseline)
            return _bytes(_DEEP + _text(shaped).replace("\n", f"\n{_DEEP}"))

        yield between + pieces.piece(inner, NAME, pieces.of(place))
        between = b",\n"
    yield b"]\n}\n" if between == b"\n" else b"\n  ]\n}\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)


def _bytes(text: str) -> bytes:
    # Halves of surrogate pairs (from odd file names) have no UTF-8: they become question marks.
    return text.encode("utf-8", "replace")


def _head(assessment: Assessment) -> types.AssessmentJson:
    """Everything but the districts."""
    run = assessment.run
    return {
        "schema_version": types.SCHEMA_VERSION,
        "note": wording.note(draft=assessment.is_draft),
        "run": {
            "tool_version": run.tool_version,
            "as_of": run.as_of.isoformat(),
            "encoder": {"name": run.encoder, "sha256": run.encoder_digest},
            "learned_sha256": run.learned_digest,
            "floors": {
                "contradicted": round(run.floors.contradicted, 2),
                "critical_met": round(run.floors.critical_met, 2),
                "any": round(run.floors.any, 2),
            },
        },
        "baseline": _baseline(assessment.baseline),
        "districts": [],
    }


def _baseline(baseline: Baseline) -> types.BaselineJson:
    return {
        "id": baseline.id,
        "title": baseline.title,
        "version": baseline.version,
        "state": baseline.state,
        "as_of": baseline.as_of.text,
        "sha256": baseline.digest,
        "not_covered": list(baseline.not_covered),
        "requirements": [_requirement(r) for r in baseline.requirements],
    }


def _requirement(requirement: Requirement) -> types.RequirementJson:
    since = requirement.in_force_since
    return {
        "id": requirement.id,
        "title": requirement.title,
        "statement": requirement.statement,
        "kind": requirement.kind.value,
        "gap_severity": requirement.gap_severity.value,
        "contradiction_severity": requirement.contradiction_severity.value,
        "in_force_since": since.isoformat() if since else None,
        "applies_to": [kind.value for kind in requirement.applies_to],
        "missing_note": requirement.missing_note,
        "criteria": [
            {"id": c.id, "statement": c.statement, "advisory": c.advisory}
            for c in requirement.criteria
        ],
        "remediation": {
            "language": requirement.remediation.language,
            "actor": requirement.remediation.actor,
        },
        "duty": [_citation(c) for c in requirement.duty],
        "publication": [_citation(c) for c in requirement.publication],
    }


def _citation(citation: Citation) -> types.CitationJson:
    return {
        "text": citation.text,
        "basis": citation.basis.value,
        "mark": citation.mark.value,
        "url": citation.url,
        "effective": _date(citation.effective),
        "as_of": _date(citation.as_of),
        "note": citation.note,
    }


def _district(district: DistrictAssessment, baseline: Baseline) -> types.DistrictJson:
    rows = ranking.ruled(district, baseline)
    counts = ranking.counts(rows)
    decisions = decided.counts([district])
    return {
        "id": district.district.id,
        "name": district.district.name,
        "state": district.district.state,
        "nces_id": district.district.nces_id,
        "own_documents": len(district.own_documents),
        "counts": {standing.value: counts[standing] for standing in wording.Standing},
        "documents": [
            _document(d) for d in sorted(district.documents, key=lambda d: d.source.path)
        ],
        "unread": [_unread(u) for u in sorted(district.unread, key=lambda u: u.path)],
        "findings": [_finding(row, district) for row in rows],
        "draft": district.is_draft,
        "review": _review(district.review),
        "decided": {word: decisions[word] for word in decided.WORDS},
        "unplaced": [_decision(d) for d in district.unplaced],
        "unplaced_replies": [_reply(r) for r in district.unplaced_replies],
    }


def _document(document: Document) -> types.DocumentJson:
    meta = document.meta
    return {
        "path": document.source.path,
        "sha256": document.source.sha256,
        "size": document.source.size,
        "title": meta.title,
        "kind": meta.kind.value,
        "secondhand": meta.kind.secondhand,
        "date": _date(meta.date),
        "url": meta.url,
        "publisher": meta.publisher,
        "origin": meta.origin,
        "restated": meta.restated,
        "pages": document.page_count,
        "language": document.language,
        "quality": {
            "unreadable": round(document.quality.unreadable, 4),
            "silent_pages": list(document.quality.silent_pages),
            "ocr": _rounded(document.quality.ocr),
        },
        "notes": list(document.notes),
        "status": meta.status.value,
        "policy_number": meta.policy_number,
        "links": [{"text": link.text, "url": link.url} for link in document.links],
    }


def _unread(unread: Unread) -> types.UnreadJson:
    meta = unread.meta
    return {
        "path": unread.path,
        "category": unread.category.value,
        "reason": unread.reason,
        "sha256": unread.sha256 or None,
        "title": meta.title if meta else None,
        "kind": meta.kind.value if meta else None,
        "date": _date(meta.date) if meta else None,
        "url": meta.url if meta else None,
    }


def _finding(row: Ruled, district: DistrictAssessment) -> types.FindingJson:
    finding = row.finding
    advisory = {c.id: c.advisory for c in row.requirement.criteria}
    return {
        "requirement": finding.requirement,
        "determination": finding.determination.value,
        "reads": row.standing.value,
        "severity": finding.severity.value if finding.severity else None,
        "confidence": round(finding.confidence, 2),
        "predates_duty": finding.predates_duty,
        "reasons": list(finding.reasons),
        "observations": [
            _observation(o, district, advisory=advisory.get(o.criterion, False))
            for o in finding.observations
        ],
        "decision": _decision(finding.decision) if finding.decision else None,
        "reply": _reply(finding.reply) if finding.reply else None,
    }


def _decision(decision: Decision) -> types.DecisionJson:
    return {
        "requirement": decision.requirement,
        "kind": decision.kind.value,
        "state": decision.state.value,
        "counts_as": decided.word(decision),
        "since": decision.since.isoformat() if decision.since else None,
        "why": decision.why,
        "reviewer": decision.reviewer,
        "date": decision.date.isoformat(),
        "reason": decision.reason,
        "override": decision.override.value if decision.override else None,
        "found": decision.found.value if decision.found else None,
        "approver": decision.approver,
        "expires": decision.expires.isoformat() if decision.expires else None,
        "document": decision.document,
        "fingerprint": decision.fingerprint,
    }


def _reply(reply: Reply) -> types.ReplyJson:
    return {
        "requirement": reply.requirement,
        "by": reply.by,
        "date": reply.date.isoformat(),
        "text": reply.text,
    }


def _review(review: Review | None) -> types.ReviewJson | None:
    if review is None:
        return None
    return {"by": review.by, "date": review.date.isoformat(), "state": review.state.value}


def _observation(
    observation: Observation, district: DistrictAssessment, *, advisory: bool
) -> types.ObservationJson:
    return {
        "criterion": observation.criterion,
        "advisory": advisory,
        "outcome": observation.outcome.value,
        "confidence": round(observation.confidence, 2),
        "reasons": list(observation.reasons),
        "evidence": [_evidence(e, district) for e in observation.evidence],
        "nearest": [_evidence(e, district) for e in observation.nearest],
    }


def _evidence(evidence: Evidence, district: DistrictAssessment) -> types.EvidenceJson:
    return {
        "document": evidence.document,
        "clause": evidence.clause,
        "start": evidence.span.start,
        "end": evidence.span.end,
        "quote": evidence.quote,
        "restated": ranking.is_restated(district, evidence),
        "page": evidence.page,
        "ocr": _rounded(evidence.ocr),
        "headings": list(evidence.headings),
        "marker": evidence.marker,
        "context": evidence.context,
        "outcome": evidence.outcome.value,
        "strength": round(evidence.strength, 2),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 2)


def _date(value: PartialDate | None) -> str | None:
    return value.text if value else None
