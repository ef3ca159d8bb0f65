"""``findings.xlsx``: the workbook that an officer filters, sorts and decides in.

Every text is written as a text, whatever it begins with: nothing in a cell is ever a formula.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import archive, ranking, wording
from policy_audit.report.cells import begins_like_a_formula, one_line
from policy_audit.report.files import Files, whole
from policy_audit.report.pieces import Pieces
from policy_audit.report.ranking import Ruled
from policy_audit.report.sheets import sheets
from policy_audit.report.tables import Column, Form, Linked, Row, Sheet, Value
from policy_audit.report.wording import Badge

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "findings.xlsx"
_LINE = 15  # points
_PIECE = 1024 * 1024
_MOST_LINKS = 60_000  # a sheet cannot hold more than 65,530
_LONGEST_LINK = 2_000
_LETTER = 1  # US Letter, as Excel numbers papers
_DAY = {"num_format": "yyyy-mm-dd"}
_FIRST_DAY, _LAST_DAY = date(2020, 1, 1), date(2100, 12, 31)
_TEXT = {
    "text_wrap": True,
    "valign": "top",
    "font_name": "Calibri",
    "font_size": 11,
    "bottom": 1,
    "bottom_color": "#D8D6CE",
}
_HEAD = {**_TEXT, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1C2430", "valign": "vcenter"}
_ENTRY = {"bg_color": "#FFF8E1", "border": 1, "border_color": "#D8D6CE"}
# The ink and the ground of each tone; every pair is told apart without its colour by its word.
_TONES = {
    "contradicted": ("#8C1D2F", "#FAE3E4"),
    "missing": ("#8A3B0C", "#FCEADD"),
    "partial": ("#6E5000", "#FAF0CD"),
    "met": ("#1B5A36", "#E2F1E6"),
    "none-found": ("#2F5560", "#E4EFF1"),
    "undetermined": ("#4A4280", "#EBE9F7"),
    "not-applicable": ("#59616C", "#EEEEEA"),
}


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``findings.xlsx``; equal assessments give equal bytes, dated with the day of the audit."""
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, pieces: Pieces) -> Files:
    """Yield the same file piece by piece."""
    yield NAME, pieces.content(lambda: _pieces(assessment), NAME, pieces.of_all)


def _pieces(assessment: Assessment) -> Iterator[bytes]:
    from xlsxwriter.exceptions import FileCreateError

    with tempfile.TemporaryDirectory(prefix="policy-audit-") as folder:
        made = Path(folder) / "made.xlsx"
        try:
            _make(assessment, made)
        except FileCreateError as error:
            raise error.args[0] from None  # the system's own, which tells what to do
        with made.open("rb") as before, (Path(folder) / NAME).open("w+b") as after:
            # Whose file it was while it was made is no part of it.
            archive.copy_undated(before, after)
            after.seek(0)
            while piece := after.read(_PIECE):
                yield piece


def _make(assessment: Assessment, path: Path) -> None:
    """Write the workbook, of which one row a sheet is in memory at any time."""
    import xlsxwriter

    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties(
            {
                "title": f"Gap report: {one_line(assessment.baseline.title)}"[:250],
                "subject": wording.subject(draft=assessment.is_draft),
                "author": "policy-audit",
                "created": datetime.combine(assessment.run.as_of, time()),
            }
        )
        formats = _Formats(workbook)
        filled = [
            _Filled(workbook.add_worksheet(sheet.name), sheet, formats)
            for sheet in sheets(assessment)
        ]
        for one in filled:
            one.begin()
        for district in ranking.districts(assessment):
            ruled = ranking.ruled(district, assessment.baseline)
            for one in filled:
                one.add(district, ruled)
        for one in filled:
            one.end()


class _Formats:
    """The workbook's cell formats, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def get(self, **properties: Any) -> Format:
        name = repr(sorted(properties.items()))
        if name not in self._made:
            self._made[name] = self._workbook.add_format({**_TEXT, **properties})
        return self._made[name]


class _Filled:
    """One sheet of the workbook, being filled."""

    def __init__(self, worksheet: Worksheet, sheet: Sheet, formats: _Formats) -> None:
        self._to, self._sheet, self._formats = worksheet, sheet, formats
        self._head = len(sheet.above) + 1 if sheet.above else 0
        self._last = self._head
        self._links = 0
        self._total = False

    def begin(self) -> None:
        """Write the lines above, the head, and the rows that are no district's."""
        sheet, to = self._sheet, self._to
        self._write_above()
        for at, column in enumerate(sheet.columns):
            to.set_column(at, at, column.width, None, {"hidden": column.form is Form.HIDDEN})
            head = self._formats.get(**_HEAD, **_aligned(column))
            to.write_string(self._head, at, column.heading, head)
        to.set_row(self._head, _LINE * 2)
        for row in sheet.rows:
            self._total = sheet.total and row is sheet.rows[-1]
            self._write_row(row)
        self._total = False

    def add(self, district: DistrictAssessment, ruled: tuple[Ruled, ...]) -> None:
        """Write the rows on a district."""
        for row in self._sheet.each(district, ruled) if self._sheet.each else ():
            self._write_row(row)

    def _write_row(self, row: Row) -> None:
        self._last += 1
        if self._sheet.line_height:
            self._to.set_row(self._last, _LINE * self._sheet.line_height)
        for at, (column, value) in enumerate(zip(self._sheet.columns, row, strict=True)):
            self._write_cell(self._last, at, column, value)

    def _write_above(self) -> None:
        last = len(self._sheet.columns) - 1
        for number, line in enumerate(self._sheet.above):
            style = {"bold": True, "font_size": 16} if number == 0 else {}
            shown = self._formats.get(**style, bottom=0)
            self._to.merge_range(number, 0, number, last, "", shown)
            self._to.write_string(number, 0, one_line(line), shown)
            self._to.set_row(number, _LINE * 2)

    def _write_cell(self, row: int, at: int, column: Column, value: Value) -> None:
        if isinstance(value, Linked):
            self._write_link(row, at, value)
        elif isinstance(value, Badge):
            ink, ground = _TONES[value.tone]
            shown = self._formats.get(bold=True, font_color=ink, bg_color=ground)
            self._to.write_string(row, at, value.word, shown)
        elif isinstance(value, str) and value:
            self._write_text(row, at, value)
        elif isinstance(value, int | float):
            style = {"num_format": "0%"} if column.form is Form.SHARE else {}
            shown = self._formats.get(**style, **_aligned(column), bold=self._total)
            self._to.write_number(row, at, value, shown)
        elif column.form in (Form.ENTRY, Form.CHOICE, Form.DAY):
            style = _DAY if column.form is Form.DAY else {}
            self._to.write_blank(row, at, None, self._formats.get(**_ENTRY, **style))

    def _write_text(self, row: int, at: int, value: str) -> None:
        # The prefix is Excel's own apostrophe: the cell stays a text when somebody edits it.
        style = {"quote_prefix": True} if begins_like_a_formula(value) else {}
        shown = self._formats.get(**style, bold=self._total)
        self._to.write_string(row, at, one_line(value), shown)

    def _write_link(self, row: int, at: int, value: Linked) -> None:
        if self._links >= _MOST_LINKS or len(value.url) > _LONGEST_LINK:
            self._write_text(row, at, value.text)
            return
        self._links += 1
        style: dict[str, object] = {"font_color": "#1B4F86", "underline": 1}
        if begins_like_a_formula(value.text):
            style["quote_prefix"] = True
        self._to.write_url(row, at, value.url, self._formats.get(**style), one_line(value.text))

    def end(self) -> None:
        """Hold the head in sight, offer filters and choices, and make it fit for printing."""
        to, sheet = self._to, self._sheet
        first, last = self._head + 1, max(self._head + 1, self._last)
        to.freeze_panes(first, sheet.held)
        # The sum stays where it is when the rows are sorted.
        to.autofilter(self._head, 0, last - sheet.total, len(sheet.columns) - 1)
        for at, column in enumerate(sheet.columns):
            rule = _rule(column)
            if rule:
                to.data_validation(first, at, last, at, dict(rule))
        to.set_landscape()
        to.set_paper(_LETTER)
        to.fit_to_pages(1, 0)
        to.repeat_rows(self._head)
        if sheet.printed:
            to.print_area(0, 0, last, sheet.printed - 1)
        to.set_footer("&L&A&RPage &P of &N")


def _aligned(column: Column) -> Mapping[str, str]:
    return {"align": "center"} if column.form in (Form.NUMBER, Form.SHARE) else {}


@cache
def _rule(column: Column) -> Mapping[str, Any] | None:
    """What may be entered in a reviewer's column."""
    if column.form is Form.CHOICE:
        return {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.heading[:32],
            "error_message": f"Choose from: {', '.join(column.choices)}.",
        }
    if column.form is Form.DAY:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DAY,
            "maximum": _LAST_DAY,
            "error_title": column.heading[:32],
            "error_message": "Write a day, as 2026-11-21.",
        }
    return None
