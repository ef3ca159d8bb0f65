"""A protocol is revised for the worse: the gate, the waivers, and when they lapse.

In a real repository, with the shipped baseline and its judge.
"""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from acceptance.program import CASES, Ran
from acceptance.repository import commit, git
from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode
from policy_audit.decisions import read_decisions
from policy_audit.model import (
    REVIEW_KEY,
    REVIEW_SHEET,
    Determination,
    ReviewColumn,
    ReviewKey,
)

STORY = CASES / "revision"
LABELS = tomllib.loads((STORY / "labels.toml").read_text("utf-8"))
WORSE = set(LABELS["worse"])
DOCUMENT = "district_policies/maple/protocol.md"
WEAK = "without a valid warrant"

Run = Callable[..., Ran]


@dataclass(frozen=True)
class Repository:
    """A district's repository, and the program run in it."""

    folder: Path
    run: Run

    @property
    def document(self) -> Path:
        return self.folder / DOCUMENT

    def check(self, *arguments: str) -> Ran:
        return self.run("check", "--against", "main", *arguments)

    def waive(self, requirement: str) -> Ran:
        return self.run(
            *("decide", "maple", requirement, "waive", "--reviewer", "A. Lee"),
            *("--reason", "The board votes in May.", "--approver", "B. Diaz"),
            *("--expires", "2027-06-30"),
        )


def named(ran: Ran) -> set[str]:
    """The requirements that the check failed on."""
    return set(re.findall(rf"^{DOCUMENT}(?::\d+)?: ([a-z-]+): ", ran.out, flags=re.MULTILINE))


@pytest.fixture
def run(
    shared_cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    monkeypatch.setenv("POLICY_AUDIT_CACHE", str(shared_cache))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")  # 21 November 2026

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        code = main(list(arguments))
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def repository(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The compliant protocol on main, its revision on a branch."""
    document = tmp_path / DOCUMENT
    document.parent.mkdir(parents=True)
    shutil.copy(STORY / "before.md", document)
    commit(tmp_path, "Adopt the protocol")
    git(tmp_path, "switch", "-qc", "revision")
    shutil.copy(STORY / "after.md", document)
    commit(tmp_path, "Revise the protocol")
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path, run)


def test_a_revision_fails_until_waived_and_again_when_a_waiver_lapses(
    repository: Repository,
) -> None:
    ran = repository.check()
    assert ran.code == ExitCode.GAPS, ran.err
    assert named(ran) == WORSE
    assert "[-judicial-]{+valid+} warrant" in ran.out
    assert "[-The Family Educational Rights and Privacy Act (FERPA)" in ran.out
    assert not any(older in ran.out for older in LABELS["older"])

    for requirement in sorted(WORSE):
        waived = repository.waive(requirement)
        assert waived.code == ExitCode.DONE, waived.err
    commit(repository.folder, "Waive what the board decides in May")
    passed = repository.check()
    assert (passed.code, named(passed)) == (ExitCode.DONE, set()), passed.out
    assert "decisions: 3 waived" in passed.out

    text = repository.document.read_text("utf-8")
    repository.document.write_text(re.sub(r"(?<=[a-z,]) (?=[a-z])", "\n", text), "utf-8")
    assert repository.check().code == ExitCode.DONE, "re-wrapping is no change of the text"

    repository.document.write_text(text.replace(WEAK, "without a lawful warrant"), "utf-8")
    stale = repository.check()
    assert stale.code == ExitCode.GAPS
    assert "judicial-warrant" in named(stale)
    assert "ferpa-notice" not in named(stale)
    assert "Stale, no longer counts: Waived by A. Lee on 21 November 2026" in stale.out

    repository.document.write_text(text, "utf-8")
    assert repository.check("--as-of", "2027-06-30").code == ExitCode.DONE
    expired = repository.check("--as-of", "2027-07-01")
    assert (expired.code, named(expired)) == (ExitCode.GAPS, WORSE)
    assert "Expired since 1 July 2027 (UTC)" in expired.out


def test_without_a_base_older_gaps_count_too(repository: Repository) -> None:
    ran = repository.run("check", "--fail-on", "medium")
    assert ran.code == ExitCode.GAPS
    assert named(ran) == WORSE | set(LABELS["older"])
    surest = repository.run("check", "--fail-on", "medium", "--min-confidence", "1")
    assert surest.code == ExitCode.DONE


def test_an_attestation_an_override_and_a_confirmed_gap(repository: Repository) -> None:
    by = ("--reviewer", "A. Lee", "--reason", "It is in the security plan, section 4.")
    attest = ("attest", "--expires", "2027-06-30", *by)
    override = ("override", "--to", "met", *by)
    assert repository.run("decide", "maple", "ferpa-notice", *attest).code == ExitCode.DONE
    assert repository.run("decide", "maple", "student-access", *override).code == ExitCode.DONE
    confirm = ("decide", "maple", "judicial-warrant", "confirm", *by)
    assert repository.run(*confirm).code == ExitCode.DONE
    ran = repository.check()
    assert (ran.code, named(ran)) == (ExitCode.GAPS, {"judicial-warrant"})
    assert "decisions: 1 overridden, 1 attested, 1 confirmed" in ran.out
    twice = repository.run(*confirm)
    assert twice.code == ExitCode.USAGE
    assert "has a decision already; give --replace" in twice.err

    reviewed = repository.run("decisions", "review", "maple", "--by", "C. Wu", "--quiet")
    assert (reviewed.code, reviewed.out) == (ExitCode.DONE, "")
    reply = ("--by", "The Board", "--text", "A revision is on its way.")
    answered = repository.run("decisions", "reply", "maple", "judicial-warrant", *reply)
    assert answered.code == ExitCode.DONE
    listed = repository.run("decisions", "list")
    assert "maple: confirmed by C. Wu on 21 November 2026" in listed.out
    assert "maple ferpa-notice: Attested by A. Lee on 21 November 2026" in listed.out
    assert "judicial-warrant: The district’s reply (The Board, 21 November 2026)" in listed.out
    assert repository.run("decisions", "check").code == ExitCode.DONE

    explained = repository.run("explain", "maple", "student-access")
    assert explained.code == ExitCode.DONE, explained.err
    assert "Determination: met\n  Decision: Overridden to met (the program read: " in explained.out

    decisions = repository.folder / "district_policies/maple/decisions.toml"
    gone = decisions.read_text("utf-8").replace('"ferpa-notice"', '"ferpa-notes"')
    decisions.write_text(gone, "utf-8")
    checked = repository.run("decisions", "check")
    assert checked.code == ExitCode.GAPS
    assert "ferpa-notes: Stale, no longer counts" in checked.out
    assert "has no requirement 'ferpa-notes' (any more)" in checked.out
    assert "has no requirement 'ferpa-notes' (any more)" in repository.check().err

    decisions.write_text("decision = 1\n", "utf-8")
    assert repository.run("decisions", "check").code == ExitCode.USAGE
    unused = repository.run("explain", "maple", "student-access")
    assert unused.code == ExitCode.INCOMPLETE
    assert "maple/decisions.toml: no decision was used: " in unused.err
    broken = repository.check()
    assert (broken.code, named(broken)) == (ExitCode.GAPS, WORSE)
    assert "maple/decisions.toml: no decision was used: decision: " in broken.err


def fill(path: Path, decisions: dict[str, dict[ReviewColumn, object]]) -> None:
    """Write decisions into the rows of their requirements, as a reviewer does."""
    book = openpyxl.load_workbook(path)
    sheet = book[REVIEW_SHEET]
    head = next(row for row in sheet.iter_rows() if REVIEW_KEY in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in head}
    for number in range(head[0].row + 1, sheet.max_row + 1):
        key = ReviewKey.read(sheet.cell(number, columns[REVIEW_KEY]).value)
        for column, value in decisions.get(key.requirement, {}).items():
            sheet.cell(number, columns[column.value]).value = value
    book.save(path)


BY = {ReviewColumn.REVIEWER: "A. Lee", ReviewColumn.DATE: datetime(2026, 11, 3)}  # noqa: DTZ001
UNTIL = {ReviewColumn.EXPIRES: datetime(2027, 6, 30)}  # noqa: DTZ001
FILLED: dict[str, dict[ReviewColumn, object]] = {
    "judicial-warrant": {
        **BY,
        **UNTIL,
        ReviewColumn.DECISION: "waive",
        ReviewColumn.APPROVER: "B. Diaz",
    },
    "ferpa-notice": {**BY, **UNTIL, ReviewColumn.DECISION: "attest"},
    "student-access": {
        **BY,
        ReviewColumn.DECISION: "override",
        ReviewColumn.DETERMINATION: "not applicable",
    },
    "visitor-access": {**BY, ReviewColumn.DECISION: "confirm"},
}


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_reviewers_sheet_comes_back_without_loss(repository: Repository, tmp_path: Path) -> None:
    sheet = tmp_path / "reports" / "findings.xlsx"
    repository.run("run", "--format", "xlsx", "--output", str(sheet.parent), "--quiet")
    reasons = {name: f"Looked at {name}, “so”." for name in FILLED}
    fill(sheet, {name: {**row, ReviewColumn.REASON: reasons[name]} for name, row in FILLED.items()})
    ran = repository.run("decisions", "import", str(sheet))
    assert (ran.code, ran.out) == (ExitCode.DONE, "4 decisions written, 0 were there already\n")

    path = repository.folder / "district_policies/maple/decisions.toml"
    held = {d.requirement: d for d in read_decisions(path, name="maple").decisions}
    assert set(held) == set(FILLED)
    for name, row in FILLED.items():
        assert held[name].kind == row[ReviewColumn.DECISION]
        assert (held[name].reviewer, held[name].reason) == ("A. Lee", reasons[name])
        assert held[name].date == date(2026, 11, 3)
        assert held[name].approver == row.get(ReviewColumn.APPROVER)
        assert held[name].expires == (date(2027, 6, 30) if ReviewColumn.EXPIRES in row else None)
    assert held["student-access"].override is Determination.NOT_APPLICABLE
    again = repository.run("decisions", "import", str(sheet))
    assert again.out == "0 decisions written, 4 were there already\n"

    fill(sheet, {"visitor-access": {ReviewColumn.REASON: "On second thought."}})
    other = repository.run("decisions", "import", str(sheet))
    assert other.code == ExitCode.USAGE
    assert "maple visitor-access: is decided already; give --replace" in other.err
    path.unlink()
    text = repository.document.read_text("utf-8")
    repository.document.write_text(text.replace(WEAK, "without a lawful warrant"), "utf-8")
    late = repository.run("decisions", "import", str(sheet))
    assert late.code == ExitCode.USAGE
    changed = "ferpa-notice: the documents have changed since this sheet was written"
    assert late.err.startswith(f"policy-audit: findings.xlsx: row 5: {changed}; write it anew")
    assert not path.exists()


def test_a_district_that_vanished_is_told_with_what_went(repository: Repository) -> None:
    oak = repository.folder / "district_policies/oak/protocol.md"
    git(repository.folder, "switch", "-q", "main")
    oak.parent.mkdir()
    shutil.copy(STORY / "before.md", oak)
    commit(repository.folder, "Add a district")
    git(repository.folder, "switch", "-q", "revision")
    assert not oak.parent.exists()
    ran = repository.check("--fail-on", "never")
    assert ran.code == ExitCode.INCOMPLETE
    assert "not comparable: Oak was there at main, and is not any more" in ran.err
    [met] = [line for line in ran.error_lines if "oak: What it met (" in line]
    assert all(requirement in met for requirement in WORSE)
    older = "records-advance-notice (missing, high), staff-training (missing, medium)"
    assert f"oak: Its gaps (2): {older}." in ran.err
    failing = repository.check()
    assert failing.code == ExitCode.GAPS
    assert "not comparable: Oak was there at main, and is not any more" in failing.err


def test_a_district_without_documents_does_not_pass(repository: Repository) -> None:
    oak = repository.folder / "district_policies/oak"
    git(repository.folder, "switch", "-q", "main")
    oak.mkdir()
    (oak / "district.toml").write_text('name = "Oak"\n', "utf-8")
    shutil.copy(STORY / "before.md", oak / "protocol.md")
    commit(repository.folder, "Add a district")
    (oak / "protocol.md").unlink()
    ran = repository.check("--fail-on", "never")
    assert ran.code == ExitCode.INCOMPLETE
    assert "not comparable: Oak had documents at main, and has none any more" in ran.err
    [met] = [line for line in ran.error_lines if "oak: What it met (" in line]
    assert all(requirement in met for requirement in WORSE)
    alone = repository.run("check", "--fail-on", "never")
    assert alone.code == ExitCode.INCOMPLETE
    assert "oak: not audited: it has not one document" in alone.err


def test_who_names_a_district_is_not_told_of_the_others(
    repository: Repository, tmp_path: Path
) -> None:
    maple = repository.folder / "district_policies/maple"
    (maple / "district.toml").write_text('name = "Maple"\n', "utf-8")
    oak = maple.with_name("oak")
    oak.mkdir()
    shutil.copy(STORY / "before.md", oak / "protocol.md")
    reports = tmp_path / "reports"
    run = ("run", "--format", "json", "--output", str(reports), "--quiet")
    assert repository.run(*run).code == ExitCode.DONE
    against = ("--against", str(reports / "assessment.json"))
    one = repository.run("check", "district_policies/maple", *against)
    assert (one.code, one.err) == (ExitCode.DONE, "")
    elm = repository.folder / "elm"
    shutil.copytree(oak, elm)
    (elm / "district.toml").write_text('name = "Elm"\n', "utf-8")
    unknown = repository.run("check", "elm", "--fail-on", "never", *against)
    assert (unknown.code, unknown.err) == (ExitCode.DONE, "")
    shutil.rmtree(oak)
    every = repository.run("check", *against)
    assert every.code == ExitCode.INCOMPLETE
    assert "not comparable: Oak was there" in every.err


def test_what_cannot_be_compared_is_said_and_counts(repository: Repository, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    run = ("run", "--format", "json", "--output", str(reports), "--quiet")
    assert repository.run(*run).code == ExitCode.DONE
    written = reports / "assessment.json"
    same = repository.run("check", "--against", str(written))
    assert (same.code, named(same)) == (ExitCode.DONE, set())

    other = written.read_text("utf-8")
    digest = re.search(r'"ct-csde-2025".*?"sha256": "([0-9a-f]{64})"', other, flags=re.DOTALL)
    assert digest
    written.write_text(other.replace(digest[1], "0" * 64), "utf-8")
    changed = repository.run("check", "--against", str(written))
    assert changed.code == ExitCode.GAPS
    assert "not comparable: the old assessment is against the baseline" in changed.err
    assert named(changed) > WORSE

    written.write_text(other.replace('"schema_version": 1', '"schema_version": 99'), "utf-8")
    newer = repository.run("check", "--against", str(written))
    assert newer.code == ExitCode.USAGE
    assert "was written by a newer version" in newer.err

    gone = repository.check("--against", "reports/asessment.json")
    assert gone.code == ExitCode.USAGE
    assert "reports/asessment.json: cannot be read: No such file" in gone.err
    unknown = repository.check("--against", "no-such-branch")
    assert unknown.code == ExitCode.USAGE
    assert "'no-such-branch': no such revision" in unknown.err
    shutil.rmtree(repository.folder / ".git")
    outside = repository.check()
    assert outside.code == ExitCode.USAGE
    assert "is not in a git repository" in outside.err
