"""Reports on disk: written aside and moved, so that an interrupted run leaves the old one whole."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from policy_audit.errors import OutputError
from policy_audit.lock import lock
from policy_audit.manifest import MANIFEST, read_manifest
from policy_audit.model import Assessment, Comparison
from policy_audit.report.formats import require_known, stream
from policy_audit.report.pieces import Pieces
from policy_audit.report.placed import Placed
from policy_audit.store import Store

_ASIDE = ".policy-audit-"
_LOCK = ".lock"
_MANIFEST_LIMIT = 256_000_000  # above what is ever written
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
    store: Store | None = None,
) -> tuple[Path, ...]:
    """Write the assessment in each of the formats under ``output``; the files, in their order.

    Nothing is replaced before everything has been rendered and written. Afterwards the files on
    single districts and documents that an earlier run wrote in one of these formats, and this one
    did not, are removed, if their bytes are still those that were written; no other file is ever
    removed. A ``comparison`` is shown by the formats that can. With a ``store``, what an earlier
    run made of a district is not made again, and a file that is there already stays. ``UsageError``
    for an unknown format, ``OutputError`` where the folder or a file cannot be written.
    """
    chosen = tuple(dict.fromkeys(formats))
    for name in chosen:
        require_known(name)
    try:
        output.mkdir(parents=True, exist_ok=True)
        with _alone(output):
            written = _put(assessment, output, chosen, comparison, store)
    except OSError as error:
        place = error.filename or output
        reason = error.strerror or str(error)
        raise OutputError(
            f"cannot write {place}: {reason}; free the place or choose another with --output"
        ) from error
    return tuple(output / name for name in written)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Have other runs into the folder wait, lest the files of one are noted as another's.

    Where a folder cannot be opened or locked, nobody waits.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            folder = os.open(output, os.O_RDONLY)
            stack.callback(os.close, folder)
            lock(folder, wait=True)
        yield


def _put(
    assessment: Assessment,
    output: Path,
    formats: Iterable[str],
    comparison: Comparison | None,
    store: Store | None,
) -> Iterable[str]:
    """Write, move and remove; the names of what was written or left."""
    before = read_manifest(output, _MANIFEST_LIMIT)
    placed = Placed(output, store)
    pieces = Pieces(assessment, store)
    with _Aside(output) as aside:
        for name in formats:
            for file, content in stream(assessment, name, pieces, comparison):
                known = content.digest.hex() if content.digest else None
                if known and placed.holds(file, known, before.get(file)):
                    aside.leave(file, known)
                else:
                    content.made(bytes.fromhex(aside.write(file, content)))
        written = aside.digests
        stale = _stale(before, written)
        kept = {name: digest for name, digest in before.items() if name not in stale}
        aside.write(MANIFEST, [_packed(kept | written)])
        aside.move()
    placed.keep(written, kept.keys() - written.keys())
    for name in stale:
        _remove_if_ours(output / name, before[name])
    return written


class _Aside:
    """Files written beside their places, all of which move there together.

    They lie in a hidden folder of the output, which is locked while a process writes there: what
    one left behind that was killed is known by that, and removed.
    """

    def __init__(self, output: Path) -> None:
        self._output = output
        self._folder = output / f"{_ASIDE}{secrets.token_hex(4)}"
        self._digests: dict[str, str] = {}
        self._left: set[str] = set()
        self._lock: IO[bytes] | None = None

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each file that was written or left, by its name."""
        return dict(self._digests)

    def __enter__(self) -> Self:
        for left in self._output.glob(f"{_ASIDE}*"):
            _remove_if_left(left)
        self._folder.mkdir()
        self._lock = (self._folder / _LOCK).open("xb")
        lock(self._lock, wait=False)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._lock is not None:
            self._lock.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def leave(self, name: str, digest: str) -> None:
        """Leave a file that is at its place already."""
        self._digests[name] = digest
        self._left.add(name)

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write one file aside, and return its digest."""
        if (self._output / name).parent.exists() and not (self._output / name).parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "is no folder", str(Path(name).parent))
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with path.open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
        self._digests[name] = digest.hexdigest()
        return self._digests[name]

    def move(self) -> None:
        """Move every file to its place; the manifest, which was written last, comes last."""
        for name in self._digests:
            if name in self._left:
                continue
            target = self._output / name
            target.parent.mkdir(parents=True, exist_ok=True)
            (self._folder / name).replace(target)


def _remove_if_left(folder: Path) -> None:
    """Remove what a run left that was killed, unless it is still being written."""
    if folder.is_symlink() or not (folder / _LOCK).is_file():
        return
    with suppress(OSError):
        with (folder / _LOCK).open("rb+") as held:
            if not lock(held, wait=False):
                return  # a system without such locks takes nothing for left
        shutil.rmtree(folder)


def _packed(files: Mapping[str, str]) -> bytes:
    held = {"files": dict(sorted(files.items()))}
    return (json.dumps(held, indent=1) + "\n").encode("utf-8")


def _stale(before: Mapping[str, str], files: Mapping[str, str]) -> tuple[str, ...]:
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
