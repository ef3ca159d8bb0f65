"""Wrong requests: one line, exit code 2, and nothing done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from acceptance.program import DOORS, Program
from policy_audit.cli.exits import ExitCode

WRONG = {
    "unknown command": ["audit"],
    "unknown option": ["run", "--bogus"],
    "no such path": ["run", "nowhere"],
    "bad format": ["run", "--format", "html,pdf"],
    "bad day": ["run", "--as-of", "yesterday"],
    "bad threshold": ["run", "--fail-on", "urgent"],
    "no such baseline": ["run", "--baseline", "nowhere"],
    "no such district": ["explain", "nowhere", "locked-door", "--baseline", str(DOORS)],
    "no gold": ["evaluate", ".", "--baseline", str(DOORS)],
    "no such file": ["extract", "nowhere.pdf"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_a_wrong_request_gets_one_line(
    arguments: list[str], program: Program, tmp_path: Path
) -> None:
    ran = program(*arguments, cwd=tmp_path)
    assert ran.code == ExitCode.USAGE, ran.err
    assert ran.out == ""
    [line] = ran.error_lines
    assert line.startswith("policy-audit: ")
    assert not list(tmp_path.iterdir())


def test_an_unknown_requirement_names_those_there_are(program: Program, good_folder: Path) -> None:
    ran = program("explain", good_folder / "stony-point", "windows", "--baseline", DOORS)
    assert ran.code == ExitCode.USAGE
    assert "locked-door, magic-door" in ran.err


def test_a_bad_source_date_is_a_usage_error(program: Program, good_folder: Path) -> None:
    dated = Program(program.cache, (("SOURCE_DATE_EPOCH", "soon"),))
    ran = dated("run", good_folder, "--baseline", DOORS)
    assert ran.code == ExitCode.USAGE
    assert "SOURCE_DATE_EPOCH" in ran.err


def test_a_bad_baseline_stops_before_any_work(
    program: Program, good_folder: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "doors"
    shutil.copytree(DOORS, bad)
    text = (bad / "baseline.toml").read_text()
    (bad / "baseline.toml").write_text(text.replace('gap = "high"', 'gap = "awful"'))
    ran = program("run", good_folder, "--baseline", bad, "--output", tmp_path / "reports")
    assert ran.code == ExitCode.USAGE
    [line] = ran.error_lines
    for part in ("no audit was performed", "baseline.toml", "locked-door", "severity.gap", "high"):
        assert part in line
    assert not (tmp_path / "reports").exists()


def test_evidence_that_is_not_in_its_document_is_named(program: Program, tmp_path: Path) -> None:
    bad = tmp_path / "doors"
    shutil.copytree(DOORS, bad)
    document = bad / "practice" / "dogwood" / "document.md"
    document.write_text(document.read_text().replace("custodian", "janitor"))
    ran = program("baseline", "check", bad)
    assert ran.code == ExitCode.USAGE
    [line] = ran.error_lines
    assert "dogwood/case.toml" in line
    assert "locked-door/door-locked" in line


def test_output_that_is_a_file_is_refused_before_the_audit(
    program: Program, good_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "reports").write_text("mine")
    ran = program("run", good_folder, "--baseline", DOORS, "--output", tmp_path / "reports")
    assert ran.code == ExitCode.USAGE
    assert (tmp_path / "reports").read_text() == "mine"


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_districts_folder_taken_for_several_districts_is_named(
    command: str, program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "birch"
    folder.mkdir()
    for name in ("letter.md", "faq.md"):
        (folder / name).write_text("# To families\n\nThe front door is locked all day.\n")
    ran = program(command, "birch", "--baseline", DOORS, "--quiet", cwd=tmp_path)
    [line] = ran.error_lines
    assert line.startswith("policy-audit: birch: each of its 2 documents was audited as a district")
    (folder / "district.toml").write_text("")
    assert program(command, "birch", "--baseline", DOORS, "-q", cwd=tmp_path).err == ""
