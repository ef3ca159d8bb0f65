"""Where the seconds of a command go: looks at the main thread's stack a hundred times a second.

    python -m bench.stages OUTPUT.json run FOLDER --cache FOLDER ...

runs ``policy-audit run ...`` in this process. What stands in a worker process is seen as the wait
for it. A look costs next to nothing, so that the shares are those of an undisturbed run.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType

_EVERY = 0.01
_PACKAGE = "policy_audit"
#: By the package of the product in which a thing is done: what the reader of a table calls it.
STAGES = {
    "ingest": "reading",
    "segment": "cutting",
    "match.encoder": "encoding",
    "match.exported": "encoding",
    "match.sentences": "encoding",
    "match": "nominating",
    "judge": "judging",
    "report": "reporting",
    "store": "storing",
    "baseline": "loading the baseline",
    "training": "loading the baseline",
    "learning": "loading the baseline",
}
IMPORTING, OTHER = "importing", "everything else"


def stage_of(modules: list[str]) -> str:
    """The stage of a stack, given as the names of its modules from the outermost in."""
    for module in modules:
        if module.startswith("importlib."):
            return IMPORTING
        parts = module.split(".")
        if parts[0] != _PACKAGE:
            continue
        for name in (".".join(parts[1:3]), ".".join(parts[1:2])):
            if name in STAGES:
                return STAGES[name]
    return OTHER


class Watch(threading.Thread):
    """Looks at the thread that made it until it is told to stop."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._watched = threading.get_ident()
        self._stop_it = threading.Event()
        self.stages: Counter[str] = Counter()
        self.places: Counter[str] = Counter()

    def run(self) -> None:
        last = time.perf_counter()
        while not self._stop_it.wait(_EVERY):
            now = time.perf_counter()
            self._look(sys._current_frames().get(self._watched), now - last)
            last = now

    def _look(self, frame: FrameType | None, seconds: float) -> None:
        stack = []
        while frame is not None:
            stack.append((frame.f_globals.get("__name__", ""), frame.f_code.co_qualname))
            frame = frame.f_back
        self.stages[stage_of([module for module, _ in reversed(stack)])] += seconds
        inner = next((place for place in stack if place[0].split(".")[0] == _PACKAGE), None)
        self.places[":".join(inner) if inner else "elsewhere"] += seconds

    def stop(self) -> None:
        self._stop_it.set()
        self.join()


def main(output: Path, arguments: list[str]) -> int:
    watch = Watch()
    watch.start()
    try:
        from policy_audit.cli import main as command

        return command(arguments)
    finally:
        watch.stop()
        told = {"stages": dict(watch.stages), "places": dict(watch.places.most_common(40))}
        output.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
