"""``district.toml``: what a person says of a district and its documents."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
)

from policy_audit import toml
from policy_audit.errors import DistrictError
from policy_audit.model import DocumentKind, DocumentMeta, DocumentStatus, PartialDate

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

FILE_NAME = "district.toml"
_LARGEST = 1_000_000
_SAID = {
    "extra_forbidden": "is not a key this file knows",
    "missing": "is missing",
    "string_type": "must be text in quotation marks",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list of tables, [[document]]",
    "model_type": "must be a table, [[document]]",
}


def _kind(value: object) -> DocumentKind:
    try:
        return DocumentKind(str(value))
    except ValueError:
        allowed = ", ".join(DocumentKind)
        raise ValueError(f"{value!r} is no kind of document; write one of {allowed}") from None


def _status(value: object) -> DocumentStatus:
    try:
        return DocumentStatus(str(value))
    except ValueError:
        allowed = ", ".join(DocumentStatus)
        raise ValueError(f"{value!r} is no status; write one of {allowed}") from None


def _date(value: object) -> PartialDate:
    if isinstance(value, dt.datetime):
        value = value.date()
    try:
        date = PartialDate(str(value))
        date.earliest()
    except ValueError:
        raise ValueError(f"{str(value)!r} is no date; write 2025, 2025-02 or 2025-02-04") from None
    return date


def _url(value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c.isspace() for c in value):
        raise ValueError(f"{value!r} is no web address; it must begin with https:// or http://")
    return value


def _file(value: str) -> str:
    path = PurePosixPath(value)
    if not value or path.is_absolute() or ".." in path.parts or "\\" in value:
        raise ValueError(f'{value!r} must name a file inside this folder, as "letters/may.pdf"')
    return path.as_posix()


def _text(value: str) -> str:
    folded = " ".join(value.split())
    if not folded:
        raise ValueError("must not be empty")
    return folded


_Text = Annotated[str, AfterValidator(_text)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class DocumentEntry(_Strict):
    """One ``[[document]]`` table."""

    file: Annotated[str, AfterValidator(_file)]
    title: _Text | None = None
    kind: Annotated[DocumentKind, BeforeValidator(_kind)] | None = None
    date: Annotated[PartialDate, PlainValidator(_date)] | None = None
    status: Annotated[DocumentStatus, BeforeValidator(_status)] | None = None
    policy_number: _Text | None = None
    restated: bool = False
    publisher: _Text | None = None
    source: _Text | None = None
    url: Annotated[str, AfterValidator(_url)] | None = None

    def meta(self) -> DocumentMeta:
        """What is said here; an empty title and an unknown kind are left to be detected."""
        return DocumentMeta(
            title=self.title or "",
            kind=self.kind or DocumentKind.UNKNOWN,
            date=self.date,
            url=self.url,
            restated=self.restated,
            publisher=self.publisher,
            origin=self.source,
            status=self.status or DocumentStatus.UNKNOWN,
            policy_number=self.policy_number,
        )


class DistrictSettings(_Strict):
    """The whole of a ``district.toml``; everything in it is optional."""

    name: _Text | None = None
    state: _Text | None = None
    nces_id: _Text | None = None
    document: tuple[DocumentEntry, ...] = Field(default=(), strict=False)

    def entry(self, file: str) -> DocumentEntry | None:
        """What is said of ``file`` (relative to the district's folder, forward slashes)."""
        return self._by_file.get(file)

    @cached_property
    def _by_file(self) -> dict[str, DocumentEntry]:
        return {entry.file: entry for entry in self.document}


def load_district_file(path: Path, *, name: str) -> DistrictSettings:
    """Read and validate a ``district.toml``; ``name`` is how messages call it.

    Raises ``DistrictError`` with the place, what is wrong and what is allowed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise DistrictError(name, "", f"cannot be read: {error.strerror or error}") from error
    if len(data) > _LARGEST:
        raise DistrictError(name, "", "is larger than a megabyte; it should hold a few lines")
    try:
        values = toml.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DistrictError(name, "", "is not in UTF-8; save it so") from error
    except (ValueError, RecursionError) as error:  # of numbers too long to convert, too
        raise DistrictError(name, "", f"is no valid TOML: {error}") from error
    try:
        settings = DistrictSettings.model_validate(values)
    except ValidationError as error:
        raise _district_error(name, error) from error
    _refuse_twice(name, settings)
    return settings


def _refuse_twice(name: str, settings: DistrictSettings) -> None:
    seen: set[str] = set()
    for number, entry in enumerate(settings.document, start=1):
        if entry.file in seen:
            raise DistrictError(
                name, f"document {number}, file", f"{entry.file!r} is described twice; keep one"
            )
        seen.add(entry.file)


def _district_error(name: str, error: ValidationError) -> DistrictError:
    first = error.errors(include_url=False)[0]
    loc = list(first["loc"])
    place = ""
    if loc and loc[0] == "document" and len(loc) > 1 and isinstance(loc[1], int):
        place = f"document {loc[1] + 1}"
        loc = loc[2:]
    fields = ".".join(str(part) for part in loc)
    place = ", ".join(part for part in (place, fields) if part)
    return DistrictError(name, place, _problem(first, in_document=place.startswith("document ")))


def _problem(first: ErrorDetails, *, in_document: bool) -> str:
    kind = first["type"]
    if kind == "value_error":
        return str(first["ctx"]["error"])
    if kind == "extra_forbidden":
        model: type[_Strict] = DocumentEntry if in_document else DistrictSettings
        return f"{_SAID[kind]}; it may be one of {', '.join(model.model_fields)}"
    return _SAID.get(kind, str(first["msg"]))
