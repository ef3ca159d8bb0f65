from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from unit.decisions.district import BASELINE, DAY

from policy_audit.cli import decisions
from policy_audit.cli.audited import Several
from policy_audit.decisions import read_decisions
from policy_audit.errors import DecisionsError
from policy_audit.model import (
    REVIEW_KEY,
    REVIEW_SHEET,
    Assessment,
    Determination,
    District,
    DistrictAssessment,
    Finding,
    ReviewColumn,
    ReviewKey,
    Run,
    Severity,
    Unread,
    UnreadCategory,
)

HEAD = [*(column.value for column in ReviewColumn), REVIEW_KEY]
FILLED = {
    ReviewColumn.REVIEWER: "A. Lee",
    ReviewColumn.DECISION: "confirm",
    ReviewColumn.REASON: "Read it.",
}


def lacking(name: str, document: str = "ab") -> DistrictAssessment:
    """A district of that id in which nothing was found, with the digest of its one document."""
    [requirement] = BASELINE.requirements
    unread = Unread(f"{name}/a.pdf", UnreadCategory.DAMAGED, "It is damaged.", document)
    finding = Finding(requirement.id, Determination.MISSING, Severity.HIGH, 0.9, ())
    return DistrictAssessment(District(name, name.title()), (), (unread,), (finding,))


def sheet(folder: Path, *districts: DistrictAssessment) -> Path:
    """A workbook in which a reviewer confirms each district's finding."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = REVIEW_SHEET
    book.active.append(HEAD)
    for district in districts:
        key = ReviewKey.of(district, district.findings[0])
        book.active.append([*(FILLED.get(column) for column in ReviewColumn), str(key)])
    path = folder / "findings.xlsx"
    book.save(path)
    return path


def take(
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    path: Path,
    *districts: DistrictAssessment,
    quiet: bool = True,
) -> None:
    """Import the workbook for districts that are now so."""
    folders = {d.district.id: folder / d.district.id for d in districts}
    for each in folders.values():
        each.mkdir(exist_ok=True)
    assessment = Assessment(Run("1", DAY, "", "", ""), BASELINE, districts)
    several = Several(assessment, folders)
    monkeypatch.setattr(decisions, "_audited", lambda _paths, _how: several)
    decisions.import_(path, quiet=quiet)


def taken(folder: Path) -> list[str]:
    """The districts that have decisions."""
    found = sorted(folder.glob("*/decisions.toml"))
    return [path.parent.name for path in found if read_decisions(path, name="d").decisions]


def test_a_sheet_is_taken_for_the_documents_it_was_written_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    maple = lacking("maple")
    take(monkeypatch, tmp_path, sheet(tmp_path, maple), maple)
    assert taken(tmp_path) == ["maple"]


def test_a_sheet_of_other_documents_is_refused_though_nothing_was_found_in_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = sheet(tmp_path, lacking("maple"))
    told = r"row 2: judicial-warrant: the documents have changed since .* write it anew with"
    with pytest.raises(DecisionsError, match=told):
        take(monkeypatch, tmp_path, written, lacking("maple", "cd"))
    assert taken(tmp_path) == []


def test_all_decisions_of_a_sheet_are_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    districts = lacking("maple"), lacking("oak")
    written = sheet(tmp_path, *districts)
    oak = tmp_path / "oak" / "decisions.toml"
    oak.parent.mkdir()
    oak.write_text("decision = 1\n", "utf-8")
    with pytest.raises(DecisionsError, match=r"oak/decisions\.toml"):
        take(monkeypatch, tmp_path, written, *districts)
    assert [path.name for path in tmp_path.glob("*/*")] == ["decisions.toml"]
    oak.unlink()
    take(monkeypatch, tmp_path, written, *districts)
    assert taken(tmp_path) == ["maple", "oak"]


def test_a_row_without_a_date_is_the_same_decision_on_another_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    maple = lacking("maple")
    written = sheet(tmp_path, maple)
    take(monkeypatch, tmp_path, written, maple)
    decided = tmp_path / "maple" / "decisions.toml"
    before = decided.read_bytes()
    [decision] = read_decisions(decided, name="d").decisions
    held = replace(maple, findings=(replace(maple.findings[0], decision=decision),))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    take(monkeypatch, tmp_path, written, held, quiet=False)
    assert capsys.readouterr().out == "0 decisions written, 1 was there already\n"
    assert decided.read_bytes() == before
