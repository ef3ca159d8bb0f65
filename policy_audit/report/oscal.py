"""OSCAL 1.2: the baseline as a catalog, and the assessment as assessment results against it.

Written without a binding: those that are maintained weigh more than the two files. The tests hold
the files against the official schemas.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid5

from policy_audit.model import (
    Assessment,
    Baseline,
    Citation,
    Determination,
    DistrictAssessment,
    Document,
    Evidence,
    Requirement,
)
from policy_audit.report import decided, ranking, wording
from policy_audit.report.pages import web_address
from policy_audit.report.ranking import Ruled
from policy_audit.report.wording import plain_line

RESULTS = "oscal/assessment-results.json"
CATALOG = "oscal/catalog.json"
OSCAL_VERSION = "1.2.1"

_NAMESPACE = UUID("6f8f1c1e-6d3a-5b0b-9a55-0d8f3f1f7a10")
_NS = "urn:policy-audit:oscal"
# OSCAL has no word for what could not be told, or was not asked: such a determination is an
# observation without a finding.
_STATES = {
    Determination.MET: ("satisfied", "pass"),
    Determination.PARTIAL: ("not-satisfied", "fail"),
    Determination.MISSING: ("not-satisfied", "fail"),
    Determination.CONTRADICTED: ("not-satisfied", "fail"),
}

_CHECKLIST = "A checklist that policy-audit compares documents with. It is not legal advice."

Json = dict[str, Any]


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``oscal/assessment-results.json`` and ``oscal/catalog.json``; equal assessments, equal bytes.

    The results have one result for each district, with an observation for each requirement and a
    finding where it could be determined.
    """
    return {
        RESULTS: _packed({"assessment-results": _results(assessment)}),
        CATALOG: _packed({"catalog": _catalog(assessment)}),
    }


def _packed(document: Json) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _catalog(assessment: Assessment) -> Json:
    baseline = assessment.baseline
    return {
        "uuid": _uuid("catalog", baseline.digest),
        "metadata": _metadata(baseline.title, baseline.version, _when(assessment), _CHECKLIST),
        "controls": [_control(requirement) for requirement in baseline.requirements],
        "back-matter": {"resources": list(_citations(baseline))},
    }


def _control(requirement: Requirement) -> Json:
    remedy = requirement.remediation
    links = [
        {"href": f"#{_citation_uuid(citation)}", "rel": "reference"}
        for citation in dict.fromkeys((*requirement.duty, *requirement.publication))
    ]
    return {
        "id": requirement.id,
        "title": plain_line(requirement.title),
        "props": [
            _prop("kind", requirement.kind.value),
            _prop("gap-severity", requirement.gap_severity.value),
            _prop("contradiction-severity", requirement.contradiction_severity.value),
        ],
        **({"links": links} if links else {}),
        "parts": [
            {
                "id": _statement(requirement),
                "name": "statement",
                "prose": plain_line(requirement.statement),
                "parts": [
                    {
                        "id": f"{_statement(requirement)}.{criterion.id}",
                        "name": "item",
                        "prose": plain_line(criterion.statement),
                    }
                    for criterion in requirement.criteria
                ],
            },
            {
                "id": f"{requirement.id}_gdn",
                "name": "guidance",
                "prose": plain_line(f"{remedy.language} Who acts: {remedy.actor}."),
            },
        ],
    }


def _citations(baseline: Baseline) -> Iterator[Json]:
    cited = dict.fromkeys(c for r in baseline.requirements for c in (*r.duty, *r.publication))
    seen: set[str] = set()
    for citation in cited:
        uuid = _citation_uuid(citation)
        if uuid in seen:
            continue
        seen.add(uuid)
        address = web_address(citation.url)
        yield {
            "uuid": uuid,
            "title": plain_line(citation.text),
            "remarks": plain_line(
                f"{wording.basis(citation.basis)}; {wording.mark(citation.mark)}"
            ),
            **({"rlinks": [{"href": address}]} if address else {}),
        }


def _citation_uuid(citation: Citation) -> str:
    said = (citation.text, citation.basis.value, citation.mark.value, citation.url or "")
    return _uuid("citation", *said)


def _results(assessment: Assessment) -> Json:
    run, baseline = assessment.run, assessment.baseline
    districts = tuple(ranking.districts(assessment))
    catalog = _uuid("catalog-file", baseline.digest)
    documents = [_resource(d, document) for d in districts for document in d.documents]
    identity = [baseline.digest, run.learned_digest, run.as_of.isoformat(), run.tool_version]
    identity += [part for each in districts for part in _identity(each)]
    title = f"What districts publish, against {baseline.title}"
    return {
        "uuid": _uuid("results", *identity),
        "metadata": _metadata(
            title, run.tool_version, _when(assessment), wording.note(draft=assessment.is_draft)
        ),
        # There is no assessment plan: what was assessed is the baseline, all of it.
        "import-ap": {"href": f"#{catalog}", "remarks": "The baseline, in place of a plan."},
        "results": [_result(district, assessment) for district in districts],
        "back-matter": {
            "resources": [
                {
                    "uuid": catalog,
                    "title": f"{baseline.id} {baseline.version}",
                    "rlinks": [{"href": "catalog.json", "media-type": "application/oscal+json"}],
                },
                *documents,
            ]
        },
    }


def _identity(district: DistrictAssessment) -> Iterator[str]:
    """What is told of the district, decisions and all: other results bear another UUID."""
    yield district.district.id
    yield from (document.source.sha256 for document in district.documents)
    yield from (unread.path for unread in district.unread)
    for finding in district.findings:
        decision = finding.decision
        yield from (finding.requirement, finding.determination.value, f"{finding.confidence:.2f}")
        yield f"{decision.state.value}: {decided.line(decision)}" if decision else ""


def _result(district: DistrictAssessment, assessment: Assessment) -> Json:
    rows = ranking.ruled(district, assessment.baseline)
    findings = [_finding(district, row) for row in rows if row.finding.determination in _STATES]
    return {
        "uuid": _uuid("result", district.district.id),
        "title": plain_line(district.district.name) or "district",
        "description": wording.note(draft=district.is_draft),
        "start": _when(assessment),
        "end": _when(assessment),
        "props": [
            _prop("district", district.district.id),
            _prop("standing", decided.standing(district)),
        ],
        "reviewed-controls": {"control-selections": [{"include-all": {}}]},
        "observations": [_observation(district, row, assessment) for row in rows],
        **({"findings": findings} if findings else {}),
        **({"remarks": said} if (said := _unread(district)) else {}),
    }


def _observation(district: DistrictAssessment, row: Ruled, assessment: Assessment) -> Json:
    finding = row.finding
    evidence = [
        {
            "href": f"#{_document_uuid(district, each.document)}",
            "description": _quoted(district, each),
        }
        for _, each in finding.ordered_evidence()
    ]
    reasons = " ".join(finding.reasons)
    return {
        "uuid": _uuid("observation", district.district.id, row.requirement.id),
        "title": plain_line(row.requirement.title),
        "description": plain_line(f"{row.standing.value.capitalize()}. {reasons}"),
        "props": [
            _prop("determination", finding.determination.value),
            _prop("confidence", f"{finding.confidence:.2f}"),
            *([_prop("severity", finding.severity.value)] if finding.severity else []),
        ],
        "methods": ["EXAMINE"],
        **({"relevant-evidence": evidence} if evidence else {}),
        "collected": _when(assessment),
    }


def _finding(district: DistrictAssessment, row: Ruled) -> Json:
    state, reason = _STATES[row.finding.determination]
    decision = row.finding.decision
    target = {
        "type": "statement-id",
        "target-id": _statement(row.requirement),
        "status": {"state": state, "reason": reason},
    }
    props = [_prop("decision", decided.word(decision))] if decision else []
    return {
        "uuid": _uuid("finding", district.district.id, row.requirement.id),
        "title": plain_line(row.requirement.title),
        "description": plain_line(row.standing.value.capitalize()) + ".",
        **({"props": props} if props else {}),
        "target": target,
        "related-observations": [
            {"observation-uuid": _uuid("observation", district.district.id, row.requirement.id)}
        ],
        **({"remarks": plain_line(decided.line(decision))} if decision else {}),
    }


def _quoted(district: DistrictAssessment, evidence: Evidence) -> str:
    words = plain_line(evidence.quote)
    page = f" (page {evidence.page})" if evidence.page is not None else ""
    if ranking.is_restated(district, evidence):
        return f"Restated in other words: {words}{page}"
    return f"“{words}”{page}"


def _resource(district: DistrictAssessment, document: Document) -> Json:
    source = document.source
    digest = [{"algorithm": "SHA-256", "value": source.sha256}]
    address = web_address(document.meta.url)
    return {
        "uuid": _document_uuid(district, source.path),
        "title": plain_line(document.meta.title) or "document",
        "props": [_prop("path", source.path), _prop("district", district.district.id)],
        **({"rlinks": [{"href": address, "hashes": digest}]} if address else {}),
        "remarks": f"SHA-256 {source.sha256}",
    }


def _unread(district: DistrictAssessment) -> str:
    said = [f"{u.path} could not be read: {u.reason}" for u in district.unread]
    return plain_line(" ".join(said))


def _document_uuid(district: DistrictAssessment, path: str) -> str:
    return _uuid("document", district.district.id, path)


def _statement(requirement: Requirement) -> str:
    return f"{requirement.id}_smt"


def _metadata(title: str, version: str, when: str, remarks: str) -> Json:
    return {
        "title": plain_line(title),
        "last-modified": when,
        "version": version,
        "oscal-version": OSCAL_VERSION,
        "remarks": remarks,
    }


def _when(assessment: Assessment) -> str:
    """Midnight of the day of the audit, so that equal runs give equal bytes."""
    return datetime.combine(assessment.run.as_of, time(), UTC).isoformat()


def _prop(name: str, value: str) -> Json:
    return {"name": name, "ns": _NS, "value": plain_line(value) or "-"}


def _uuid(*parts: str) -> str:
    name = "\0".join(parts).encode("utf-8", "replace").decode("utf-8")
    return str(uuid5(_NAMESPACE, name))
