"""One file -> ``Document | Unread``, and one district folder -> ``DistrictInput``."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from policy_audit.errors import DistrictError, UnreadableError
from policy_audit.ingest.compose import compose
from policy_audit.ingest.dates import detect_date
from policy_audit.ingest.discover import DistrictFolder, discover, shown
from policy_audit.ingest.district_file import FILE_NAME, DistrictFile, load_district_file
from policy_audit.ingest.flow import flow
from policy_audit.ingest.guard import Guard
from policy_audit.ingest.kind import detect_kind
from policy_audit.ingest.language import english_part
from policy_audit.ingest.lines import Piece, Reading
from policy_audit.ingest.links import not_audited
from policy_audit.ingest.readers import READERS
from policy_audit.ingest.sniff import sniff
from policy_audit.ingest.status import detect_number, detect_status
from policy_audit.model import (
    BlockKind,
    DecisionsFile,
    District,
    DistrictInput,
    Document,
    DocumentKind,
    DocumentMeta,
    DocumentStatus,
    LeftOutReason,
    Source,
    Unread,
    UnreadCategory,
)

LARGEST_FILE = 50 * 1024 * 1024
"""Bytes; larger files are not read."""

_LONGEST_TITLE = 160
_NO_MEMORY = 2  # libxml2's XML_ERR_NO_MEMORY


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
    settings, unread = _settings(folder)
    decisions, unread_decisions = _decisions(folder)
    results: list[Document | Unread] = [*folder.unread, *unread, *unread_decisions]
    described: set[str] = set()
    for file in folder.files:
        inside = file.path.relative_to(folder.folder).as_posix() if folder.folder else file.name
        entry = settings.entry(inside)
        described.add(inside)
        results.append(
            read_document(
                file.path, name=file.name, meta=entry.meta() if entry else None, guard=guard
            )
        )
    results.extend(_gone(folder, settings, described))
    documents = not_audited([result for result in results if isinstance(result, Document)])
    broken = [result for result in results if isinstance(result, Unread)]
    district = District(
        id=folder.id,
        name=settings.name or _readable(folder.id),
        state=settings.state,
        nces_id=settings.nces_id,
        root=_root(folder),
    )
    return DistrictInput(
        district,
        tuple(sorted(documents, key=lambda document: document.source.path)),
        tuple(sorted(broken, key=lambda unread: unread.path)),
        decisions,
    )


def _root(folder: DistrictFolder) -> str:
    """The folder that the names of a district's documents start from, as seen from here."""
    places = [folder.folder, *(file.path for file in folder.files)]
    parent = next((place.parent for place in places if place is not None), Path())
    with suppress(ValueError):  # it lies somewhere else: then its whole path tells where
        parent = parent.absolute().relative_to(Path.cwd())
    return "" if parent == Path() else shown(parent)


def _settings(folder: DistrictFolder) -> tuple[DistrictFile, tuple[Unread, ...]]:
    if folder.settings is None:
        return DistrictFile(), ()
    name = f"{folder.settings.parent.name}/{FILE_NAME}"
    try:
        return load_district_file(folder.settings, name=name), ()
    except DistrictError as error:
        where = f"{error.place}: " if error.place else ""
        reason = f"was not used: {where}{error.problem}; mend it and run again"
        return DistrictFile(), (Unread(name, UnreadCategory.DAMAGED, reason),)


def _decisions(folder: DistrictFolder) -> tuple[DecisionsFile | None, tuple[Unread, ...]]:
    if folder.decisions is None:
        return None, ()
    name = f"{folder.decisions.parent.name}/{folder.decisions.name}"
    try:
        return DecisionsFile(name, _bytes(folder.decisions)), ()
    except UnreadableError as error:
        return None, (Unread(name, UnreadCategory(error.category), str(error)),)


def _gone(folder: DistrictFolder, settings: DistrictFile, found: set[str]) -> Iterator[Unread]:
    """Documents that ``district.toml`` describes and that are not in the folder."""
    refused = {unread.path for unread in folder.unread}
    for entry in settings.document:
        name = f"{folder.folder.name}/{entry.file}" if folder.folder else entry.file
        if entry.file not in found and name not in refused:
            reason = f"is described in {FILE_NAME}, but is not there; add it or take out its entry"
            yield Unread(name, UnreadCategory.GONE, reason, meta=entry.meta())


def _readable(name: str) -> str:
    """``west-hartford`` -> ``West Hartford``."""
    words = name.replace("-", " ").replace("_", " ").split()
    return " ".join(word if any(c.isupper() for c in word) else word.capitalize() for word in words)


def read_document(
    path: Path, *, name: str, meta: DocumentMeta | None = None, guard: Guard | None = None
) -> Document | Unread:
    """Read one file. ``name`` is its path in ``Source``: relative, with forward slashes.

    What ``meta`` says goes before what the text shows; an empty title, kind ``UNKNOWN`` and a
    missing date are detected. Never raises for anything that is wrong with the file. It is parsed
    in the process of ``guard``; without one, in this process, without any limit of time and
    memory: for files that one trusts.
    """
    try:
        data = _bytes(path)
    except UnreadableError as error:
        return Unread(name, UnreadCategory(error.category), str(error), meta=meta)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data))
    if guard is not None:
        return guard.read(data, source, meta)
    return read_bytes(data, source, meta)


def read_bytes(data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
    """Read the bytes of one file, in this process. Raises ``MemoryError`` where there is none."""
    try:
        return _document(data, source, meta)
    except UnreadableError as error:
        if _ran_out_of_memory(error):
            raise MemoryError from error
        category = UnreadCategory(error.category)
        return Unread(source.path, category, str(error), source.sha256, meta)


def _ran_out_of_memory(error: BaseException) -> bool:
    """Whether a reader took the lack of memory for a damaged file."""
    cause = error.__cause__
    if cause is None:
        return False
    # libxml2 says it by a number; lxml makes a syntax error of it.
    lacking = type(cause).__name__ == "XMLSyntaxError" and getattr(cause, "code", 0) == _NO_MEMORY
    return lacking or isinstance(cause, MemoryError) or _ran_out_of_memory(cause)


def _bytes(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # Opening a pipe or a device could wait for ever.
            raise UnreadableError(
                UnreadCategory.UNSUPPORTED, "is no regular file; put the document itself there"
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except PermissionError:
        raise UnreadableError(
            UnreadCategory.FORBIDDEN, "may not be read; allow reading it and run again"
        ) from None
    except OSError as error:
        raise UnreadableError(
            UnreadCategory.GONE, f"could not be opened ({error.strerror}); restore it and run again"
        ) from None
    if len(data) > LARGEST_FILE:
        limit = LARGEST_FILE // (1024 * 1024)
        raise UnreadableError(
            UnreadCategory.TOO_LARGE,
            f"is larger than {limit} megabytes; save a smaller copy, without its pictures",
        )
    return data


def _document(data: bytes, source: Source, meta: DocumentMeta | None) -> Document:
    form, notes = sniff(data, source.path)
    reading = READERS[form](data)
    english = english_part(_pieces(reading))
    text, blocks = compose(english.pieces)
    if not blocks:
        raise UnreadableError(UnreadCategory.EMPTY, "holds no text; put the document in its place")
    return Document(
        source=source,
        meta=_meta(meta, source, reading, english.pieces, text),
        text=text,
        blocks=blocks,
        page_count=reading.page_count,
        notes=(*notes, *reading.notes, *english.notes),
        left_out=(*reading.left_out, *english.left_out),
        links=reading.links,
        quality=reading.quality,
    )


def _pieces(reading: Reading) -> tuple[Piece, ...]:
    # A page that marks no heading at all has its titles told by their looks, as plain text has.
    unmarked = not any(
        isinstance(entry, Piece) and entry.kind is BlockKind.HEADING for entry in reading.entries
    )
    return flow(reading.entries, titles_by_look=reading.titles or unmarked)


def _meta(
    given: DocumentMeta | None,
    source: Source,
    reading: Reading,
    pieces: Sequence[Piece],
    text: str,
) -> DocumentMeta:
    meta = given or DocumentMeta(title="")
    file_name = PurePosixPath(source.path).name
    headings = (piece.text for piece in pieces if piece.kind is BlockKind.HEADING)
    detected = next(headings, None) or reading.title or PurePosixPath(file_name).stem
    title = meta.title or detected[:_LONGEST_TITLE]
    kind = meta.kind
    if kind is DocumentKind.UNKNOWN:
        kind = detect_kind(title, text, file_name)
    status = meta.status
    if status is DocumentStatus.UNKNOWN:
        redlined = any(each.reason is LeftOutReason.DELETED for each in reading.left_out)
        status = detect_status(title, text, file_name, redlined=redlined)
    return replace(
        meta,
        title=title,
        kind=kind,
        date=meta.date
        or detect_date(text, file_name, title=reading.title or "", dated=reading.dated),
        status=status,
        policy_number=meta.policy_number or detect_number(title, text, file_name, kind),
    )
