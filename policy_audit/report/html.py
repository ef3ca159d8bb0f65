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
from functools import cache, cached_property, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import ranking, wording
from policy_audit.report.district_page import district_page
from policy_audit.report.document_page import document_page
from policy_audit.report.files import Files, whole
from policy_audit.report.overview import overview
from policy_audit.report.pieces import Pieces
from policy_audit.report.site import Shown, Site, site

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
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, pieces: Pieces) -> Files:
    """Yield the same files piece by piece."""
    places = site(assessment)
    yield INDEX, pieces.content(lambda: _first(assessment, places), INDEX, pieces.of_all)
    outlines = assessment.outlines
    for place in ranking.places(assessment):
        outline = outlines[place]
        pages = _Pages(assessment, place, places)
        # A page links to the others of its district, wherever these are.
        known: tuple[str | bytes, ...] = (pieces.of(place), *places.of(outline))
        for number, name in enumerate(places.of(outline)):
            yield name, pieces.content(partial(pages.page, number), INDEX, str(number), *known)


class _Pages:
    """The pages of one district, which is had from the assessment when the first is made."""

    def __init__(self, assessment: Assessment, place: int, places: Site) -> None:
        self._assessment = assessment
        self._place = place
        self._places = places

    def page(self, number: int) -> Iterator[bytes]:
        """Make the district's own page, or that of the document of a number from one."""
        if number == 0:
            page = district_page(self._assessment, self._district, self._places)
            return _rendered("district", page=page, root=_UP)
        shown = self._shown[number - 1]
        page_of = document_page(self._assessment, self._district, shown, self._places)
        return _rendered("document", page=page_of, root=_UP)

    @cached_property
    def _district(self) -> DistrictAssessment:
        return self._assessment.districts[self._place]

    @cached_property
    def _shown(self) -> tuple[Shown, ...]:
        return self._places.shown(self._district, self._assessment.baseline)


def _first(assessment: Assessment, places: Site) -> Iterator[bytes]:
    page = overview(assessment, places)
    return _rendered("index", page=page, root="", script=_script())


def _rendered(name: str, **values: object) -> Iterator[bytes]:
    pieces = page_environment().get_template(f"{name}.html").stream(**values)
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
