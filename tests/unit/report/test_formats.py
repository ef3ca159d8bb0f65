from __future__ import annotations

import io
import zipfile

import pdfminer.high_level
import pytest

from policy_audit.errors import UsageError
from policy_audit.model import Assessment
from policy_audit.report import FORMATS, render


def _words(content: bytes) -> str:
    """All that a report says, whatever its form."""
    if content.startswith(b"%PDF"):
        return pdfminer.high_level.extract_text(io.BytesIO(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [archive.read(n) for n in archive.namelist() if n.endswith(".xml")]
        return b" ".join(members).decode("utf-8")
    return content.decode("utf-8-sig")


def test_every_format_renders_its_own_files(assessment: Assessment) -> None:
    names = [name for form in FORMATS for name in render(assessment, form)]
    assert len(names) == len(set(names))
    assert {"index.html", "assessment.json", "findings.csv", "summary.md", "findings.xlsx"} <= set(
        names
    )


def test_rendering_twice_gives_the_same_bytes(assessment: Assessment) -> None:
    for form in FORMATS:
        assert render(assessment, form) == render(assessment, form)


def test_an_unknown_format_is_refused_with_the_known_ones(assessment: Assessment) -> None:
    with pytest.raises(UsageError, match="'pdf' is not a format: choose from html, json"):
        render(assessment, "pdf")


def test_our_own_sentences_never_accuse(assessment: Assessment) -> None:
    for form in FORMATS:
        for content in render(assessment, form).values():
            text = _words(content).lower()
            assert "violation" not in text
            assert "illegal" not in text
            assert "unlawful" not in text
