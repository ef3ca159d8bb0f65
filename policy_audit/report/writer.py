"""Reports on disk: written aside and moved, so that an interrupted run leaves the old one whole."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from policy_audit.errors import OutputError
from policy_audit.model import Assessment, Comparison
from policy_audit.report.formats import render

# What this program wrote into the folder and with which bytes: only that is ever removed again.
MANIFEST = ".policy-audit.json"
_MANIFEST_LIMIT = 16_000_000
_OF_ONE = re.compile(
    r"(?:districts|plans)/[a-z0-9-]{1,80}\.(?:html|docx|pdf)"
    r"|documents/[a-z0-9-]{1,80}\.html"
    r"|sarif/[a-z0-9-]{1,80}\.sarif"
)


def write(
    assessment: Assessment,
    output: Path,
    formats: Iterable[str],
    comparison: Comparison | None = None,
) -> tuple[Path, ...]:
    """Write the assessment in each of the formats under ``output``; the files, in their order.

    Nothing is replaced before everything has been rendered and written. Afterwards the files on
    single districts and documents that an earlier run wrote in one of these formats, and this one
    did not, are removed, if their bytes are still those that were written; no other file is ever
    removed. A ``comparison`` is shown by the formats that can. ``UsageError`` for an unknown
    format, ``OutputError`` where the folder or a file cannot be written.
    """
    files: dict[str, bytes] = {}
    for name in dict.fromkeys(formats):
        files.update(render(assessment, name, comparison))
    try:
        before = _manifest(output)
        stale = _stale(before, files)
        kept = {name: digest for name, digest in before.items() if name not in stale}
        after = kept | {name: _digest(content) for name, content in files.items()}
        _replace(output, {**files, MANIFEST: _packed(after)})
        for name in stale:
            _remove_if_ours(output / name, before[name])
    except OSError as error:
        place = error.filename or output
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write {place}: {reason}; free the place or choose another with --output"
        ) from error
    return tuple(output / name for name in files)


def _replace(output: Path, files: Mapping[str, bytes]) -> None:
    """Write all files beside their places, then move them there."""
    token = secrets.token_hex(4)
    written: dict[Path, Path] = {}
    try:
        for name, content in files.items():
            target = output / name
            target.parent.mkdir(parents=True, exist_ok=True)
            aside = target.with_name(f".{target.name}.{token}.tmp")
            with aside.open("xb") as file:
                written[aside] = target
                file.write(content)
        for aside, target in written.items():
            aside.replace(target)
    finally:
        for aside in written:
            aside.unlink(missing_ok=True)


def _manifest(output: Path) -> dict[str, str]:
    """Return the files of earlier runs with their digests; none without a manifest of ours."""
    path = output / MANIFEST
    if not path.is_file() or path.stat().st_size > _MANIFEST_LIMIT:
        return {}
    try:
        files = json.loads(path.read_bytes())["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _packed(files: Mapping[str, str]) -> bytes:
    held = {"files": dict(sorted(files.items()))}
    return (json.dumps(held, indent=1) + "\n").encode("utf-8")


def _stale(before: Mapping[str, str], files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Files on one district or document that a run which writes that kind did not write again."""
    written = {_kind(name) for name in files} - {None}
    return tuple(name for name in before if _kind(name) in written and name not in files)


def _kind(name: str) -> str | None:
    """The ending of a file on one district or document, none for every other file."""
    return name.rpartition(".")[2] if _OF_ONE.fullmatch(name) else None


def _remove_if_ours(page: Path, digest: str) -> None:
    if page.is_symlink() or not page.is_file():
        return
    if _digest(page.read_bytes()) == digest:
        page.unlink()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
