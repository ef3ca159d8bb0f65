from __future__ import annotations

import csv
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from policy_audit.model import (
    OVERRIDES,
    REVIEW_KEY,
    REVIEW_SHEET,
    Assessment,
    DecisionKind,
    ReviewColumn,
    ReviewKey,
    fingerprint,
)
from policy_audit.report import ranking
from policy_audit.report.cells import one_line
from policy_audit.report.sheets import sheets
from policy_audit.report.tables import Form, Linked, Row, Sheet
from policy_audit.report.wording import Badge
from policy_audit.report.xlsx import render

from .assessments import HOSTILE, HOSTILE_ID
from .office import libreoffice

CELLS = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "report" / "cells.toml").read_text("utf-8")
)["cell"]
NAMES = ("Summary", "Findings", "Evidence", "Criteria", "Documents", "Read me")
# LibreOffice's filter for CSV: commas, quotes, UTF-8, texts as they are, every sheet.
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


def _opened(assessment: Assessment) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(render(assessment)["findings.xlsx"]))


def _renamed(assessment: Assessment, name: str) -> Assessment:
    """The assessment with one district's name and every quote of it changed."""
    first, *others = assessment.districts
    changed = replace(first, district=replace(first.district, name=name))
    return replace(assessment, districts=(changed, *others))


@pytest.fixture(scope="module")
def workbook(assessment: Assessment) -> Workbook:
    return _opened(assessment)


@pytest.fixture(scope="module")
def findings(workbook: Workbook) -> list[dict[str, Cell]]:
    return _records(workbook[REVIEW_SHEET])


def _records(sheet: Worksheet) -> list[dict[str, Cell]]:
    head, *rows = sheet.iter_rows()
    return [dict(zip([str(c.value) for c in head], row, strict=True)) for row in rows]


def _rows(sheet: Sheet, assessment: Assessment) -> list[Row]:
    """Every row that the sheet is to hold."""
    made = [
        row
        for district in (ranking.districts(assessment) if sheet.each else ())
        for row in sheet.each(district, ranking.ruled(district, assessment.baseline))
    ]
    return [*sheet.rows, *made]


def _key(row: dict[str, Cell]) -> ReviewKey:
    return ReviewKey.read(str(row[REVIEW_KEY].value))


def _cells(workbook: Workbook) -> Iterator[Cell]:
    return (cell for sheet in workbook for row in sheet.iter_rows() for cell in row)


def test_the_sheets_and_their_rows(workbook: Workbook, assessment: Assessment) -> None:
    assert tuple(workbook.sheetnames) == NAMES
    pairs = len(assessment.districts) * len(assessment.baseline.requirements)
    criteria = len(assessment.districts) * len(assessment.baseline.keys())
    documents = sum(len(d.documents) + len(d.unread) for d in assessment.districts)
    clauses = [
        e
        for d in assessment.districts
        for f in d.findings
        for o in f.observations
        for e in o.evidence
    ]
    rows = {name: workbook[name].max_row - 1 for name in NAMES}
    assert rows["Findings"] == pairs
    assert rows["Criteria"] == criteria
    assert rows["Documents"] == documents
    assert rows["Evidence"] == len(clauses)


def test_every_value_arrives(workbook: Workbook, assessment: Assessment) -> None:
    for sheet in sheets(assessment):
        above = len(sheet.above) + 1 if sheet.above else 0
        filled = workbook[sheet.name].iter_rows(min_row=above + 2)
        for row, cells in zip(_rows(sheet, assessment), filled, strict=True):
            for column, value, cell in zip(sheet.columns, row, cells, strict=True):
                text = value.word if isinstance(value, Badge) else value
                text = text.text if isinstance(text, Linked) else text
                text = (one_line(text) or None) if isinstance(text, str) else text
                assert cell.value == text, column.heading


def test_no_cell_is_a_formula(workbook: Workbook, assessment: Assessment) -> None:
    assert {cell.data_type for cell in _cells(workbook)} == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(render(assessment)["findings.xlsx"])) as archive:
        written = [archive.read(n) for n in archive.namelist() if "worksheets/sheet" in n]
    assert len(written) == len(NAMES)
    assert not [sheet for sheet in written if b"<f>" in sheet or b"<f " in sheet]


@pytest.mark.parametrize("case", CELLS, ids=lambda c: repr(c["value"]))
def test_what_begins_like_a_formula_stays_a_text_when_edited(
    assessment: Assessment, case: dict[str, str]
) -> None:
    read = _opened(_renamed(assessment, case["value"]))[REVIEW_SHEET]
    row = next(r for r in _records(read) if _key(r).district == HOSTILE_ID)
    cell = row["District"]
    assert cell.data_type in {"s", "n"}
    assert (cell.value or "") == case["text"].removeprefix("'")
    assert cell.quotePrefix == case["text"].startswith("'")


def test_a_document_tells_its_status_and_what_was_recognised(workbook: Workbook) -> None:
    documents = {str(row["Title"].value): row for row in _records(workbook["Documents"])}
    policy = documents["Policy 1234: Visitors from law enforcement"]
    assert (policy["Status"].value, policy["Policy number"].value) == ("revised", "1234")
    assert documents["Letter to families"]["Status"].value is None
    clauses = _records(workbook["Evidence"])
    assert {row["Read by OCR"].value for row in clauses} == {None, 0.91}
    assert {row["Page"].value for row in clauses if row["Read by OCR"].value} == {3}


def test_numbers_are_numbers(findings: list[dict[str, Cell]]) -> None:
    shares = [row["Confidence"].value for row in findings if row["Confidence"].value is not None]
    counted = [row for row in findings if row["Determination"].value != "not applicable"]
    assert len(shares) == len(counted)
    assert all(isinstance(value, float) and 0 <= value < 1 for value in shares)
    assert findings[0]["Confidence"].number_format == "0%"
    assert {row["Page"].value for row in findings} == {None, 2, 3}


def test_only_web_addresses_are_links(workbook: Workbook) -> None:
    found = [cell.hyperlink for cell in _cells(workbook) if cell.hyperlink]
    links = {link.target + (f"#{link.location}" if link.location else "") for link in found}
    assert links >= {
        "https://law.example/act-1",
        "https://maple.example/policy.pdf",
        "https://maple.example/policy.pdf#page=2",
    }
    assert all(re.match(r"https?://", link) for link in links)


def test_a_reviewer_finds_choices_and_dates(workbook: Workbook) -> None:
    sheet = workbook[REVIEW_SHEET]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert set(heads) >= {column.value for column in ReviewColumn}
    rules = {
        get_column_letter(block.min_col): rule
        for rule in sheet.data_validations.dataValidation
        for block in rule.sqref.ranges
    }
    decision = rules[heads[ReviewColumn.DECISION.value]]
    assert decision.formula1 == f'"{",".join(DecisionKind)}"'
    override = rules[heads[ReviewColumn.DETERMINATION.value]]
    assert override.formula1 == f'"{",".join(OVERRIDES)}"'
    for column in (ReviewColumn.DATE, ReviewColumn.EXPIRES):
        assert rules[heads[column.value]].type == "date"
    last = f"{heads[ReviewColumn.DECISION.value]}{sheet.max_row}"
    assert last in decision.sqref
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_each_row_carries_its_key_out_of_sight(
    findings: list[dict[str, Cell]], workbook: Workbook, assessment: Assessment
) -> None:
    keys = [_key(row) for row in findings]
    assert {(k.district, k.requirement) for k in keys} == {
        (d.district.id, r.id)
        for d in assessment.districts
        for r in assessment.baseline.requirements
    }
    said = dict(zip(keys, findings, strict=True))
    told = next(
        k for k in said if (k.district, k.requirement) == ("maple-hollow", "records-release")
    )
    assert told.fingerprint == fingerprint(str(said[told]["Evidence"].value))
    assert {k.fingerprint == "" for k in keys if not said[k]["Evidence"].value} == {True}
    letter = findings[0][REVIEW_KEY].column_letter
    assert workbook[REVIEW_SHEET].column_dimensions[letter].hidden


def test_the_sums_add_up(workbook: Workbook, assessment: Assessment) -> None:
    head, *rows, total = workbook["Summary"].iter_rows(min_row=5, values_only=True)
    assert total[0] == "All districts"
    assert len(rows) == len(assessment.districts)
    for number, heading in enumerate(head[1:], 1):
        assert total[number] == sum(int(str(row[number])) for row in rows), heading


def test_hostile_words_are_shown_as_they_are(workbook: Workbook) -> None:
    values = [str(cell.value) for cell in _cells(workbook)]
    assert any(f"Odd {HOSTILE} Schools" in value for value in values)
    assert not [value for value in values if "\u202e" in value]


def test_a_text_longer_than_a_cell_is_cut_with_a_sign(assessment: Assessment) -> None:
    long = _opened(_renamed(assessment, "word " * 9000))["Summary"]["A6"].value
    assert len(str(long)) < 32_767
    assert str(long).endswith(" …")


def test_the_day_of_the_audit_dates_the_file(assessment: Assessment) -> None:
    content = render(assessment)["findings.xlsx"]
    assert content == render(assessment)["findings.xlsx"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"2026-07-01T00:00:00Z" in archive.read("docProps/core.xml")
    other = replace(assessment, run=replace(assessment.run, as_of=date(2026, 7, 2)))
    assert content != render(other)["findings.xlsx"]


def test_libreoffice_opens_it_and_loses_no_row(assessment: Assessment, tmp_path: Path) -> None:
    hostile = _renamed(assessment, '=HYPERLINK("http://evil.example","x")')
    source = tmp_path / "findings.xlsx"
    source.write_bytes(render(hostile)["findings.xlsx"])
    files = libreoffice(source, EVERY_SHEET, tmp_path)
    assert {file.stem.removeprefix("findings-") for file in files} == set(NAMES)
    for sheet in sheets(hostile):
        file = tmp_path / "converted" / f"findings-{sheet.name}.csv"
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8"), newline="")))
        above = len(sheet.above) + 1 if sheet.above else 0
        assert rows[above] == [column.heading for column in sheet.columns]
        body = rows[above + 1 :]
        expected = _rows(sheet, hostile)
        assert len(body) == len(expected)
        for row, shown in zip(expected, body, strict=True):
            for column, value, text in zip(sheet.columns, row, shown, strict=True):
                if isinstance(value, str) and column.form is Form.TEXT:
                    assert text == one_line(value)
