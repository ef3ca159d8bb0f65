"""The store's file: opened, made, or set aside where it is not one that this version reads."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from policy_audit.lock import lock

FILE = "store.sqlite"
#: Says that a SQLite file is ours: "paud".
MARK = 0x70617564
#: Counts up when the tables change.
FORM = 2
_ASIDE = ".aside"
_LOCK = ".lock"
_DAMAGED = "is damaged"
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PATIENCE = 30.0  # seconds to wait for another process's write
_BESIDE = ("", "-wal", "-shm")
_RETRY = 0.05
_WAL_PATIENCE = 5.0


Identity = tuple[int, int]
"""Which file it is, whatever its name: the device and the number of the file on it."""


class ForeignError(Exception):
    """The file is no store of this version; ``str`` says what it is instead."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to the store's file, and what was wrong with the one set aside for it."""

    connection: sqlite3.Connection
    identity: Identity | None = None
    wrong: str | None = None


def connect(path: Path | None, tables: Iterable[str], *, broken: Identity | None = None) -> Opened:
    """Open the store at ``path`` and make what is missing of it; in memory without a path.

    A file that is damaged or none of ours is set aside, over what was set aside before, and so is
    the file ``broken``, which was found to be damaged in use. Processes do so one at a time, and
    none takes away what another has just begun. Raises ``OSError`` or ``sqlite3.Error`` where the
    store cannot be opened or made.
    """
    if path is None:
        return Opened(_connected(":memory:", tables))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path):
        found = _DAMAGED if broken and _identity(path) == broken else _tried(path, tables)
        if not isinstance(found, str):
            return Opened(found, _identity(path))
        _set_aside(path)
        return Opened(_connected(str(path), tables), _identity(path), found)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Have other processes wait to open the store; where there are no locks, nobody waits."""
    with ExitStack() as stack:
        with suppress(OSError):
            lock(stack.enter_context(path.with_name(path.name + _LOCK).open("ab")), wait=True)
        yield


def _tried(path: Path, tables: Iterable[str]) -> sqlite3.Connection | str:
    """The connection, or what is wrong with the file."""
    try:
        return _connected(str(path), tables)
    except ForeignError as foreign:
        return str(foreign)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        if is_broken(error):
            return _DAMAGED
        raise


def is_broken(error: Exception) -> bool:
    """Whether the error says that the file is damaged, not that it cannot be used now."""
    if isinstance(error, UnicodeDecodeError):
        return True  # the names of tables are decoded by Python, which says so in its own words
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _BROKEN


def _identity(path: Path) -> Identity | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _set_aside(path: Path) -> None:
    for end in _BESIDE:
        part = path.with_name(path.name + end)
        with suppress(FileNotFoundError):
            part.replace(path.with_name(f"{path.stem}{_ASIDE}{path.suffix}{end}"))


def _connected(place: str, tables: Iterable[str]) -> sqlite3.Connection:
    connection = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
    try:
        _prepare(connection, tables)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    wanted = list(tables)
    marked = _is_marked(connection)
    if not marked:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _write_ahead(connection)
    # What is lost when the machine stops can be made again; waiting for the disk costs more.
    connection.execute("PRAGMA synchronous = OFF")
    # Kinds that came later are added to a store that is there.
    if marked and _tables(connection).issuperset(wanted):
        return
    connection.execute("BEGIN IMMEDIATE")  # another process may be making the same file
    for table in wanted:
        connection.execute(
            f"CREATE TABLE IF NOT EXISTS {table} (key BLOB PRIMARY KEY, value BLOB NOT NULL,"
            " checksum BLOB NOT NULL, size INTEGER NOT NULL, used INTEGER NOT NULL)"
        )
        connection.execute(f"CREATE INDEX IF NOT EXISTS {table}_used ON {table} (used)")
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute(f"PRAGMA user_version = {FORM}")
    connection.execute("COMMIT")


def _is_marked(connection: sqlite3.Connection) -> bool:
    """Whether the file is a store of this version; false for a new one, ``ForeignError`` else."""
    connection.execute("BEGIN")  # of one moment, lest a file being made looks half foreign
    [mark] = connection.execute("PRAGMA application_id").fetchone()
    [form] = connection.execute("PRAGMA user_version").fetchone()
    tables = _tables(connection)
    connection.execute("COMMIT")
    if mark == MARK and form not in (0, FORM):
        raise ForeignError(f"was written by {'a newer' if form > FORM else 'an older'} version")
    if tables and mark != MARK:
        raise ForeignError("is another program's")
    return (mark, form) == (MARK, FORM)


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and one writer work at once; SQLite does not wait for others to agree to it."""
    last = time.monotonic() + _WAL_PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            locked = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not locked or time.monotonic() > last:
                raise
            time.sleep(_RETRY)
        else:
            return
