"""What a folder held at a git revision, read from git's objects and never checked out.

Everything in a repository is hostile: its names, its sizes, its configuration. Only ``rev-parse``,
``ls-tree`` and ``cat-file`` are run, which start no hook, no filter and no pager, and nothing is
fetched.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from policy_audit.errors import UsageError
from policy_audit.ingest.districts.discover import named, shown
from policy_audit.ingest.reading.documents import LARGEST_FILE
from policy_audit.manifest import MANIFEST

MOST_FILES = 20_000
LARGEST_TOTAL = 2 * 1024**3
"""Bytes of all the files of a revision together; more are not read."""

_LONGEST_LISTING = 64_000_000
_SECONDS = 300
_LINK = "120000"
_SETTINGS = ("-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "--no-replace-objects")
# Set inside a hook: they would lead to another repository than that of the path.
_MISLEADING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE")


@dataclass(frozen=True, slots=True)
class _Entry:
    """One file of a revision; ``parts`` is its path below the folder that was asked for."""

    mode: str
    blob: str
    size: int
    parts: tuple[str, ...]


def copy_revision(path: Path, revision: str, aside: Path) -> Path:
    """Write what ``path`` held at the revision under the empty folder ``aside``; its place there.

    The place bears the name of ``path``, so that districts keep their ids. Where the revision has
    nothing at ``path``, it is an empty folder. Hidden files are left out, but for the manifests by
    which reports are known. A file that is too large to be read is written as long as it is,
    without its bytes: whoever reads it refuses it for its length. Raises ``UsageError`` where there
    is no git, no repository or no such revision, or where the revision holds more than
    ``MOST_FILES`` files or ``LARGEST_TOTAL`` bytes there.
    """
    folder = path.absolute().parent if not path.is_dir() else path.absolute()
    while not folder.is_dir():
        folder = folder.parent
    top = _top(folder, path)
    commit = _commit(top, revision)
    inside = _inside(path, top)
    name = named(path).name or top.name
    entries = _entries(top, commit, inside)
    place = aside / name
    try:
        if not any(not entry.parts for entry in entries):
            place.mkdir(parents=True)
        _write(top, entries, place)
    except OSError as error:
        raise UsageError(
            f"{shown(path)} at {revision!r} cannot be copied aside: {error.strerror or error}"
        ) from None
    return place


def _top(folder: Path, path: Path) -> Path:
    done = _git(folder, ["rev-parse", "--show-toplevel"])
    if done is None:
        raise UsageError(
            f"{shown(path)}: is not in a git repository that may be read; run this inside one (and "
            "see 'git status' there), or compare two folders or two assessments"
        )
    return Path(os.fsdecode(done).removesuffix("\n"))


def _commit(top: Path, revision: str) -> str:
    wanted = f"{revision}^{{commit}}"
    done = None
    if revision and "\0" not in revision:
        done = _git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", wanted])
    if done is None:
        raise UsageError(
            f"{revision!r}: no such revision in {shown(top)}; fetch it first (in CI: check out "
            "with the whole history), or give another"
        )
    return done.decode("ascii").strip()


def _inside(path: Path, top: Path) -> str:
    """The path below the top of the repository, with forward slashes; empty for the top itself."""
    whole = path.resolve() if path.is_dir() else path.absolute().parent.resolve() / path.name
    try:
        inside = whole.relative_to(top.resolve()).as_posix()
    except ValueError:
        raise UsageError(f"{shown(path)}: leads out of the repository {shown(top)}") from None
    return "" if inside == "." else inside


def _entries(top: Path, commit: str, inside: str) -> list[_Entry]:
    wanted = ["--", inside] if inside else []
    listing = _git(top, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit, *wanted]) or b""
    entries = list(_parsed(listing, inside))
    total = sum(min(entry.size, LARGEST_FILE + 1) for entry in entries)
    if len(entries) > MOST_FILES or total > LARGEST_TOTAL:
        raise UsageError(
            f"{inside or shown(top)}: holds more at {commit[:12]} than this tool reads at once; "
            "give a folder of districts"
        )
    return entries


def _parsed(listing: bytes, inside: str) -> Iterator[_Entry]:
    for line in listing.split(b"\0"):
        head, tab, name = line.partition(b"\t")
        fields = head.decode("ascii", "replace").split()
        if not tab or len(fields) != 4 or fields[1] != "blob":
            continue  # a submodule is no part of this repository
        whole = os.fsdecode(name)
        rest = whole.removeprefix(inside).removeprefix("/") if inside else whole
        parts = tuple(rest.split("/")) if rest else ()
        if all(_is_name(part) for part in parts):
            # Of a file that is not at hand, git does not know the size: reading it tells so.
            size = int(fields[3]) if fields[3].isdecimal() else 0
            yield _Entry(fields[0], fields[2], size, parts)


def _is_name(part: str) -> bool:
    """Whether a tree's entry may become a file: no hidden one, and none that climbs out."""
    if part.startswith(".") and part != MANIFEST:
        return False
    return bool(part) and PurePath(part).name == part


def _write(top: Path, entries: Sequence[_Entry], place: Path) -> None:
    # Links come last: nothing is ever written through one.
    ordered = sorted(entries, key=lambda entry: entry.mode == _LINK)
    with _started(top, ["cat-file", "--batch"]) as git:
        for entry in ordered:
            target = place.joinpath(*entry.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            if entry.size > LARGEST_FILE:
                with target.open("xb") as file:
                    file.truncate(entry.size)
                continue
            content = _blob(git, entry)
            if entry.mode == _LINK:
                target.symlink_to(os.fsdecode(content))
            else:
                with target.open("xb") as file:
                    file.write(content)


def _blob(git: subprocess.Popen[bytes], entry: _Entry) -> bytes:
    asked, answered = _pipes(git)
    asked.write(f"{entry.blob}\n".encode("ascii"))
    asked.flush()
    head = answered.readline(200).split()
    if len(head) != 3 or head[1] != b"blob" or int(head[2]) != entry.size:
        raise UsageError(
            f"{shown('/'.join(entry.parts))}: git does not have its content at hand; fetch the "
            "whole history"
        )
    content = answered.read(entry.size + 1)
    return content[:-1]


def _pipes(git: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if git.stdin is None or git.stdout is None:  # pragma: no cover - both are asked for below
        raise ValueError("git was started without pipes")
    return git.stdin, git.stdout


def _git(folder: Path, arguments: Sequence[str]) -> bytes | None:
    """What git answers, ``None`` where it refuses."""
    with _started(folder, arguments) as git:
        _, stdout = _pipes(git)
        answer = stdout.read(_LONGEST_LISTING + 1)
        if len(answer) > _LONGEST_LISTING:
            git.kill()
            raise UsageError(f"{shown(folder)}: git tells of more files than this tool reads")
        return answer if git.wait() == 0 else None


@contextmanager
def _started(folder: Path, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A running git that ends with the block, or after ``_SECONDS``."""
    try:
        git = subprocess.Popen(  # noqa: S603  # no shell; a revision never stands as an option
            ["git", *_SETTINGS, "-C", str(folder), *arguments],  # noqa: S607  # the user's git
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
    except FileNotFoundError:
        raise UsageError("git is not installed; install it to read revisions") from None
    timer = threading.Timer(_SECONDS, git.kill)
    timer.daemon = True
    timer.start()
    try:
        yield git
    finally:
        timer.cancel()
        git.kill()
        git.communicate()


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    return kept | {
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
