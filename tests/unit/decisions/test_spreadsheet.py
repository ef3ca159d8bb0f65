from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from policy_audit.decisions import read_rows
from policy_audit.errors import DecisionsError
from policy_audit.model import (
    REVIEW_KEY,
    REVIEW_SHEET,
    DecisionKind,
    Determination,
    ReviewColumn,
    ReviewKey,
)

TODAY = dt.date(2026, 11, 21)
KEY = ReviewKey("maple", "judicial-warrant", "ab12")
HEAD = ["District", *(column.value for column in ReviewColumn), REVIEW_KEY]
FULL = {
    ReviewColumn.REVIEWER: "A. Lee",
    ReviewColumn.DECISION: "Waive",
    ReviewColumn.REASON: "The board\n votes in May.",
    ReviewColumn.DATE: dt.datetime(2026, 11, 3),  # noqa: DTZ001  # a sheet knows no zone
    ReviewColumn.APPROVER: "B. Diaz",
    ReviewColumn.EXPIRES: "2027-06-30",
}


def written(folder: Path, *rows: dict[ReviewColumn, Any], key: str = str(KEY)) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = REVIEW_SHEET
    sheet.append(["Findings for review"])
    sheet.append(HEAD)
    for row in rows:
        sheet.append(["Maple", *(row.get(column) for column in ReviewColumn), key])
    path = folder / "findings.xlsx"
    book.save(path)
    return path


def test_a_row_is_read_with_its_number_and_key(tmp_path: Path) -> None:
    [row] = read_rows(written(tmp_path, {}, FULL, {}), today=TODAY)
    assert (row.number, row.key) == (4, KEY)
    said = row.verdict
    assert (said.kind, said.reviewer, said.approver) == (DecisionKind.WAIVE, "A. Lee", "B. Diaz")
    assert said.reason == "The board votes in May."
    assert (said.date, said.expires) == (dt.date(2026, 11, 3), dt.date(2027, 6, 30))


def test_a_row_far_below_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    for at, value in enumerate((None, *(FULL.get(c) for c in ReviewColumn), str(KEY)), 1):
        book.active.cell(120_000, at, value)
    book.save(path)
    [row] = read_rows(path, today=TODAY)
    assert row.number == 120_000


def test_two_rows_on_one_finding_are_refused(tmp_path: Path) -> None:
    other = {**FULL, ReviewColumn.REASON: "Another one."}
    with pytest.raises(DecisionsError, match="row 5: is on the same finding as row 3; keep one"):
        read_rows(written(tmp_path, FULL, {}, other), today=TODAY)


def test_an_override_needs_no_day(tmp_path: Path) -> None:
    override = {
        ReviewColumn.REVIEWER: "A. Lee",
        ReviewColumn.DECISION: "override",
        ReviewColumn.DETERMINATION: "not applicable",
        ReviewColumn.REASON: "None of it is theirs.",
    }
    [row] = read_rows(written(tmp_path, override), today=TODAY)
    assert row.verdict.override is Determination.NOT_APPLICABLE
    assert row.verdict.date == TODAY
    assert row.verdict.approver is None


WRONG = [
    ({ReviewColumn.DECISION: None}, "row 3, Decision: is empty in a row that is filled in"),
    (
        {ReviewColumn.DECISION: "accept"},
        "row 3, Decision: 'accept' is none of the choices: confirm, override, waive, attest",
    ),
    ({ReviewColumn.DETERMINATION: "so so"}, "'so so' is none of the choices"),
    (
        {ReviewColumn.DECISION: "override", ReviewColumn.DETERMINATION: None},
        "row 3, Determination if overridden: is empty; an override needs it",
    ),
    ({ReviewColumn.REVIEWER: "  "}, "row 3, Reviewer: is empty; a decision needs it"),
    ({ReviewColumn.REASON: None}, "row 3, Reason: is empty; a decision needs it"),
    ({ReviewColumn.APPROVER: " "}, "row 3, Approver if waived: is empty; a decision needs it"),
    ({ReviewColumn.EXPIRES: "in May"}, "row 3, Expires: 'in May' is no day; as 2026-11-21"),
    ({ReviewColumn.DATE: 46000}, "row 3, Date: '46000' is no day"),
]


@pytest.mark.parametrize(("change", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_is_not_plain_is_named_with_its_row(
    tmp_path: Path, change: dict[ReviewColumn, Any], told: str
) -> None:
    path = written(tmp_path, {**FULL, **change})
    with pytest.raises(DecisionsError, match=re.escape(told)):
        read_rows(path, today=TODAY)


def test_a_key_that_was_changed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionsError, match="row 3, Key: was changed or taken out"):
        read_rows(written(tmp_path, FULL, key="maple"), today=TODAY)


def test_what_is_no_sheet_of_ours_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    with pytest.raises(DecisionsError, match="cannot be read"):
        read_rows(path, today=TODAY)
    path.write_text("District,Key\n")
    with pytest.raises(DecisionsError, match=r"is no spreadsheet; save it as \.xlsx"):
        read_rows(path, today=TODAY)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("x.txt", "x")
    with pytest.raises(DecisionsError, match="cannot be read as a spreadsheet"):
        read_rows(path, today=TODAY)
    book = openpyxl.Workbook()
    book.save(path)
    with pytest.raises(DecisionsError, match="has no sheet 'Findings'"):
        read_rows(path, today=TODAY)
    book.active.title = REVIEW_SHEET
    book.active.append(["District", REVIEW_KEY])
    book.save(path)
    with pytest.raises(DecisionsError, match="lacks its headings; it needs the columns Key, Rev"):
        read_rows(path, today=TODAY)


def test_a_sheet_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "findings.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(5):
            packed.writestr(f"{number}.xml", b"\0" * 100_000_000)
    with pytest.raises(DecisionsError, match="unpacks to more than 400 megabytes"):
        read_rows(path, today=TODAY)
