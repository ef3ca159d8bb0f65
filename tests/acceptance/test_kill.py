"""A run that is killed at any moment goes on where it was, to the bytes of an undisturbed run."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from acceptance.many import write_districts
from acceptance.program import AS_OF, DOORS, Audit, Program

DISTRICTS = int(os.environ.get("POLICY_AUDIT_KILL_DISTRICTS", "100"))
KILLS = int(os.environ.get("POLICY_AUDIT_KILLS", "20"))
SEED = int(os.environ.get("POLICY_AUDIT_KILL_SEED", "1"))


@pytest.mark.slow
def test_a_killed_run_goes_on(audit_run: Audit, program: Program, tmp_path: Path) -> None:
    _kill_and_go_on(program, tmp_path, districts=5, kills=2)


@pytest.mark.benchmark
def test_a_run_killed_at_many_moments_goes_on(
    audit_run: Audit, program: Program, tmp_path: Path
) -> None:
    _kill_and_go_on(program, tmp_path, districts=DISTRICTS, kills=KILLS)


def _kill_and_go_on(ready: Program, folder: Path, *, districts: int, kills: int) -> None:
    """Kill runs at random moments, and let each be gone on with.

    Each begins with what ``ready`` has learned and stored, which is nothing of these districts.
    """
    given = write_districts(folder / "districts", districts)
    undisturbed, seconds = _timed(_program(ready, folder / "undisturbed"), given)
    moments = random.Random(SEED)  # noqa: S311 - moments are no secret
    for number in range(kills):
        program = _program(ready, folder / f"killed-{number}")
        _run_and_kill(program, given, moments.uniform(0.05, 1) * seconds)
        ran = program(*_arguments(program, given))
        assert ran.code == 0, ran.err
        assert _files(program) == undisturbed, f"kill {number}, seed {SEED}"
        assert not _left(program)


def _program(ready: Program, cache: Path) -> Program:
    shutil.copytree(ready.cache, cache)
    return Program(cache)


def _arguments(program: Program, given: Path) -> tuple[str | Path, ...]:
    output = program.cache / "reports"
    return ("run", given, "--baseline", DOORS, "--output", output, "--as-of", AS_OF, "--quiet")


def _timed(program: Program, given: Path) -> tuple[dict[str, bytes], float]:
    begun = time.monotonic()
    ran = program(*_arguments(program, given))
    assert ran.code == 0, ran.err
    return _files(program), time.monotonic() - begun


def _run_and_kill(program: Program, given: Path, after: float) -> None:
    command = program.command(*_arguments(program, given))
    with subprocess.Popen(command, env=program.variables(), cwd=program.cache) as running:
        try:
            running.wait(after)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)


def _files(program: Program) -> dict[str, bytes]:
    output = program.cache / "reports"
    paths = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


def _left(program: Program) -> list[int]:
    """Processes of that program that are still there."""
    deadline = time.monotonic() + 10
    while (found := program.processes()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found
