from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from policy_audit.ingest.formats.printed.lines import _rejoined, entries
from policy_audit.ingest.formats.printed.page import PrintedLine, merged, without_furniture
from policy_audit.ingest.layout.lines import Line
from policy_audit.model import Document, LeftOut, LeftOutReason, Unread, UnreadCategory

from ...conftest import lines

SENTENCE = (
    "The principal asks the officer to wait in the main office and telephones the Superintendent "
    "before anything else is done, so that the attorney can read the paper. "
)
STORY = [
    ("Title", "Elm Grove Schools"),
    ("Heading2", "Officers at the Door"),
    ("BodyText", SENTENCE * 3),
    ("BodyText", "<b>Student Records</b>"),
    ("BodyText", "1. " + SENTENCE),
    ("BodyText", "2. Nobody answers questions about a student."),
    ("bullet", "Stay calm."),
    ("BodyText", "Q: Will you call me?"),
    ("BodyText", "A: Yes."),
]
ENTIRE = SENTENCE.strip()


def test_headings_paragraphs_and_items(pdf: Callable[..., bytes], read: Callable[..., Any]) -> None:
    document = read(pdf(STORY), "a.pdf")
    assert lines(document) == [
        "heading 1 - | Elm Grove Schools",
        "heading 2 - | Officers at the Door",
        f"paragraph 0 - | {(SENTENCE * 3).strip()}",
        "heading 2 - | Student Records",
        f"item 1 1. | {ENTIRE}",
        "item 1 2. | Nobody answers questions about a student.",
        "item 2 - | Stay calm.",
        "paragraph 0 - | Q: Will you call me?",
        "paragraph 0 - | A: Yes.",
    ]
    assert document.page_count == 1
    assert {block.page for block in document.blocks} == {1}


def test_a_bullet_makes_an_item_whatever_letter_comes_after_it(read: Callable[..., Any]) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    # The font tells no width for the sign; narrow letters far off did not draw it into their line.
    said = ["Every child may attend.", "We do not ask.", "It is private.", "Many may come."]
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setFont("Helvetica", 11)
    for row, words in enumerate(said):
        canvas.drawString(72, 700 - 18 * row, "\N{BULLET}")
        canvas.drawString(88, 700 - 18 * row, words)
    canvas.save()
    assert lines(read(made.getvalue(), "a.pdf")) == [f"item 1 - | {words}" for words in said]


def test_running_headers_and_page_numbers_are_left_out(
    pdf: Callable[..., bytes], read: Callable[..., Any]
) -> None:
    story = [
        ("BodyText", "First page."),
        ("break", ""),
        ("BodyText", "Second page."),
        ("break", ""),
        ("BodyText", "Third page."),
    ]
    document = read(pdf(story, header="Elm Grove - Policy 1250"), "a.pdf")
    assert document.text == "First page.\n\nSecond page.\n\nThird page."
    assert [block.page for block in document.blocks] == [1, 2, 3]
    assert document.page_count == 3


def test_a_sentence_runs_over_a_page_break(
    pdf: Callable[..., bytes], read: Callable[..., Any]
) -> None:
    document = read(pdf([("BodyText", SENTENCE * 60)]), "a.pdf")
    assert document.page_count > 1
    assert document.text.count("\n\n") == 0
    assert document.text == (SENTENCE * 60).strip()


def test_password(pdf: Callable[..., bytes], read: Callable[..., Any]) -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = pdf(STORY, encrypt=StandardEncryption("secret", ownerPassword="owner"))
    unread = read(data, "a.pdf")
    assert unread.category is UnreadCategory.ENCRYPTED
    assert "save a copy without" in unread.reason


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_truncated(pdf: Callable[..., bytes], read: Callable[..., Any], share: float) -> None:
    data = pdf(STORY)
    unread = read(data[: int(len(data) * share)], "a.pdf")
    assert isinstance(unread, Unread)
    assert unread.category is UnreadCategory.DAMAGED


def test_garbage_after_the_signature(read: Callable[..., Any]) -> None:
    assert read(b"%PDF-1.7\n" + bytes(range(256)) * 20, "a.pdf").category is UnreadCategory.DAMAGED


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where text recognition is not installed: no program is found."""
    monkeypatch.setenv("PATH", "")


@pytest.mark.usefixtures("without_ocr")
def test_no_text_layer(pdf: Callable[..., bytes], read: Callable[..., Any]) -> None:
    unread = read(pdf([("break", ""), ("break", "")]), "a.pdf")
    assert unread.category is UnreadCategory.NEEDS_OCR
    assert 'pip install "policy-audit[ocr]"' in unread.reason
    assert "apt-get install tesseract-ocr" in unread.reason


@pytest.mark.usefixtures("without_ocr")
def test_pages_without_text_are_named(read: Callable[..., Any]) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 500, "Every child may attend our schools.")
    canvas.showPage()
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    document = read(buffer.getvalue(), "a.pdf")
    assert isinstance(document, Document)
    assert document.notes == (
        "Page 2 was not read: no readable text; if scanned, install text recognition (OCR): "
        'pip install "policy-audit[ocr]", and the program tesseract '
        "(Debian: apt-get install tesseract-ocr).",
    )
    assert document.quality.silent_pages == (2,)


@pytest.mark.parametrize(("size", "rise"), [(7, 4), (9.2, 4), (11.6, 5)])
def test_raised_signs_are_marks_of_footnotes(
    read: Callable[..., Any], size: float, rise: float
) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    text = canvas.beginText(72, 500)
    for words, font, above in (
        ("Nobody enters without a judicial warrant", 12, 0),
        ("1", size, rise),
        (" or a court order.", 12, 0),
    ):
        text.setFont("Helvetica", font)
        text.setRise(above)
        text.textOut(words)
    canvas.drawText(text)
    canvas.setFont("Helvetica", 9)
    canvas.drawString(72, 100, "1 Signed by a judge of a federal court.")
    canvas.save()
    document = read(buffer.getvalue(), "a.pdf")
    assert lines(document) == [
        "paragraph 0 - | Nobody enters without a judicial warrant or a court order.",
        "footnote 0 - | Signed by a judge of a federal court.",
    ]


def test_hyphens_at_line_ends() -> None:
    broken = [
        Line("The law asks for notifica-", wraps=True),
        Line("tion of parents, a long-", wraps=True),
        Line("term plan and a well-", wraps=True),
        Line("Known name."),
    ]
    assert [line.text for line in _rejoined(broken)] == [
        "The law asks for notification",
        "of parents, a long-term",
        "plan and a well-",
        "Known name.",
    ]


def test_a_hyphen_stays_where_the_document_writes_it_elsewhere() -> None:
    broken = [Line("A check-in is kept; the check-", wraps=True), Line("in desk is near.")]
    assert _rejoined(broken)[0].text.endswith("the check-in")


def printed(text: str, x0: float, y0: float, width: float = 100, page: int = 1) -> PrintedLine:
    return PrintedLine(text, page, x0, x0 + width, y0, y0 + 10, 10, bold=False, height=800)


def test_markers_and_wide_spaces_are_put_together() -> None:
    found = merged(
        [printed("Call home.", 95, 500), printed("•", 80, 500, 5), printed("wide", 200, 500)]
    )
    assert [line.text for line in found] == ["• Call home. wide"]


def test_columns_stay_apart() -> None:
    rows = [
        printed(text, x, y) for y in (500, 488, 476) for x, text in ((72, "left"), (190, "right"))
    ]
    assert [line.text for line in merged(rows)] == ["left", "right"] * 3


def test_only_edges_are_furniture() -> None:
    same = [printed("The same sentence.", 72, 400, page=page) for page in (1, 2, 3)]
    numbers = [printed(f"- {page} -", 300, 20, page=page) for page in (1, 2, 3)]
    kept, left = without_furniture([*same, *numbers], 3)
    assert kept == same
    assert left == (LeftOut(LeftOutReason.FURNITURE, "- 1 -", 1),)


def test_lines_of_a_table_of_contents_are_furniture() -> None:
    contents = [
        printed("Visits by Officers .............. 3", 72, 400),
        printed("Records . . . . . . . . 14", 72, 380),
    ]
    body = [
        printed("See section 5.1.2.3.4.5 on page 3", 72, 360),
        printed("And so on ... 3", 72, 340),
    ]
    kept, left = without_furniture([*contents, *body], 2)
    assert kept == body
    assert [each.text for each in left] == [line.text for line in contents]


def test_headers_of_left_and_right_pages_and_of_chapters_are_furniture() -> None:
    heads = [
        printed("Series 5000" if page % 2 else "Students", 72, 770, page=page)
        for page in range(1, 10)
    ]
    once = printed("A line that stands on one page only.", 72, 770, page=12)
    kept, left = without_furniture([*heads, once], 40)
    assert kept == [once]
    assert [entry.text for entry in left] == ["Series 5000", "Students"]


def test_what_a_browser_prints_around_one_page_is_furniture() -> None:
    around = [
        printed("11/22/26, 10:38 PM", 24, 770),
        printed("Visits - Elm Grove Schools", 300, 770),
        printed("https://elmgrove.example/visits", 24, 15),
    ]
    title = PrintedLine("Visits", 1, 72, 200, 735, 755, 20, bold=True, height=800)
    body = printed("See https://elmgrove.example/visits", 72, 30)
    kept, left = without_furniture([*around, title, body], 1)
    assert kept == [title, body]
    assert [each.text for each in left] == [line.text for line in around]
    assert without_furniture([around[2]], 1) == ([around[2]], ())


def test_headers_of_short_chapters_are_furniture() -> None:
    names = ("Doors", "Doors", "Records", "Records", "Help", "Help")
    heads = [printed(name, 72, 770, page=page) for page, name in enumerate(names, 1)]
    body = [printed(f"Line {word}.", 72, 750, page=2) for word in ("one", "two")]
    kept, left = without_furniture([*heads, *body], 6)
    assert kept == body
    assert [each.text for each in left] == ["Doors", "Records", "Help"]


def test_words_that_two_pages_share_at_their_edge_are_kept() -> None:
    tops = ["Doors are locked.", "Ask first.", "Doors are locked.", "Wait.", "Call."]
    story = [printed(text, 72, 770 - page, page=page) for page, text in enumerate(tops)]
    assert without_furniture(story, 5) == (story, ())


def test_a_title_that_slides_repeat_stays_once() -> None:
    titles = [
        PrintedLine("Our plan", page, 72, 200, 770, 790, 20, bold=False, height=800)
        for page in (1, 2, 3)
    ]
    kept, _ = without_furniture(titles, 3, body=10)
    assert kept == titles[:1]


def test_a_paragraph_further_left_is_not_part_of_the_item_above() -> None:
    story = [printed("1. Wait for the answer.", 90, 500, 300), printed("Nobody speaks.", 72, 488)]
    _, second = entries(story)
    assert isinstance(second, Line)
    assert second.gap


def test_words_across_the_page_are_named_and_left_out(read: Callable[..., Any]) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 500, "Every child may attend our schools.")
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.drawString(0, 0, "DRAFT")
    canvas.save()
    document = read(buffer.getvalue(), "a.pdf")
    assert document.text == "Every child may attend our schools."
    assert document.notes == ("“DRAFT” is written across the page.",)
    assert document.left_out == (LeftOut(LeftOutReason.FURNITURE, "DRAFT", 1),)


def test_a_line_of_dots_without_end_is_soon_read() -> None:
    # In time that goes with its square, this would take minutes.
    dots = printed("." * 200_000 + "x", 72, 400)
    assert without_furniture([dots], 2) == ([dots], ())
