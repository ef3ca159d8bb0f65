"""A reviewer's spreadsheet -> what was decided in it, row by row."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from policy_audit.decisions.taken import Verdict
from policy_audit.errors import DecisionsError
from policy_audit.model import (
    OVERRIDES,
    REVIEW_KEY,
    REVIEW_SHEET,
    DecisionKind,
    Determination,
    ReviewColumn,
    ReviewKey,
)

_LARGEST = 50 * 1024 * 1024
_MOST_UNPACKED = 400 * 1024 * 1024
_MOST_ROWS = 1_048_576  # as many as a sheet can have: a row below them is none of a reviewer's
_HEAD_WITHIN = 20
_Cells = tuple[Any, ...]
_Choice = TypeVar("_Choice")
_KINDS: Mapping[str, DecisionKind] = MappingProxyType({kind.value: kind for kind in DecisionKind})


@dataclass(frozen=True, slots=True)
class Row:
    """One row that a reviewer filled in.

    ``number`` is its number in the sheet; ``dated``, whether the day of its verdict stands in it.
    """

    number: int
    key: ReviewKey
    verdict: Verdict
    dated: bool


def read_rows(path: Path, *, today: dt.date) -> tuple[Row, ...]:
    """Read the rows with a decision; where a row has no date, the decision is of ``today``.

    Raises ``DecisionsError`` with the row for anything that cannot be taken as it stands, as two
    rows on one finding.
    """
    rows = _sheet(path)
    head, columns = _head(path, rows)
    found: dict[tuple[str, str], Row] = {}
    for number, cells in enumerate(rows, head + 1):
        row = _Reader(path.name, number, columns, cells)
        if row.is_filled():
            read = row.read(today)
            about = (read.key.district, read.key.requirement)
            if about in found:
                problem = f"is on the same finding as row {found[about].number}; keep one"
                raise DecisionsError(path.name, f"row {number}", problem)
            found[about] = read
    return tuple(found.values())


def _sheet(path: Path) -> Iterator[_Cells]:
    """Yield the rows of the reviewer's sheet, values only; formulas are never worked out."""
    import openpyxl

    _refuse_large(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # the third-party parser's edge: a spreadsheet is hostile
        problem = f"cannot be read as a spreadsheet ({type(error).__name__}); save it as .xlsx"
        raise DecisionsError(path.name, "", problem) from error
    try:
        if REVIEW_SHEET not in book.sheetnames:
            raise DecisionsError(path.name, "", f"has no sheet {REVIEW_SHEET!r}")
        sheet = book[REVIEW_SHEET]
        yield from sheet.iter_rows(max_row=_MOST_ROWS, values_only=True)
    finally:
        book.close()


def _refuse_large(path: Path) -> None:
    try:
        if path.stat().st_size > _LARGEST:
            raise DecisionsError(path.name, "", "is larger than 50 megabytes")
        with zipfile.ZipFile(path) as packed:
            size = sum(member.file_size for member in packed.infolist())
    except OSError as error:
        raise DecisionsError(path.name, "", f"cannot be read: {error.strerror or error}") from error
    except zipfile.BadZipFile as error:
        raise DecisionsError(path.name, "", "is no spreadsheet; save it as .xlsx") from error
    if size > _MOST_UNPACKED:
        raise DecisionsError(path.name, "", "unpacks to more than 400 megabytes")


def _head(path: Path, rows: Iterator[_Cells]) -> tuple[int, Mapping[str, int]]:
    """Return the number of the row with the headings, and where each column is."""
    wanted = [REVIEW_KEY, *(column.value for column in ReviewColumn)]
    for number, cells in enumerate(rows, 1):
        places = {str(cell).strip(): at for at, cell in enumerate(cells) if cell is not None}
        if REVIEW_KEY in places or number == _HEAD_WITHIN:
            missing = [name for name in wanted if name not in places]
            if not missing:
                return number, places
            break
    named = ", ".join(wanted)
    raise DecisionsError(
        path.name, REVIEW_SHEET, f"lacks its headings; it needs the columns {named}"
    )


class _Reader:
    """One row of the sheet, as a reviewer left it."""

    def __init__(self, file: str, number: int, columns: Mapping[str, int], cells: _Cells) -> None:
        self._file, self._number = file, number
        self._columns, self._cells = columns, cells

    def is_filled(self) -> bool:
        """Whether a reviewer wrote anything into the row."""
        return any(self._value(column.value) is not None for column in ReviewColumn)

    def read(self, today: dt.date) -> Row:
        """Return what the row says; ``DecisionsError`` where that is not plain."""
        kind = self._choice(ReviewColumn.DECISION, _KINDS)
        if kind is None:
            raise self._error(ReviewColumn.DECISION, "is empty in a row that is filled in")
        date = self._day(ReviewColumn.DATE)
        verdict = Verdict(
            kind=kind,
            reviewer=self._text(ReviewColumn.REVIEWER),
            date=date or today,
            reason=self._text(ReviewColumn.REASON),
            override=self._override(kind),
            approver=self._approver(kind),
            expires=self._day(ReviewColumn.EXPIRES),
        )
        return Row(self._number, self._key(), verdict, dated=date is not None)

    def _value(self, heading: str) -> Any:
        at = self._columns[heading]
        value = self._cells[at] if at < len(self._cells) else None
        return None if isinstance(value, str) and not value.strip() else value

    def _text(self, column: ReviewColumn) -> str:
        value = self._value(column.value)
        if value is None:
            raise self._error(column, "is empty; a decision needs it")
        return " ".join(str(value).split())

    def _override(self, kind: DecisionKind) -> Determination | None:
        chosen = self._choice(ReviewColumn.DETERMINATION, OVERRIDES)
        if kind is DecisionKind.OVERRIDE and chosen is None:
            raise self._error(ReviewColumn.DETERMINATION, "is empty; an override needs it")
        return chosen

    def _approver(self, kind: DecisionKind) -> str | None:
        """Who approved a waiver: nobody is taken for the approver who was not named as one."""
        if kind is DecisionKind.WAIVE or self._value(ReviewColumn.APPROVER.value) is not None:
            return self._text(ReviewColumn.APPROVER)
        return None

    def _choice(self, column: ReviewColumn, choices: Mapping[str, _Choice]) -> _Choice | None:
        value = self._value(column.value)
        if value is None:
            return None
        chosen = choices.get(str(value).strip().lower())
        if chosen is None:
            named = ", ".join(choices)
            problem = f"{str(value)[:40]!r} is none of the choices: {named}"
            raise self._error(column, problem)
        return chosen

    def _day(self, column: ReviewColumn) -> dt.date | None:
        value = self._value(column.value)
        if value is None:
            return None
        if isinstance(value, dt.datetime):
            return value.date()
        try:
            return dt.date.fromisoformat(str(value).strip())
        except ValueError:
            raise self._error(column, f"{str(value)[:40]!r} is no day; as 2026-11-21") from None

    def _key(self) -> ReviewKey:
        try:
            return ReviewKey.read(str(self._value(REVIEW_KEY)))
        except ValueError:
            problem = "was changed or taken out; fill in a sheet that this program wrote"
            raise DecisionsError(self._file, f"row {self._number}, {REVIEW_KEY}", problem) from None

    def _error(self, column: ReviewColumn, problem: str) -> DecisionsError:
        return DecisionsError(self._file, f"row {self._number}, {column.value}", problem)
