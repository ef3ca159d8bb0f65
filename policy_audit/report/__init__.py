"""Assessment -> text or bytes; one renderer a file."""

from policy_audit.report.formats import FORMATS, Renderer, render, require
from policy_audit.report.reading import render_reading
from policy_audit.report.text import SummaryTable, summary_table
from policy_audit.report.writer import write

__all__ = [
    "FORMATS",
    "Renderer",
    "SummaryTable",
    "render",
    "render_reading",
    "require",
    "summary_table",
    "write",
]
