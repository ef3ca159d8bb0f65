from __future__ import annotations

import sys
from pathlib import Path

import pytest

from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode


def test_an_address_without_its_engine_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("The front door is locked.\n")
    assert main(["run", str(tmp_path), "--ray-address", "h:1"]) == ExitCode.USAGE
    assert "--ray-address goes with --engine ray" in capsys.readouterr().err


def test_without_ray_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("The front door is locked.\n")
    monkeypatch.setitem(sys.modules, "ray", None)  # what an import of it finds where it is absent
    assert main(["run", str(tmp_path), "--engine", "ray"]) == ExitCode.USAGE
    said = capsys.readouterr().err
    assert "pip install 'policy-audit[ray]'" in said
    assert len(said.splitlines()) == 1


def test_there_is_at_least_one_reader(tmp_path: Path) -> None:
    assert main(["run", str(tmp_path), "--jobs", "0"]) == ExitCode.USAGE
