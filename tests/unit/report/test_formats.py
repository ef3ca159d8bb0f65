from __future__ import annotations

import ast
import io
import re
import zipfile
from pathlib import Path

import pytest

import policy_audit.report
from policy_audit.errors import UsageError
from policy_audit.model import Assessment
from policy_audit.report import FORMATS, render

# Paper takes seconds: it has tests of its own.
QUICK = tuple(form for form in FORMATS if form != "pdf")
ACCUSING = re.compile(r"violat|illegal|unlawful|breach|non-?complian", re.IGNORECASE)
SOURCES = Path(policy_audit.report.__file__).parent
TEMPLATES = SOURCES / "templates"


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
        for name, content in render(assessment, form).items():
            assert not ACCUSING.search(_words(content)), name


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.py")), ids=lambda path: path.name)
def test_no_sentence_that_a_report_may_print_accuses(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    words = [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    assert words
    assert not [text for text in words if ACCUSING.search(text)]


@pytest.mark.parametrize(
    "path",
    sorted(path for path in TEMPLATES.rglob("*") if path.is_file()),
    ids=lambda path: str(path.relative_to(TEMPLATES)),
)
def test_no_template_accuses(path: Path) -> None:
    assert not ACCUSING.search(path.read_text("utf-8"))
