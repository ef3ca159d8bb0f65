"""Documents that were read before, found again by their bytes and all that reading depends on."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cached_property
from pathlib import PurePosixPath

from policy_audit.ingest.formats.printed import ocr
from policy_audit.ingest.reading import wire
from policy_audit.model import Document, DocumentMeta, Source, Unread, UnreadCategory
from policy_audit.store import Kind, Store, code_digest, key_of

_LIBRARIES = (
    "charset-normalizer",
    "ftfy",
    "lingua-language-detector",
    "lxml",
    "markdown-it-py",
    "pdfminer.six",
    "pypdfium2",
    "python-docx",
    "python-pptx",
    "selectolax",
)
# Why a document is unread that it will be for ever. Time, memory and crashes are not among them,
# which may be the machine's fault that day; nor is the lack of text recognition, or that it found
# nothing, which it also does when it runs out of time.
LASTING = frozenset(
    {
        UnreadCategory.EMPTY,
        UnreadCategory.UNSUPPORTED,
        UnreadCategory.ENCRYPTED,
        UnreadCategory.DAMAGED,
        UnreadCategory.ENCODING,
        UnreadCategory.LANGUAGE,
    }
)
_FASTEST = 1  # text is made a third as long even so


class Kept:
    """What was read of documents, in a store; ``pages``: the most that are read of one."""

    def __init__(self, store: Store, pages: int) -> None:
        self._store = store
        self._pages = pages

    @property
    def is_new(self) -> bool:
        """Whether nothing was read before."""
        return not self._store.holds_any(Kind.DOCUMENT)

    def find(self, source: Source, meta: DocumentMeta | None) -> Document | Unread | None:
        """What came of reading these bytes, under the path and settings they have now."""
        key = self._key(source, meta)
        found = self._store.get(Kind.DOCUMENT, [key]).get(key)
        try:
            message = {} if found is None else wire.unpack(_inflated(found))
            if message.keys() == {"document"}:
                return replace(wire.restore(Document, message["document"]), source=source)
            if message.keys() == {"unread"}:
                unread = wire.restore(Unread, message["unread"])
                return replace(unread, path=source.path, sha256=source.sha256, meta=meta)
        except wire.WireError:
            pass  # of no form that we write: it is read again
        return None

    def keep(self, result: Document | Unread, source: Source, meta: DocumentMeta | None) -> None:
        """Store what came of reading, unless another day might bring something else."""
        if _is_lasting(result):
            what = "document" if isinstance(result, Document) else "unread"
            value = zlib.compress(wire.pack({what: result}), _FASTEST)
            self._store.put(Kind.DOCUMENT, {self._key(source, meta): value})

    @cached_property
    def _reader(self) -> bytes:
        code = code_digest("ingest", "model", "errors", libraries=_LIBRARIES)
        return key_of(code, ocr.engine(), str(self._pages))

    def _key(self, source: Source, meta: DocumentMeta | None) -> bytes:
        # Of its path, only the name tells something about a document.
        name = PurePosixPath(source.path).name
        return key_of(self._reader, source.sha256, name, wire.pack({"meta": meta}))


def _is_lasting(result: Document | Unread) -> bool:
    if isinstance(result, Unread):
        return result.category in LASTING
    # A page that text recognition left silent may be one that it had no time for.
    return not (result.quality.silent_pages and ocr.can_recognise_pages())


def _inflated(data: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(data, wire.LARGEST_MESSAGE)
    except zlib.error as error:
        raise wire.WireError("the entry is not compressed") from error
