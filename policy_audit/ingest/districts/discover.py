"""Input paths -> districts and their files. Nothing is read here but folders."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from policy_audit.errors import UsageError
from policy_audit.ingest.districts.district_file import FILE_NAME
from policy_audit.manifest import read_manifest
from policy_audit.model import Unread, UnreadCategory

_DECISIONS = "decisions.toml"
_NOT_DOCUMENTS = frozenset({FILE_NAME, _DECISIONS, "case.toml", "thumbs.db", "desktop.ini"})
_README = re.compile(r"readme(?:\.\w+)?", re.IGNORECASE)
_UNSHOWABLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff]")
_OUTSIDE = "is a link that leaves the folder that was audited; put the document itself there"
_NOT_USED = "was not used: it {}; put the file itself there"
_DEEPEST = 24
_MOST_FILES = 20_000
_LARGEST_MANIFEST = 16_000_000  # no writer but ours is trusted: more may fill the memory


@dataclass(frozen=True, slots=True)
class DistrictFile:
    """One file of a district: where it is, and what reports call it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class DistrictFolder:
    """One district of the input, before anything of it was read.

    ``folder`` is ``None`` for a loose file. ``settings`` is its ``district.toml`` if there is
    one, and ``decisions`` its ``decisions.toml``. ``unread`` are the entries that must not or
    cannot be followed. ``root`` is the folder that its files' names are relative to, as seen from
    the folder that the program runs in.
    """

    id: str
    folder: Path | None
    files: tuple[DistrictFile, ...]
    unread: tuple[Unread, ...] = ()
    settings: Path | None = None
    decisions: Path | None = None
    root: str = ""


@dataclass(slots=True)
class _Walk:
    """What was found under one folder; links must stay inside ``root``.

    ``ours`` are files that this program wrote.
    """

    root: Path
    ours: frozenset[Path]
    files: list[DistrictFile] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def discover(
    paths: Sequence[Path], originals: Sequence[Path] | None = None
) -> tuple[DistrictFolder, ...]:
    """The districts under ``paths``, in the order of their ids.

    A folder with a ``district.toml`` or a ``decisions.toml`` is one district; of any other
    folder each sub-folder that holds documents, or decisions on them, is one, and each loose
    file another. Hidden files, the tool's own files, the reports that it wrote and a README at
    the top of a folder are not documents. Where ``paths`` are copies of ``originals``,
    districts bear the ids that they bear there, and a folder is one district where its original
    is. Raises ``UsageError`` for a path that is not there.
    """
    found: dict[str, DistrictFolder] = {}
    for path, original in zip(paths, originals or paths, strict=True):
        if not path.exists():
            raise UsageError(f"{shown(path)}: no such file or folder; give a folder of districts")
        for district in _under(path, original):
            found.setdefault(_identity(district, path, original), district)
    ordered = sorted(found, key=lambda place: (found[place].id, found[place].folder is None, place))
    return tuple(_with_own_ids([found[place] for place in ordered]))


def shown(path: Path | str) -> str:
    """A path as it may stand in a message or report: printable, with forward slashes."""
    text = os.fsencode(str(path)).decode("utf-8", "replace")
    if os.sep != "/":
        text = text.replace(os.sep, "/")
    return _UNSHOWABLE.sub("\ufffd", text)


def named(path: Path) -> Path:
    """The path, or the whole of it where it ends in no name, as ``.`` and ``..`` do."""
    return path.resolve() if path.name in {"", ".."} else path


def _identity(district: DistrictFolder, path: Path, original: Path) -> str:
    """What tells a district from those of its name: the place that it has under the original."""
    if district.folder is not None:
        return str((original / district.folder.relative_to(path)).resolve())
    if district.files:
        return str((original / district.files[0].path.relative_to(path)).absolute())
    return f"{district.id}/{district.unread[0].path if district.unread else ''}"


def _under(path: Path, original: Path) -> Iterator[DistrictFolder]:
    if not path.is_dir():
        yield DistrictFolder(shown(path.stem), None, (DistrictFile(path, shown(path.name)),))
        return
    ours = _written_into(path)
    if _is_one(original if original.is_dir() else path):
        yield _district(path, path.resolve(), ours)
        return
    root = path.resolve()
    entries, unread = _entries(path, shown(named(path).name), ours)
    if unread:
        yield DistrictFolder(shown(root.name), path, (), tuple(unread))
    for entry in sorted(entries, key=Path.is_symlink):  # a folder is named by itself, not by a link
        if _leaves(entry, root):
            refused = Unread(shown(entry.name), UnreadCategory.FORBIDDEN, _OUTSIDE)
            yield DistrictFolder(shown(entry.stem), None, (), (refused,))
        elif entry.is_dir():
            district = _district(entry, root, ours)
            if district.files or district.unread or district.settings or district.decisions:
                yield district
        elif not _README.fullmatch(entry.name):
            yield DistrictFolder(shown(entry.stem), None, (DistrictFile(entry, shown(entry.name)),))


def _is_one(folder: Path) -> bool:
    """Whether somebody said that the folder is one district, be it by a file that is not used."""
    return any(os.path.lexists(folder / name) for name in (FILE_NAME, _DECISIONS))


def _written_into(folder: Path) -> frozenset[Path]:
    """The files that this program wrote into the folder, as far as its manifest tells."""
    with suppress(OSError):
        return frozenset(folder / name for name in read_manifest(folder, _LARGEST_MANIFEST))
    return frozenset()


def _district(folder: Path, root: Path, ours: frozenset[Path]) -> DistrictFolder:
    walk = _Walk(root, ours)
    name = named(folder).name
    called = PurePosixPath(shown(name))
    _collect(folder, called, walk, (folder.resolve(),))
    settings = _own_file(folder / FILE_NAME, called, walk)
    decisions = _own_file(folder / _DECISIONS, called, walk)
    return DistrictFolder(
        id=shown(name),
        folder=folder,
        files=tuple(sorted(walk.files, key=lambda file: file.name)),
        unread=tuple(sorted(walk.unread, key=lambda unread: unread.path)),
        settings=settings,
        decisions=decisions,
    )


def _own_file(path: Path, folder: PurePosixPath, walk: _Walk) -> Path | None:
    """The path of a file about the district; what is there and must not be read is unread."""
    leaves = _leaves(path, walk.root)
    if path.is_file() and not leaves:
        return path
    if os.path.lexists(path):
        why = "is a link that leaves the folder that was audited" if leaves else "is no plain file"
        called = str(folder / path.name)
        walk.unread.append(Unread(called, UnreadCategory.FORBIDDEN, _NOT_USED.format(why)))
    return None


def _collect(folder: Path, name: PurePosixPath, walk: _Walk, above: tuple[Path, ...]) -> None:
    walk.ours |= _written_into(folder)
    entries, unread = _entries(folder, str(name), walk.ours)
    walk.unread.extend(unread)
    for entry in entries:
        called = name / shown(entry.name)
        if _leaves(entry, walk.root):
            walk.unread.append(Unread(str(called), UnreadCategory.FORBIDDEN, _OUTSIDE))
        elif entry.is_dir():
            place = entry.resolve()
            if place in above:
                continue  # a link to a folder that it lies in
            if len(above) >= _DEEPEST or len(walk.files) >= _MOST_FILES:
                reason = "holds more than this tool reads at once; audit it by itself"
                walk.unread.append(Unread(str(called), UnreadCategory.TOO_LARGE, reason))
                continue
            _collect(entry, called, walk, (*above, place))
        else:
            walk.files.append(DistrictFile(entry, str(called)))


def _entries(folder: Path, name: str, ours: frozenset[Path]) -> tuple[list[Path], list[Unread]]:
    """What may be a document or a folder of them, by name; and whether the folder is closed."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        reason = f"may not be opened ({error.strerror}); allow reading it"
        return [], [Unread(name, UnreadCategory.FORBIDDEN, reason)]
    return [entry for entry in entries if _may_be_document(entry) and entry not in ours], []


def _may_be_document(entry: Path) -> bool:
    return not entry.name.startswith((".", "~$")) and entry.name.lower() not in _NOT_DOCUMENTS


def _leaves(entry: Path, root: Path) -> bool:
    """Whether a link leads out of the folder that was given."""
    if not entry.is_symlink():
        return False
    try:
        return not entry.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True  # a link to itself


def _with_own_ids(found: Sequence[DistrictFolder]) -> Iterator[DistrictFolder]:
    """Number the districts whose ids others bear already (as file names do: whatever the case)."""
    taken: set[str] = set()
    for district in found:
        unique, number = district.id, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{district.id}-{number}"
        taken.add(unique.casefold())
        yield replace(district, id=unique, root=_root(district))


def _root(district: DistrictFolder) -> str:
    places = [district.folder, *(file.path for file in district.files)]
    parent = next((place.parent for place in places if place is not None), Path())
    with suppress(ValueError):  # it lies somewhere else: then its whole path tells where
        parent = parent.absolute().relative_to(Path.cwd())
    return "" if parent == Path() else shown(parent)
