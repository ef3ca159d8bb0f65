"""Our own code as a part of keys, so that nobody has to remember to count a version up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import policy_audit


@cache
def code_digest(*packages: str, libraries: tuple[str, ...] = ()) -> str:
    """SHA-256 over the source of our ``packages`` and the versions of ``libraries``.

    What was made by other code is made again: a stale result would be worse than a slow one. A
    library that is not installed counts as that.
    """
    root = Path(policy_audit.__file__).parent
    digest = hashlib.sha256(policy_audit.__version__.encode())
    for path in _sources(root, packages):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for library in libraries:
        digest.update(f"\0{library} {_version(library)}".encode())
    return digest.hexdigest()


def _sources(root: Path, packages: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for package in packages:
        folder = root / package
        found.extend(sorted(folder.rglob("*.py")) if folder.is_dir() else [root / f"{package}.py"])
    return found


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "absent"
