from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn

from policy_audit.model import Assessment, Determination
from policy_audit.report import ranking
from policy_audit.report.docx import render
from policy_audit.report.plan import plan
from policy_audit.report.site import site

from .assessments import HOSTILE
from .office import libreoffice

MAPLE = "plans/maple-hollow.docx"
NORTH = "plans/north-end.docx"
ODD = "plans/img-src-x-onerror-alert-1-797d278a22.docx"


@pytest.fixture(scope="module")
def files(assessment: Assessment) -> Mapping[str, bytes]:
    return render(assessment)


def _opened(content: bytes) -> Opened:
    return Document(io.BytesIO(content))


def _texts(document: Opened) -> Iterator[str]:
    for paragraph in document.element.body.iter(qn("w:p")):
        yield "".join(t.text or "" for t in paragraph.iter(qn("w:t")))


def _words(document: Opened) -> str:
    return "\n".join(_texts(document))


def _cell_texts(document: Opened, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def test_there_is_a_plan_for_each_district(files: Mapping[str, bytes]) -> None:
    assert set(files) == {MAPLE, NORTH, ODD}


def test_every_gap_is_there_worst_first(files: Mapping[str, bytes], assessment: Assessment) -> None:
    maple = assessment.districts[1]
    gaps = ranking.gaps(ranking.ruled(maple, assessment.baseline))
    document = _opened(files[MAPLE])
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings == [f"{n}. {g.requirement.title}" for n, g in enumerate(gaps, 1)]
    heads, *rows = _cell_texts(document, 0)
    assert heads == ["No.", "What to do", "Severity", "Responsible role", "Due date", "Done"]
    for gap, row in zip(gaps, rows, strict=True):
        assert gap.requirement.title in row[1]
        assert gap.finding.severity
        assert row[2:] == [gap.finding.severity, gap.requirement.remediation.actor, "", ""]
    words = _words(document)
    for gap in gaps:
        assert gap.requirement.remediation.language in words


def test_an_action_shows_what_the_documents_say_and_where(files: Mapping[str, bytes]) -> None:
    words = _words(_opened(files[MAPLE]))
    assert "“Dear families, our office gives student records to any officer who asks.”" in words
    assert "contradicted; Letter to families" in words
    assert "Policy 1234: Visitors from law enforcement, page 2, item 2.1" in words
    assert "page 3, read by OCR, 91%, item 3; older than 1 duty" in words


def test_a_restatement_is_no_quotation(files: Mapping[str, bytes]) -> None:
    words = _words(_opened(files[ODD]))
    assert "; restated; draft, not in force; older than 1 duty; not a quotation" in words
    assert "“A warrant signed by a judge" not in words


def test_nobody_mends_what_others_wrote(files: Mapping[str, bytes]) -> None:
    document = _opened(files[NORTH])
    words = _words(document)
    assert "No document published by the district was audited." in words
    assert "Add the district’s own documents and audit again." in words
    assert "Model language" not in words
    assert len(document.tables) == 1


def test_without_a_gap_the_plan_says_so(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    none = replace(
        maple, findings=tuple(replace(f, determination=Determination.MET) for f in maple.findings)
    )
    value = plan(assessment, none, site(assessment))
    assert value.actions == ()
    assert value.summary == "No gap was found in 2 documents read."


def test_only_web_addresses_are_links(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            related = archive.read("word/_rels/document.xml.rels").decode("utf-8")
        targets = [rel.target_ref for rel in _opened(content).part.rels.values() if rel.is_external]
        assert all(target.startswith(("https://", "http://")) for target in targets)
        assert "javascript:" not in related
    assert "https://law.example/act-1" in {
        rel.target_ref for rel in _opened(files[MAPLE]).part.rels.values() if rel.is_external
    }


def test_hostile_words_are_shown_as_they_are(files: Mapping[str, bytes]) -> None:
    words = _words(_opened(files[ODD]))
    assert f"Odd {HOSTILE} Schools" in words
    assert "{{ 7 * 7 }}" in words
    assert "\u202e" not in words


@pytest.mark.parametrize("name", [MAPLE, NORTH, ODD])
def test_tables_have_heads_and_rows_that_stay_whole(files: Mapping[str, bytes], name: str) -> None:
    for table in _opened(files[name]).tables:
        first, *others = [row._tr for row in table.rows]
        assert first.find(".//" + qn("w:tblHeader")) is not None
        assert all(row.find(".//" + qn("w:cantSplit")) is not None for row in (first, *others))


def test_the_document_is_named_and_dated_with_the_day_of_the_audit(
    files: Mapping[str, bytes],
) -> None:
    core = _opened(files[MAPLE]).core_properties
    assert core.title == "Action plan for what is published: Maple Hollow Public Schools"
    assert core.language == "en-US"
    assert core.created
    assert core.created.date() == date(2026, 7, 1)


def test_equal_inputs_give_equal_bytes_whenever_they_are_written(
    files: Mapping[str, bytes], assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.struct_time((2031, 5, 4, 3, 2, 1, 6, 124, 0))
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert render(assessment) == files
    with zipfile.ZipFile(io.BytesIO(files[MAPLE])) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", [MAPLE, ODD])
def test_libreoffice_opens_it_and_shows_every_paragraph(
    files: Mapping[str, bytes], name: str, tmp_path: Path
) -> None:
    source = tmp_path / "plan.docx"
    source.write_bytes(files[name])
    (text,) = libreoffice(source, "txt:Text (encoded):UTF8", tmp_path)
    shown = "".join(text.read_text("utf-8-sig").split())
    for said in _texts(_opened(files[name])):
        assert "".join(said.split()) in shown
