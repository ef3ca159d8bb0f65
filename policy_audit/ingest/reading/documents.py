"""One file -> ``Document | Unread``."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path, PurePosixPath

from policy_audit.errors import UnreadableError
from policy_audit.ingest.about.dates import detect_date
from policy_audit.ingest.about.kind import detect_kind
from policy_audit.ingest.about.language import english_part
from policy_audit.ingest.about.status import detect_number, detect_status
from policy_audit.ingest.formats.readers import READERS
from policy_audit.ingest.formats.sniff import sniff
from policy_audit.ingest.layout.compose import compose
from policy_audit.ingest.layout.flow import flow
from policy_audit.ingest.layout.lines import Piece, Reading
from policy_audit.ingest.reading.guard import Guard
from policy_audit.model import (
    BlockKind,
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
_SEVERAL = 3  # passages struck out: fewer are what an author forgot to take out
_NO_MEMORY = 2  # libxml2's XML_ERR_NO_MEMORY


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
        data = file_bytes(path)
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


def file_bytes(path: Path) -> bytes:
    """Return what the file holds. ``UnreadableError``: no regular file, closed, or too large."""
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


def _title(reading: Reading, pieces: Sequence[Piece]) -> str | None:
    """The first heading; the one that the format marks so, where bold lines stand over it."""
    marked = {
        entry.text
        for entry in reading.entries
        if isinstance(entry, Piece) and entry.kind is BlockKind.HEADING and entry.level == 1
    }
    top = takewhile(lambda piece: piece.kind is BlockKind.HEADING, pieces)
    found = next((piece.text for piece in top if piece.text in marked), None)
    headings = (piece.text for piece in pieces if piece.kind is BlockKind.HEADING)
    return found or next(headings, None)


def _meta(
    given: DocumentMeta | None,
    source: Source,
    reading: Reading,
    pieces: Sequence[Piece],
    text: str,
) -> DocumentMeta:
    meta = given or DocumentMeta(title="")
    file_name = PurePosixPath(source.path).name
    detected = _title(reading, pieces) or reading.title or PurePosixPath(file_name).stem
    title = meta.title or detected[:_LONGEST_TITLE]
    kind = meta.kind
    if kind is DocumentKind.UNKNOWN:
        kind = detect_kind(title, text, file_name)
    status = meta.status
    if status is DocumentStatus.UNKNOWN:
        struck = [each for each in reading.left_out if each.reason is LeftOutReason.DELETED]
        redlined = len(struck) >= _SEVERAL
        status = detect_status(title, text, file_name, kind=kind, redlined=redlined)
    return replace(
        meta,
        title=title,
        kind=kind,
        date=meta.date
        or detect_date(text, file_name, title=reading.title or "", dated=reading.dated),
        status=status,
        policy_number=meta.policy_number or detect_number(title, text, file_name, kind),
    )
