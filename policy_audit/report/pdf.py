"""The report on paper: ``report.pdf`` and ``districts/<name>.pdf``, tagged for screen readers.

Rendered by weasyprint from templates of its own, over the same values as the pages. Needs the extra
``[pdf]``. Nothing is fetched: whatever a page would load is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from policy_audit.errors import UsageError
from policy_audit.model import Assessment
from policy_audit.report.district_page import DistrictPage, district_page
from policy_audit.report.files import Files, whole
from policy_audit.report.html import page_environment
from policy_audit.report.overview import Overview, overview
from policy_audit.report.pieces import Content, Pieces
from policy_audit.report.ranking import districts
from policy_audit.report.site import site

NAME = "report.pdf"
_STYLE = Path(__file__).parent / "templates" / "paper" / "paper.css"
# PDF/UA-1: tagged, titled, with a language and bookmarks.
_VARIANT = "pdf/ua-1"


def require() -> None:
    """Raise ``UsageError``, saying what to install, where a PDF cannot be made here."""
    _weasyprint()


def render(assessment: Assessment) -> Mapping[str, bytes]:
    """``report.pdf`` over all districts and ``districts/<name>.pdf`` for each.

    Equal assessments give equal bytes where the same fonts are installed. ``UsageError`` without
    the extra ``[pdf]``.
    """
    return whole(stream(assessment, Pieces(assessment)))


def stream(assessment: Assessment, _pieces: Pieces) -> Files:
    """Yield the same files one by one."""
    places = site(assessment)
    yield NAME, Content.of(render_statewide(assessment))
    for district in districts(assessment):
        page = district_page(assessment, district, places)
        name = places.districts[district.district.id].removesuffix(".html") + ".pdf"
        yield name, Content.of(_page("paper/district.html", page, assessment))


def render_statewide(assessment: Assessment) -> bytes:
    """Return ``report.pdf`` alone."""
    page = overview(assessment, site(assessment))
    return _page("paper/statewide.html", page, assessment)


def _page(template: str, page: Overview | DistrictPage, assessment: Assessment) -> bytes:
    day = assessment.run.as_of.isoformat()
    return printed(page_environment().get_template(template).render(page=page, day=day))


def printed(text: str) -> bytes:
    """Return the HTML document as a tagged PDF in the style of the reports; nothing is fetched."""
    weasyprint = _weasyprint()
    # No address has an allowed protocol, so that nothing is ever fetched.
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    style = weasyprint.CSS(string=_STYLE.read_text("utf-8"), url_fetcher=nothing)
    page = weasyprint.HTML(string=text, base_url="about:blank", url_fetcher=nothing)
    written: bytes = page.write_pdf(stylesheets=[style], pdf_variant=_VARIANT)
    return written


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise UsageError("a PDF needs the extra 'pdf': pip install 'policy-audit[pdf]'") from error
    except OSError as error:  # weasyprint loads Pango when it is imported
        raise UsageError(
            "a PDF needs the library Pango, which pip does not bring: install it "
            "(Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
        ) from error
    return weasyprint
