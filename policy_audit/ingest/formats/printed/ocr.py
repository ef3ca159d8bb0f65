"""Pictures of text -> printed lines: pages drawn by PDFium, words read by tesseract.

Of the engines that need no network, tesseract read rendered pages of letters and policies (150 and
200 dpi, noise, tilt) best and fastest by far; it is a program of its own, not a Python library.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.printed.page import PrintedLine
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import certainty
from policy_audit.machine import processors
from policy_audit.model import UnreadCategory

INSTALL = (
    'install text recognition (OCR): pip install "policy-audit[ocr]", and the program tesseract '
    "(Debian: apt-get install tesseract-ocr)"
)
"""What to do where it is absent."""

NOTHING_FOUND = (
    "is a picture in which text recognition (OCR) found no text; put a clearer copy in its place"
)

FAILED = "text recognition (OCR) failed or took too long: run again"
"""What to say of a page or picture of which nothing can be told."""

_PROGRAM = "tesseract"
_LANGUAGE = "eng"
# More dots an inch take longer and read no better.
_DPI = 200
_POINTS = 72 / _DPI
_MOST_DOTS = 40_000_000
_PAGE_SECONDS = 50  # less than the guard waits for another page
_LARGER = 1.12
# Specks that were taken for letters: signs without a letter that the engine itself doubts.
_SPECK = 30
_PAGE = re.compile(r"class='ocr_page'[^>]*bbox 0 0 \d+ (\d+)")
_LINE = re.compile(
    r"class='ocr_(?:line|caption|header|textfloat)'[^>]*"
    r"bbox (?P<x0>\d+) \d+ (?P<x1>\d+) (?P<foot>\d+); baseline \S+ (?P<base>-?[\d.]+); "
    r"x_size (?P<size>[\d.]+)[^>]*>(?P<words>.*?)(?=<span class='ocr_|</p>)",
    re.DOTALL,
)
_WORD = re.compile(r"class='ocrx_word'[^>]*x_wconf (\d+)'>(.*?)</span>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# Of the size of type, how much reaches below the line that letters stand on.
_DESCENT = 0.22
# What a bullet is taken for, before a text that begins with a capital.
_BULLET = re.compile(r"^[°¢©®«»*+~•·-]\s+(?=[A-Z\"“])")
_LETTER_BULLET = re.compile(r"^[eo°¢©®«»*+~•·-]\s+(?=[A-Z\"“])")


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """The lines that text recognition found on one page, or that it ``failed`` there."""

    number: int
    lines: tuple[PrintedLine, ...]
    failed: bool = False


def can_recognise_pictures() -> bool:
    """Whether the program is installed, and knows English."""
    return engine() != "none"


def can_recognise_pages() -> bool:
    """Whether the program is installed, and the extra that draws the pages of a PDF."""
    return can_recognise_pictures() and find_spec("pypdfium2") is not None


def engine() -> str:
    """Names what recognises text here: another program or version has another name."""
    program = shutil.which(_PROGRAM)
    if program is None or _LANGUAGE not in _languages(program):
        return "none"
    status = Path(program).stat()
    draws = find_spec("pypdfium2") is not None
    return f"{program} {status.st_size} {status.st_mtime_ns} {draws}"


@cache
def _languages(program: str) -> frozenset[str]:
    """What the program can read; it comes without any where no data was installed for it."""
    try:
        told = subprocess.run(  # noqa: S603 - a fixed question to the program found on the path
            [program, "--list-langs"], capture_output=True, timeout=_PAGE_SECONDS, check=False
        )
    except (subprocess.TimeoutExpired, OSError):
        return frozenset()
    return frozenset(told.stdout.decode("utf-8", "replace").split())


def recognise_pages(data: bytes, numbers: Sequence[int]) -> Iterator[RecognisedPage]:
    """Read the named pages of a PDF (from 1), in order, as many at once as there are processors.

    A page that cannot be drawn is left out; one that takes too long has ``failed``.
    """
    workers = processors()
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[RecognisedPage]] = []
        for number, picture, height in _drawn(data, numbers):
            waiting.append(pool.submit(_recognised, picture, number, height))
            # Pictures are large: no more are drawn than are about to be read.
            if len(waiting) >= 2 * workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()


def recognise_picture(data: bytes) -> tuple[RecognisedPage, ...]:
    """Read a picture file, of several pages where it is a TIFF.

    Raises ``UnreadableError``: damaged where tesseract cannot open it, needs-ocr where it fails.
    """
    page = _run(data)
    if page is None:
        raise UnreadableError(UnreadCategory.NEEDS_OCR, f"is a picture, of which {FAILED}")
    shapes = list(_PAGE.finditer(page))
    if not shapes:
        raise UnreadableError(
            UnreadCategory.DAMAGED, "is a damaged picture; save it again as .png or .pdf"
        )
    ends = [*(shape.start() for shape in shapes[1:]), len(page)]
    return tuple(
        RecognisedPage(number, _lines(page[shape.end() : end], number, int(shape[1]) * _POINTS))
        for number, (shape, end) in enumerate(zip(shapes, ends, strict=True), 1)
    )


def _drawn(data: bytes, numbers: Sequence[int]) -> Iterator[tuple[int, bytes, float]]:
    """Each page as a grey picture in the portable format, with its height in points."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        for number in numbers:
            page = document[number - 1]
            yield number, _picture(page), page.get_height()
            page.close()
    except (pypdfium2.PdfiumError, IndexError):
        # PDFium refuses what pdfminer read: the pages stay as they are.
        return


def _picture(page: Any) -> bytes:
    dots = page.get_width() * page.get_height() * (_DPI / 72) ** 2
    scale = _DPI / 72 * min(1.0, (_MOST_DOTS / max(dots, 1.0)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows, step, across = memoryview(bitmap.buffer).cast("B"), bitmap.stride, bitmap.width
    grey = b"".join(rows[at * step : at * step + across] for at in range(bitmap.height))
    head = b"P5 %d %d 255\n" % (across, bitmap.height)
    bitmap.close()
    return head + grey


def _recognised(picture: bytes, number: int, height: float) -> RecognisedPage:
    page = _run(picture) or ""
    failed = _PAGE.search(page) is None  # even an empty page has its frame
    return RecognisedPage(number, _lines(page, number, height), failed)


def _run(picture: bytes) -> str | None:
    """What tesseract says of a picture, in its form of HTML; ``None`` where it takes too long.

    It says nothing of what it cannot open.
    """
    command = [_PROGRAM, "stdin", "stdout", "--dpi", str(_DPI), "-l", "eng", "hocr"]
    # One thread each: the pages are what runs in parallel.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command; the picture comes on its input
            command,
            input=picture,
            capture_output=True,
            timeout=_PAGE_SECONDS,
            env=environment,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _lines(page: str, number: int, height: float) -> tuple[PrintedLine, ...]:
    made = [_line(found, number, height) for found in _LINE.finditer(page)]
    return tuple(_with_bullets(_even([line for line in made if line.text])))


def _line(found: re.Match[str], number: int, height: float) -> PrintedLine:
    words = [
        (text, int(sure) / 100)
        for sure, inside in _WORD.findall(found["words"])
        if (text := fold(clean(html.unescape(_TAG.sub("", inside)))))
        and (int(sure) >= _SPECK or any(c.isalnum() for c in text))
    ]
    size = float(found["size"]) * _POINTS
    base = height - (int(found["foot"]) + float(found["base"])) * _POINTS
    return PrintedLine(
        text=" ".join(text for text, _ in words),
        page=number,
        x0=int(found["x0"]) * _POINTS,
        x1=int(found["x1"]) * _POINTS,
        y0=base - _DESCENT * size,
        y1=base + (1 - _DESCENT) * size,
        size=size,
        bold=False,
        height=height,
        ocr=certainty(words),
    )


def _even(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Measured sizes waver: what is not clearly larger than most lines is of their size."""
    if not lines:
        return []
    usual = round(statistics.median(line.size for line in lines), 1)
    return [
        replace(line, size=usual if line.size <= _LARGER * usual else 2.0 * round(line.size / 2))
        for line in lines
    ]


def _with_bullets(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Bullets that were taken for a sign, or for a letter where several lines begin with one."""
    lettered = sum(bool(_LETTER_BULLET.match(line.text)) for line in lines) > 1
    form = _LETTER_BULLET if lettered else _BULLET
    return [replace(line, text=form.sub("• ", line.text, count=1)) for line in lines]
