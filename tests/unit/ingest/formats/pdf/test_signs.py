from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from policy_audit.ingest.formats.pdf.signs import is_bullet, with_signs
from policy_audit.ingest.formats.printed.page import Box, PrintedLine

from ...conftest import lines

Read = Callable[..., Any]


def printed(text: str, x0: float, y0: float, size: float = 10, width: float = 200) -> PrintedLine:
    return PrintedLine(text, 1, x0, x0 + width, y0, y0 + size, size, bold=False, height=800)


def test_drawn_bullets_are_markers(read: Read) -> None:
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 700, "When an officer arrives, the office staff do the following:")
    for at, text in enumerate(("Officers wait outside.", "The principal calls counsel.")):
        canvas.circle(82, 684 - 14 * at, 1.5, fill=1)
        canvas.drawString(92, 680 - 14 * at, text)
    canvas.save()
    assert lines(read(buffer.getvalue(), "a.pdf"))[1:] == [
        "item 1 - | Officers wait outside.",
        "item 1 - | The principal calls counsel.",
    ]


@pytest.mark.parametrize(
    ("wide", "high", "expected"),
    [(3, 3, True), (4, 3.5, True), (0.5, 0.5, False), (3, 30, False), (20, 20, False)],
)
def test_a_bullet_is_small_and_square(wide: float, high: float, expected: bool) -> None:
    assert is_bullet(Box(10, 10 + wide, 10, 10 + high)) is expected


def test_a_drawn_dot_far_from_a_text_or_in_it_is_no_bullet() -> None:
    text = [printed("Officers wait.", 100, 500)]
    far, inside = Box(10, 13, 503, 506), Box(150, 153, 503, 506)
    assert with_signs(text, [far, inside]) == text


def test_a_raised_initial_begins_its_word() -> None:
    initial = printed("F", 72, 676, size=36, width=20)
    first, second = printed("amilies ask.", 93, 702), printed("we answer.", 93, 690)
    found = with_signs([initial, first, second], [])
    assert [line.text for line in found] == ["Families ask.", "we answer."]


def test_a_large_letter_over_a_text_of_its_own_stays() -> None:
    grade = [printed("A", 72, 676, size=36, width=20), printed("Officers wait.", 93, 702)]
    assert with_signs(grade, []) == grade
