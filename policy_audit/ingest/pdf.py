"""PDF -> a reading: what is printed on the pages, in order, without what every page repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from policy_audit.errors import UnreadableError
from policy_audit.ingest.lines import Reading
from policy_audit.ingest.pdf_columns import in_order
from policy_audit.ingest.pdf_lines import entries, usual_size
from policy_audit.ingest.pdf_miner import DAMAGED, PrintedPage, printed_pages
from policy_audit.ingest.pdf_notes import without_notes
from policy_audit.ingest.pdf_page import PrintedLine, merged, without_furniture
from policy_audit.ingest.pdf_tables import grids, with_grid_rows
from policy_audit.model import LeftOut, LeftOutReason, Quality, UnreadCategory

_MOST_PAGES = 2000
_MOST_UNREADABLE = 0.25
_FEWEST_LETTERS = 10  # on a page, on average


@dataclass(slots=True)
class _Print:
    """What was found on the pages of a file so far."""

    lines: list[PrintedLine] = field(default_factory=list)
    across: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    signs: int = 0
    unreadable: int = 0

    def add(self, page: PrintedPage) -> None:
        """Keep the lines of ``page``, with the rows of its drawn tables put together."""
        self.pages += 1
        self.signs += page.signs
        self.unreadable += page.unreadable
        if page.across:
            self.across.setdefault(page.across, page.number)
        rows = with_grid_rows(page.lines, grids(page.rules))
        running = merged([line for line in rows if line.kind is None])
        self.lines += [*running, *(line for line in rows if line.kind is not None)]

    @property
    def silent(self) -> tuple[int, ...]:
        """The numbers of pages without text."""
        return tuple(sorted(set(range(1, self.pages + 1)) - {line.page for line in self.lines}))


def read_pdf(data: bytes) -> Reading:
    """Read a PDF's text layer; running headers, footers and page numbers are left out.

    Raises ``UnreadableError``: encrypted, damaged, needs-ocr (no text layer) or too-large.
    """
    _refuse_truncated(data)
    printed = _printed(data)
    _refuse_pictures(printed)
    body = usual_size(printed.lines)
    kept, left = without_furniture(printed.lines, printed.pages, body)
    return Reading(
        tuple(entries(_in_order(kept, body))),
        page_count=printed.pages,
        notes=(*_silence(printed.silent), *_watermarks(printed.across)),
        titles=True,
        left_out=(*left, *_across(printed.across)),
        quality=Quality(printed.unreadable / max(1, printed.signs), printed.silent),
    )


def _refuse_truncated(data: bytes) -> None:
    # A whole file ends with its last mark; one that was cut off has objects and no mark after them.
    if data.rfind(b"%%EOF") < data.rfind(b"endobj"):
        raise UnreadableError(UnreadCategory.DAMAGED, DAMAGED)


def _printed(data: bytes) -> _Print:
    printed = _Print()
    for page in printed_pages(data, most=_MOST_PAGES + 1):
        printed.add(page)
    if printed.pages == 0:
        raise UnreadableError(UnreadCategory.DAMAGED, DAMAGED)
    if printed.pages > _MOST_PAGES:
        raise UnreadableError(
            UnreadCategory.TOO_LARGE,
            f"has more than {_MOST_PAGES} pages; put those that matter into a file of their own",
        )
    return printed


def _refuse_pictures(printed: _Print) -> None:
    letters = sum(c.isalnum() for line in printed.lines for c in line.text)
    few = letters < _FEWEST_LETTERS * min(printed.pages, 3)
    if few or printed.unreadable > _MOST_UNREADABLE * printed.signs:
        raise UnreadableError(
            UnreadCategory.NEEDS_OCR,
            "holds pictures of text only; run text recognition (OCR) on it and audit the result",
        )


def _in_order(lines: Sequence[PrintedLine], body: float) -> list[PrintedLine]:
    """All pages' lines as they are read, with the footnotes after the text."""
    pages: dict[int, list[PrintedLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    made: list[PrintedLine] = []
    notes: list[PrintedLine] = []
    for _, page in sorted(pages.items()):
        text, found = without_notes(page, body)
        made += in_order(text)
        notes += found
    return made + notes


def _silence(silent: Sequence[int]) -> tuple[str, ...]:
    if not silent:
        return ()
    which = ", ".join(map(str, silent[:12])) + (", and more," if len(silent) > 12 else "")
    word, verb = ("Page", "holds") if len(silent) == 1 else ("Pages", "hold")
    return (f"{word} {which} {verb} no text; if scanned, run text recognition (OCR) first.",)


def _watermarks(across: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"“{words}” is written across the page." for words in across)


def _across(across: dict[str, int]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(LeftOutReason.FURNITURE, words, page) for words, page in across.items())
