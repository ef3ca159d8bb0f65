"""One audit of good and bad documents together, looked at from all sides."""

import csv
import io

from acceptance.program import AS_OF, Audit
from policy_audit.cli.exits import ExitCode


def test_an_audit_with_something_unread_is_incomplete(audit_run: Audit) -> None:
    assert audit_run.ran.code == ExitCode.INCOMPLETE, audit_run.ran.err


def test_all_reports_are_written(audit_run: Audit) -> None:
    names = set(audit_run.files())
    assert {"index.html", "assessment.json", "findings.csv", "summary.md", "findings.xlsx"} <= names
    assert "districts/maple-falls.html" in names


def test_the_closing_table_names_each_district_and_where_to_look(audit_run: Audit) -> None:
    out = audit_run.ran.out
    assert "Maple Falls Schools" in out
    assert "Stony Point" in out
    assert f"Report to read: {audit_run.output / 'index.html'}" in out
    assert "A draft for a person to review; not legal advice." in out


def test_no_progress_is_drawn_where_stderr_is_no_terminal(audit_run: Audit) -> None:
    assert all(line.startswith("policy-audit: not read: ") for line in audit_run.ran.error_lines)


def test_hostile_names_reach_the_terminal_without_control_characters(audit_run: Audit) -> None:
    said = audit_run.ran.out + audit_run.ran.err
    assert "[bold]x" in said
    assert not {c for c in said if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160}


def test_the_reports_tell_what_they_rest_on(audit_run: Audit) -> None:
    run = audit_run.assessment["run"]
    assert run["as_of"] == AS_OF
    assert len(run["encoder"]["sha256"]) == len(run["learned_sha256"]) == 64
    document = audit_run.district("maple-falls")["documents"][0]
    assert document["date"] == "2025-05"
    assert document["url"] == "https://maplefalls.example/policy-5"
    assert len(document["sha256"]) == 64


def test_every_district_has_every_finding(audit_run: Audit) -> None:
    for district in audit_run.assessment["districts"]:
        found = [finding["requirement"] for finding in district["findings"]]
        assert found == ["locked-door", "magic-door"]
    rows = list(csv.reader(io.StringIO((audit_run.output / "findings.csv").read_text("utf-8"))))
    assert len(rows) > 2 * len(audit_run.assessment["districts"])


def test_what_the_documents_say_is_found(audit_run: Audit) -> None:
    assert audit_run.determinations("maple-falls")["locked-door"] == "met"
    assert audit_run.determinations("stony-point")["locked-door"] in {"missing", "contradicted"}


def test_equal_inputs_give_equal_bytes(audit_run: Audit, second_run: Audit) -> None:
    assert second_run.files() == audit_run.files()


def test_a_gap_over_the_threshold_goes_before_unread_documents(second_run: Audit) -> None:
    assert second_run.ran.code == ExitCode.GAPS, second_run.ran.err


def test_quiet_prints_errors_only(second_run: Audit) -> None:
    assert second_run.ran.out == ""
    assert second_run.ran.error_lines
