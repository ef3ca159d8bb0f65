"""Hostile text in documents, names and file names is shown as text, on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.unit.report.assessments import HOSTILE, HOSTILE_TEXT

from .made import LONG

Visit = Callable[..., Page]


def test_nothing_runs_and_no_link_leads_to_a_script(visit: Visit, reports: Path) -> None:
    pages = sorted(reports.rglob("*.html"))
    assert len(pages) == 11
    for path in pages:
        page = visit(path)
        schemes = page.evaluate("[...new Set([...document.links].map(each => each.protocol))]")
        assert set(schemes) <= {"file:", "http:", "https:"}
        ours = 1 if path.name == "index.html" else 0
        assert page.locator("script, img, iframe, object, embed").count() == ours


def test_every_word_of_it_is_shown(visit: Visit, reports: Path) -> None:
    (district,) = reports.glob("districts/img-*.html")
    (document,) = reports.glob("documents/odd-*.html")
    shown = HOSTILE_TEXT.replace("\u202e", "\N{REPLACEMENT CHARACTER}")
    for path in (district, document, reports / "reading.html"):
        page = visit(path)
        assert HOSTILE in page.locator("h1").inner_text()
        assert shown in " ".join(page.locator("main").inner_text().split())


def test_no_directional_override_is_left(visit: Visit, reports: Path) -> None:
    for path in reports.rglob("*.html"):
        assert not set(path.read_text("utf-8")) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def test_a_word_of_10_000_letters_is_whole_and_within_the_page(visit: Visit, reports: Path) -> None:
    page = visit(reports / "districts/long.html", 320)
    assert page.locator("h1").inner_text() == LONG
    assert page.locator("h1").evaluate("each => each.getBoundingClientRect().right") <= 320
