"""Reports on disk, and Debian's Chromium to open them with."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from policy_audit.report import render_reading, write
from policy_audit.segment import segment

from . import made

WIDTH, HEIGHT = 1280, 900
#: Milliseconds: a machine that does much else at the same time is no fault of a page.
PATIENCE = 120_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed (Debian's package chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"], timeout=PATIENCE
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report with every state and every hostile text in it, and a document as it was read."""
    folder = tmp_path_factory.mktemp("reports")
    assessment = made.hostile()
    write(assessment, folder, ["html"])
    read = assessment.districts[0].documents[0]
    (folder / "reading.html").write_bytes(render_reading(read, segment(read)))
    return folder


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first page of 200 districts."""
    folder = tmp_path_factory.mktemp("state")
    write(made.statewide(), folder, ["html"])
    return folder / "index.html"


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a file, or an empty page; fails the test if anything runs, breaks or is fetched that should not be."""
    wrong: list[str] = []
    contexts = []

    def visit(path: Path | None, width: int = WIDTH, scheme: str = "light", **more: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            reduced_motion="reduce",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text))
        page.on("request", lambda request: _note(request.url, wrong))
        if path:
            page.goto(path.as_uri())
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not wrong


def _note(url: str, wrong: list[str]) -> None:
    if not url.startswith("file:"):
        wrong.append(f"fetched {url}")
