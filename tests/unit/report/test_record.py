from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from policy_audit.errors import RecordError
from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    Seen,
)
from policy_audit.report.json import render
from policy_audit.report.record import read_record, record_of


@pytest.fixture
def written(assessment: Assessment) -> bytes:
    return render(assessment)["assessment.json"]


def test_what_was_written_is_read_back(assessment: Assessment, written: bytes) -> None:
    record = read_record(written, "old.json")
    assert record == record_of(assessment)
    assert record.baseline.digest == assessment.baseline.digest
    assert [d.id for d in record.districts] == sorted(d.district.id for d in assessment.districts)
    [maple] = [d for d in record.districts if d.id == "maple-hollow"]
    [records] = [f for f in maple.findings if f.requirement == "records-release"]
    [observation] = records.observations
    assert observation.evidence[0].text.startswith("our office gives student records")
    assert observation.evidence[0].document == "maple-hollow/letter.txt"


@pytest.mark.parametrize(
    ("kind", "state", "settled"),
    [
        ("waive", "in force", True),
        ("attest", "in force", True),
        ("waive", "expired", False),
        ("confirm", "in force", False),
        ("override", "in force", False),
    ],
)
def test_a_waiver_or_attestation_in_force_is_read_back(
    assessment: Assessment, kind: str, state: str, *, settled: bool
) -> None:
    decision = Decision(
        DecisionKind(kind),
        requirement="staff-training",
        reviewer="A. Reader",
        date=date(2026, 7, 1),
        reason="The board votes in August.",
        seen=Seen(Determination.PARTIAL),
        state=DecisionState(state),
    )
    first, *others = assessment.districts
    finding = replace(first.findings[0], decision=decision)
    district = replace(first, findings=(finding, *first.findings[1:]))
    decided = replace(assessment, districts=(district, *others))
    record = read_record(render(decided)["assessment.json"], "old.json")
    [read] = [d for d in record.districts if d.id == first.district.id]
    [found] = [f for f in read.findings if f.requirement == finding.requirement]
    assert found.settled is settled


def test_a_newer_version_is_named(written: bytes) -> None:
    newer = json.loads(written) | {"schema_version": 2, "more": True}
    with pytest.raises(RecordError, match=r"old\.json: was written by a newer version .*update"):
        read_record(json.dumps(newer).encode(), "old.json")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"schema_version": "1"}',
        b'{"schema_version": true}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_no_assessment_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError, match=r"old\.json: is no assessment\.json"):
        read_record(data, "old.json")


def _spoilt(written: bytes, *path: str | int, value: Any) -> bytes:
    whole = inner = json.loads(written)
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return json.dumps(whole).encode()


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (("districts", 0, "name"), 3, r"districts\[0\]\.name: .*string"),
        (("districts", 0, "extra"), 3, r"districts\[0\]\.extra: .*xtra"),
        (("districts", 0, "findings", 1, "confidence"), "0.5", r"findings\[1\]\.confidence"),
        (("districts", 0, "findings", 1, "determination"), "fine", "'fine' is not a valid"),
        (("baseline", "requirements", 0, "kind"), "asks", "'asks' is not a valid"),
    ],
)
def test_the_place_of_a_mistake_is_named(
    written: bytes, path: tuple[str | int, ...], value: Any, told: str
) -> None:
    with pytest.raises(RecordError, match=told):
        read_record(_spoilt(written, *path, value=value), "old.json")
