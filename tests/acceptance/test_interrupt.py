"""An interrupted run leaves the old reports as they were."""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from pathlib import Path

from acceptance.program import DOORS, Audit, Program
from policy_audit.cli.exits import ExitCode


def test_an_interrupted_run_leaves_the_old_report(
    audit_run: Audit, program: Program, good_folder: Path, tmp_path: Path
) -> None:
    output = tmp_path / "reports"
    shutil.copytree(audit_run.output, output)
    # A fresh cache: there is enough to do for the signal to come in between.
    fresh = Program(tmp_path / "cache")
    fresh.cache.mkdir()
    command = fresh.command("run", good_folder, "--baseline", DOORS, "--output", output)
    with subprocess.Popen(
        command,
        env=fresh.variables(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # Where the tests run in the background of a shell, the signal would be ignored.
        preexec_fn=_listen,  # noqa: PLW1509 - one thread, and no other way to set it
    ) as running:
        _wait_for(fresh.cache)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert running.returncode == ExitCode.INTERRUPTED, err
    assert err == "policy-audit: interrupted; reports of an earlier run were left as they were\n"
    assert not fresh.processes()
    assert Audit(audit_run.ran, output).files() == audit_run.files()


def _listen() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _wait_for(cache: Path) -> None:
    """Return when the audit has begun: the first thing it makes is its store of vectors."""
    deadline = time.monotonic() + 60
    while not list(cache.iterdir()):
        assert time.monotonic() < deadline, "the audit did not begin"
        time.sleep(0.02)
