"""``explain``, ``evaluate``, ``baseline`` and ``extract``, on what the audit has learned."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from acceptance.program import DOORS, Audit, Program
from policy_audit.cli.exits import ExitCode

pytestmark = pytest.mark.usefixtures("audit_run")


def test_explain_shows_clauses_scores_and_why(program: Program, good_folder: Path) -> None:
    ran = program("explain", good_folder / "maple-falls", "locked-door", "--baseline", DOORS)
    assert ran.code == ExitCode.DONE, ran.err
    assert "Maple Falls Schools: locked-door" in ran.out
    assert "Determination: met" in ran.out
    assert "1. Every entrance is locked while school is in session." in ran.out
    assert "maple-falls/policy.md, Policy 5 > Entrances" in ran.out
    assert "alone it says: stated 0." in ran.out
    assert "nearest example: " in ran.out


def test_explain_finds_a_district_by_its_name(
    program: Program, good_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "district_policies").symlink_to(good_folder)
    ran = program("explain", "stony-point", "locked-door", "--baseline", DOORS, cwd=tmp_path)
    assert ran.code == ExitCode.DONE, ran.err
    assert ran.out.startswith("Stony Point: locked-door\n")


def test_explain_never_calls_a_prohibited_statement_met(
    program: Program, good_folder: Path
) -> None:
    ran = program("explain", good_folder / "maple-falls", "magic-door", "--baseline", DOORS)
    assert "Determination: none found" in ran.out


def test_evaluate_prints_figures(program: Program) -> None:
    ran = program("evaluate", DOORS / "practice", "--baseline", DOORS)
    assert ran.code == ExitCode.DONE, ran.err
    assert "Overall" in ran.out


def test_evaluate_prints_json(program: Program) -> None:
    ran = program("evaluate", DOORS / "practice", "--baseline", DOORS, "--json", "--blind")
    assert ran.code == ExitCode.DONE, ran.err
    figures = json.loads(ran.out)
    assert 0 <= figures["overall"]["determination_macro_f1"] <= 1
    case = figures["cases"]["ash-hill"]
    assert set(case["determinations"]) == {"locked-door", "magic-door"}
    assert "locked-door/door-locked" in case["outcomes"]
    assert case["documents"]


def test_a_reader_that_goes_away_is_no_fault(program: Program, good_folder: Path) -> None:
    long = program.cache / "long.txt"
    long.write_text("The front door is locked all day.\n\n" * 20_000)
    with subprocess.Popen(
        program.command("extract", long, "--json"),
        env=program.variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(10)
        running.stdout.close()
        err = running.stderr.read()
    assert running.returncode == ExitCode.PIPE_CLOSED
    assert err == b""


def test_the_audit_needed_no_network(audit_run: Audit) -> None:
    assert audit_run.ran.code != 99, "the program opened a connection"
