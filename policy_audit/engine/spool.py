"""Assessed districts on disk: a state's do not fit into memory together."""

from __future__ import annotations

import hashlib
import struct
import tempfile
import weakref
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from policy_audit.errors import OutputError
from policy_audit.ingest.reading import wire
from policy_audit.model import DistrictAssessment, DistrictSequence

_FASTEST = 1
#: The district's digest, and how many bytes its outline takes; then that, then the district.
_HEAD = struct.Struct(">32sQ")


@dataclass(frozen=True)
class Packed:
    """A district as few bytes, which hold no code; its outline can be had without the rest."""

    data: bytes

    @classmethod
    def of(cls, district: DistrictAssessment) -> Packed:
        """Pack the district."""
        plain = wire.pack({"district": district})
        outline = _deflated(wire.pack({"district": district.outline()}))
        head = _HEAD.pack(hashlib.sha256(plain).digest(), len(outline))
        return cls(head + outline + _deflated(plain))

    @property
    def digest(self) -> bytes:
        """What names the district: two with the same are equal. ``WireError`` for other bytes."""
        return self._head()[0]

    @cached_property
    def outline(self) -> DistrictAssessment:
        """Return the district's outline. ``WireError`` for other bytes."""
        return _restored(self.data[_HEAD.size : self._head()[1]])

    def district(self) -> DistrictAssessment:
        """Return the district. ``WireError`` for other bytes."""
        return _restored(self.data[self._head()[1] :])

    def _head(self) -> tuple[bytes, int]:
        """Return the digest, and where the outline ends."""
        if len(self.data) < _HEAD.size:
            raise wire.WireError("the district was cut short")
        digest, size = _HEAD.unpack_from(self.data)
        return digest, _HEAD.size + size


def _deflated(plain: bytes) -> bytes:
    return zlib.compress(plain, _FASTEST)


def _restored(data: bytes) -> DistrictAssessment:
    try:
        plain = wire.unpack(zlib.decompress(data))
    except zlib.error as error:
        raise wire.WireError("the district is not compressed") from error
    return wire.restore(DistrictAssessment, plain.get("district"))


@contextmanager
def _told_where() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = tempfile.tempdir or "the folder for temporary files"
        raise OutputError(
            f"cannot keep what was audited in {place}: {error.strerror}; make room there, or name "
            "another folder in TMPDIR"
        ) from error


class Spool(DistrictSequence):
    """As many districts as are announced, each put at its place once, in any order.

    They lie in a file without a name, which is gone when the process is, however it ends; only
    their outlines stay in memory. ``OutputError`` where there is no room for them.
    """

    def __init__(self, number: int) -> None:
        with _told_where():
            self._file = tempfile.TemporaryFile(prefix="policy-audit-")  # noqa: SIM115  # kept open
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[int, int]] = [(0, 0)] * number
        self._outlines: dict[int, DistrictAssessment] = {}
        self._digests: dict[int, bytes] = {}
        self._end = 0

    def put(self, place: int, packed: Packed) -> None:
        """Put a district at its place."""
        with _told_where():
            self._file.seek(self._end)
            self._file.write(packed.data)
            self._file.flush()
        self._places[place] = (self._end, len(packed.data))
        self._end += len(packed.data)
        self._outlines[place] = packed.outline
        self._digests[place] = packed.digest

    @property
    def outlines(self) -> Sequence[DistrictAssessment]:
        """The outlines of the districts that were put, in order."""
        return [self._outlines[place] for place in sorted(self._outlines)]

    @property
    def digests(self) -> Sequence[bytes]:
        """What names the districts that were put, in order."""
        return [self._digests[place] for place in sorted(self._digests)]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[DistrictAssessment]:
        return (self._district(place) for place in range(len(self)))

    @overload
    def __getitem__(self, index: int) -> DistrictAssessment: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[DistrictAssessment]: ...

    def __getitem__(self, index: int | slice) -> DistrictAssessment | Sequence[DistrictAssessment]:
        if isinstance(index, slice):
            return [self._district(place) for place in range(len(self))[index]]
        return self._district(range(len(self))[index])

    def _district(self, place: int) -> DistrictAssessment:
        start, size = self._places[place]
        self._file.seek(start)
        return Packed(self._file.read(size)).district()
