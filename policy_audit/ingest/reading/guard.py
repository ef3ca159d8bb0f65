"""Reading documents in a process of their own, so that a bad one costs itself and nothing else.

A parser of hostile files may hang, crash, or take all memory. ``Guard`` keeps one such process
(``process``), hands it document after document, and replaces it when it is lost.
"""

from __future__ import annotations

from dataclasses import replace
from types import TracebackType
from typing import Self

from policy_audit.errors import WorkerError
from policy_audit.ingest.reading.kept import Kept
from policy_audit.ingest.reading.process import MEGABYTE, Limits, LostError, ReadingProcess
from policy_audit.model import Document, DocumentMeta, Source, Unread, UnreadCategory
from policy_audit.store import Store

# Documents that one process reads: what libraries leave behind in it does not grow for ever.
_MOST_READ = 100
# What may be the fault of documents that the same process read before.
_INHERITED = frozenset({UnreadCategory.CRASHED, UnreadCategory.OUT_OF_MEMORY})


class Guard:
    """Reads documents in a worker process; to be used in a ``with`` block, by one thread.

    With a ``store``, a document that was read before is not read again. The process is started
    with the block where nothing is stored, so that it gets ready while the caller does other
    things, else with the first document that is new; and it is ended with the block. It is no
    sandbox: it holds the rights of whoever runs the audit.
    """

    def __init__(self, limits: Limits | None = None, store: Store | None = None) -> None:
        self._limits = limits or Limits()
        self._kept = Kept(store, self._limits.pages) if store else None
        self._worker: ReadingProcess | None = None
        self._interrupted = False

    def __enter__(self) -> Self:
        if self._kept is None or self._kept.is_new:
            self._worker = ReadingProcess(self._limits)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._drop()

    def read(self, data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
        """What ``documents.read_bytes`` makes of ``data``, or why that came to no end.

        Categories of its own: timeout, out-of-memory, crashed. Whether other documents were read
        before makes no difference to the result. Raises ``WorkerError`` where no process can be
        started.
        """
        if self._kept is None:
            return self._read(data, source, meta)
        found = self._kept.find(source, meta)
        if found is None:
            found = self._read(data, source, meta)
            self._kept.keep(found, source, meta)
        return found

    def _read(self, data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
        if self._worker is not None and self._worker.read_before >= _MOST_READ:
            self._drop()
        used = self._worker is not None and self._worker.read_before > 0
        result = self._once(data, source, meta)
        if used and isinstance(result, Unread) and result.category in _INHERITED:
            result = self._once(data, source, meta)
        return result

    def interrupt(self) -> None:
        """End the reading that goes on in another thread: it raises ``WorkerError``, for good."""
        self._interrupted = True
        worker = self._worker
        if worker is not None:
            worker.end()

    def _once(self, data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
        worker = self._worker = self._worker or ReadingProcess(self._limits)
        if self._interrupted:
            raise WorkerError("reading was interrupted")
        try:
            result = worker.read(data, source, meta)
        except LostError as lost:
            self._drop()
            if self._interrupted:
                raise WorkerError("reading was interrupted") from None
            return Unread(source.path, lost.category, lost.reason, source.sha256, meta)
        except BaseException:
            self._drop()
            raise
        if isinstance(result, Unread) and result.category in _INHERITED:
            self._drop()
        if isinstance(result, Unread) and result.category is UnreadCategory.OUT_OF_MEMORY:
            result = replace(result, reason=_too_hungry(self._limits))
        return result

    def _drop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def _too_hungry(limits: Limits) -> str:
    most = limits.memory // MEGABYTE
    return f"needs more memory to read than it may take ({most} megabytes); split it, or print it"
