from __future__ import annotations

from policy_audit.ingest.layout.lines import wrap_width, wraps

WRAPPED = ["aaaa " * 14 + "end", "bbbb " * 14 + "end", "short"]


def test_wrapped_lines() -> None:
    assert wraps(WRAPPED, 72) == [True, True, False]


def test_short_lines_are_breaks() -> None:
    assert wraps(["Elm Grove Schools", "12 Maple Street", "Elm Grove"], 72) == [False] * 3
    assert wraps([], 72) == []


def test_width_comes_from_the_text() -> None:
    narrow = [["x" * 40] * 10]
    assert wrap_width(narrow) == 40
    assert wrap_width([["x" * 20]]) == 72
    assert wrap_width([["x" * 400], ["x" * 300], ["Short line", "Another"]]) > 1000
