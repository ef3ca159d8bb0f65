"""Known texts come back whole and in order, whatever the form in which they were published."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_audit.ingest.formats.printed.ocr import can_recognise_pages

from .forms import FORMS, Form
from .reading import Figures, figures
from .speed import PAGES, compared

_DIGITAL = [form for form in FORMS if not form.scanned]
_SCANS = [form for form in FORMS if form.scanned and "200" in form.name]


def _cases() -> list[object]:
    return [pytest.param(form, id=form.name) for form in _DIGITAL]


def read(form: Form, folder: Path) -> Figures:
    found = figures(form, folder)
    if not found.has_reader:
        pytest.skip(f"optional: there is no reader of {form.suffix} yet")
    assert not found.unread
    return found


def test_the_corpus_is_large() -> None:
    assert sum(len(list(form.texts())) for form in FORMS) >= 40


@pytest.mark.parametrize("form", _cases())
def test_born_digital(form: Form, tmp_path: Path) -> None:
    total = read(form, tmp_path).total
    assert total.recall >= 0.995
    assert total.order >= 0.99
    assert total.pairing == 1.0
    assert total.left_behind < 0.005


@pytest.mark.parametrize("form", _SCANS, ids=lambda form: form.name)
def test_scanned(form: Form, tmp_path: Path) -> None:
    if not can_recognise_pages():
        pytest.skip("needs tesseract and pypdfium2")
    total = read(form, tmp_path).total
    assert total.recall >= 0.97
    assert total.order >= 0.97
    assert total.pairing == 1.0
    assert total.left_behind < 0.005


@pytest.mark.benchmark
def test_a_thousand_pages() -> None:
    (bare, _), (ours, peak) = compared(PAGES)
    assert bare / ours >= 0.7
    assert peak < 1024
