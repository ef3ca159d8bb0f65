"""A small store of clause vectors, so that a second audit encodes only what is new."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

_CHUNK = 500  # SQLite's safe number of host parameters a statement


def key_of(encoder_digest: str, text: str) -> str:
    """The name of one text's vector under one encoder."""
    return hashlib.sha256(f"{encoder_digest}\0{text}".encode()).hexdigest()


class VectorStore:
    """Vectors by encoder and text, in one SQLite file that may be deleted at any time.

    A store that cannot be opened or is damaged is put aside and begun anew: it holds nothing that
    cannot be computed again. Used as a context manager.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._connection = self._open()

    def __enter__(self) -> VectorStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store is not usable afterwards."""
        self._connection.close()

    def get(self, encoder_digest: str, texts: Sequence[str], dimension: int) -> dict[str, Vector]:
        """The vectors at hand, by text. Entries of another dimension count as absent."""
        by_key = {key_of(encoder_digest, text): text for text in texts}
        keys = list(by_key)
        found: dict[str, Vector] = {}
        for start in range(0, len(keys), _CHUNK):
            for key, blob in self._rows(keys[start : start + _CHUNK]):
                if len(blob) == 4 * dimension:
                    found[by_key[key]] = np.frombuffer(blob, dtype=np.float32)
        return found

    def put(self, encoder_digest: str, vectors: Mapping[str, Vector]) -> None:
        """Add vectors; a full disk or a read-only folder loses the saving, not the audit."""
        rows = [
            (key_of(encoder_digest, text), np.ascontiguousarray(vector, np.float32).tobytes())
            for text, vector in vectors.items()
        ]
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.OperationalError:
            return

    def _rows(self, keys: Sequence[str]) -> Iterable[tuple[str, bytes]]:
        marks = ",".join("?" * len(keys))
        statement = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608
        try:
            return self._connection.execute(statement, keys).fetchall()
        except sqlite3.DatabaseError:
            self._connection.close()
            self._connection = self._begin_anew()
            return []

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect(self._path)
        except sqlite3.DatabaseError:
            return self._begin_anew()
        except OSError:
            return self._connect(None)

    def _begin_anew(self) -> sqlite3.Connection:
        try:
            if self._path is not None:
                self._path.unlink(missing_ok=True)
            return self._connect(self._path)
        except (OSError, sqlite3.DatabaseError):
            return self._connect(None)

    @staticmethod
    def _connect(path: Path | None) -> sqlite3.Connection:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(str(path) if path else ":memory:", timeout=30)
        try:
            # What is lost when the machine stops can be computed again; waiting for the disk costs
            # more than encoding does.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)"
            )
            connection.commit()
        except sqlite3.DatabaseError:
            with closing(connection):
                raise
        return connection
