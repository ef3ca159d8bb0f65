"""The report for people: a first page and a page for each district, as plain files.

Nothing on a page runs, and nothing is fetched: no script, one style sheet inlined, and a content
security policy that forbids the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from policy_audit.model import Assessment
from policy_audit.report import wording
from policy_audit.report.overview import overview, page_names
from policy_audit.report.ranking import districts
from policy_audit.report.view import district_page

INDEX = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``index.html`` and ``districts/<name>.html``, UTF-8; equal assessments give equal bytes."""
    pages = page_names(assessment)
    environment = templates()
    first = environment.get_template("index.html")
    note = wording.note(draft=assessment.is_draft)
    page = overview(assessment, pages)
    files = {INDEX: first.render(page=page, home=INDEX, draft_note=note)}
    each = environment.get_template("district.html")
    for district in districts(assessment):
        name = pages[district.district.id]
        files[name] = each.render(
            page=district_page(assessment, district),
            home=f"../{INDEX}",
            draft_note=wording.note(draft=district.is_draft),
        )
    return {name: text.encode("utf-8") for name, text in files.items()}


@cache
def templates() -> Environment:
    """Return the templates of all pages: everything escaped, nothing undefined."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        draft_note=wording.DRAFT_NOTE,
        no_own_document=wording.NO_OWN_DOCUMENT,
        restated_note=wording.RESTATED_NOTE,
    )
    environment.filters["count"] = wording.count
    return environment


def _printable(value: object) -> object:
    """Every value on its way to a page: clean text, or what a macro has already made of it."""
    if value is None:
        raise TypeError("a template printed None")
    if isinstance(value, str) and not isinstance(value, Markup):
        return wording.plain(value)
    return value
