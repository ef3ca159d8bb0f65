"""From pydantic's list of mistakes to one line: file, place and what is allowed."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policy_audit.baseline.files import one_line
from policy_audit.errors import ConfigError

_Model = TypeVar("_Model", bound=BaseModel)
_MAX_GIVEN = 60
_Place = tuple[int | str, ...]


def validate(
    model: type[_Model],
    data: Mapping[str, Any],
    where: str,
    error: type[ConfigError],
    *,
    within: str = "",
) -> _Model:
    """Read ``data`` as ``model``.

    Raises ``error`` for one mistake: an unknown key before all others, since a misspelt key is
    also a missing one. ``within`` is put before the place.
    """
    try:
        return model.model_validate(dict(data))
    except ValidationError as problem:
        mistakes = problem.errors(include_url=False)
        first = min(mistakes, key=lambda mistake: mistake["type"] != "extra_forbidden")
        place = place_of(first["loc"], data)
        where_in = ": ".join(part for part in (within, place) if part)
        raise error(where, where_in, _problem(first, model)) from None


def place_of(path: _Place, data: Any) -> str:
    """Write ``path`` as a person reads it: ``requirement[3] "judicial-warrant": criteria[0].id``.

    An entry of a top-level list is followed by its id, or by what it labels.
    """
    place = ""
    for depth, step in enumerate(path):
        data = _inside(data, step)
        if isinstance(step, int):
            place += f"[{step}]"
        elif not place or place.endswith(": "):
            place += step
        else:
            place += f".{step}"
        name = _name(data) if depth == 1 and isinstance(step, int) else ""
        if name:
            place += f' "{name}"' + (": " if depth + 1 < len(path) else "")
    return one_line(place)


def _inside(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _name(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    named = entry.get("id")
    if named is None and "requirement" in entry and "criterion" in entry:
        named = f"{entry['requirement']}/{entry['criterion']}"
    return one_line(named) if isinstance(named, str) else ""


def _problem(mistake: ErrorDetails, model: type[BaseModel]) -> str:
    kind = mistake["type"]
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        return _unknown_key(mistake["loc"], model)
    if kind == "too_short":
        return "is empty: give at least one"
    message = mistake["msg"].removeprefix("Value error, ")
    if message.startswith("Input should be"):
        given = repr(mistake["input"])[:_MAX_GIVEN]
        message = f"{given} is not allowed: {message.removeprefix('Input ')}"
    return one_line(message)


def _unknown_key(path: _Place, model: type[BaseModel]) -> str:
    key = str(path[-1])
    allowed = list(_table_at(path[:-1], model).model_fields)
    near = get_close_matches(key, allowed, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return one_line(f"unknown key{hint}; allowed: {', '.join(allowed)}")


def _table_at(path: _Place, model: type[BaseModel]) -> type[BaseModel]:
    for step in path:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Find the table behind an annotation such as ``list[CriterionTable]`` or ``Table | None``."""
    if get_origin(annotation) in (list, Union, UnionType):
        inner = [a for a in get_args(annotation) if a is not NoneType]
        return _model_in(inner[0])
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return None
