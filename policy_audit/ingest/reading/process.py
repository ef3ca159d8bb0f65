"""The process that reads documents, seen from its parent: what goes in, and what comes out in time.

``worker`` is the same process seen from inside.
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
from typing import Any, BinaryIO

from policy_audit.errors import WorkerError
from policy_audit.ingest.formats.shared.pace import MOST_PAGES
from policy_audit.ingest.reading import wire
from policy_audit.model import Document, DocumentMeta, Source, Unread, UnreadCategory

MEGABYTE = 1024 * 1024
_STARTING = 120.0  # seconds; a cold disk and a busy machine included
_ENDING = 5.0
_DYING = 0.5
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from policy_audit.ingest.reading.worker import main; main(int(sys.argv[2]))"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the reading of one document may take.

    ``memory``: bytes, where the system can limit them (Linux; on macOS in part; not on Windows).
    ``silence``: seconds without another page read. ``page``: seconds for each page read, on top
    of ``silence`` for the whole document. ``pages``: how many are read; the rest is left and named.
    """

    memory: int = 1536 * MEGABYTE
    silence: float = 60.0
    page: float = 10.0
    pages: int = MOST_PAGES


class LostError(Exception):
    """The worker gave no answer that can be used, and must be replaced."""

    def __init__(self, category: UnreadCategory, reason: str) -> None:
        self.category = category
        self.reason = reason
        super().__init__(reason)


class ReadingProcess:
    """One process that reads documents, and what comes out of it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._ready = False
        self.read_before = 0
        self._process = _started(limits)
        self._messages: SimpleQueue[dict[str, Any] | None] = SimpleQueue()
        self._threads = [_in_background(_listen, self._process.stdout, self._messages)]

    def read(self, data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
        """What the process makes of ``data``.

        Raises ``LostError`` where it gives no answer in time, and ``WorkerError`` where it does
        not start.
        """
        self._wait_until_ready()
        self.read_before += 1
        request = {"source": source, "meta": meta, "pages": self._limits.pages}
        # A worker that reads nothing must not hold us up: its time runs while it is written to.
        saying = _in_background(_say, self._process.stdin, wire.pack(request), data)
        self._threads = [self._threads[0], saying]
        for message in self._answers():
            if message.keys() != {"pages"}:
                return _result(message, source, meta)
        raise LostError(UnreadCategory.CRASHED, _crashed(self._process))

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
                raise LostError(UnreadCategory.TIMEOUT, _too_slow(limits, pages)) from None
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
    raise LostError(
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
