"""What a value needs on its way into a cell of a spreadsheet."""

from __future__ import annotations

from policy_audit.report import wording

# A spreadsheet takes a cell that begins so for a formula; the full-width forms are read alike.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Excel's limit for a cell is 32,767 UTF-16 units.
_LONGEST = 32_000


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet that had to guess would take the text for a formula."""
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def one_line(text: str) -> str:
    """Return the text on one line, as long as a cell can be, without unprintable characters."""
    line = wording.plain_line(text)
    units = line.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return line
    return units[: 2 * _LONGEST].decode("utf-16-le", "ignore") + " …"
