from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import regex

from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    Seen,
)

from ..assessments import build

SCHEMAS = Path(__file__).parents[3] / "cases" / "schemas"
_WAIVER = Decision(
    kind=DecisionKind.WAIVE,
    requirement="staff-training",
    reviewer="A. Reader",
    date=date(2026, 7, 1),
    reason="The board votes in August",
    seen=Seen(Determination.PARTIAL),
    approver="B. Chair",
    expires=date(2026, 12, 31),
)
_STALE = replace(
    _WAIVER, requirement="records-release", state=DecisionState.STALE, why="Its clause has changed."
)


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    """The same as elsewhere, at a place of its own, with a waiver in force and a stale one."""
    decisions = {decision.requirement: decision for decision in (_WAIVER, _STALE)}
    return build_with(decisions.get)


def build_with(decide: Callable[[str], Decision | None]) -> Assessment:
    built = build()
    return replace(
        built,
        districts=tuple(
            replace(
                d,
                district=replace(d.district, root="town policies"),
                findings=tuple(
                    replace(f, decision=decide(f.requirement))
                    if d.district.id == "maple-hollow"
                    else f
                    for f in d.findings
                ),
            )
            for d in built.districts
        ),
    )


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Any:
    # OSCAL's schemas use \p{L}, which the standard library does not know.
    if isinstance(instance, str) and not regex.search(pattern, instance):
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


@pytest.fixture(scope="session")
def valid() -> Callable[[str, bytes], Any]:
    """Reads JSON and holds it against an official schema of ``tests/cases/schemas``."""

    def check(name: str, content: bytes) -> Any:
        schema = json.loads((SCHEMAS / f"{name}.json").read_bytes())
        plain = jsonschema.validators.validator_for(schema)
        strict = jsonschema.validators.extend(plain, {"pattern": _pattern})
        read = json.loads(content)
        strict(schema, format_checker=plain.FORMAT_CHECKER).validate(read)
        return read

    return check
