from __future__ import annotations

import io
import zipfile

import pytest

from policy_audit.errors import UsageError
from policy_audit.model import Assessment
from policy_audit.report import FORMATS, render

# Paper takes seconds: it has tests of its own.
QUICK = tuple(form for form in FORMATS if form != "pdf")


def _words(content: bytes) -> str:
    """All that a report says, whatever its form."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [archive.read(n) for n in archive.namelist() if n.endswith(".xml")]
        return b" ".join(members).decode("utf-8")
    return content.decode("utf-8-sig")


def test_every_format_renders_its_own_files(assessment: Assessment) -> None:
    names = [name for form in QUICK for name in render(assessment, form)]
    assert len(names) == len(set(names))
    assert {"index.html", "assessment.json", "findings.csv", "summary.md", "findings.xlsx"} <= set(
        names
    )


def test_rendering_twice_gives_the_same_bytes(assessment: Assessment) -> None:
    for form in QUICK:
        assert render(assessment, form) == render(assessment, form)


def test_an_unknown_format_is_refused_with_the_known_ones(assessment: Assessment) -> None:
    with pytest.raises(UsageError, match="'odt' is not a format: choose from html, json"):
        render(assessment, "odt")


def test_our_own_sentences_never_accuse(assessment: Assessment) -> None:
    for form in QUICK:
        for content in render(assessment, form).values():
            text = _words(content).lower()
            assert "violation" not in text
            assert "illegal" not in text
            assert "unlawful" not in text
