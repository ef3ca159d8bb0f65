"""What a run wrote into the output folder: whether it is there still, without reading all of it."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from policy_audit.store import Kind, Store, key_of

_Looks = list[int | str]


class Placed:
    """The files of one output folder with what they looked like when they were put there.

    A file counts as the one that was written where it has the same place on the disk, size and
    time of change, as git's index has it; else where the bytes have the digest of those written.
    """

    def __init__(self, output: Path, store: Store | None) -> None:
        self._output = output
        self._store = store
        self._key = key_of("placed", str(output.absolute()))
        self._before = self._load()
        self._now: dict[str, _Looks] = {}

    def holds(self, name: str, digest: str, written: str | None) -> bool:
        """Whether the file has that digest; ``written`` is what the manifest says it has."""
        if digest != written or (looks := self._looks(name, digest)) is None:
            return False
        if self._before.get(name) != looks:
            with suppress(OSError), (self._output / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                    self._now[name] = looks
                    return True
            return False
        self._now[name] = looks
        return True

    def keep(self, written: Mapping[str, str], others: Iterable[str]) -> None:
        """Note how files look that were put there or held; ``others`` are as noted before."""
        if self._store is None:
            return
        for name, digest in written.items():
            looks = self._now.get(name) or self._looks(name, digest)
            if looks is not None:
                self._now[name] = looks
        for name in others:
            if name in self._before:
                self._now.setdefault(name, self._before[name])
        if self._now != self._before:
            self._store.put(Kind.PIECE, {self._key: json.dumps(self._now).encode("ascii")})

    def _looks(self, name: str, digest: str) -> _Looks | None:
        try:
            status = (self._output / name).lstat()
        except OSError:
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        return [digest, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]

    def _load(self) -> dict[str, _Looks]:
        found = self._store.get(Kind.PIECE, [self._key]).get(self._key) if self._store else None
        with suppress(ValueError):
            looks = json.loads(found) if found else {}
            return looks if isinstance(looks, dict) else {}
        return {}
