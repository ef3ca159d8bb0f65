"""One district folder -> ``DistrictInput``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_audit.errors import DistrictError, UnreadableError
from policy_audit.ingest.districts.discover import (
    DistrictFile,
    DistrictFolder,
    discover,
    named,
    shown,
)
from policy_audit.ingest.districts.district_file import (
    FILE_NAME,
    DistrictSettings,
    load_district_file,
)
from policy_audit.ingest.formats.shared.links import without_links_between
from policy_audit.ingest.reading.documents import file_bytes, read_document
from policy_audit.ingest.reading.guard import Guard
from policy_audit.model import (
    DecisionsFile,
    District,
    DistrictInput,
    Document,
    DocumentMeta,
    Unread,
    UnreadCategory,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that is to be read, with what is said of it."""

    file: DistrictFile
    meta: DocumentMeta | None

    def read(self, guard: Guard) -> Document | Unread:
        """Read it in the process of ``guard``."""
        return read_document(self.file.path, name=self.file.name, meta=self.meta, guard=guard)


@dataclass(frozen=True, slots=True)
class Begun:
    """A district of which all was read but its documents, which are ``wanted``."""

    district: District
    wanted: tuple[Wanted, ...]
    unread: tuple[Unread, ...]
    decisions: DecisionsFile | None

    def finish(self, results: Sequence[Document | Unread]) -> DistrictInput:
        """Put together the district; ``results`` are what became of what was wanted."""
        documents = without_links_between(
            [result for result in results if isinstance(result, Document)]
        )
        broken = [result for result in results if isinstance(result, Unread)]
        return DistrictInput(
            self.district,
            tuple(sorted(documents, key=lambda document: document.source.path)),
            tuple(sorted([*self.unread, *broken], key=lambda unread: unread.path)),
            self.decisions,
        )


def read_inputs(paths: Sequence[Path]) -> tuple[DistrictInput, ...]:
    """Find and read all districts under ``paths``, in the order of their ids.

    Raises ``UsageError`` for a path that is not there, and nothing for what cannot be read.
    """
    folders = discover(paths)
    with Guard() as guard:
        return tuple(read_district(folder, guard) for folder in folders)


def read_district(folder: DistrictFolder, guard: Guard | None = None) -> DistrictInput:
    """Read every document of a district; what is broken, ``district.toml`` too, is a value.

    Documents are parsed in the process of ``guard``; without one, in one that is started for this
    district. Raises ``WorkerError`` where none can be started.
    """
    if guard is None:
        with Guard() as own:
            return read_district(folder, own)
    begun = begin(folder)
    return begun.finish([each.read(guard) for each in begun.wanted])


def begin(folder: DistrictFolder) -> Begun:
    """Read what people say of a district, and tell which documents of it are to be read."""
    settings, unread = _settings(folder)
    decisions, unread_decisions = _decisions(folder)
    wanted = []
    described: set[str] = set()
    for file in folder.files:
        inside = file.path.relative_to(folder.folder).as_posix() if folder.folder else file.name
        entry = settings.entry(inside)
        described.add(inside)
        wanted.append(Wanted(file, entry.meta() if entry else None))
    gone = _gone(folder, settings, described)
    district = District(
        id=folder.id,
        name=settings.name or _readable(folder.id),
        state=settings.state,
        nces_id=settings.nces_id,
        root=folder.root,
    )
    broken = (*folder.unread, *unread, *unread_decisions, *gone)
    return Begun(district, tuple(wanted), broken, decisions)


def _settings(folder: DistrictFolder) -> tuple[DistrictSettings, tuple[Unread, ...]]:
    if folder.settings is None:
        return DistrictSettings(), ()
    name = f"{_name(folder.settings.parent)}/{FILE_NAME}"
    try:
        return load_district_file(folder.settings, name=name), ()
    except DistrictError as error:
        where = f"{error.place}: " if error.place else ""
        reason = f"was not used: {where}{error.problem}; mend it and run again"
        return DistrictSettings(), (Unread(name, UnreadCategory.DAMAGED, reason),)


def _decisions(folder: DistrictFolder) -> tuple[DecisionsFile | None, tuple[Unread, ...]]:
    if folder.decisions is None:
        return None, ()
    name = f"{_name(folder.decisions.parent)}/{folder.decisions.name}"
    try:
        return DecisionsFile(name, file_bytes(folder.decisions)), ()
    except UnreadableError as error:
        return None, (Unread(name, UnreadCategory(error.category), str(error)),)


def _gone(folder: DistrictFolder, settings: DistrictSettings, found: set[str]) -> Iterator[Unread]:
    """Documents that ``district.toml`` describes and that are not in the folder."""
    refused = {unread.path for unread in folder.unread}
    for entry in settings.document:
        name = shown(f"{_name(folder.folder)}/{entry.file}" if folder.folder else entry.file)
        if entry.file not in found and name not in refused:
            reason = f"is described in {FILE_NAME}, but is not there; add it or take out its entry"
            yield Unread(name, UnreadCategory.GONE, reason, meta=entry.meta())


def _name(folder: Path) -> str:
    return shown(named(folder).name)


def _readable(name: str) -> str:
    """``west-hartford`` -> ``West Hartford``."""
    words = name.replace("-", " ").replace("_", " ").split()
    return " ".join(word if any(c.isupper() for c in word) else word.capitalize() for word in words)
