"""``background.txt``: clauses of school documents that speak of other things."""

from __future__ import annotations

from pathlib import Path

from policy_audit.baseline.files import BACKGROUND_FILE, one_line, read_text
from policy_audit.errors import BaselineError
from policy_audit.model import Baseline

_LONGEST = 1000  # characters of one clause; what is longer is no line of clauses


def load_background(baseline: Baseline) -> tuple[str, ...]:
    """The clauses of ``baseline`` that say nothing on any of its criteria; it may have none.

    One a line, in their order, each once. Raises ``BaselineError`` where the file is no text or a
    line is too long for a clause.
    """
    path = Path(baseline.folder) / BACKGROUND_FILE
    if not path.is_file():
        return ()
    lines = read_text(path, BaselineError).splitlines()
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST:
            problem = f"longer than {_LONGEST} characters: write one clause a line"
            raise BaselineError(one_line(str(path)), f"line {number}", problem)
    return tuple(dict.fromkeys(" ".join(line.split()) for line in lines if line.strip()))
