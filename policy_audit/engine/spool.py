"""Assessed districts on disk: a state's do not fit into memory together."""

from __future__ import annotations

import tempfile
import weakref
import zlib
from collections.abc import Iterator, Sequence
from typing import overload

from policy_audit.errors import OutputError
from policy_audit.ingest import wire
from policy_audit.model import DistrictAssessment, DistrictSequence

_FASTEST = 1


def packed(district: DistrictAssessment) -> bytes:
    """Return the district as few bytes, which hold no code."""
    return zlib.compress(wire.pack({"district": district}), _FASTEST)


def unpacked(data: bytes) -> DistrictAssessment:
    """Return the district that was packed so. ``WireError`` for other bytes."""
    try:
        plain = wire.unpack(zlib.decompress(data))
    except zlib.error as error:
        raise wire.WireError("the district is not compressed") from error
    return wire.restore(DistrictAssessment, plain.get("district"))


class Spool(DistrictSequence):
    """As many districts as are announced, each put at its place once, in any order.

    They lie in a file without a name, which is gone when the process is, however it ends; only
    their outlines stay in memory. ``OutputError`` where there is no room for them.
    """

    def __init__(self, number: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="policy-audit-")  # noqa: SIM115  # kept open
        weakref.finalize(self, self._file.close)
        self._places: list[tuple[int, int]] = [(0, 0)] * number
        self._outlines: dict[int, DistrictAssessment] = {}
        self._end = 0

    def put(self, place: int, district: DistrictAssessment) -> None:
        """Put a district at its place."""
        data = packed(district)
        try:
            self._file.seek(self._end)
            self._file.write(data)
            self._file.flush()
        except OSError as error:
            raise OutputError(
                f"cannot keep what was audited in {tempfile.gettempdir()}: {error.strerror}; make "
                "room there, or name another folder in TMPDIR"
            ) from error
        self._places[place] = (self._end, len(data))
        self._end += len(data)
        self._outlines[place] = district.outline()

    @property
    def outlines(self) -> Sequence[DistrictAssessment]:
        """The outlines of the districts that were put, in order."""
        return [self._outlines[place] for place in sorted(self._outlines)]

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
        return unpacked(self._file.read(size))
