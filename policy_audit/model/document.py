"""What ingest yields: a readable document, or a value that says why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model.dates import PartialDate


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters in ``Document.text``."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}:{self.end} is not a range")

    def of(self, text: str) -> str:
        """The characters of ``text`` that this span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class DocumentKind(StrEnum):
    """What sort of document the district published."""

    FAMILY_LETTER = "family-letter"
    FAQ = "faq"
    BOARD_POLICY = "board-policy"
    REGULATION = "regulation"
    STAFF_PROTOCOL = "staff-protocol"
    RESOURCE_PAGE = "resource-page"
    NEWS = "news"
    RESOLUTION = "resolution"
    STATE_REPOST = "state-repost"
    UNKNOWN = "unknown"

    @property
    def secondhand(self) -> bool:
        """Whether somebody other than the district speaks in such a document."""
        return self in (DocumentKind.NEWS, DocumentKind.STATE_REPOST)


class DocumentStatus(StrEnum):
    """How far a document is in force, by its own words."""

    ADOPTED = "adopted"
    REVISED = "revised"
    PROPOSED = "proposed"
    DRAFT = "draft"
    RESCINDED = "rescinded"
    UNKNOWN = "unknown"

    @property
    def in_force(self) -> bool:
        """Whether what the document says may be read as practice."""
        return self not in (
            DocumentStatus.PROPOSED,
            DocumentStatus.DRAFT,
            DocumentStatus.RESCINDED,
        )


class UnreadCategory(StrEnum):
    """Why a document could not be read."""

    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NEEDS_OCR = "needs-ocr"
    ENCODING = "encoding"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    TOO_LARGE = "too-large"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"
    LANGUAGE = "language"


class BlockKind(StrEnum):
    """The part a block plays in the layout, as its reader saw it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    FOOTNOTE = "footnote"


CELL_SEPARATOR = " | "
"""Stands between the cells in the text of a ``ROW``: readers put it there, cutting goes by it."""


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text that belongs together in the layout.

    ``level`` is the heading level (1 is the highest) or the depth of a list item (1 is the
    outermost), else 0. ``marker`` is the number or letter that the layout shows before the text
    when it is not part of the text itself (an HTML or DOCX list): ``"4.1"``, ``"E."``. ``ocr`` is
    how sure text recognition was of the words (0 to 1), None where the text was not recognised.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    marker: str | None = None
    page: int | None = None
    ocr: float | None = None


class LeftOutReason(StrEnum):
    """Why a text that a document holds is not part of what is judged."""

    FURNITURE = "furniture"
    """Menus, cookie banners, running headers and footers, page numbers."""
    DELETED = "deleted"
    """Struck out, or a tracked deletion."""
    HIDDEN = "hidden"
    LANGUAGE = "language"
    """In another language than English."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A text of the document that is not judged, as it stands there, and why."""

    reason: LeftOutReason
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another document: the words it stands on and its target, never followed."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the text could be read.

    ``unreadable`` is the share (0 to 1) of characters that have no meaning (``(cid:12)``, U+FFFD,
    private use); ``silent_pages`` the numbers of pages without text; ``ocr`` how sure text
    recognition was of the words it gave (0 to 1), None where none were recognised.
    """

    unreadable: float = 0.0
    silent_pages: tuple[int, ...] = ()
    ocr: float | None = None


#: Every character was readable, and every page held some.
WELL_READ = Quality()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from and exactly which bytes were read.

    ``path`` is relative to the folder that was audited, with forward slashes.
    """

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class DocumentMeta:
    """What is known about a document besides its text.

    ``restated`` marks a text that somebody rewrote in other words: nothing in it is a quotation.
    ``publisher`` is who put it out, where that was said; ``origin`` says in a sentence where the
    text comes from; ``policy_number`` is the district's own number for it (``"5145.13"``).
    """

    title: str
    kind: DocumentKind = DocumentKind.UNKNOWN
    date: PartialDate | None = None
    url: str | None = None
    restated: bool = False
    publisher: str | None = None
    origin: str | None = None
    status: DocumentStatus = DocumentStatus.UNKNOWN
    policy_number: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one document, with its layout.

    ``blocks`` are in reading order, do not overlap, and together hold every character of ``text``
    that is not white space or a list marker. ``notes`` are sentences for a person about how the
    text was read; ``left_out`` what was read and is not judged; ``links`` the documents it points
    to, which nobody audited.
    """

    source: Source
    meta: DocumentMeta
    text: str
    blocks: tuple[Block, ...]
    page_count: int | None = None
    language: str = "en"
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    links: tuple[Link, ...] = ()
    quality: Quality = WELL_READ


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, with a reason that says what to do about it.

    ``sha256`` is empty where not even the bytes could be had.
    """

    path: str
    category: UnreadCategory
    reason: str
    sha256: str = ""
    meta: DocumentMeta | None = None


@dataclass(frozen=True, slots=True)
class District:
    """One district of the input: its folder name is its id.

    ``root`` is the folder that its documents' paths are relative to, as seen from the folder that
    the program runs in; empty for that folder itself.
    """

    id: str
    name: str
    state: str | None = None
    nces_id: str | None = None
    root: str = ""


@dataclass(frozen=True, slots=True)
class DecisionsFile:
    """A district's ``decisions.toml`` as it lies in its folder: ``path`` as of a document."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DistrictInput:
    """A district and what was found in its folder, in the order of the paths.

    ``decisions`` is what people decided about it, if there is such a file.
    """

    district: District
    documents: tuple[Document, ...]
    unread: tuple[Unread, ...]
    decisions: DecisionsFile | None = None
