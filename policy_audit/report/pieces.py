"""Pieces of reports, each made once: kept in a store by the digest of all that they follow from."""

from __future__ import annotations

import hashlib
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator

from policy_audit.model import Assessment, DistrictSequence
from policy_audit.store import Kind, Store, code_digest, key_of

_LIBRARIES = ("jinja2", "markupsafe", "xlsxwriter")
_FASTEST = 1
_DIGEST = 32  # bytes
_LARGEST = 32 * 1024**2  # bytes

Make = Callable[[], Iterable[bytes]]


class Content:
    """A file's bytes, made when they are taken; ``digest`` is known where they were made before."""

    def __init__(self, make: Make, digest: bytes | None = None) -> None:
        self._make = make
        self.digest = digest

    @classmethod
    def of(cls, made: bytes) -> Content:
        """Return content that is made already."""
        return cls(lambda: [made])

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._make())

    def made(self, digest: bytes) -> None:
        """Hear what the digest of the bytes turned out to be."""


class _Known(Content):
    """Content of which the digest is to be kept."""

    def __init__(self, make: Make, digest: bytes | None, keep: Callable[[bytes], None]) -> None:
        super().__init__(make, digest)
        self._keep = keep

    def made(self, digest: bytes) -> None:
        """Keep the digest."""
        if digest != self.digest:
            self._keep(digest)


class Pieces:
    """Makes pieces of an assessment's reports, or finds them in the store where they were kept.

    What they are made from has to be named by ``parts``, besides the run, the baseline, our code
    and the templates. Without a store, or for districts that nothing names, all is made anew.
    """

    def __init__(self, assessment: Assessment, store: Store | None = None) -> None:
        districts = assessment.districts
        self._digests = districts.digests if isinstance(districts, DistrictSequence) else None
        self._store = store if self._digests is not None else None
        self._rests_on = _rests_on(assessment) if self._store else b""

    def of(self, place: int) -> bytes:
        """Name the district at that place among the assessment's."""
        return self._digests[place] if self._digests is not None else b""

    @property
    def of_all(self) -> bytes:
        """Name all districts together."""
        return key_of(*self._digests) if self._digests is not None else b""

    def piece(self, make: Callable[[], bytes], *parts: str | bytes) -> bytes:
        """Return what ``make`` makes of the parts."""
        return b"".join(self.content(lambda: [make()], *parts))

    def content(self, make: Make, *parts: str | bytes) -> Content:
        """Return the content that ``make`` makes of the parts; kept unless it is very large."""
        if self._store is None:
            return Content(make)
        key = key_of(self._rests_on, *parts)
        found = self._store.get(Kind.PIECE, [key]).get(key)
        if found is not None:
            kept = found
            return Content(lambda: [zlib.decompress(kept[_DIGEST:])], found[:_DIGEST])
        return Content(lambda: self._keeping(key, make()))

    def named(self, make: Make, *parts: str | bytes) -> Content:
        """Return the same, of which only the digest is kept: of what is made of pieces."""
        store = self._store
        if store is None:
            return Content(make)
        key = key_of(self._rests_on, "digest", *parts)
        found = store.get(Kind.PIECE, [key]).get(key)
        return _Known(make, found, lambda digest: store.put(Kind.PIECE, {key: digest}))

    def _keeping(self, key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Hand the pieces on, and keep them if memory holds them easily."""
        held: list[bytes] | None = []
        size = 0
        for piece in pieces:
            yield piece
            size += len(piece)
            if held is not None:
                held.append(piece)
            if size > _LARGEST:
                held = None
        if held is not None and self._store is not None:
            made = b"".join(held)
            value = hashlib.sha256(made).digest() + zlib.compress(made, _FASTEST)
            self._store.put(Kind.PIECE, {key: value})


def _rests_on(assessment: Assessment) -> bytes:
    run, baseline = assessment.run, assessment.baseline
    return key_of(
        code_digest("model", "report", libraries=_LIBRARIES),
        sys.version,
        zlib.ZLIB_RUNTIME_VERSION,
        repr(run),
        repr((baseline.id, baseline.digest, baseline.accuracy)),
    )
