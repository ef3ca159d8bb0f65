"""Reading what users write: TOML files and the folder's digest."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from policy_audit import toml
from policy_audit.errors import BaselineError, ConfigError
from policy_audit.store import Kind, Store, key_of

BASELINE_FILE = "baseline.toml"
EXAMPLES_FILE = "examples.toml"
PRACTICE_FOLDER = "practice"
#: What may be there besides: clauses that speak of other things.
BACKGROUND_FILE = "background.txt"
CASE_FILE = "case.toml"
#: What makes up a baseline; anything else in its folder is not read.
CONTENTS = (BASELINE_FILE, EXAMPLES_FILE, BACKGROUND_FILE, PRACTICE_FOLDER)

# Ten times the largest file shipped: a bound on memory, not on anybody's work.
_MAX_BYTES = 4_000_000
_MAX_PROBLEM = 300


def one_line(text: str) -> str:
    """``text`` fit for an error message: one line, printable, of bounded length."""
    folded = " ".join(text.split())
    plain = "".join(c if c.isprintable() else "?" for c in folded)
    return plain if len(plain) <= _MAX_PROBLEM else plain[: _MAX_PROBLEM - 3] + "..."


def read_toml(path: Path, error: type[ConfigError], store: Store | None = None) -> dict[str, Any]:
    """Read the tables of a TOML file; those of a file with the same bytes may be in ``store``.

    Raises ``error`` with the line where it is not TOML, is too large or cannot be read.
    """
    where = one_line(str(path))
    text = read_text(path, error)
    try:
        return _tables(text) if store is None else _kept_tables(text, store)
    except RecursionError as problem:
        raise error(where, "", "is not TOML that can be read: nested too deeply") from problem
    except ValueError as problem:  # TOMLDecodeError, and numbers too long to convert
        raise error(where, "", f"is not TOML: {one_line(str(problem))}") from problem


def read_text(path: Path, error: type[ConfigError]) -> str:
    """Read a file of text; raises ``error`` where it is too large, no UTF-8 or cannot be read."""
    where = one_line(str(path))
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise error(where, "", f"larger than {_MAX_BYTES // 1_000_000} MB: split it up")
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise error(where, "", "no such file") from None
    except OSError as problem:
        raise error(where, "", f"cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise error(where, "", f"is not UTF-8 (byte {problem.start})") from problem


def _tables(text: str) -> dict[str, Any]:
    return toml.loads(text)


def _kept_tables(text: str, store: Store) -> dict[str, Any]:
    """The tables from the store as JSON, which is read twenty times as fast as TOML."""
    key = key_of("toml", sys.version, text)
    found = store.get(Kind.TABLE, [key]).get(key)
    if found is not None:
        kept = json.loads(found)
        return kept if isinstance(kept, dict) else _tables(text)
    tables = _tables(text)
    with suppress(TypeError):  # dates are of no form that JSON has
        written = json.dumps(tables)
        if json.loads(written) == tables:
            store.put(Kind.TABLE, {key: written.encode("ascii")})
    return tables


def visible_files(folder: Path) -> Iterator[Path]:
    """Walk the files under ``folder``, in no order, without hidden files and folders."""
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path


def folder_digest(folder: Path, names: Sequence[str] = CONTENTS) -> str:
    """SHA-256 over the checklist and all that teaches its judge, or those named, as hex.

    Each file counts with its path relative to ``folder``, in the order of those paths. Hidden
    files and everything else in the folder (what was learned, notes) are left out. Raises
    ``BaselineError`` where a file cannot be read.
    """
    files = [folder / name for name in names if name != PRACTICE_FOLDER]
    files = [path for path in files if path.name != BACKGROUND_FILE or path.is_file()]
    if PRACTICE_FOLDER in names:
        files += visible_files(folder / PRACTICE_FOLDER)
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in files):
        try:
            content = path.read_bytes()
        except OSError as problem:
            reason = f"cannot be read: {problem.strerror}"
            raise BaselineError(one_line(str(path)), "", reason) from problem
        # Lengths keep two different folders from running together into the same bytes.
        digest.update(f"{len(name.encode())}:{name}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()
