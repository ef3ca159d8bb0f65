"""Districts read ahead of whoever asks for them, their documents in several processes at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from policy_audit.errors import WorkerError
from policy_audit.ingest.districts.discover import DistrictFolder
from policy_audit.ingest.districts.district import Begun, Wanted, begin
from policy_audit.ingest.reading.guard import Guard
from policy_audit.model import DistrictInput, Document, Unread

_Result = Future[Document | Unread]
_Pending = tuple[Begun, list[_Result], int]

# Districts that are read ahead for each process that reads, whatever their size; and as many as
# that where their files are small: then the others go on while one reads a long manual.
_AHEAD = 8
_FURTHEST = 64
_SMALL = 1_000_000  # bytes, of all that is read ahead


class Readers:
    """Reads documents in ``jobs`` processes; to be used in a ``with`` block, by one thread.

    ``make`` opens the guard of one process. It is called in a thread of that guard's own, where
    the guard is used and left again. A process that cannot be started leaves its work to the
    others; ``WorkerError`` is raised where there is none.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[Guard]], jobs: int) -> None:
        self._make = make
        self._jobs = jobs
        self._tasks: SimpleQueue[tuple[Wanted, _Result] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._guards: list[Guard] = []
        self._lock = threading.Lock()
        self._at_work = jobs
        self._ended = False

    def __enter__(self) -> Self:
        self._threads = [
            threading.Thread(target=self._work, name=f"reader-{number}", daemon=True)
            for number in range(self._jobs)
        ]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._ended = True
        with suppress(Empty):
            while True:
                self._tasks.get_nowait()
        for _ in self._threads:
            self._tasks.put(None)
        for guard in list(self._guards):
            guard.interrupt()
        for thread in self._threads:
            thread.join()

    def districts(self, folders: Iterable[DistrictFolder]) -> Iterator[DistrictInput]:
        """The districts in the order of ``folders``; reading begins at once.

        No more than a few are read and not yet taken, so that memory does not grow with their
        number.
        """
        rest = iter(folders)
        pending: deque[_Pending] = deque()
        self._begin(rest, pending)
        return self._finished(rest, pending)

    def _finished(
        self, rest: Iterator[DistrictFolder], pending: deque[_Pending]
    ) -> Iterator[DistrictInput]:
        while pending:
            begun, results, _ = pending.popleft()
            yield begun.finish([result.result() for result in results])
            del begun, results  # whoever took the district decides how long it is kept
            self._begin(rest, pending)

    def _begin(self, rest: Iterator[DistrictFolder], pending: deque[_Pending]) -> None:
        size = sum(size for _, _, size in pending)
        while self._may_begin(len(pending), size) and (folder := next(rest, None)) is not None:
            begun = begin(folder)
            results: list[_Result] = []
            for wanted in begun.wanted:
                results.append(Future())
                self._tasks.put((wanted, results[-1]))
            pending.append((begun, results, _size(begun)))
            size += pending[-1][-1]

    def _may_begin(self, number: int, size: int) -> bool:
        """Whether one more may be read ahead of ``number`` districts, of that size together."""
        return number < self._jobs * (_FURTHEST if size < _SMALL else _AHEAD)

    def _work(self) -> None:
        """Read until there is no more to do, in a thread."""
        try:
            with self._make() as guard:
                self._guards.append(guard)
                while (task := self._tasks.get()) is not None:
                    if not self._read(task, guard):
                        return
                    del task  # a result that was taken is not kept until the next comes
        except WorkerError as error:
            self._give_up(error)

    def _read(self, task: tuple[Wanted, _Result], guard: Guard) -> bool:
        """Do a task; false where this thread can do no more."""
        wanted, result = task
        try:
            result.set_result(wanted.read(guard))
        except WorkerError as error:
            self._tasks.put(task)
            self._give_up(error)
            return False
        except BaseException as error:
            result.set_exception(error)
        return True

    def _give_up(self, error: WorkerError) -> None:
        """Leave the work to the other threads, or fail whatever comes where this was the last."""
        with self._lock:
            self._at_work -= 1
            if self._at_work or self._ended:
                return
        while (task := self._tasks.get()) is not None:
            task[1].set_exception(error)


def _size(begun: Begun) -> int:
    """How many bytes the files of a district take; what is gone takes none."""
    size = 0
    for wanted in begun.wanted:
        with suppress(OSError):
            size += wanted.file.path.stat().st_size
    return size
