from __future__ import annotations

import io
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pdfminer.high_level import extract_pages, extract_text
from pdfminer.layout import LTTextContainer
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from policy_audit.errors import UsageError
from policy_audit.model import Assessment, District
from policy_audit.report import pdf, require

from .assessments import HOSTILE

REPORT = "report.pdf"
MAPLE = "districts/maple-hollow.pdf"
NORTH = "districts/north-end.pdf"
ODD = "districts/img-src-x-onerror-alert-1-797d278a22.pdf"


@pytest.fixture(scope="module")
def printer() -> None:
    try:
        pdf.require()
    except UsageError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def files(printer: None, assessment: Assessment) -> Mapping[str, bytes]:
    return pdf.render(assessment)


def _opened(content: bytes) -> PDFDocument:
    return PDFDocument(PDFParser(io.BytesIO(content)))


def _text(content: bytes) -> str:
    """The words of all pages, without the breaks that lines and pages make in them."""
    return "".join(extract_text(io.BytesIO(content)).split())


def _pages(content: bytes, *, wide: bool | None = None) -> list[str]:
    """The text of each page, or of those alone that are (or are not) wider than they are high."""
    return [
        "".join(box.get_text() for box in page if isinstance(box, LTTextContainer))
        for page in extract_pages(io.BytesIO(content))
        if wide is None or wide == (page.width > page.height)
    ]


def _actions(content: bytes) -> Iterator[dict[str, Any]]:
    for page in PDFPage.create_pages(_opened(content)):
        for each in resolve1(page.annots) or []:
            yield resolve1(resolve1(each).get("A")) or {}


def test_there_is_one_for_all_and_one_for_each_district(files: Mapping[str, bytes]) -> None:
    assert set(files) == {REPORT, MAPLE, NORTH, ODD}


def test_a_screen_reader_finds_tags_language_and_title(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        document = _opened(content)
        catalog = document.catalog
        assert resolve1(catalog["MarkInfo"])["Marked"] is True
        assert "StructTreeRoot" in catalog
        assert resolve1(catalog["Lang"]) == b"en"
        assert resolve1(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
        assert document.info[0]["Title"]
        metadata = resolve1(catalog["Metadata"]).get_data()
        assert b"pdfuaid" in metadata


def test_bookmarks_lead_to_every_requirement(
    files: Mapping[str, bytes], assessment: Assessment
) -> None:
    titles = [title for _, title, *_ in _opened(files[MAPLE]).get_outlines()]
    assert titles[0] == "Maple Hollow Public Schools"
    assert {r.title for r in assessment.baseline.requirements} <= set(titles)


def test_every_page_has_its_number(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        pages = _pages(content)
        for number, text in enumerate(pages, 1):
            assert f"Page {number} of {len(pages)}" in text


def test_it_says_what_the_page_says(files: Mapping[str, bytes], assessment: Assessment) -> None:
    text = _text(files[MAPLE])
    for item in assessment.baseline.requirements:
        assert "".join(item.statement.split()) in text
    assert "Recordsleavethisofficeonlyonacourtorder." in text
    assert "Nodocumentpublishedbythedistrictwasaudited." in _text(files[NORTH])
    assert "restated" in _text(files[ODD])
    assert "(notaquotation)" in _text(files[ODD])


def test_it_says_what_is_to_be_known_of_documents(files: Mapping[str, bytes]) -> None:
    odd, maple = _text(files[ODD]), _text(files[MAPLE])
    assert "draft,notinforce" in odd
    assert "Thistextisnotinforce." in odd
    assert "boardpolicy1234,revised" in maple
    assert "readbyOCR,91%" in maple
    assert "Regulation1234RinPolicy1234:Visitorsfromlawenforcement" in maple
    assert "2linksinthedocumentswerenotfollowed." in maple


def test_hostile_words_are_shown_and_links_lead_to_the_web_or_within(
    files: Mapping[str, bytes],
) -> None:
    assert "".join(f"Odd {HOSTILE} Schools".split()) in _text(files[ODD])
    assert "{{7*7}}" in _text(files[ODD])
    for content in files.values():
        for action in _actions(content):
            assert action.get("S", "GoTo").name in {"URI", "GoTo"} if action else True
            assert action.get("URI", b"https://").startswith((b"https://", b"http://"))
        assert not {"OpenAction", "AA", "Names.JavaScript"} & set(_opened(content).catalog)


def test_our_own_sentences_never_accuse(files: Mapping[str, bytes]) -> None:
    for content in files.values():
        assert not {w for w in ("violation", "illegal", "unlawful") if w in _text(content).lower()}


def test_equal_inputs_give_equal_bytes_whenever_they_are_written(
    files: Mapping[str, bytes], assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 10_000_000)
    north = replace(assessment, districts=assessment.districts[2:])
    assert pdf.render(north)[NORTH] == files[NORTH]


def test_no_row_of_a_table_is_cut_or_lost_and_its_head_returns(
    printer: None, assessment: Assessment
) -> None:
    many = tuple(
        replace(assessment.districts[2], district=District(f"d{n}", f"District number {n} of many"))
        for n in range(100, 150)
    )
    content = pdf.render_statewide(replace(assessment, districts=many))
    matrix = [page for page in _pages(content, wide=True) if "District number" in page]
    assert len(matrix) > 1
    for district in many:
        shown = [page for page in matrix if district.district.name in page]
        assert len(shown) == 1
    assert all(page.count("District\n") == 1 for page in matrix)


def test_of_districts_that_are_not_counted_it_says_not_that_they_have_no_gap(
    printer: None, assessment: Assessment
) -> None:
    others = tuple(d for d in assessment.districts if not d.own_documents)
    said = _text(pdf.render_statewide(replace(assessment, districts=others)))
    assert "Nodistrictthatiscountedhasagap." in said
    assert "Nodistricthasagap." not in said


def test_nothing_is_fetched(printer: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        loads = (
            f'<link rel="stylesheet" href="{address}a.css"><img src="{address}b.png" alt="x">'
            f'<style>body {{ background: url({address}c.png) }}</style><img src="/etc/hostname">'
        )
        printed = pdf.printed(f"<title>x</title><p>words</p>{loads}")
        with pytest.raises(TimeoutError):
            server.accept()
    assert "words" in _text(printed)


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise ImportError", r"pip install 'policy-audit\[pdf\]'"),
        ("raise OSError('cannot load library')", "Pango"),
    ],
)
def test_what_is_absent_is_named_before_an_audit(
    module: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text(module)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(UsageError, match=said) as caught:
        require(["html", "pdf"])
    assert "\n" not in str(caught.value)
    require(["html", "csv"])
