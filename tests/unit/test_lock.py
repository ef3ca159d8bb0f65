import subprocess
import sys
from pathlib import Path

import pytest

from policy_audit.lock import lock

pytest.importorskip("fcntl", reason="optional: this system has no such locks")

_HOLDER = """
import sys
from policy_audit.lock import lock
with open(sys.argv[1], "ab") as file:
    print(lock(file, wait=False), flush=True)
    sys.stdin.read()
"""


def test_a_lock_keeps_others_out_until_its_process_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "True\n"
    with path.open("ab") as file:
        assert not lock(file, wait=False)
        holder.kill()
        assert lock(file, wait=True)
    holder.communicate()


def test_a_closed_file_frees_its_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("ab") as file:
        assert lock(file, wait=False)
    with path.open("ab") as file:
        assert lock(file, wait=False)
