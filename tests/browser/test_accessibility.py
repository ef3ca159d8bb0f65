"""What axe-core, a narrow window and the Tab key say of every kind of page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from .conftest import HEIGHT

Visit = Callable[..., Page]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
KINDS = {
    "first page": "index.html",
    "district": "districts/maple-hollow.html",
    "hostile district": "districts/img-*.html",
    "long district": "districts/long.html",
    "document": "documents/maple-hollow-policy-*.html",
    "hostile document": "documents/odd-*.html",
    "long document": "documents/long-*.html",
    "reading": "reading.html",
}
LOOKS = ((320, "light", "screen"), (1600, "dark", "screen"), (800, "light", "print"))
FOCUSABLE = "a[href], button, input, select, summary, [tabindex='0']"


@pytest.fixture(params=KINDS.values(), ids=KINDS.keys())
def path(request: pytest.FixtureRequest, reports: Path) -> Path:
    (found,) = reports.glob(request.param)
    return found


def _violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    assert found["testEngine"]["name"] == "axe-core"
    return [
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"][:3]
    ]


def test_axe_finds_nothing(visit: Visit, path: Path) -> None:
    page = visit(path)
    # What is folded away has to be as good as what is not.
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for width, scheme, media in LOOKS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(media=media, color_scheme=scheme)
        assert not _violations(page), (width, scheme, media)


def test_nothing_scrolls_sideways(visit: Visit, path: Path) -> None:
    page = visit(path)
    for width in (320, 390, 768, 1280):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_tab_key_reaches_everything_in_order_and_shows_where_it_is(
    visit: Visit, reports: Path
) -> None:
    page = visit(reports / "index.html")
    page.evaluate(
        """selector => {
            window.stops = [...document.querySelectorAll(selector)]
                .filter(each => !each.disabled && each.checkVisibility());
        }""",
        FOCUSABLE,
    )
    whole = page.evaluate("window.stops.length")
    assert whole > 50
    for at in range(whole):
        page.keyboard.press("Tab")
        place, outline = page.evaluate(
            """[window.stops.indexOf(document.activeElement),
                getComputedStyle(document.activeElement).outlineStyle]"""
        )
        assert (place, outline) == (at, "solid")


def test_the_first_stop_leads_past_the_head(visit: Visit, reports: Path) -> None:
    page = visit(reports / "districts/maple-hollow.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_evidence_and_finding_lead_to_each_other(visit: Visit, reports: Path) -> None:
    page = visit(reports / "districts/maple-hollow.html")
    page.locator("#r-records-release figure.contradicted figcaption a").click()
    assert page.locator("mark:target").inner_text() == (
        "our office gives student records to any officer who asks."
    )
    page.locator("#n-1").get_by_role("link", name="Release of records").click()
    assert page.locator("article:target h3").inner_text() == "Release of records"
