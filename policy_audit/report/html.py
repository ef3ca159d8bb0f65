"""The report for people: a first page, a page for each district, one for each document.

Plain files that fetch nothing: one style sheet inlined, and a content security policy that forbids
the rest. On the first page one script of ours may run, named in the policy by its digest; it sorts
and filters the matrix, and nothing is lost without it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from policy_audit.model import Assessment
from policy_audit.report import wording
from policy_audit.report.document_page import document_page
from policy_audit.report.files import Files, whole
from policy_audit.report.overview import overview
from policy_audit.report.ranking import districts
from policy_audit.report.site import site
from policy_audit.report.view import district_page

INDEX = "index.html"
_TEMPLATES = Path(__file__).parent / "templates"
#: From a page in a folder to the folder of the first page.
_UP = "../"
_PIECES = 1000  # of a template, handed on together


@dataclass(frozen=True, slots=True)
class _Script:
    """A script of ours, with the source expression that lets a browser run it."""

    text: Markup
    allowed: str


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``index.html``, ``districts/<name>.html`` and ``documents/<name>.html``, UTF-8.

    Equal assessments give equal bytes.
    """
    return whole(stream(assessment))


def stream(assessment: Assessment) -> Files:
    """Yield the same files piece by piece."""
    places = site(assessment)
    environment = page_environment()
    index, one, read = (
        environment.get_template(f"{name}.html") for name in ("index", "district", "document")
    )
    yield INDEX, _rendered(index, page=overview(assessment, places), root="", script=_script())
    for district in districts(assessment):
        page = district_page(assessment, district, places)
        yield places.districts[district.district.id], _rendered(one, page=page, root=_UP)
        for shown in places.shown(district, assessment.baseline):
            page_of = document_page(assessment, district, shown, places)
            yield shown.page, _rendered(read, page=page_of, root=_UP)


def _rendered(template: Template, **values: object) -> Iterator[bytes]:
    pieces = template.stream(**values)
    pieces.enable_buffering(_PIECES)
    return (piece.encode("utf-8") for piece in pieces)


@cache
def _script() -> _Script:
    text = (_TEMPLATES / "matrix.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return _Script(Markup(text), f"'sha256-{digest}'")  # noqa: S704  # a file of ours, no input


@cache
def page_environment() -> Environment:
    """Return what every template is rendered with: all that is printed is clean and escaped."""
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
        index=INDEX,
        no_own_document=wording.NO_OWN_DOCUMENT,
        restated_note=wording.RESTATED_NOTE,
        not_in_force_note=wording.NOT_IN_FORCE_NOTE,
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
