from datetime import UTC, date, datetime

import pytest
import typer

from policy_audit.cli import options
from policy_audit.errors import UsageError
from policy_audit.ingest import MOST_PAGES
from policy_audit.model import Severity
from policy_audit.report import FORMATS


def test_every_renderer_can_be_asked_for() -> None:
    assert set(options.renderers(options.FORMAT_NAMES)) == set(FORMATS)


@pytest.mark.parametrize(
    ("asked", "renderers"),
    [
        (None, ("html", "json", "csv", "markdown", "xlsx")),
        ([], ("html", "json", "csv", "markdown", "xlsx")),
        (["json"], ("json",)),
        (["md,html"], ("markdown", "html")),
        (["csv", "JSON, csv"], ("csv", "json")),
    ],
)
def test_formats_are_read(asked: list[str] | None, renderers: tuple[str, ...]) -> None:
    assert options.renderers(asked) == renderers


@pytest.mark.parametrize("asked", ["", "odt", "html,", "html;json"])
def test_an_unknown_format_names_those_there_are(asked: str) -> None:
    with pytest.raises(UsageError, match="html, json, csv, md, xlsx, docx, pdf"):
        options.renderers([asked])


def test_a_day_is_read() -> None:
    assert options.read_date("2026-11-21") == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["", "2026", "2026-11", "21.11.2026", "2026-02-30", "soon"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="2026-11-21"):
        options.read_date(text)


def test_today_is_the_day_of_the_source_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert options.today() == date(1970, 1, 1)


def test_today_is_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    before = datetime.now(UTC).date()
    assert before <= options.today() <= datetime.now(UTC).date()


@pytest.mark.parametrize("epoch", ["", "now", "1.5", "9" * 30])
def test_a_source_date_that_is_none_is_refused(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        options.today()


def test_thresholds_are_the_severities_and_never() -> None:
    assert [each.value for each in options.FailOn] == [*Severity, "never"]


def test_the_most_pages_are_those_of_the_reader() -> None:
    assert options.MOST_PAGES == MOST_PAGES
