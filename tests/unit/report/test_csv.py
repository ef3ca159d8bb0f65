from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from policy_audit.model import Assessment
from policy_audit.report.csv import COLUMNS, cell, render

CELLS = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "report" / "cells.toml").read_text("utf-8")
)["cell"]


@pytest.fixture
def rows(assessment: Assessment) -> list[dict[str, str]]:
    text = render(assessment)["findings.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _row(rows: list[dict[str, str]], district: str, requirement: str) -> dict[str, str]:
    return next(r for r in rows if (r["district"], r["requirement"]) == (district, requirement))


def test_golden(assessment: Assessment, golden: Callable[[str, bytes], None]) -> None:
    golden("report/findings.csv", render(assessment)["findings.csv"])


def test_it_opens_in_excel(assessment: Assessment) -> None:
    content = render(assessment)["findings.csv"]
    assert content.startswith(b"\xef\xbb\xbfdistrict,")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_one_row_for_each_district_and_requirement(
    assessment: Assessment, rows: list[dict[str, str]]
) -> None:
    assert len(rows) == len(assessment.districts) * len(assessment.baseline.requirements)
    assert all(set(row) == set(COLUMNS) for row in rows)


@pytest.mark.parametrize("case", CELLS, ids=lambda c: repr(c["value"]))
def test_no_cell_is_a_formula(case: dict[str, str]) -> None:
    assert cell(case["value"]) == case["text"]


def test_no_cell_of_the_file_begins_like_a_formula(rows: list[dict[str, str]]) -> None:
    values = [value for row in rows for value in row.values()]
    assert not [v for v in values if v.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_contradiction_shows_what_contradicts(
    assessment: Assessment, rows: list[dict[str, str]]
) -> None:
    row = _row(rows, "maple-hollow", "records-release")
    assert row["determination"] == "contradicted"
    assert row["evidence"].startswith("our office gives student records")
    assert row["document"] == "maple-hollow/letter.txt"
    assert row["remediation"]
    assert row["document_date"] == "2025"
    assert row["document_sha256"] == assessment.districts[1].documents[0].source.sha256
    assert row["baseline"] == f"example-2025 1.2.0 sha256:{'b' * 64}"


def test_columns_say_restated_page_and_duty(rows: list[dict[str, str]]) -> None:
    odd = [r for r in rows if r["district"] not in {"maple-hollow", "north-end"}]
    assert {r["restated"] for r in odd} == {"yes"}
    assert _row(rows, "maple-hollow", "agent-identification")["page"] == "2"
    assert _row(rows, "maple-hollow", "agent-identification")["ocr"] == ""
    assert "0.91" in {row["ocr"] for row in rows}
    assert _row(rows, "maple-hollow", "no-retaliation")["predates_duty"] == "yes"
    assert _row(rows, "north-end", "over-promise")["determination"] == "none found"
    assert _row(rows, "north-end", "over-promise")["remediation"] == ""
