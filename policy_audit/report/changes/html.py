"""The comparison as one page that runs nothing and fetches nothing."""

from __future__ import annotations

from policy_audit.model import Comparison
from policy_audit.report.changes import whole, words
from policy_audit.report.changes.words import Sides
from policy_audit.report.html import page_environment


def render(comparison: Comparison, sides: Sides) -> bytes:
    """One HTML page, UTF-8."""
    page = page_environment().get_template("changes.html")
    text = page.render(
        comparison=comparison, sides=sides, words=words, whole=whole, note=words.NOTE
    )
    return text.encode("utf-8")
