from __future__ import annotations

import time
from pathlib import Path

import pytest

from policy_audit.errors import DistrictError
from policy_audit.ingest.districts.district_file import load_district_file
from policy_audit.model import DocumentKind, DocumentStatus, PartialDate

WHOLE = """
name = "Elm Grove Public Schools"
state = "CT"
nces_id = "0901234"

[[document]]
file = "letters/may.pdf"
title = "A letter"
kind = "family-letter"
date = 2025-03-04
restated = true
publisher = "Elm Grove"
source = "Rewritten from the letter."
url = "https://example.org/may"

[[document]]
file = "policy.txt"
date = "2025-03"
"""


def load(tmp_path: Path, text: str):
    path = tmp_path / "district.toml"
    path.write_text(text, encoding="utf-8")
    return load_district_file(path, name="elm/district.toml")


def test_whole(tmp_path: Path) -> None:
    settings = load(tmp_path, WHOLE)
    assert (settings.name, settings.state, settings.nces_id) == (
        "Elm Grove Public Schools",
        "CT",
        "0901234",
    )
    entry = settings.entry("letters/may.pdf")
    assert entry is not None
    meta = entry.meta()
    assert meta.kind is DocumentKind.FAMILY_LETTER
    assert meta.date == PartialDate("2025-03-04")
    assert meta.restated
    assert (meta.title, meta.publisher, meta.url) == (
        "A letter",
        "Elm Grove",
        "https://example.org/may",
    )
    assert meta.origin == "Rewritten from the letter."
    other = settings.entry("policy.txt")
    assert other is not None
    assert other.meta().date == PartialDate("2025-03")
    assert settings.entry("nowhere.txt") is None


def test_everything_is_optional(tmp_path: Path) -> None:
    assert load(tmp_path, "").document == ()


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("nome = 'x'", "nome", "may be one of name, state, nces_id, document"),
        ("nces_id = 901234", "nces_id", "must be text in quotation marks"),
        ("name = ' '", "name", "must not be empty"),
        ("[[document]]\ntitle = 'x'", "document 1, file", "is missing"),
        (
            "[[document]]\nfile = 'a'\n[[document]]\nfile = 'b'\nknd = 'x'",
            "document 2, knd",
            "may be one of file, title",
        ),
        ("[[document]]\nfile = 'a'\nkind = 'letter'", "document 1, kind", "family-letter, faq"),
        (
            "[[document]]\nfile = 'a'\ndate = '2025-02-30'",
            "document 1, date",
            "2025, 2025-02 or 2025-02-04",
        ),
        (
            "[[document]]\nfile = 'a'\ndate = true",
            "document 1, date",
            "2025, 2025-02 or 2025-02-04",
        ),
        ("[[document]]\nfile = 'a'\nrestated = 'yes'", "document 1, restated", "true or false"),
        ("[[document]]\nfile = 'a'\nurl = 'javascript:alert(1)'", "document 1, url", "https://"),
        ("[[document]]\nfile = '../a'", "document 1, file", "inside this folder"),
        ("[[document]]\nfile = '/etc/passwd'", "document 1, file", "inside this folder"),
        (
            "[[document]]\nfile = 'a'\n[[document]]\nfile = './a'",
            "document 2, file",
            "described twice",
        ),
        ("document = 'a.pdf'", "document", "list of tables"),
        ("name = ", "", "is no valid TOML"),
        ("nces_id = " + "9" * 5000, "", "is no valid TOML"),
        ("a." * 1000 + "a = 1", "", "a key with more than 32 parts"),
    ],
)
def test_errors_name_the_place(tmp_path: Path, text: str, place: str, problem: str) -> None:
    with pytest.raises(DistrictError) as caught:
        load(tmp_path, text)
    assert caught.value.where == "elm/district.toml"
    assert caught.value.place == place
    assert problem in caught.value.problem
    assert "\n" not in str(caught.value)


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "district.toml"
    path.write_bytes(b"name = '\xff'")
    with pytest.raises(DistrictError, match="UTF-8"):
        load_district_file(path, name="x")


def test_status_and_number(tmp_path: Path) -> None:
    text = '[[document]]\nfile = "a.txt"\nstatus = "draft"\npolicy_number = "5145.13"\n'
    entry = load(tmp_path, text).entry("a.txt")
    assert entry is not None
    assert (entry.meta().status, entry.meta().policy_number) == (DocumentStatus.DRAFT, "5145.13")
    with pytest.raises(DistrictError, match="'final' is no status; write one of adopted"):
        load(tmp_path, '[[document]]\nfile = "a.txt"\nstatus = "final"\n')


def test_many_entries_are_found_at_once(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(25_000)]
    settings = load(tmp_path, "".join(f"[[document]]\nfile = '{name}'\n" for name in names))
    started = time.monotonic()
    assert all(settings.entry(name) for name in names)
    assert time.monotonic() - started < 5
