"""Runs a command as a child and says what it took: wall time, processor time, peaks of memory."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.05  # seconds between two looks at memory


@dataclass(frozen=True)
class Ran:
    """``main_mib`` is the peak of the command's own process, ``children_mib`` the highest sum of
    what its children held at one time; 0 where the system does not tell (other than Linux)."""

    code: int
    seconds: float
    processor: float
    main_mib: float
    children_mib: float
    said: str

    @property
    def figures(self) -> dict[str, float]:
        """What was measured, without what the command said."""
        return {
            "code": self.code,
            "seconds": self.seconds,
            "processor": self.processor,
            "main_mib": self.main_mib,
            "children_mib": self.children_mib,
        }


class CommandFailedError(Exception):
    """A measured command ended with a code that it should not end with."""


def run(command: Sequence[str], env: Mapping[str, str], codes: Sequence[int] = (0,)) -> Ran:
    """Run to the end; ``CommandFailedError`` unless it ends with one of ``codes``."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=env
        )
        main = children = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            main = max(main, _mib(process.pid, "VmHWM"))
            children = max(children, sum(_mib(c, "VmRSS") for c in _below(process.pid)))
            time.sleep(_EVERY)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode not in codes:
        raise CommandFailedError(f"{' '.join(command)}: {process.returncode}\n{text[-2000:]}")
    processor = usage.ru_utime + usage.ru_stime
    return Ran(process.returncode, seconds, processor, main, children, text)


def _below(pid: int) -> Iterator[int]:
    try:
        lists = [p.read_text() for p in (_PROC / str(pid) / "task").glob("*/children")]
    except OSError:
        return
    for child in (int(word) for words in lists for word in words.split()):
        yield child
        yield from _below(child)


def _mib(pid: int, field: str) -> float:
    try:
        status = (_PROC / str(pid) / "status").read_text()
    except OSError:
        return 0.0
    for line in status.splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0
