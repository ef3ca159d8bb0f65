"""The same district text gives the same determinations, whatever form it was published in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_audit.auditor import Auditor
from policy_audit.ingest.formats.printed.ocr import can_recognise_pages
from policy_audit.model import Determination

from .determinations import BASELINE, Comparison, compare
from .forms import FORMS

#: Texts that between them hold most requirements, and many that are partial or contradicted.
TELLING = ("whole-regulation", "half-measures", "cooperation-memo", "safe-haven-questions")
HANDFUL = ("markdown", "pdf, two columns", "docx", "pptx", "html, menus and banners", "text, mac")


@pytest.fixture(scope="module")
def auditor(shared_cache: Path) -> Iterator[Auditor]:
    with Auditor(BASELINE, cache=shared_cache) as opened:
        yield opened


def sure(comparison: Comparison) -> None:
    assert comparison.compared > 0
    assert not comparison.wrong, str(comparison)
    assert not any(d.is_critical_false_met for d in comparison.differences), str(comparison)


def test_a_handful_of_forms(auditor: Auditor, tmp_path: Path) -> None:
    forms = [form for form in FORMS if form.name in HANDFUL]
    assert len(forms) == len(HANDFUL)
    comparison = compare(auditor, tmp_path, forms, TELLING)
    sure(comparison)
    assert not comparison.differences
    # The texts are telling only while they come out in many ways.
    ways = (Determination.MET, Determination.PARTIAL, Determination.MISSING)
    assert all(comparison.usual[way] >= 10 for way in (*ways, Determination.CONTRADICTED))


@pytest.mark.slow
def test_every_born_digital_form(auditor: Auditor, tmp_path: Path) -> None:
    comparison = compare(auditor, tmp_path, [form for form in FORMS if not form.scanned])
    sure(comparison)
    assert not comparison.differences


@pytest.mark.slow
def test_scans(auditor: Auditor, tmp_path: Path) -> None:
    if not can_recognise_pages():
        pytest.skip("needs tesseract and pypdfium2")
    forms = [form for form in FORMS if form.scanned or form.name == "markdown"]
    sure(compare(auditor, tmp_path, forms, ("cooperation-memo", "safe-haven-questions")))
