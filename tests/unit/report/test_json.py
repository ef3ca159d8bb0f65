from __future__ import annotations

import json
import typing
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files

import jsonschema
import pytest

from policy_audit.model import Assessment
from policy_audit.report import json_types
from policy_audit.report.json import render

SCHEMA = json.loads(
    files("policy_audit.report").joinpath("schema/assessment-1.json").read_text("utf-8")
)
TYPES = [t for name, t in vars(json_types).items() if name.endswith("Json")]


def _read(assessment: Assessment) -> typing.Any:
    return json.loads(render(assessment)["assessment.json"])


def test_golden(assessment: Assessment, golden: Callable[[str, bytes], None]) -> None:
    golden("report/assessment.json", render(assessment)["assessment.json"])


def test_the_schema_is_one_and_the_file_keeps_it(assessment: Assessment) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(_read(assessment))


@pytest.mark.parametrize("shape", TYPES, ids=lambda t: t.__name__)
def test_the_schema_names_the_fields_of_the_types(shape: type) -> None:
    name = shape.__name__.removesuffix("Json")
    schema = SCHEMA if name == "Assessment" else SCHEMA["$defs"][name]
    fields = list(typing.get_type_hints(shape))
    assert list(schema["properties"]) == fields
    assert schema["required"] == fields
    assert schema["additionalProperties"] is False


def test_the_schema_refuses_another_version(assessment: Assessment) -> None:
    other = _read(assessment) | {"schema_version": 2}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(other)


def test_equal_assessments_give_equal_bytes_in_any_order(assessment: Assessment) -> None:
    turned = replace(
        assessment,
        districts=tuple(
            replace(d, documents=d.documents[::-1], unread=d.unread[::-1])
            for d in assessment.districts[::-1]
        ),
    )
    assert render(turned) == render(assessment)


def test_confidences_have_two_places(assessment: Assessment) -> None:
    thirds = replace(
        assessment,
        districts=tuple(
            replace(d, findings=tuple(replace(f, confidence=1 / 3) for f in d.findings))
            for d in assessment.districts
        ),
    )
    said = {f["confidence"] for d in _read(thirds)["districts"] for f in d["findings"]}
    assert said == {0.33}


def test_evidence_is_found_again_by_its_characters(assessment: Assessment) -> None:
    texts = {d.source.path: d.text for x in assessment.districts for d in x.documents}
    found = [
        e
        for d in _read(assessment)["districts"]
        for f in d["findings"]
        for o in f["observations"]
        for e in o["evidence"]
    ]
    assert len(found) >= 8
    for evidence in found:
        words = texts[evidence["document"]][evidence["start"] : evidence["end"]]
        assert " ".join(words.split()) == evidence["quote"]


def test_restated_and_none_found_are_said(assessment: Assessment) -> None:
    odd = next(
        d for d in _read(assessment)["districts"] if d["id"] not in {"maple-hollow", "north-end"}
    )
    findings = {f["requirement"]: f for f in odd["findings"]}
    assert odd["documents"][0]["restated"] is True
    assert findings["judicial-warrant"]["observations"][0]["evidence"][0]["restated"] is True
    assert findings["over-promise"]["determination"] == "met"
    assert findings["over-promise"]["reads"] == "none found"
    assert odd["counts"]["met"] == 0


def test_an_odd_file_name_has_no_bytes_that_are_not_utf8(assessment: Assessment) -> None:
    first = assessment.districts[0]
    broken = replace(first, unread=(replace(first.unread[0], path="odd/\udcff.pdf"),))
    text = render(replace(assessment, districts=(broken,)))["assessment.json"].decode("utf-8")
    assert json.loads(text)["districts"][0]["unread"][0]["path"] == "odd/?.pdf"
