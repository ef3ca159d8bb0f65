"""What ``check`` is told: by a file, then the environment, then its options; the last one counts.

The file is ``policy-audit.toml``, or ``[tool.policy-audit]`` in ``pyproject.toml``, in the folder
that the command runs in. An encoder or a cache cannot be chosen there: whoever sends a pull
request writes that file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policy_audit import toml
from policy_audit.cli import options
from policy_audit.cli.options import FailOn
from policy_audit.errors import SettingsError

FILE = "policy-audit.toml"
PROJECT_FILE = "pyproject.toml"
_TABLE = "tool.policy-audit"
PREFIX = "POLICY_AUDIT_"
_LARGEST = 1_000_000
# What pydantic says of tuples is for programmers.
_SAID = {
    "tuple_type": 'must be a list in brackets: ["district_policies"]',
    "too_short": "must name at least one path",
    "string_type": "must be text in quotation marks",
    "bool_type": "must be true or false",
}


def _key(field: str) -> str:
    return field.replace("_", "-")


class Settings(BaseModel):
    """All that can be set, with what holds where nothing is."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, alias_generator=_key, hide_input_in_errors=True
    )

    paths: Annotated[tuple[str, ...], Field(strict=False, min_length=1)] = (
        str(options.DEFAULT_INPUT),
    )
    baseline: str = options.DEFAULT_BASELINE
    fail_on: Annotated[FailOn, Field(strict=False)] = FailOn.HIGH
    fail_on_regression: bool = False
    against: str = ""
    min_confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0

    @property
    def folders(self) -> list[Path]:
        """The paths to audit."""
        return [Path(path) for path in self.paths]


def resolve(flags: Mapping[str, Any], environment: Mapping[str, str], folder: Path) -> Settings:
    """Return what holds; ``flags`` are by field, ``None`` where an option was not given.

    ``SettingsError`` for the first mistake, with its file or variable.
    """
    given = _from_file(folder) | _from_environment(environment)
    given |= {_key(name): value for name, value in flags.items() if value is not None}
    return _validated("the options", given, lax=True)


def _from_file(folder: Path) -> dict[str, Any]:
    path, project = folder / FILE, folder / PROJECT_FILE
    if path.is_file():
        values = _read(path)
        _validated(FILE, values)
        return values
    if not project.is_file():
        return {}
    table = _read(project).get("tool", {})
    values = table.get("policy-audit", {}) if isinstance(table, dict) else {}
    if not isinstance(values, dict):
        raise SettingsError(PROJECT_FILE, f"[{_TABLE}]", "must be a table")
    _validated(PROJECT_FILE, values, within=f"[{_TABLE}] ")
    return values


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise SettingsError(path.name, "", "is larger than a megabyte")
        return toml.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(path.name, "", f"cannot be read: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:  # of numbers too long to convert, too
        raise SettingsError(path.name, "", f"is no valid TOML: {error}") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for field in Settings.model_fields:
        name = PREFIX + field.upper()
        value = environment.get(name)
        if value is not None:
            read: Any = value.split(os.pathsep) if field == "paths" else value
            _validated(name, {_key(field): read}, lax=True)
            given[_key(field)] = read
    return given


def _validated(
    where: str, values: Mapping[str, Any], *, lax: bool = False, within: str = ""
) -> Settings:
    try:
        return Settings.model_validate(dict(values), strict=False if lax else None)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        place = "" if where.startswith(PREFIX) else within + field
        if first["type"] == "extra_forbidden":
            known = ", ".join(_key(name) for name in Settings.model_fields)
            raise SettingsError(where, place, f"is no setting; choose from {known}") from None
        raise SettingsError(where, place, _SAID.get(first["type"], first["msg"])) from None
