"""PDF -> lines with size, weight, place and page."""

from __future__ import annotations

import io
import logging
import re
import statistics
import warnings
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.clean import clean, fold
from policy_audit.ingest.lines import Line, Reading, ends_sentence
from policy_audit.ingest.marker import is_lone_marker
from policy_audit.ingest.pace import cut_note, most_pages, page_read
from policy_audit.ingest.pdf_page import MOST_COMPARED, PrintedLine, merged, without_furniture
from policy_audit.model import UnreadCategory

_BOLD = re.compile(r"bold|black|heavy|demi(?!t)", re.IGNORECASE)
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# A lone sign of a symbol font before a text is a bullet, whatever its code.
_UNMAPPED_BULLET = re.compile("^\ufffd(?=\\s|$)")
_LARGER = 1.12
_ALIGNED = 3  # points
_MOST_LEVELS = 4
# Half-words after which a hyphen at the end of a line belongs to the word.
_KEEPS_HYPHEN = frozenset(
    [
        "self",
        "non",
        "well",
        "full",
        "part",
        "long",
        "short",
        "co",
        "pre",
        "post",
        "anti",
        "cross",
        "school",
        "district",
        "court",
        "state",
        "ex",
        "all",
        "high",
        "low",
        "mid",
        "multi",
        "in",
        "on",
        "off",
        "up",
        "day",
        "year",
        "two",
        "three",
        "first",
        "third",
        "one",
        "second",
    ]
)
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_REST = re.compile(r"([^\W\d_]+)(\S*)(?:\s+|$)")
_DAMAGED = "is a damaged or incomplete PDF; download it again or print it to a new PDF"


def read_pdf(data: bytes) -> Reading:
    """Read a PDF's text layer; running headers, footers and page numbers are left out.

    Only ``pace.most_pages`` are read, and a note says so. Raises ``UnreadableError``: encrypted,
    damaged or needs-ocr (no text layer).
    """
    _refuse_truncated(data)
    printed, pages = _printed(data)
    cut: tuple[str, ...] = ()
    if pages > most_pages():
        pages = most_pages()
        cut = (cut_note(pages),)
    _refuse_pictures(printed, pages)
    silent = sorted(set(range(1, pages + 1)) - {line.page for line in printed})
    lines = _rejoined(_lines(without_furniture(printed, pages)))
    notes: tuple[str, ...] = ()
    if silent:
        which = ", ".join(map(str, silent[:12]))
        word = "Page" if len(silent) == 1 else "Pages"
        verb = "holds" if len(silent) == 1 else "hold"
        notes = (f"{word} {which} {verb} no text; if scanned, run text recognition (OCR) first.",)
    return Reading(tuple(lines), page_count=pages, notes=(*cut, *notes), titles=True)


def _refuse_truncated(data: bytes) -> None:
    # A whole file ends with its last mark; one that was cut off has objects and no mark after them.
    if data.rfind(b"%%EOF") < data.rfind(b"endobj"):
        raise UnreadableError(UnreadCategory.DAMAGED, _DAMAGED)


def _printed(data: bytes) -> tuple[list[PrintedLine], int]:
    """The lines of the pages that may be read, and how many pages were found, at most one more."""
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFEncryptionError

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    made: list[PrintedLine] = []
    pages = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            layout = LAParams(all_texts=True)
            most = most_pages()
            for page in extract_pages(io.BytesIO(data), laparams=layout, maxpages=most + 1):
                pages += 1
                if pages > most:
                    break
                made.extend(merged(_page_lines(page, pages)))
                page_read(pages)
    except PDFEncryptionError as error:
        raise UnreadableError(
            UnreadCategory.ENCRYPTED, "is protected by a password; save a copy without one"
        ) from error
    except Exception as error:
        raise UnreadableError(UnreadCategory.DAMAGED, _DAMAGED) from error
    if pages == 0:
        raise UnreadableError(UnreadCategory.DAMAGED, _DAMAGED)
    return made, pages


def _page_lines(page: Any, number: int) -> list[PrintedLine]:
    from pdfminer.layout import LTChar, LTContainer, LTTextLine

    made: list[PrintedLine] = []
    waiting = [page]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTTextLine):
            text = fold(clean(_UNMAPPED.sub("\ufffd", item.get_text())))
            text = _UNMAPPED_BULLET.sub("•", text)
            chars = [c for c in item if isinstance(c, LTChar) and c.get_text().strip()]
            if text and chars:
                size = statistics.median(c.size for c in chars)
                bold = sum(bool(_BOLD.search(c.fontname)) for c in chars) > 0.9 * len(chars)
                box = (item.x0, item.x1, item.y0, item.y1)
                made.append(PrintedLine(text, number, *box, round(size, 1), bold, page.height))
        elif isinstance(item, LTContainer):
            waiting.extend(reversed(list(item)))
    return made


def _refuse_pictures(printed: list[PrintedLine], pages: int) -> None:
    letters = sum(c.isalnum() for line in printed for c in line.text)
    unmapped = sum(line.text.count("\ufffd") for line in printed)
    if letters < 10 * min(pages, 3) or unmapped > 0.3 * (letters + unmapped):
        raise UnreadableError(
            UnreadCategory.NEEDS_OCR,
            "holds pictures of text only; run text recognition (OCR) on it and audit the result",
        )


def _lines(printed: list[PrintedLine]) -> list[Line]:
    """What the flow needs to know of each line, from its place among the others."""
    if not printed:
        return []
    sizes: Counter[float] = Counter()
    for line in printed:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({s for s in sizes if s > _LARGER * body}, reverse=True)
    levels = {size: min(at + 1, _MOST_LEVELS) for at, size in enumerate(larger)}
    leading = _leading(printed)
    margins = _margins(printed)
    made: list[Line] = []
    for at, line in enumerate(printed):
        before = printed[at - 1] if at else None
        following = printed[at + 1] if at + 1 < len(printed) else None
        left, right = margins[at]
        letter = (line.x1 - line.x0) / max(1, len(line.text))
        full = following is not None and _runs_full(line, following, right, letter)
        made.append(
            Line(
                line.text.strip(),
                indent=max(0, round((line.x0 - left) / max(letter, 1.0))),
                bold=line.bold,
                wraps=full,
                gap=before is None or _gap(before, line, leading, wrapped=made[-1].wraps),
                level=levels.get(line.size),
                page=line.page,
            )
        )
    return made


def _runs_full(line: PrintedLine, following: PrintedLine, right: float, letter: float) -> bool:
    """Whether the next line's first word would not have fitted on this one any more."""
    first = following.text.split(maxsplit=1)[0]
    return line.x1 + (len(first) + 1) * letter > right


def _leading(printed: list[PrintedLine]) -> float:
    """The usual white space between two lines of a paragraph."""
    spaces = [
        before.y0 - line.y1
        for before, line in pairwise(printed)
        if before.page == line.page
        and abs(before.size - line.size) < 0.5
        and -line.size < before.y0 - line.y1 < 2 * line.size
    ]
    return statistics.median_low(spaces) if spaces else 0.0


def _gap(before: PrintedLine, line: PrintedLine, leading: float, *, wrapped: bool) -> bool:
    space = before.y0 - line.y1
    if before.page != line.page or space < -line.size:
        # A new page or column: the sentence goes on unless it was ended.
        return not wrapped or ends_sentence(before.text)
    return space > leading + 0.35 * line.size


def _margins(printed: list[PrintedLine]) -> list[tuple[float, float]]:
    """For each line the left and right edge of its column."""
    by_page: dict[int, list[PrintedLine]] = {}
    for line in printed:
        by_page.setdefault(line.page, []).append(line)
    return [_column(line, by_page[line.page]) for line in printed]


def _column(line: PrintedLine, page: list[PrintedLine]) -> tuple[float, float]:
    if len(page) > MOST_COMPARED:
        return line.x0, line.x1
    # A title may run across the columns; how wide these are, most lines at their left edge tell.
    widths = sorted(other.x1 - other.x0 for other in page if abs(other.x0 - line.x0) < _ALIGNED)
    widest = 2.2 * max(widths[len(widths) * 3 // 4], line.x1 - line.x0, 100)
    column = [
        other
        for other in page
        if min(other.x1, line.x1) > max(other.x0, line.x0) and other.x1 - other.x0 < widest
    ]
    column.append(line)
    return min(other.x0 for other in column), max(other.x1 for other in column)


def _rejoined(lines: list[Line]) -> list[Line]:
    """Words that were broken at a line's end made whole, on the line where they begin."""
    words = Counter(
        w.lower() for line in lines for w in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
    )
    made = list(lines)
    for at in range(len(made) - 1):
        broken = _BROKEN.search(made[at].text)
        rest = _REST.match(made[at + 1].text)
        if not broken or not rest or not rest[1][0].islower() or is_lone_marker(made[at].text):
            continue
        if made[at + 1].gap or made[at].level != made[at + 1].level:
            continue
        hyphen = "-" if _keeps_hyphen(broken[1].lower(), rest[1].lower(), words) else ""
        whole = f"{made[at].text[:-1]}{hyphen}{rest[1]}{rest[2]}"
        made[at] = replace(made[at], text=whole)
        made[at + 1] = replace(made[at + 1], text=made[at + 1].text[rest.end() :])
    return [line for line in made if line.text]


def _keeps_hyphen(first: str, second: str, words: Counter[str]) -> bool:
    if words[first + second]:
        return False
    return bool(words[f"{first}-{second}"]) or first in _KEEPS_HYPHEN
