"""The store's file: opened, made, or set aside where it is not one that this version reads."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

FILE = "store.sqlite"
#: Says that a SQLite file is ours: "paud".
MARK = 0x70617564
#: Counts up when the tables change.
FORM = 2
_ASIDE = ".aside"
_PATIENCE = 30.0  # seconds to wait for another process's write
_BESIDE = ("", "-wal", "-shm")
_RETRY = 0.05
_WAL_PATIENCE = 5.0


class ForeignError(Exception):
    """The file is no store of this version; ``str`` says what it is instead."""


def connect(path: Path | None, tables: Iterable[str]) -> sqlite3.Connection:
    """Open the store at ``path`` and make what is missing of it; in memory without a path.

    Raises ``ForeignError`` where it is something else, and ``OSError`` or ``sqlite3.Error`` where
    it cannot be opened.
    """
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    place = ":memory:" if path is None else str(path)
    connection = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
    try:
        _prepare(connection, tables)
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(path: Path) -> None:
    """Move the file and what belongs to it out of the way, over what was there before.

    Raises ``OSError`` where that cannot be done.
    """
    for end in _BESIDE:
        part = path.with_name(path.name + end)
        with suppress(FileNotFoundError):
            part.replace(path.with_name(f"{path.stem}{_ASIDE}{path.suffix}{end}"))


def _prepare(connection: sqlite3.Connection, tables: Iterable[str]) -> None:
    marks = _marks(connection)
    wanted = list(tables)
    if marks != (MARK, FORM):
        _require_new(connection, marks)
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _write_ahead(connection)
    # What is lost when the machine stops can be made again; waiting for the disk costs more.
    connection.execute("PRAGMA synchronous = OFF")
    # Kinds that came later are added to a store that is there.
    if marks == (MARK, FORM) and _tables(connection).issuperset(wanted):
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


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    [mark] = connection.execute("PRAGMA application_id").fetchone()
    [form] = connection.execute("PRAGMA user_version").fetchone()
    return mark, form


def _tables(connection: sqlite3.Connection) -> set[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in rows}


def _require_new(connection: sqlite3.Connection, marks: tuple[int, int]) -> None:
    [count] = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    mark, form = marks
    if mark == MARK and form:
        raise ForeignError(f"was written by {'a newer' if form > FORM else 'an older'} version")
    if count and mark != MARK:
        raise ForeignError("is another program's")


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
