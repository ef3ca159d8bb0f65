"""PDF -> a reading: what is printed on the pages, in order, without what every page repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.pdf.miner import (
    DAMAGED,
    MOST_UNREADABLE,
    PrintedPage,
    meaningless,
    printed_pages,
)
from policy_audit.ingest.formats.printed import ocr
from policy_audit.ingest.formats.printed.columns import in_order
from policy_audit.ingest.formats.printed.lines import entries, usual_size
from policy_audit.ingest.formats.printed.notes import without_notes
from policy_audit.ingest.formats.printed.page import PrintedLine, merged, without_furniture
from policy_audit.ingest.formats.printed.tables import grids, with_grid_rows
from policy_audit.ingest.formats.shared.links import LinkList
from policy_audit.ingest.formats.shared.pace import cut_note, most_pages, page_read
from policy_audit.ingest.layout.lines import Reading, certainty
from policy_audit.model import LeftOut, LeftOutReason, Quality, UnreadCategory

_FEWEST_LETTERS = 10  # on a page, on average


@dataclass(slots=True)
class _Print:
    """What was found on the pages of a file so far; ``cut`` where there are more.

    On ``weak`` pages there may be more than their text; ``silent`` ones could not be read at all,
    or not all of them: of ``failed`` ones it is not known what they hold.
    """

    lines: list[PrintedLine] = field(default_factory=list)
    across: dict[str, int] = field(default_factory=dict)
    links: LinkList = field(default_factory=LinkList)
    weak: list[int] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    cut: bool = False
    pages: int = 0
    signs: int = 0
    unreadable: int = 0

    def add(self, page: PrintedPage) -> None:
        """Keep the lines of ``page``, with the rows of its drawn tables put together."""
        self.pages += 1
        self.signs += page.signs
        self.unreadable += page.unreadable
        if page.silent:
            self.silent.add(page.number)
        if page.needs_ocr:
            self.weak.append(page.number)
        if page.across:
            self.across.setdefault(page.across, page.number)
        for text, address in page.links:
            self.links.add(text, address)
        rows = with_grid_rows(page.lines, grids(page.rules))
        running = merged([line for line in rows if line.kind is None])
        self.lines += [*running, *(line for line in rows if line.kind is not None)]

    def recognise(self, data: bytes) -> None:
        """Put what text recognition reads on the weak pages in the place of what they hold.

        Not where a page that has text is hardly richer for it: the title over a photograph.
        """
        held = Counter(line.page for line in self.lines for c in line.text if c.isalnum())
        found: dict[int, list[PrintedLine]] = {}
        for done, page in enumerate(ocr.recognise_pages(data, self.weak), 1):
            page_read(self.pages - len(self.weak) + done)
            letters = sum(c.isalnum() for line in page.lines for c in line.text)
            if page.failed:
                self.failed.add(page.number)
            if letters and (page.number in self.silent or letters > 2 * held[page.number]):
                found[page.number] = merged(page.lines)
        self.silent = (self.silent - found.keys()) | self.failed
        self.lines = [line for line in self.lines if line.page not in found]
        self.lines += [line for lines in found.values() for line in lines]
        self.signs = sum(len(line.text) for line in self.lines)
        self.unreadable = sum(meaningless(line.text) for line in self.lines)

    @property
    def letters(self) -> int:
        """How many letters and digits were found."""
        return sum(c.isalnum() for line in self.lines for c in line.text)

    @property
    def quality(self) -> Quality:
        """How well the pages could be read."""
        return Quality(
            self.unreadable / max(1, self.signs),
            tuple(sorted(self.silent)),
            certainty((line.text, line.ocr) for line in self.lines),
        )


def read_pdf(data: bytes) -> Reading:
    """Read a PDF's text layer, and by text recognition the pages that have none.

    Only ``pace.most_pages`` are read, and a note says so. Raises ``UnreadableError``: encrypted,
    damaged or needs-ocr (no text layer, and text recognition not installed or without a result).
    """
    _refuse_truncated(data)
    printed = _printed(data)
    recognises = ocr.can_recognise_pages()
    if printed.weak and recognises:
        printed.recognise(data)
    _refuse_pictures(printed, recognises=recognises)
    reading = reading_of(printed.lines, printed.pages, printed.quality)
    cut = (cut_note(printed.pages),) if printed.cut else ()
    notes = (*cut, *_watermarks(printed.across), *_on_pages(printed, recognises=recognises))
    left_out = (*reading.left_out, *_across(printed.across))
    links = printed.links.found()
    return replace(reading, notes=(*reading.notes, *notes), left_out=left_out, links=links)


def reading_of(lines: Sequence[PrintedLine], pages: int, quality: Quality) -> Reading:
    """The reading of what is printed on ``pages`` pages, in the order in which a person reads it.

    Running headers, footers and page numbers are left out.
    """
    body = usual_size(lines)
    kept, left = without_furniture(lines, pages, body)
    return Reading(
        tuple(entries(_in_order(kept, body))),
        page_count=pages,
        titles=True,
        left_out=left,
        quality=quality,
    )


def _refuse_truncated(data: bytes) -> None:
    # A whole file ends with its last mark; one that was cut off has objects and no mark after them.
    if data.rfind(b"%%EOF") < data.rfind(b"endobj"):
        raise UnreadableError(UnreadCategory.DAMAGED, DAMAGED)


def _printed(data: bytes) -> _Print:
    printed = _Print()
    most = most_pages()
    for page in printed_pages(data, most=most + 1):
        if page.number > most:
            printed.cut = True
            break
        printed.add(page)
        page_read(printed.pages - len(printed.weak))
    if printed.pages == 0:
        raise UnreadableError(UnreadCategory.DAMAGED, DAMAGED)
    return printed


def _refuse_pictures(printed: _Print, *, recognises: bool) -> None:
    few = printed.letters < _FEWEST_LETTERS * min(printed.pages, 3)
    if few and recognises:
        raise UnreadableError(UnreadCategory.NEEDS_OCR, ocr.NOTHING_FOUND)
    if few or printed.unreadable > MOST_UNREADABLE * printed.signs:
        raise UnreadableError(
            UnreadCategory.NEEDS_OCR,
            f"holds pictures of text only; {ocr.INSTALL}, and run again",
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


def _on_pages(printed: _Print, *, recognises: bool) -> Iterator[str]:
    """Sentences on the pages that were recognised, and on those that were not."""
    sure = printed.quality.ocr
    if sure is not None:
        read = sorted({line.page for line in printed.lines if line.ocr is not None})
        yield f"{_named(read)} read by text recognition (OCR), {sure:.0%} sure of the words."
    if printed.failed:
        yield f"{_named(sorted(printed.failed))} not wholly read: {ocr.FAILED}."
    silent = sorted(printed.silent - printed.failed)
    if silent and recognises:
        yield f"{_named(silent)} found to hold no text."
    elif silent:
        yield f"{_named(silent)} not read: no readable text; if scanned, {ocr.INSTALL}."


def _named(pages: Sequence[int]) -> str:
    which = ", ".join(map(str, pages[:12])) + (" and others" if len(pages) > 12 else "")
    return f"Page {which} was" if len(pages) == 1 else f"Pages {which} were"


def _watermarks(across: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"“{words}” is written across the page." for words in across)


def _across(across: dict[str, int]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(LeftOutReason.FURNITURE, words, page) for words, page in across.items())
