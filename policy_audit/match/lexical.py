"""Wording two clauses have in common, by rapidfuzz."""

from __future__ import annotations


def shared_words(left: str, right: str) -> float:
    """Share of words two texts have in common whatever their order, 0 to 1."""
    from rapidfuzz import fuzz
    from rapidfuzz.utils import default_process

    return float(fuzz.token_set_ratio(left, right, processor=default_process)) / 100.0
