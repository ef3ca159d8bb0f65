"""``diff`` between folders, assessments and revisions of a real git repository."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from acceptance.program import DOORS, Audit, Program
from acceptance.repository import commit
from policy_audit.cli.exits import ExitCode

WATCHED = "A clerk watches the front door.\n"
LOCKED = f"Doors are locked. {WATCHED}"
SOFT = f"Doors should be locked. {WATCHED}"
JUDGED = ("--baseline", str(DOORS))


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("repository")
    maple = top / "district_policies" / "maple"
    maple.mkdir(parents=True)
    (maple / "protocol.md").write_text(LOCKED)
    commit(top)
    (maple / "protocol.md").write_text(SOFT)
    (maple / "letter.md").write_text("# Letter\n\nWelcome to our schools, dear families.\n")
    return top


def test_the_work_tree_against_a_revision(program: Program, repository: Path) -> None:
    ran = program("diff", "--rev", "main", *JUDGED, "--format", "json", cwd=repository)
    assert ran.code == ExitCode.DONE, ran.err
    [maple] = json.loads(ran.out)["districts"]
    assert maple["documents"]["edited"] == ["protocol.md"]
    assert maple["documents"]["added"] == ["letter.md"]
    changes = {change["requirement"]: change for change in maple["changes"]}
    assert changes["locked-door"]["change"] == "opened"
    assert changes["magic-door"]["change"] == "unchanged"
    [clause] = changes["locked-door"]["clauses"]
    words = [(s["edit"], s["text"]) for s in clause["redline"] if s["edit"] != "kept"]
    assert words == [("removed", "are"), ("added", "should be")]


def test_two_folders_say_the_same_in_text(
    program: Program, repository: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "protocol.md").write_text(LOCKED)
    new = repository / "district_policies" / "maple"
    ran = program("diff", old, new, *JUDGED)
    assert ran.code == ExitCode.DONE, ran.err
    assert "opened: locked-door (high): met → partial" in ran.out
    assert "Doors [-are-]{+should be+} locked." in ran.out


def test_assessments_need_no_baseline_and_tell_what_is_not_comparable(
    program: Program, audit_run: Audit, tmp_path: Path
) -> None:
    written = audit_run.output / "assessment.json"
    same = program("diff", written, written, "--format", "md", "--output", tmp_path / "d.md")
    assert same.code == ExitCode.INCOMPLETE, same.err  # some documents could not be read
    assert "unchanged" in (tmp_path / "d.md").read_text()
    other = json.loads(written.read_bytes())
    other["baseline"]["sha256"] = "0" * 64
    (tmp_path / "other.json").write_text(json.dumps(other))
    ran = program("diff", written, tmp_path / "other.json")
    assert ran.code == ExitCode.USAGE
    [line] = ran.error_lines
    assert "not comparable: the old assessment is against the baseline" in line


def test_each_way_to_fail_has_its_line(
    program: Program, audit_run: Audit, repository: Path, tmp_path: Path
) -> None:
    written = audit_run.output / "assessment.json"
    newer = json.loads(written.read_bytes()) | {"schema_version": 9}
    (tmp_path / "newer.json").write_text(json.dumps(newer))
    shutil.copytree(repository / "district_policies", tmp_path / "loose")
    failures = {
        ("diff", tmp_path): "give two folders or two assessment.json",
        ("diff", "--rev", "main", tmp_path / "loose"): "not in a git repository",
        ("diff", "--rev", "no-such"): "no such revision",
        ("diff", tmp_path / "newer.json", written): "was written by a newer version",
        ("diff", tmp_path / "none.json", written): "cannot be read: No such file",
        ("diff", written, written, "--format", "pdf"): "is not a format",
    }
    for arguments, told in failures.items():
        ran = program(*arguments, cwd=repository)
        assert ran.code == ExitCode.USAGE, arguments
        [line] = ran.error_lines
        assert told in line


def test_two_folders_of_reports_are_not_taken_for_documents(
    program: Program, audit_run: Audit
) -> None:
    ran = program("diff", audit_run.output, audit_run.output)
    assert ran.code == ExitCode.NOTHING
    [line] = ran.error_lines
    assert line.endswith("holds a document; of reports, give the assessment.json")
