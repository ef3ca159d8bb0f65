"""A content-addressed store in one SQLite file, for any number of processes at once."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from policy_audit.store.file import Identity, Opened, connect, is_broken

LIMIT = 4 * 1024**3
"""Bytes of the file above which what was used longest ago is let go."""

_IN_MEMORY = 64 * 1024**2  # where no file can be written
_KEPT = 0.9  # share of the limit that is left when room was made
_CHUNK = 500  # SQLite's safe number of parameters a statement
_MADE_ROOM = 256  # entries let go at a time
_MOST_STALE = 5000  # keys of one kind to be marked as used, held in memory
_GRAIN = 3600  # seconds; a finer "last used" would make every reading a writing
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_T = TypeVar("_T")


class Kind(StrEnum):
    """What an entry is; also the name of its table."""

    DOCUMENT = "documents"
    VECTOR = "vectors"
    OUTCOME = "outcomes"
    TABLE = "tables"
    DISTRICT = "districts"
    RUN = "runs"
    PIECE = "pieces"


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of one kind is stored; ``size`` in bytes, without what SQLite adds."""

    kind: Kind
    entries: int
    size: int


def key_of(*parts: str | bytes) -> bytes:
    """SHA-256 over the parts, each with its length, so that no two lists of parts are alike."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


class Store:
    """Values by kind and key. What is wrong with the file never raises: it costs the saving.

    Each entry carries a checksum; one that fails it counts as absent, and is dropped. A file that
    is broken, foreign or of another version is set aside, and a new one begun. One that cannot be
    written is only read; where there is none, a little is kept in memory. ``tell`` is given one
    line about each of these, once. ``path`` ``None`` keeps everything in memory. To be used
    by one thread, and not across a fork.
    """

    def __init__(
        self,
        path: Path | None,
        *,
        limit: int = LIMIT,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._path = path
        self._limit = limit
        self._tell = tell
        self._told: set[str] = set()
        self._frozen = False
        self._stale: dict[Kind, list[bytes]] = {}
        self._opened = self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def path(self) -> Path | None:
        """The file; ``None`` where everything is in memory."""
        return self._path

    def close(self) -> None:
        """Put down what was used, and let go of the file; the store is not usable afterwards."""
        self._attempt(self._mark_used)
        with suppress(sqlite3.Error):
            self._opened.connection.close()

    def get(self, kind: Kind, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values at hand, by key."""
        found: dict[bytes, bytes] = {}
        for chunk in _chunks(list(dict.fromkeys(keys))):
            found |= self._attempt(partial(self._get, kind, chunk)) or {}
        return found

    def put(self, kind: Kind, values: Mapping[bytes, bytes]) -> None:
        """Store values, over others of the same key."""
        if values and not self._frozen:
            self._attempt(partial(self._put, kind, values))

    def holds_any(self, kind: Kind) -> bool:
        """Whether there is a single entry of that kind."""
        return bool(self._attempt(partial(self._rows, f"SELECT 1 FROM {kind} LIMIT 1")))

    def usage(self) -> tuple[Usage, ...]:
        """What is stored, by kind. Looks at every entry."""
        return tuple(
            Usage(kind, *(self._attempt(partial(self._count, kind)) or (0, 0))) for kind in Kind
        )

    def verify(self) -> int:
        """Look at every entry, drop those that are not whole, and say how many those were."""
        return sum(self._attempt(partial(self._verify, kind)) or 0 for kind in Kind)

    def _get(self, kind: Kind, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        marks = ",".join("?" * len(keys))
        rows = self._rows(
            f"SELECT key, value, checksum, used FROM {kind} WHERE key IN ({marks})", keys
        )
        now = _now()
        whole = {key: value for key, value, sum_, _ in rows if _is_whole(kind, key, value, sum_)}
        self._stale.setdefault(kind, []).extend(
            key for key, _value, _sum_, used in rows if key in whole and not _is_recent(used, now)
        )
        if len(self._stale[kind]) > _MOST_STALE:
            self._mark_used()
        self._drop(kind, [key for key, *_ in rows if key not in whole])
        return whole

    def _put(self, kind: Kind, values: Mapping[bytes, bytes]) -> None:
        now = _now()
        rows = [(k, v, _sum(kind, k, v), len(v), now) for k, v in values.items()]
        self._opened.connection.execute("BEGIN IMMEDIATE")
        try:
            self._opened.connection.executemany(
                f"INSERT OR REPLACE INTO {kind} VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            self._opened.connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._opened.connection.execute("ROLLBACK")
            raise
        self._make_room()

    def _make_room(self) -> None:
        """Let go of what was used longest ago, until the file is well within its limit."""
        if self._size() <= self._limit:
            return
        while self._size() > _KEPT * self._limit:
            ages = [(_age(used), kind) for kind in Kind for used in self._oldest(kind)]
            if not ages:
                break
            _, oldest = min(ages)
            self._opened.connection.execute(
                f"DELETE FROM {oldest} WHERE rowid IN (SELECT rowid FROM {oldest}"
                " ORDER BY used, rowid LIMIT ?)",
                (_MADE_ROOM,),
            )
        # As a script: a single execution gives back a single page.
        self._opened.connection.executescript("PRAGMA incremental_vacuum")

    def _oldest(self, kind: Kind) -> list[object]:
        """When what was used longest ago was used; nothing where there is nothing."""
        return [used for (used,) in self._rows(f"SELECT used FROM {kind} ORDER BY used LIMIT 1")]

    def _size(self) -> int:
        """Bytes of the file that hold something."""
        [(page,)] = self._rows("PRAGMA page_size")
        [(pages,)] = self._rows("PRAGMA page_count")
        [(free,)] = self._rows("PRAGMA freelist_count")
        return int(page * (pages - free))

    def _mark_used(self) -> None:
        if self._frozen:
            return
        now = _now()
        for kind, keys in self._stale.items():
            for chunk in _chunks(keys):
                marks = ",".join("?" * len(chunk))
                self._opened.connection.execute(
                    f"UPDATE {kind} SET used = ? WHERE key IN ({marks})",
                    (now, *chunk),
                )
        self._stale.clear()

    def _count(self, kind: Kind) -> tuple[int, int]:
        [(entries, size)] = self._rows(f"SELECT count(*), total(size) FROM {kind}")
        return int(entries), int(size)

    def _verify(self, kind: Kind) -> int:
        broken = [
            key
            for key, value, checksum in self._every(kind)
            if not _is_whole(kind, key, value, checksum)
        ]
        self._drop(kind, broken)
        return len(broken)

    def _every(self, kind: Kind) -> Iterator[tuple[bytes, bytes, bytes]]:
        return iter(self._opened.connection.execute(f"SELECT key, value, checksum FROM {kind}"))

    def _drop(self, kind: Kind, keys: Sequence[bytes]) -> None:
        for key in () if self._frozen else keys:
            self._opened.connection.execute(f"DELETE FROM {kind} WHERE key = ?", (key,))

    def _rows(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        return self._opened.connection.execute(statement, values).fetchall()

    def _attempt(self, work: Callable[[], _T]) -> _T | None:
        """What ``work`` gives; ``None`` where the file is at fault, which is then dealt with."""
        try:
            return work()
        except (sqlite3.Error, UnicodeDecodeError) as error:
            self._overcome(error)
            return None

    def _overcome(self, error: sqlite3.Error | UnicodeDecodeError) -> None:
        """Leave a busy file, begin a broken one anew, and only read one that cannot be written."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
            return  # another process writes for long: this once nothing is kept
        if not is_broken(error):
            self._frozen = True
            self._say_unusable(error)
            return
        with suppress(sqlite3.Error):
            self._opened.connection.close()
        self._opened = self._open(broken=self._opened.identity)

    def _open(self, *, broken: Identity | None = None) -> Opened:
        try:
            opened = connect(self._path, Kind, broken=broken)
        except (OSError, sqlite3.Error) as error:
            self._say_unusable(error)
            self._path, self._limit = None, min(self._limit, _IN_MEMORY)
            return connect(None, Kind)
        if opened.wrong is not None:
            self._say(
                "anew",
                f"the store {self._path} {opened.wrong}: it was set aside, and a new one begun",
            )
        return opened

    def _say_unusable(self, error: Exception) -> None:
        why = error.strerror if isinstance(error, OSError) else str(error)
        self._say(
            "unusable",
            f"the store {self._path} cannot be written ({why}): the audit goes on without "
            "storing; make room, or give another --cache",
        )

    def _say(self, matter: str, line: str) -> None:
        if self._tell is not None and matter not in self._told:
            self._told.add(matter)
            self._tell(line)


def _chunks(keys: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))


def _now() -> int:
    return int(time.time()) // _GRAIN * _GRAIN


def _is_recent(used: object, now: int) -> bool:
    return isinstance(used, int) and used >= now


def _age(used: object) -> int:
    """When it was used; in a damaged file that may be anything, and counts as long ago."""
    return used if isinstance(used, int) else 0


def _is_whole(kind: Kind, key: object, value: object, checksum: object) -> bool:
    if not (isinstance(key, bytes) and isinstance(value, bytes)):
        return False
    return checksum == _sum(kind, key, value)


def _sum(kind: Kind, key: bytes, value: bytes) -> bytes:
    # With the key, so that values that changed places are found out too.
    return hashlib.blake2b(
        value, digest_size=16, key=hashlib.blake2b(kind.encode() + key, digest_size=32).digest()
    ).digest()
