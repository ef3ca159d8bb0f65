"""The first page of 200 districts: its size, its speed, and its matrix sorted and filtered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from .made import DISTRICTS, REQUIREMENTS

Visit = Callable[..., Page]
PAINTED = """new Promise(done => new PerformanceObserver(() => done()).observe(
    {type: 'paint', buffered: true}))"""
SHOWN = "table.matrix tbody tr:not([hidden])"


def _first(page: Page) -> str:
    return page.locator(f"{SHOWN} th").first.inner_text()


def _said(page: Page) -> str:
    return page.locator("#sieved").inner_text()


def _tones(cells: Locator) -> set[str]:
    return set(cells.evaluate_all("each => each.map(cell => cell.className)"))


def test_it_is_small_and_quickly_there(visit: Visit, state: Path) -> None:
    assert state.stat().st_size < 3_000_000
    page = visit(None)
    session = page.context.new_cdp_session(page)
    # Processor time of the page's own thread: what else the machine does is no fault of the page.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(state.as_uri())
    page.evaluate(PAINTED)
    told = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    assert 0 < told["TaskDuration"] < 2


def test_the_heads_stay_where_the_matrix_scrolls(visit: Visit, state: Path) -> None:
    page = visit(state)
    scroller = page.locator(".scroll.tall")
    before = page.locator(".corner").bounding_box()
    scroller.evaluate("each => each.scrollTo(200, 3000)")
    assert page.locator(".corner").bounding_box() == before
    assert scroller.evaluate("each => each.scrollTop") == 3000


def test_words_name_districts_or_requirements(visit: Visit, state: Path) -> None:
    page = visit(state)
    page.get_by_label("District or requirement").fill("district 17")
    assert (
        _said(page) == f"11 of {DISTRICTS} districts and 30 of {REQUIREMENTS} requirements shown."
    )
    page.get_by_label("District or requirement").fill("REQUIREMENT 12 ")
    assert (
        _said(page) == f"200 of {DISTRICTS} districts and 1 of {REQUIREMENTS} requirements shown."
    )
    page.get_by_label("District or requirement").fill("nobody is called so")
    assert _said(page).startswith("0 of 200 districts")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("#sieved")).to_contain_text("200 of 200 districts")
    assert page.locator(SHOWN).count() == DISTRICTS


def test_determination_and_severity_leave_what_fits(visit: Visit, state: Path) -> None:
    page = visit(state)
    page.locator("select[name=determination]").select_option("contradicted")
    page.locator("select[name=severity]").select_option("critical")
    rows = page.locator(SHOWN)
    assert 0 < rows.count() < DISTRICTS
    fitting = page.locator(f"{SHOWN} td:not([hidden]):not(.faint)")
    assert _tones(fitting) == {"contradicted"}
    assert fitting.count() >= rows.count()


def test_districts_are_sorted_by_what_was_asked(visit: Visit, state: Path) -> None:
    page = visit(state)
    listed = _first(page)
    page.locator("select[name=order]").select_option("gaps")
    counts = page.locator(SHOWN).evaluate_all(
        """rows => rows.map(row => row.querySelectorAll(
            'td.contradicted, td.missing, td.partial').length)"""
    )
    assert counts == sorted(counts, reverse=True)
    head = page.get_by_role("button", name="Requirement 3 on")
    head.focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=descending]").inner_text() == head.inner_text()
    column = page.locator(f"{SHOWN} td:nth-child(5)")
    tones = column.evaluate_all("cells => cells.map(cell => cell.className)")
    assert tones == sorted(
        tones, key=["contradicted", "missing", "partial", "undetermined", "met"].index
    )
    page.get_by_role("button", name="Show all").click()
    assert _first(page) == listed


def test_without_scripts_the_whole_matrix_is_there(visit: Visit, state: Path) -> None:
    page = visit(state, java_script_enabled=False)
    assert page.locator("#sieve").is_hidden()
    assert page.locator("table.matrix tbody tr").count() == DISTRICTS
    assert page.locator("table.matrix td").count() == DISTRICTS * REQUIREMENTS
