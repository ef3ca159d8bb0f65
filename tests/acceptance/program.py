"""Runs the program as a person would, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import policy_audit

CASES = Path(__file__).parents[1] / "cases" / "acceptance"
DOORS = CASES / "doors"
AS_OF = "2026-11-21"
_ROOT = Path(policy_audit.__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """What came of one command."""

    code: int
    out: str
    err: str

    @property
    def error_lines(self) -> list[str]:
        return self.err.splitlines()


@dataclass(frozen=True)
class Program:
    """The program with a cache of its own; ``environment`` is added to what it sees."""

    cache: Path
    environment: tuple[tuple[str, str], ...] = ()

    def variables(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.cache),
            "PYTHONPATH": str(_ROOT),
            "POLICY_AUDIT_CACHE": str(self.cache),
            **dict(self.environment),
        }

    def processes(self) -> list[int]:
        """Those of its processes that run now, known by their cache; Linux only, none elsewhere."""
        wanted = f"POLICY_AUDIT_CACHE={self.cache}".encode()
        found = []
        for place in Path("/proc").glob("[0-9]*/environ"):
            with suppress(OSError):
                if wanted in place.read_bytes().split(b"\0"):
                    found.append(int(place.parent.name))
        return found

    def command(self, *arguments: str | Path) -> list[str]:
        return [sys.executable, "-m", "policy_audit", *map(str, arguments)]

    def __call__(self, *arguments: str | Path, cwd: Path | None = None) -> Ran:
        done = subprocess.run(
            self.command(*arguments),
            cwd=cwd or self.cache,
            env=self.variables(),
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Audit:
    """A finished ``run`` with the folder of its reports."""

    ran: Ran
    output: Path

    @property
    def assessment(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.output / "assessment.json").read_bytes())
        return read

    def district(self, district_id: str) -> dict[str, Any]:
        return next(d for d in self.assessment["districts"] if d["id"] == district_id)

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in paths}

    def determinations(self, district_id: str) -> dict[str, str]:
        findings = self.district(district_id)["findings"]
        return {finding["requirement"]: finding["determination"] for finding in findings}
