"""Characters and lines are those that pdfminer.six itself makes, to the last bit."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from typing import Any

import pytest
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTFigure
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from policy_audit.ingest.formats.pdf.chars import char_device, runs_of

from .test_fonts import _CMAP, made

_WORDS = ("Agents", "wait (outside)", "until", "counsel", " has ", "come", "§ 4", "\x8d", "")


def _drawn(seed: int) -> str:
    """Instructions that set words everywhere, and at any slant."""
    dice = random.Random(seed)  # noqa: S311  # no secret
    lines = ["BT"]
    for _ in range(40):
        a, b, c, d = (dice.choice((1, -1, 0, 0.7, 0.004)) for _ in range(4))
        if dice.random() < 0.6:
            a, b, c, d = 1, 0, 0, dice.choice((1, 1, 0.8, -1))
        size = dice.choice((0, 6, 11, 11.5, -12))
        lines += [
            f"/F{dice.choice((1, 1, 1, 2))} {size} Tf",
            f"{dice.choice((0, 0, 0.4))} Tc {dice.choice((0, 0, 3.3))} Tw",
            f"{dice.choice((100, 100, 80, -50))} Tz {dice.choice((0, 0, 4))} Ts",
            f"{a} {b} {c} {d} {dice.uniform(20, 400):.2f} {dice.uniform(20, 700):.3f} Tm",
        ]
        parts = [
            part
            for word in dice.choices(_WORDS, k=dice.randint(1, 6))
            for part in (f"<{word.encode('cp1252', 'replace').hex()}>", str(dice.choice((0, -250))))
        ]
        lines.append(f"[{' '.join(parts)}] TJ")
        if dice.random() < 0.3:
            lines.append(f"T* ({dice.choice(('more', 'words'))}) Tj")
    return "\n".join([*lines, "ET"])


@pytest.fixture(params=range(12))
def data(request: pytest.FixtureRequest) -> bytes:
    """A page of words, with its instructions in place of those of another."""
    whole = made(_CMAP, "Staff ask.")
    start, end = whole.index(b"BT /F1"), whole.index(b"ET\nendstream") + 2
    drawn = _drawn(request.param).encode()
    plain = b"/Length %d>>" % (end - start)
    return (whole[:start] + drawn + whole[end:]).replace(plain, b"/Length %d>>" % len(drawn), 1)


def _pages(data: bytes, device: Any, manager: Any) -> Iterator[Any]:
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        interpreter.process_page(page)
        yield device.get_result()


def _chars(container: Any) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTFigure):
            yield from _chars(item)


def _told(char: Any) -> tuple[object, ...]:
    box = (char.x0, char.y0, char.x1, char.y1, char.width, char.height, char.size)
    return char.get_text(), char.fontname, char.matrix, char.bbox, *box


def test_characters_and_lines_are_those_of_pdfminer(data: bytes) -> None:
    managers = PDFResourceManager(), PDFResourceManager()
    theirs = _pages(data, PDFPageAggregator(managers[0], laparams=None), managers[0])
    ours = _pages(data, char_device(managers[1]), managers[1])
    met = 0
    for their_page, our_page in zip(theirs, ours, strict=True):
        wanted, found = list(_chars(their_page)), list(_chars(our_page))
        assert [_told(char) for char in found] == [_told(char) for char in wanted]
        met += len(wanted)
        lines = [*their_page.group_objects(LAParams(), wanted)] if wanted else []
        runs = list(runs_of(found))
        assert [_line(run) for run in runs] == [_line(line) for line in lines]
        assert [run.is_empty() for run in runs] == [line.is_empty() for line in lines]
    assert met > 100


def _line(line: Any) -> tuple[object, ...]:
    return line.x0, line.y0, line.x1, line.y1, [item.get_text() for item in line]


def test_a_page_without_characters_has_no_lines() -> None:
    assert not list(runs_of([]))
