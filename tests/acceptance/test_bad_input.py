"""Every bad document becomes a value with a category; no bad document stops the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.bad_documents import BAD
from acceptance.program import DOORS, Audit, Program
from policy_audit.cli.exits import ExitCode


@pytest.mark.parametrize("name", BAD)
def test_extract_tells_why_a_document_cannot_be_read(
    name: str, program: Program, tmp_path: Path
) -> None:
    make, category = BAD[name]
    (tmp_path / name).write_bytes(make())
    ran = program("extract", tmp_path / name)
    assert ran.code == ExitCode.INCOMPLETE, ran.err
    assert ran.out == ""
    [line] = ran.error_lines
    assert line.startswith(f"policy-audit: not read: {name} ({category}): ")


@pytest.mark.parametrize("name", BAD)
def test_the_report_lists_each_unread_document(name: str, audit_run: Audit) -> None:
    unread = {each["path"]: each for each in audit_run.district("broken")["unread"]}
    listed = unread[f"broken/{name}"]
    assert listed["category"] == BAD[name][1]
    assert len(listed["reason"]) > 20
    page = (audit_run.output / "districts" / "broken.html").read_text("utf-8")
    assert name in page


def test_a_document_that_vanished_or_leaves_the_folder_is_listed(audit_run: Audit) -> None:
    unread = {e["path"]: e["category"] for e in audit_run.district("broken")["unread"]}
    assert unread["broken/vanished.pdf"] == "gone"
    assert unread["broken/link.txt"] == "forbidden"


def test_the_other_documents_are_still_audited(audit_run: Audit) -> None:
    read = [document["path"] for document in audit_run.district("broken")["documents"]]
    assert read == ["broken/letter.md"]
    assert audit_run.determinations("broken")["locked-door"] == "met"


def test_nothing_is_called_missing_in_a_language_that_is_not_judged(audit_run: Audit) -> None:
    assert set(audit_run.determinations("escuela").values()) == {"undetermined"}
    for finding in audit_run.district("escuela")["findings"]:
        [reason] = finding["reasons"]
        assert reason.startswith("escuela/carta.txt is written in Spanish")


def test_a_spanish_letter_beside_english_ones_is_named_where_something_is_missing(
    audit_run: Audit,
) -> None:
    findings = audit_run.district("two-languages")["findings"]
    missing = [finding for finding in findings if finding["determination"] == "missing"]
    assert missing
    for finding in missing:
        [reason] = finding["reasons"]
        assert "two-languages/carta.txt is written in Spanish" in reason


def test_stderr_names_each_unread_document_once(audit_run: Audit) -> None:
    for name in BAD:
        assert sum(f"not read: broken/{name} " in e for e in audit_run.ran.error_lines) == 1


def test_a_wrong_extension_is_read_with_a_note(program: Program, tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_text("Dear families, the front door is locked all day.")
    ran = program("extract", tmp_path / "letter.pdf")
    assert ran.code == ExitCode.DONE
    assert "Note: The file is named .pdf" in ran.out


def test_a_folder_with_nothing_readable_is_nothing_to_audit(
    program: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "districts" / "lost"
    folder.mkdir(parents=True)
    for name in ("empty.txt", "locked.pdf"):
        (folder / name).write_bytes(BAD[name][0]())
    ran = program("run", folder.parent, "--baseline", DOORS, "--output", tmp_path / "reports")
    assert ran.code == ExitCode.NOTHING
    assert len(ran.error_lines) == 3
    assert "no audit was performed" in ran.error_lines[-1]
    assert not (tmp_path / "reports").exists()


def test_a_district_without_documents_is_named(program: Program, tmp_path: Path) -> None:
    for name in ("elm", "oak"):
        (tmp_path / name).mkdir()
    (tmp_path / "elm" / "letter.txt").write_text("The front door is locked all day.")
    (tmp_path / "oak" / "district.toml").write_text('name = "Oak"')
    ran = program("run", tmp_path, "--baseline", DOORS, "--output", tmp_path / "reports", "-q")
    assert ran.code == ExitCode.INCOMPLETE
    assert ran.error_lines == ["policy-audit: oak: not audited: it has not one document"]


def test_an_empty_folder_is_nothing_to_audit(program: Program, tmp_path: Path) -> None:
    ran = program("run", tmp_path, "--baseline", DOORS)
    assert ran.code == ExitCode.NOTHING
    [line] = ran.error_lines
    assert "no audit was performed" in line


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "towns", "-q"],
        ["check", "towns"],
        ["explain", "towns/birch", "locked-door"],
        [*("decide", "towns/birch", "locked-door", "confirm"), "--reviewer=A", "--reason=B"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_where_nothing_could_be_read_each_command_tells_why(
    arguments: list[str], program: Program, tmp_path: Path
) -> None:
    (tmp_path / "towns" / "birch").mkdir(parents=True)
    (tmp_path / "towns" / "birch" / "letter.pdf").write_bytes(b"%PDF-1.4 broken")
    ran = program(*arguments, "--baseline", str(DOORS), cwd=tmp_path)
    assert ran.code == ExitCode.NOTHING
    why, problem = ran.error_lines
    assert why.startswith("policy-audit: not read: birch/letter.pdf (damaged): is a damaged")
    assert "could be read" in problem
