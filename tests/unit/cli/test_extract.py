import json
from pathlib import Path

import pytest

from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode

LETTER = """# Visitors

## At the door

Staff must do the following:

A. Ask for a name.
B. Call the principal.

Question: May anybody come in?

Answer: No. Every visitor rings the bell.
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.md"
    path.write_text(LETTER)
    return path


def test_text_and_clauses_are_shown(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(letter)]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert out.startswith("letter.md: Visitors\n")
    assert "TEXT\n" in out
    clauses = out.split("CLAUSES")[1]
    assert "[item A." in clauses
    assert "  headings: Visitors > At the door\n" in clauses
    assert "  lead-in: Staff must do the following:\n" in clauses
    assert "  question: May anybody come in?\n" in clauses
    assert "  Every visitor rings the bell.\n" in clauses


def test_what_a_definition_makes_of_a_clause_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rule.txt"
    path.write_text("A warrant, that is, a judge's order, is needed.\n\nAsk to see the warrant.\n")
    assert main(["extract", str(path)]) == ExitCode.DONE
    shown = "  Ask to see the warrant.\n  read as: Ask to see the judicial warrant.\n"
    assert shown in capsys.readouterr().out


def test_json_holds_exact_spans(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(letter), "--json"]) == ExitCode.DONE
    read = json.loads(capsys.readouterr().out)
    assert read["path"] == "letter.md"
    assert len(read["sha256"]) == 64
    bell = next(c for c in read["clauses"] if c["text"] == "Every visitor rings the bell.")
    start, end = bell["span"]
    assert read["text"][start:end] == bell["text"]
    assert bell["question"] == "May anybody come in?"
    assert bell["page"] is None


def test_a_long_paragraph_is_shown_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("The door is locked and the bell is rung. " * 100 + "This is the end.")
    assert main(["extract", str(path)]) == ExitCode.DONE
    assert "This is the end." in capsys.readouterr().out.split("CLAUSES")[0]


def test_a_folder_is_no_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path)]) == ExitCode.USAGE
    assert "give the path of one document" in capsys.readouterr().err


def test_what_cannot_be_read_is_incomplete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["extract", str(tmp_path / "empty.txt")]) == ExitCode.INCOMPLETE
    assert "not read: empty.txt (empty): " in capsys.readouterr().err


def test_a_page_goes_to_a_file_or_to_standard_output(
    letter: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    page = tmp_path / "page.html"
    assert main(["extract", str(letter), "--html", "--output", str(page)]) == ExitCode.DONE
    assert b"Page to read" in capfdbinary.readouterr().out
    assert b"Ask for a name." in page.read_bytes()
    assert main(["extract", str(letter), "--html"]) == ExitCode.DONE
    assert capfdbinary.readouterr().out == page.read_bytes()


@pytest.mark.parametrize(
    "options", [["--html", "--json"], ["--output", "x.html"], ["--html", "--output", "no/x.html"]]
)
def test_options_that_do_not_go_together_are_refused(
    letter: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", str(letter), *options]) == ExitCode.USAGE
    assert len(capsys.readouterr().err.splitlines()) == 1
