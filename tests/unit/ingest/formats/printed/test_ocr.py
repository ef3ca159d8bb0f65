from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.printed import ocr
from policy_audit.ingest.formats.printed.ocr import _lines, _with_bullets, can_recognise_pages
from policy_audit.ingest.formats.printed.page import PrintedLine
from policy_audit.ingest.layout.flow import flow
from policy_audit.ingest.layout.lines import Line, certainty
from policy_audit.ingest.reading.kept import Kept
from policy_audit.model import Document, UnreadCategory
from policy_audit.store import Store

SAID = "An officer who has no judicial warrant waits in the main office of the school."


def picture(*sentences: str, size: int = 34) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (1700, 700), 255)
    for place, sentence in enumerate(sentences):
        font = ImageFont.load_default(size)
        ImageDraw.Draw(image).text((100, 100 + 90 * place), sentence, fill=0, font=font)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture
def recognition() -> None:
    if not can_recognise_pages():
        pytest.skip("needs tesseract and pypdfium2")


@pytest.fixture
def mixed() -> bytes:
    """A page of text, a page that holds a picture of text, and an empty page."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 300))
    canvas.drawString(72, 200, "Every child may attend our schools, and nobody asks for papers.")
    canvas.showPage()
    canvas.drawImage(ImageReader(io.BytesIO(picture(SAID))), 0, 0, 612, 252)
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def over_a_picture(text: str, behind: tuple[str, ...]) -> bytes:
    """A page that holds a picture of sentences, with a text over it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 252))
    canvas.drawImage(ImageReader(io.BytesIO(picture(*behind))), 0, 0, 612, 252)
    canvas.drawString(72, 60, text)
    canvas.save()
    return buffer.getvalue()


@pytest.mark.usefixtures("recognition")
def test_only_the_page_without_text_is_recognised(mixed: bytes, read: Callable[..., Any]) -> None:
    document = read(mixed, "a.pdf")
    first, second = document.blocks
    assert (first.page, first.ocr) == (1, None)
    assert second.page == 2
    assert second.span.of(document.text) == SAID
    assert 0.8 < second.ocr <= 1
    assert document.quality.ocr == second.ocr
    assert document.quality.silent_pages == ()
    assert document.notes == (
        f"Page 2 was read by text recognition (OCR), {second.ocr:.0%} sure of the words.",
    )


@pytest.mark.usefixtures("recognition")
@pytest.mark.parametrize(
    ("behind", "expected"),
    [((SAID,), SAID), ((), "Received in the office.")],
    ids=["a stamp on a scan", "a title on a photograph"],
)
def test_text_over_a_picture(
    behind: tuple[str, ...], expected: str, read: Callable[..., Any]
) -> None:
    document = read(over_a_picture("Received in the office.", behind=behind), "a.pdf")
    assert expected in document.text
    assert document.quality.silent_pages == ()
    assert (document.quality.ocr is None) == (not behind)


@pytest.mark.usefixtures("recognition")
def test_a_picture_file(read: Callable[..., Any]) -> None:
    document = read(picture(SAID), "scan.png")
    assert isinstance(document, Document)
    assert document.text == SAID
    assert document.blocks[0].ocr is not None


@pytest.mark.usefixtures("recognition")
@pytest.mark.parametrize(
    ("data", "category"),
    [
        (b"\x89PNG\r\n\x1a\n....", UnreadCategory.DAMAGED),
        (picture(), UnreadCategory.NEEDS_OCR),
    ],
)
def test_pictures_without_text(
    data: bytes, category: UnreadCategory, read: Callable[..., Any]
) -> None:
    assert read(data, "a.png").category is category


def test_without_the_program(
    mixed: bytes, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    document = read(mixed, "a.pdf")
    assert document.quality.silent_pages == (2,)
    assert 'pip install "policy-audit[ocr]"' in document.notes[0]
    unread = read(picture(SAID), "a.png")
    assert unread.category is UnreadCategory.NEEDS_OCR
    assert "apt-get install tesseract-ocr" in unread.reason


def program(folder: Path, *, languages: str, then: str) -> None:
    """Put a program of that name into a folder, which lists languages and else does ``then``."""
    made = folder / "tesseract"
    made.write_text(f'#!/bin/sh\n[ "$1" = --list-langs ] && exec /bin/echo {languages}\n{then}\n')
    made.chmod(0o755)


@pytest.mark.usefixtures("recognition")
@pytest.mark.skipif(os.name == "nt", reason="optional: no shell scripts here")
def test_a_page_on_which_recognition_fails_is_told_and_read_again(
    tmp_path: Path, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped = over_a_picture("Received in the office.", behind=(SAID,))
    program(tmp_path, languages="eng osd", then="exit 1")
    with monkeypatch.context() as changed:
        changed.setenv("PATH", str(tmp_path))
        document = read(stamped, "a.pdf")
        assert "Received in the office." in document.text
        assert document.quality.silent_pages == (1,)
        assert "Page 1 was not wholly read: text recognition (OCR) failed" in document.notes[0]
        with Store(None) as store:
            shelf = Kept(store, 10)
            shelf.keep(document, document.source, None)
            assert shelf.find(document.source, None) is None
    assert SAID in read(stamped, "a.pdf").text


@pytest.mark.skipif(os.name == "nt", reason="optional: no shell scripts here")
def test_a_picture_of_which_the_program_says_nothing_in_time_is_no_damaged_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, languages="eng", then="exec /bin/sleep 60")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(ocr, "_PAGE_SECONDS", 0.2)
    with pytest.raises(UnreadableError) as caught:
        ocr.recognise_picture(picture(SAID))
    assert caught.value.category is UnreadCategory.NEEDS_OCR


@pytest.mark.skipif(os.name == "nt", reason="optional: no shell scripts here")
def test_a_program_without_english_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, languages="osd", then="exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert ocr.engine() == "none"
    assert not ocr.can_recognise_pictures()


def test_lines_are_read_off_the_program_s_page() -> None:
    page = (
        "<span class='ocr_line' id='l' title=\"bbox 100 100 900 140; baseline 0.001 -8; "
        'x_size 36; x_descenders 8; x_ascenders 9">'
        "<span class='ocrx_word' id='w' title='bbox 100 100 120 140; x_wconf 91'>&lt;em&gt;</span>"
        "<span class='ocrx_word' id='v' title='bbox 130 100 150 140; x_wconf 12'>~</span>"
        "<span class='ocrx_word' id='u' title='bbox 160 100 190 140; x_wconf 71'><em>Wait</em></span>"
        "</span></p>"
    )
    (line,) = _lines(page, 3, 792)
    assert line.text == "<em> Wait"
    assert line.ocr == pytest.approx(0.81)
    assert (line.page, round(line.x0)) == (3, 36)


def scanned(text: str) -> PrintedLine:
    return PrintedLine(text, 1, 72, 200, 500, 510, 10, bold=False, height=792, ocr=0.9)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["¢ Call home.", "Take Care."], ["• Call home.", "Take Care."]),
        (["e Call home.", "e Wait."], ["• Call home.", "• Wait."]),
        (["e Call home.", "We are Glad."], ["e Call home.", "We are Glad."]),
        (
            ["e Call the Clerk.", "e Wait.", "The Board"],
            ["• Call the Clerk.", "• Wait.", "The Board"],
        ),
    ],
)
def test_bullets_that_were_taken_for_signs(lines: list[str], expected: list[str]) -> None:
    assert [line.text for line in _with_bullets(list(map(scanned, lines)))] == expected


def test_certainty_is_a_mean_over_characters() -> None:
    assert certainty([("four", 1.0), ("twelve chars", 0.5), ("typed", None)]) == 0.625
    assert certainty([("typed", None)]) is None


def test_a_block_is_as_sure_as_its_lines() -> None:
    lines = [Line("The officer waits in the", wraps=True, ocr=0.9), Line("main office.", ocr=0.6)]
    (piece,) = flow(lines, titles_by_look=True)
    assert piece.ocr == pytest.approx(0.8)
