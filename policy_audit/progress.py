"""How far a long task has come, for whoever wants to hear it."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Hears the stage, how many of its steps are done, and how many there are."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Report progress to nobody."""
