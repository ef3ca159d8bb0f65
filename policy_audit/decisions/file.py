"""``decisions.toml`` -> decisions, replies and the review, or the place of the first mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from policy_audit import toml
from policy_audit.decisions.schema import DecisionsTable
from policy_audit.errors import DecisionsError
from policy_audit.model import Decision, Reply, Review

DECISIONS_FILE = "decisions.toml"
_LARGEST = 4_000_000
_SAID = {
    "extra_forbidden": "is not a key this file knows",
    "missing": "is missing; write decisions with 'policy-audit decide'",
    "string_type": "must be text in quotation marks",
}


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one ``decisions.toml`` holds; at most one decision and one reply a requirement."""

    decisions: tuple[Decision, ...] = ()
    replies: tuple[Reply, ...] = ()
    review: Review | None = None

    def decision(self, requirement: str) -> Decision | None:
        """What was decided on that requirement."""
        return next((d for d in self.decisions if d.requirement == requirement), None)

    def reply(self, requirement: str) -> Reply | None:
        """What the district answers on that requirement."""
        return next((r for r in self.replies if r.requirement == requirement), None)


def read_decisions(path: Path, *, name: str) -> Decisions:
    """Read and validate a ``decisions.toml``; ``name`` is how messages call it.

    Raises ``DecisionsError`` with the place, what is wrong and what is allowed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise DecisionsError(name, "", f"cannot be read: {error.strerror or error}") from error
    return parse_decisions(data, name=name)


def parse_decisions(data: bytes, *, name: str) -> Decisions:
    """Validate the bytes of a ``decisions.toml`` as ``read_decisions`` does."""
    text = _text(data, name)
    try:
        values = toml.loads(text)
    except (ValueError, RecursionError) as error:  # of numbers too long to convert, too
        raise DecisionsError(name, "", f"is no valid TOML: {error}") from error
    try:
        table = DecisionsTable.model_validate(values)
    except ValidationError as error:
        raise _first_mistake(name, error, values) from error
    found = Decisions(
        tuple(d.value() for d in table.decision),
        tuple(r.value() for r in table.reply),
        table.review.value() if table.review else None,
    )
    _refuse_twice(name, "decision", [d.requirement for d in found.decisions])
    _refuse_twice(name, "reply", [r.requirement for r in found.replies])
    return found


def _text(data: bytes, name: str) -> str:
    if len(data) > _LARGEST:
        raise DecisionsError(name, "", "is larger than four megabytes; it should hold decisions")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DecisionsError(name, "", "is not in UTF-8; save it so") from error


def _refuse_twice(name: str, kind: str, requirements: Sequence[str]) -> None:
    seen: set[str] = set()
    for number, requirement in enumerate(requirements, 1):
        if requirement in seen:
            problem = f"there is another {kind} on {requirement!r}; keep one"
            raise DecisionsError(name, f"{kind} {number}", problem)
        seen.add(requirement)


def _first_mistake(name: str, error: ValidationError, values: Mapping[str, Any]) -> DecisionsError:
    first = error.errors(include_url=False)[0]
    steps = list(first["loc"])
    place = []
    if len(steps) > 1 and isinstance(steps[1], int):
        place.append(f"{steps[0]} {steps[1] + 1}{_on(values, str(steps[0]), steps[1])}")
        steps = steps[2:]
    if steps:
        place.append(".".join(str(step) for step in steps))
    said = _SAID.get(first["type"], first["msg"].removeprefix("Value error, "))
    return DecisionsError(name, ", ".join(place), said)


def _on(values: Mapping[str, Any], kind: str, number: int) -> str:
    """Return `` (judicial-warrant)``, where the entry says what it is about."""
    try:
        requirement = values[kind][number]["requirement"]
    except (KeyError, IndexError, TypeError):
        return ""
    return f" ({requirement[:80]})" if isinstance(requirement, str) else ""
