from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from policy_audit.ingest.formats.shared.pace import watched
from policy_audit.model import UnreadCategory

from ..conftest import lines

Read = Callable[..., Any]


def saved(show: Any) -> bytes:
    buffer = io.BytesIO()
    show.save(buffer)
    return buffer.getvalue()


def slide(show: Any, title: str, *paragraphs: tuple[int, str]) -> Any:
    made = show.slides.add_slide(show.slide_layouts[1])
    made.shapes.title.text = title
    frame = made.placeholders[1].text_frame
    for number, (level, text) in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    return made


def numbered(paragraph: Any, kind: str, start: str = "1") -> None:
    properties = paragraph._p.get_or_add_pPr()
    bullet = properties.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum",
        {"type": kind, "startAt": start},
    )
    properties.append(bullet)


def test_titles_bullets_levels_tables_and_pages(read: Read) -> None:
    show = Presentation()
    slide(show, "Visits", (0, "Staff shall:"), (1, "call the office;"), (1, "wait."))
    second = slide(show, "Forms", (0, "Two forms are used."))
    table = second.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(6), Inches(1)).table
    for at, text in enumerate(("Form", "Signed by", "I-200", "An officer")):
        table.cell(at // 2, at % 2).text = text
    box = second.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "Ask counsel."
    document = read(saved(show), "a.pptx")
    assert lines(document) == [
        "heading 1 - | Visits",
        "item 1 - | Staff shall:",
        "item 2 - | call the office;",
        "item 2 - | wait.",
        "heading 1 - | Forms",
        "paragraph 0 - | Two forms are used.",
        "row 0 - | Form | Signed by",
        "row 0 - | I-200 | An officer",
        "paragraph 0 - | Ask counsel.",
    ]
    assert [block.page for block in document.blocks] == [1] * 4 + [2] * 5
    assert document.page_count == 2


@pytest.mark.parametrize(
    ("kind", "markers"),
    [
        ("arabicPeriod", ["3.", "4."]),
        ("alphaLcParenBoth", ["(c)", "(d)"]),
        ("romanUcParenR", ["III)", "IV)"]),
    ],
)
def test_numbers_are_shown_as_the_slide_shows_them(
    read: Read, kind: str, markers: list[str]
) -> None:
    show = Presentation()
    made = slide(show, "Steps", (0, "Call."), (0, "Wait."))
    for paragraph in made.placeholders[1].text_frame.paragraphs:
        numbered(paragraph, kind, "3")
    document = read(saved(show), "a.pptx")
    assert [block.marker for block in document.blocks[1:]] == markers


def test_notes_hidden_slides_struck_text_and_furniture_are_left_out(read: Read) -> None:
    show = Presentation()
    first = slide(show, "Visits", (0, "Ask for a warrant."))
    first.notes_slide.notes_text_frame.text = "Tell the joke."
    runs = first.placeholders[1].text_frame.paragraphs[0]
    struck, mark = runs.add_run(), runs.add_run()
    struck.text, mark.text = " Or do not.", "2"
    struck.font._element.set("strike", "sngStrike")
    mark.font._element.set("baseline", "30000")
    hidden = slide(show, "Old slide", (0, "Let them in."))
    hidden.element.set("show", "0")
    document = read(saved(show), "a.pptx")
    assert lines(document) == ["heading 1 - | Visits", "paragraph 0 - | Ask for a warrant."]
    assert [(e.reason.value, e.text, e.page) for e in document.left_out] == [
        ("hidden", "Tell the joke.", 1),
        ("deleted", "Or do not.", 1),
        ("hidden", "Old slide Let them in.", 2),
    ]
    assert len(document.notes) == 2


def test_the_title_comes_first_wherever_it_stands(read: Read) -> None:
    show = Presentation()
    made = slide(show, "Visits", (0, "Wait."))
    tree = made.shapes._spTree
    tree.append(made.shapes.title._element)
    assert read(saved(show), "a.pptx").text == "Visits\n\nWait."


def test_boxes_are_read_by_their_places(read: Read) -> None:
    show = Presentation()
    made = slide(show, "Steps", (0, "Staff shall:"))
    for left, top, text in (
        (5, 3.1, "Third."),
        (5, 5, "Fourth."),
        (1, 3, "Second."),
        (1, 2, "First."),
    ):
        box = made.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.5))
        box.text_frame.text = text
    tree = made.shapes._spTree
    tree.append(made.placeholders[1]._element)
    assert read(saved(show), "a.pptx").text.split("\n\n") == [
        "Steps",
        "Staff shall:",
        "First.",
        "Second.",
        "Third.",
        "Fourth.",
    ]


def test_a_number_before_a_title_is_its_marker(read: Read) -> None:
    show = Presentation()
    slide(show, "2. Definitions", (0, "A warrant is an order of a judge."))
    assert lines(read(saved(show), "a.pptx"))[0] == "heading 1 2. | Definitions"


def test_shapes_in_groups_are_read(read: Read) -> None:
    show = Presentation()
    made = slide(show, "Visits", (0, "Wait."))
    group = made.shapes.add_group_shape().shapes.add_group_shape()
    box = group.shapes.add_textbox(0, 0, Inches(1), Inches(1))
    box.text_frame.text = "Deep inside."
    assert "Deep inside." in read(saved(show), "a.pptx").text


def test_only_so_many_slides_are_read(read: Read) -> None:
    show = Presentation()
    for number in range(3):
        slide(show, f"Slide {number}", (0, "Wait."))
    told: list[int] = []
    with watched(told.append, pages=2):
        document = read(saved(show), "a.pptx")
    assert "Slide 2" not in document.text
    assert told == [1, 2]
    assert document.page_count == 2
    assert "first 2 slides" in document.notes[0]


def test_damaged_and_empty(read: Read) -> None:
    data = saved(Presentation())
    assert read(data, "a.pptx").category is UnreadCategory.EMPTY
    assert read(data[: len(data) // 2], "a.pptx").category is UnreadCategory.DAMAGED
