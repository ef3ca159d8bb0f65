"""``assessment.json`` read back: the only report that is ever read again, to compare with."""

from __future__ import annotations

import json
from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError

from policy_audit.errors import RecordError
from policy_audit.model import (
    Assessment,
    DecisionKind,
    DecisionState,
    Determination,
    Outcome,
    Record,
    RecordedBaseline,
    RecordedDistrict,
    RecordedDocument,
    RecordedEvidence,
    RecordedFinding,
    RecordedObservation,
    RecordedRequirement,
    RequirementKind,
    Severity,
)
from policy_audit.report import json as json_report
from policy_audit.report import json_types as types

LARGEST = 256_000_000
"""Bytes; a larger file is not read."""

_SHAPE = TypeAdapter(types.AssessmentJson)


def record_of(assessment: Assessment) -> Record:
    """Return what the assessment's ``assessment.json`` tells."""
    return _record(json_report.shape(assessment))


def read_record(data: bytes, name: str) -> Record:
    """Read the bytes of an ``assessment.json`` strictly; ``name`` is what messages call it.

    ``RecordError`` names the first place that is wrong, or that a newer version wrote the file.
    """
    if len(data) > LARGEST:
        raise RecordError(name, "", f"is larger than {LARGEST // 1_000_000} megabytes")
    _require_version(data, name)
    try:
        shape = _SHAPE.validate_json(data, strict=True, extra="forbid")
        return _record(shape)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = f"{first['msg']}; audit again to have it written anew"
        raise RecordError(name, _place(first["loc"]), problem) from None
    except ValueError as error:
        raise RecordError(name, "", f"{error}; audit again to have it written anew") from None


def _require_version(data: bytes, name: str) -> None:
    try:
        version = json.loads(data).get("schema_version")
    except (ValueError, AttributeError, RecursionError):
        version = None
    if type(version) is not int:
        raise RecordError(name, "", "is no assessment.json of policy-audit")
    if version > types.SCHEMA_VERSION:
        problem = (
            f"was written by a newer version (schema {version}, this one reads "
            f"{types.SCHEMA_VERSION}): update policy-audit"
        )
        raise RecordError(name, "", problem)


def _place(where: Iterable[int | str]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where)
    return place.removeprefix(".")


def _record(shape: types.AssessmentJson) -> Record:
    run = shape["run"]
    floors = run["floors"]
    judge = (run["tool_version"], run["encoder"]["sha256"], run["learned_sha256"], str(floors))
    return Record(
        tool_version=run["tool_version"],
        as_of=run["as_of"],
        judge=" ".join(judge),
        baseline=_baseline(shape["baseline"]),
        districts=tuple(_district(district) for district in shape["districts"]),
    )


def _baseline(baseline: types.BaselineJson) -> RecordedBaseline:
    return RecordedBaseline(
        id=baseline["id"],
        version=baseline["version"],
        digest=baseline["sha256"],
        requirements=tuple(
            RecordedRequirement(
                id=requirement["id"],
                title=requirement["title"],
                kind=RequirementKind(requirement["kind"]),
                required=tuple(c["id"] for c in requirement["criteria"] if not c["advisory"]),
            )
            for requirement in baseline["requirements"]
        ),
    )


def _district(district: types.DistrictJson) -> RecordedDistrict:
    return RecordedDistrict(
        id=district["id"],
        name=district["name"],
        documents=tuple(
            RecordedDocument(d["path"], d["sha256"], d["title"]) for d in district["documents"]
        ),
        unread=tuple(unread["path"] for unread in district["unread"]),
        findings=tuple(_finding(finding) for finding in district["findings"]),
    )


def _finding(finding: types.FindingJson) -> RecordedFinding:
    severity = finding["severity"]
    return RecordedFinding(
        requirement=finding["requirement"],
        determination=Determination(finding["determination"]),
        severity=Severity(severity) if severity is not None else None,
        confidence=finding["confidence"],
        observations=tuple(_observation(o) for o in finding["observations"]),
        settled=_settles(finding["decision"]),
    )


def _settles(decision: types.DecisionJson | None) -> bool:
    if decision is None or decision["state"] != DecisionState.IN_FORCE:
        return False
    return decision["kind"] in (DecisionKind.WAIVE, DecisionKind.ATTEST)


def _observation(observation: types.ObservationJson) -> RecordedObservation:
    criterion = observation["criterion"]
    return RecordedObservation(
        criterion=criterion,
        outcome=Outcome(observation["outcome"]),
        evidence=tuple(_evidence(e, criterion) for e in observation["evidence"]),
        nearest=tuple(_evidence(e, criterion) for e in observation["nearest"]),
    )


def _evidence(evidence: types.EvidenceJson, criterion: str) -> RecordedEvidence:
    return RecordedEvidence(
        criterion=criterion,
        outcome=Outcome(evidence["outcome"]),
        text=evidence["quote"],
        document=evidence["document"],
        page=evidence["page"],
        restated=evidence["restated"],
    )
