"""Dates as documents bear them: a year, a month or a day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the year, the month or the day, as ISO text (``2025``, ``2025-02``)."""

    text: str

    def __post_init__(self) -> None:
        self.latest()  # raises ValueError for what is no date

    @property
    def _parts(self) -> tuple[int, int | None, int | None]:
        found = _FORM.fullmatch(self.text)
        if not found:
            raise ValueError(f"{self.text!r} is not a date: write 2025, 2025-02 or 2025-02-04")
        year, month, day = found.groups()
        return int(year), int(month) if month else None, int(day) if day else None

    def earliest(self) -> date:
        """The first day this date may mean."""
        year, month, day = self._parts
        return date(year, month or 1, day or 1)

    def latest(self) -> date:
        """The last day this date may mean."""
        year, month, day = self._parts
        month = month or 12
        if not 1 <= month <= 12 or year < 1:
            raise ValueError(f"{self.text!r} is not a date: write 2025, 2025-02 or 2025-02-04")
        return date(year, month, day or calendar.monthrange(year, month)[1])

    def surely_before(self, day: date) -> bool:
        """Whether every day this date may mean lies before ``day``."""
        return self.latest() < day

    def __str__(self) -> str:
        return self.text
