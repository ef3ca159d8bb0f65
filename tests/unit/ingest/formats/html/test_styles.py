from __future__ import annotations

import pytest

from policy_audit.ingest.formats.html.reader import read_html
from policy_audit.ingest.layout.flow import flow

BODY = "<p>Officers wait in the office until the principal has called counsel.</p>"


def kinds(page: str) -> list[str]:
    pieces = flow(read_html(page.encode()).entries, titles_by_look=False)
    return [f"{piece.kind.value} | {piece.text}" for piece in pieces]


@pytest.mark.parametrize(
    "title",
    [
        "<p><span style='font-weight:700'>Who may enter</span></p>",
        "<p style='font-weight: 600'>Who may enter</p>",
        "<div style='color:red;FONT-WEIGHT:Bold'>Who may enter</div>",
        "<style>/* .x{} */ .c1{color:red}p.c3,.c4{font-weight:700}</style><p class='c4'>Who may enter",
    ],
)
def test_what_a_style_sets_bold_is_bold(title: str) -> None:
    assert kinds(title + BODY)[0] == "heading | Who may enter"


@pytest.mark.parametrize(
    "line",
    [
        "<b style='font-weight:normal'><p>Who may enter</p></b>",
        "<p style='font-weight:400'>Who may enter</p>",
        "<style>@media print{} .a .c4{font-weight:700}</style><p class='c4'>Who may enter</p>",
        "<style>.c4:hover{font-weight:700}</style><p class='c4'>Who may enter</p>",
        "<style>.c4{font-weight:700}p{font-weight:400}</style><div class='c4'><p>Who may enter</p>",
    ],
)
def test_what_is_shown_plain_is_plain(line: str) -> None:
    assert kinds(line + BODY)[0] == "paragraph | Who may enter"


def test_what_a_class_strikes_out_is_left_out() -> None:
    page = f"<style>.c5{{text-decoration:line-through}}</style><p class='c5'>Let them in.</p>{BODY}"
    reading = read_html(page.encode())
    assert [each.text for each in reading.left_out] == ["Let them in."]
    assert len(reading.entries) == 1


def test_a_style_sheet_without_end_is_soon_read() -> None:
    for sheet in ("/*" * 200_000, "{" * 200_000, ".c1," * 100_000):
        assert kinds(f"<style>{sheet}</style>{BODY}")
