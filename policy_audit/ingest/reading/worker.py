"""The process that reads documents for ``process``: started by it, ended with it.

It gets the bytes of one document at a time on standard input and answers on standard output, in
the form of ``wire``. It opens no document itself, limits its own memory, and lives no longer than
its parent.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, BinaryIO

from policy_audit.ingest.formats.shared.pace import watched
from policy_audit.ingest.reading import wire
from policy_audit.ingest.reading.documents import read_bytes
from policy_audit.model import Document, DocumentMeta, Source, Unread, UnreadCategory

_Job = tuple[dict[str, Any], bytes]


def main(memory: int) -> None:
    """Answer requests until standard input is closed. ``memory``: the most bytes to take."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted parent ends us itself
    requests, answers = _own_pipes()
    _limit_memory(memory)
    jobs: SimpleQueue[_Job] = SimpleQueue()
    threading.Thread(target=_listen, args=(requests, jobs), daemon=True).start()
    wire.send(answers, wire.pack({"ready": True}))
    while True:
        request, data = jobs.get()
        _answer(request, data, lambda payload: wire.send(answers, payload))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for ourselves: what a library prints must not get among answers."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, answers


def _limit_memory(most: int) -> None:
    """Let allocations over ``most`` bytes fail, where the system can; and leave no core dump."""
    if sys.platform == "win32":
        return  # Windows has no such limit; there only time is limited
    import resource

    # On Linux this counts what is written to, and not the libraries that are merely mapped.
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    _soft, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (most, most))
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _listen(requests: BinaryIO, jobs: SimpleQueue[_Job]) -> None:
    """Read requests as they come. The end of the stream is the end of our parent, and of us."""
    with suppress(wire.WireError, OSError, MemoryError):
        while (header := wire.receive(requests)) is not None:
            data = wire.receive(requests)
            if data is None:
                break
            jobs.put((wire.unpack(header), data))
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with the programs that a reader may have started
    os._exit(1)


def _answer(request: dict[str, Any], data: bytes, send: Callable[[bytes], None]) -> None:
    source = wire.restore(Source, request["source"])
    given = request["meta"]
    meta = None if given is None else wire.restore(DocumentMeta, given)
    with watched(lambda pages: send(wire.pack({"pages": pages})), pages=int(request["pages"])):
        result = _read(data, source, meta)
    try:
        payload = _packed(result)
        if len(payload) > wire.LARGEST_MESSAGE:
            reason = "holds more text than this tool reads at once; split it"
            payload = _packed(_unread(UnreadCategory.TOO_LARGE, reason, source, meta))
    except MemoryError:
        payload = _packed(_unread(UnreadCategory.OUT_OF_MEMORY, "", source, meta))
    send(payload)


def _packed(result: Document | Unread) -> bytes:
    return wire.pack({"document" if isinstance(result, Document) else "unread": result})


def _read(data: bytes, source: Source, meta: DocumentMeta | None) -> Document | Unread:
    try:
        return read_bytes(data, source, meta)
    except MemoryError:
        return _unread(UnreadCategory.OUT_OF_MEMORY, "", source, meta)
    except Exception as error:
        # A fault of a reader, ours or a library's: it costs this document, and not the batch.
        if os.environ.get("POLICY_AUDIT_DEBUG") == "1":
            import traceback

            traceback.print_exc()
        reason = f"made its reader fail ({type(error).__name__}); save it in another format"
        return _unread(UnreadCategory.CRASHED, reason, source, meta)


def _unread(
    category: UnreadCategory, reason: str, source: Source, meta: DocumentMeta | None
) -> Unread:
    return Unread(source.path, category, reason, source.sha256, meta)
