"""Values across the boundary between the reading process and its parent: JSON, strictly checked.

The process that parses hostile bytes may have been taken over by them, so nothing it sends is
unpickled or trusted: what it sends either has exactly the form of our own values, or is refused.
"""

from __future__ import annotations

import json
import math
import struct
import types
import typing
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache, partial
from itertools import pairwise
from typing import Any, BinaryIO, TypeVar

from policy_audit.model import Document

LARGEST_MESSAGE = 256 * 1024 * 1024
"""Bytes of one message."""

_LENGTH = struct.Struct(">Q")
_SCALARS = (str, int, bool)
_AS_THEY_ARE = frozenset({str, int, bool, float, types.NoneType})
_Restorer = Callable[[object], object]
_T = TypeVar("_T")


class WireError(Exception):
    """What came through the pipe is not what the other side may send."""


def send(stream: BinaryIO, payload: bytes) -> None:
    """Write one message. Raises ``WireError`` where it is larger than ``LARGEST_MESSAGE``."""
    if len(payload) > LARGEST_MESSAGE:
        raise WireError("the message is too large")
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one message; ``None`` where the other side has closed the stream.

    Raises ``WireError`` for one that is too large or cut short.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise WireError("the message was cut short")
    (length,) = _LENGTH.unpack(head)
    if length > LARGEST_MESSAGE:
        raise WireError("the message is too large")
    payload = stream.read(length)
    if len(payload) < length:
        raise WireError("the message was cut short")
    return payload


def pack(value: object) -> bytes:
    """A frozen value of ours, or a mapping of such values, as JSON."""
    return json.dumps(_plain(value), allow_nan=False).encode("ascii")


def unpack(payload: bytes) -> dict[str, Any]:
    """The JSON object in ``payload``. Raises ``WireError`` for anything else."""
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise WireError("the message is no JSON") from error
    if not isinstance(found, dict):
        raise WireError("the message is no JSON object")
    return found


def restore(kind: type[_T], plain: object) -> _T:
    """The value of the dataclass ``kind`` that ``pack`` made ``plain`` from.

    Raises ``WireError`` where a field is missing, unknown, of another type, or has a value that
    ``kind`` does not allow; and for a document whose blocks do not fit its text.
    """
    try:
        value = _restorer(typing.cast("Any", kind))(plain)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise WireError(f"the message holds no {kind.__name__}") from error
    if isinstance(value, Document):
        _require_fitting(value)
    return typing.cast("_T", value)


def _plain(value: object) -> object:
    if type(value) in _AS_THEY_ARE:
        return value
    if is_dataclass(value):
        kind: Any = type(value)
        return {name: _plain(getattr(value, name)) for name in _types(kind)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _restorer(kind: Any) -> _Restorer:
    """How values of that type are restored; worked out once, since there are very many."""
    if kind in _SCALARS:
        return partial(_scalar, kind)
    if kind in (float, date):
        return _number if kind is float else _day
    if typing.get_origin(kind) is tuple:
        return _tuple_restorer(typing.get_args(kind))
    if isinstance(kind, types.UnionType):  # always "X | None"
        [inner] = [each for each in typing.get_args(kind) if each is not types.NoneType]
        restored = _restorer(inner)
        return lambda plain: None if plain is None else restored(plain)
    if issubclass(kind, StrEnum):
        return typing.cast("_Restorer", kind)
    return partial(_dataclass, kind, {n: _restorer(each) for n, each in _types(kind).items()})


def _tuple_restorer(kinds: tuple[Any, ...]) -> _Restorer:
    if kinds[1:] == (...,):
        return partial(_many, _restorer(kinds[0]))
    return partial(_row, tuple(_restorer(each) for each in kinds))


def _scalar(kind: type, plain: object) -> object:
    if type(plain) is not kind:
        raise TypeError(f"expected {kind.__name__}")
    return plain


def _number(plain: object) -> float:
    if type(plain) not in (int, float) or not math.isfinite(plain):  # type: ignore[arg-type]
        raise TypeError("expected a number")
    return float(plain)  # type: ignore[arg-type]


def _day(plain: object) -> date:
    if not isinstance(plain, str):
        raise TypeError("expected a day")
    return date.fromisoformat(plain)


def _many(restored: _Restorer, plain: object) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise TypeError("expected a list")
    return tuple([restored(each) for each in plain])


def _row(restored: tuple[_Restorer, ...], plain: object) -> tuple[object, ...]:
    if not isinstance(plain, list):
        raise TypeError("expected a list")
    return tuple([each(item) for each, item in zip(restored, plain, strict=True)])


def _dataclass(kind: Any, restored: dict[str, _Restorer], plain: object) -> object:
    if not isinstance(plain, dict) or plain.keys() != restored.keys():
        raise TypeError(f"expected the fields of {kind.__name__}")
    return kind(**{name: each(plain[name]) for name, each in restored.items()})


@cache
def _types(kind: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _require_fitting(document: Document) -> None:
    """``Document`` promises blocks in order that lie in its text; later stages rely on it."""
    spans = [block.span for block in document.blocks]
    in_order = all(before.end <= after.start for before, after in pairwise(spans))
    if not in_order or (spans and spans[-1].end > len(document.text)):
        raise WireError("the blocks of the document do not fit its text")
