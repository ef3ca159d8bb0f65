import shutil
from pathlib import Path

import pytest

from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode

SMALL = Path(__file__).parents[2] / "cases" / "baseline" / "small"


def test_shipped_baselines_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "list"]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("ct-csde-2025 ")


def test_a_baseline_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "show", str(SMALL)]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "A small baseline for tests (small 1, as of 2026-01-31)"
    head = "locked-door: The door is locked (requires; gap high, contradiction critical)"
    assert head in lines
    assert "  - door-watched (advisory): The doors are watched." in lines
    duty = "  on conduct: Act on Doors, section 1 (law, seen, https://example.org/doors)"
    assert duty in lines


def test_a_sound_baseline_gets_remarks_and_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "check", str(SMALL)]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert "remark: locked-door/door-locked: stated: only 5 examples" in out
    last = out.splitlines()[-1]
    assert last.startswith("small 1 is sound: 2 requirements, 3 criteria, ")
    assert last.endswith(", 1 practice cases, 0 background clauses")


def test_background_is_read_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taught = Path(shutil.copytree(SMALL, tmp_path / "small"))
    (taught / "background.txt").write_text("Soup is at noon.\nThe bus is red.\n", "utf-8")
    assert main(["baseline", "check", str(taught)]) == ExitCode.DONE
    assert capsys.readouterr().out.endswith(", 2 background clauses\n")
    (taught / "background.txt").write_text("x" * 1001, "utf-8")
    assert main(["baseline", "check", str(taught)]) == ExitCode.USAGE
    assert "background.txt: line 1: longer than" in capsys.readouterr().err


def test_the_first_mistake_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "small"
    shutil.copytree(SMALL, bad)
    (bad / "baseline.toml").write_text((bad / "baseline.toml").read_text() + "\nextra = 1\n")
    assert main(["baseline", "check", str(bad)]) == ExitCode.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("policy-audit: no audit was performed: ")
    assert "extra" in err
    assert err.count("\n") == 1
