"""Reading documents in a process of their own, so that a bad one costs itself and nothing else.

A parser of hostile files may hang, crash, or take all memory. ``Guard`` keeps one worker process
(``worker``), hands it document after document, and replaces it when it is lost.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO, Self

from policy_audit.errors import WorkerError
from policy_audit.ingest import wire
from policy_audit.ingest.kept import Kept
from policy_audit.ingest.pace import MOST_PAGES
from policy_audit.model import Document, DocumentMeta, Source, Unread, UnreadCategory
from policy_audit.store import Store

_MEGABYTE = 1024 * 1024
_STARTING = 120.0  # seconds; a cold disk and a busy machine included
_ENDING = 5.0
_DYING = 0.5
# Documents that one process reads: what libraries leave behind in it does not grow for ever.
_MOST_READ = 100
# What may be the fault of documents that the same process read before.
_INHERITED = frozenset({UnreadCategory.CRASHED, UnreadCategory.OUT_OF_MEMORY})
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from policy_audit.ingest.worker import main; main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one document may take.

    ``memory``: bytes, where the system can limit them (Linux; on macOS in part; not on Windows).
    ``silence``: seconds without another page read. ``page``: seconds for each page read, on top
    of ``silence`` for the whole document. ``pages``: how many are read; the rest is left and named.
    """

    memory: int = 1536 * _MEGABYTE
    silence: float = 60.0
    page: float = 10.0
    pages: int = MOST_PAGES


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
        self._worker: _Worker | None = None
        self._interrupted = False

    def __enter__(self) -> Self:
        if self._kept is None or self._kept.is_new:
            self._worker = _Worker(self._limits)
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
        worker = self._worker = self._worker or _Worker(self._limits)
        if self._interrupted:
            raise WorkerError("reading was interrupted")
        try:
            result = worker.read(data, source, meta)
        except _LostError as lost:
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


class _LostError(Exception):
    """The worker gave no answer that can be used, and must be replaced."""

    def __init__(self, category: UnreadCategory, reason: str) -> None:
        self.category = category
        self.reason = reason
        super().__init__(reason)


class _Worker:
    """One worker process and what comes out of it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ready = False
        self.read_before = 0
        self._process = _started(limits)
        self._messages: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._threads = [_in_background(_listen, self._process.stdout, self._messages)]

    def read(self, data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
        self._wait_until_ready()
        self.read_before += 1
        request = {"source": source, "meta": meta, "pages": self._limits.pages}
        # A worker that reads nothing must not hold us up: its time runs while it is written to.
        saying = _in_background(_say, self._process.stdin, wire.pack(request), data)
        self._threads = [self._threads[0], saying]
        for message in self._answers():
            if message.keys() != {"pages"}:
                return _result(message, source, meta)
        raise _LostError(UnreadCategory.CRASHED, _crashed(self._process))

    def end(self) -> None:
        """End the process and whatever it started; never waits long."""
        # The number of a process that has ended and was waited for may be another's by now.
        if hasattr(os, "killpg") and self._process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDING)
        for thread in self._threads:
            thread.join(_ENDING)
        if self._process.stdin is not None:
            with suppress(OSError):  # what was still to be written
                self._process.stdin.close()

    def _wait_until_ready(self) -> None:
        if self._ready:
            return
        try:
            message = self._messages.get(timeout=_STARTING)
        except Empty:
            message = None
        if message != {"ready": True}:
            self.end()
            raise WorkerError(
                "the process that reads documents could not be started "
                f"({_ending(self._process)}); see what `{sys.executable} -c 'import policy_audit'` "
                "says, and run again"
            )
        self._ready = True

    def _answers(self) -> Iterator[dict[str, Any]]:
        """The messages as they come, until none comes any more or its time is up."""
        limits, pages = self._limits, 0
        begun = heard = time.monotonic()
        while True:
            last = min(heard + limits.silence, begun + limits.silence + limits.page * pages)
            try:
                message = self._messages.get(timeout=max(0.0, last - time.monotonic()))
            except Empty:
                raise _LostError(UnreadCategory.TIMEOUT, _too_slow(limits, pages)) from None
            if message is None:
                return
            count = message.get("pages", 0)
            # Only more pages are progress, and no more than may be read.
            if type(count) is int and pages < count <= limits.pages:
                pages, heard = count, time.monotonic()
            yield message


def _started(limits: Limits) -> subprocess.Popen[bytes]:
    path = json.dumps([str(place) for place in sys.path])
    debugging = os.environ.get("POLICY_AUDIT_DEBUG") == "1"
    try:
        return subprocess.Popen(  # noqa: S603  # our own interpreter, and no word of a document
            [sys.executable, "-c", _START, path, str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if debugging else subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, and all it starts ends with it
        )
    except (OSError, ValueError) as error:
        raise WorkerError(
            f"the process that reads documents could not be started ({error}); "
            "free memory or processes and run again"
        ) from error


def _in_background(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _listen(stream: BinaryIO, messages: SimpleQueue[dict[str, Any] | None]) -> None:
    """Pass on what comes; ``None`` at the end, and in place of what is no message."""
    with suppress(wire.WireError, OSError, ValueError, MemoryError), stream:
        while (payload := wire.receive(stream)) is not None:
            messages.put(wire.unpack(payload))
    messages.put(None)


def _say(stream: BinaryIO, *payloads: bytes) -> None:
    with suppress(wire.WireError, OSError, ValueError):  # its end is noticed where we listen
        for payload in payloads:
            wire.send(stream, payload)


def _result(
    message: dict[str, Any], source: Source, meta: DocumentMeta | None
) -> Document | Unread:
    """The answer as a value; what we know ourselves is not taken from it."""
    try:
        if message.keys() == {"document"}:
            document = wire.restore(Document, message["document"])
            return replace(document, source=source)
        if message.keys() == {"unread"}:
            unread = wire.restore(Unread, message["unread"])
            return replace(unread, path=source.path, sha256=source.sha256, meta=meta)
    except wire.WireError:
        pass
    raise _LostError(
        UnreadCategory.CRASHED, "made its reader answer nonsense; save it in another format"
    )


def _crashed(process: subprocess.Popen[bytes]) -> str:
    return f"made its reader crash ({_ending(process)}); save it in another format and run again"


def _ending(process: subprocess.Popen[bytes]) -> str:
    """How the process came to its end."""
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(_DYING)
        return f"signal {-code}" if code < 0 else f"exit code {code}"
    return "no answer"


def _too_slow(limits: Limits, pages: int) -> str:
    after = f" after page {pages}" if pages else ""
    return (
        f"takes longer to read than a document of its size should (more than "
        f"{limits.silence:.0f} seconds{after}); print it to a new PDF, or split it"
    )


def _too_hungry(limits: Limits) -> str:
    most = limits.memory // _MEGABYTE
    return f"needs more memory to read than it may take ({most} megabytes); split it, or print it"
