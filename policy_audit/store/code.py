"""Our own code as a part of keys, so that nobody has to remember to count a version up."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from functools import cache
from importlib import metadata
from pathlib import Path

import policy_audit

_BEGAN = time.time()


@cache
def code_digest(*packages: str, libraries: tuple[str, ...] = ()) -> str:
    """SHA-256 over the source of our ``packages`` and the versions of ``libraries``.

    What was made by other code is made again: a stale result would be worse than a slow one. A
    library that is not installed counts as that. Source that was changed since this process began
    is not what runs in it: then the digest is one that no other process has.
    """
    root = Path(policy_audit.__file__).parent
    digest = hashlib.sha256(policy_audit.__version__.encode())
    for path in _sources(root, packages):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
        if path.stat().st_mtime > _BEGAN:
            digest.update(f"\0{os.getpid()} {_BEGAN}".encode())
    for library in libraries:
        digest.update(f"\0{library} {_version(library)}".encode())
    return digest.hexdigest()


def _sources(root: Path, packages: Iterable[str]) -> list[Path]:
    """Modules, and what lies beside them: templates and the like."""
    found: list[Path] = []
    for package in packages:
        folder = root / package
        inside = (p for p in folder.rglob("*") if p.is_file() and p.parent.name != "__pycache__")
        found.extend(sorted(inside) if folder.is_dir() else [root / f"{package}.py"])
    return found


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "absent"
