"""A picture file -> a reading, by text recognition."""

from __future__ import annotations

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.pdf.reader import reading_of
from policy_audit.ingest.formats.printed import ocr
from policy_audit.ingest.formats.printed.page import merged
from policy_audit.ingest.layout.lines import Reading, certainty
from policy_audit.model import Quality, UnreadCategory


def read_picture(data: bytes) -> Reading:
    """Read a scan or photograph of a text.

    Raises ``UnreadableError``: needs-ocr where text recognition is not installed or finds no
    text, damaged where the picture cannot be opened.
    """
    if not ocr.can_recognise_pictures():
        raise UnreadableError(
            UnreadCategory.NEEDS_OCR, f"is a picture; {ocr.INSTALL}, and run again"
        )
    pages = ocr.recognise_picture(data)
    lines = [line for page in pages for line in merged(page.lines)]
    if not lines:
        raise UnreadableError(UnreadCategory.NEEDS_OCR, ocr.NOTHING_FOUND)
    silent = tuple(page.number for page in pages if not page.lines)
    sure = certainty((line.text, line.ocr) for line in lines)
    return reading_of(lines, len(pages), Quality(silent_pages=silent, ocr=sure))
