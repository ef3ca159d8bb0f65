"""PDF bytes -> what is printed on each page, by pdfminer.six: text runs and rules, with places."""

from __future__ import annotations

import io
import logging
import re
import statistics
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.pdf.chars import char_device, runs_of
from policy_audit.ingest.formats.pdf.fonts import Losses, font_manager
from policy_audit.ingest.formats.pdf.links import PageLink, page_links
from policy_audit.ingest.formats.pdf.signs import is_bullet, with_signs
from policy_audit.ingest.formats.printed.page import Box, PrintedLine
from policy_audit.ingest.formats.shared.refusals import protected
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.model import UnreadCategory

DAMAGED = "is a damaged or incomplete PDF; download it again or print it to a new PDF"
_BOLD = re.compile(r"bold|black|heavy|demi(?!t)", re.IGNORECASE)
_BULLET = 0.35  # width of a bullet, as a share of the size of type
_UNMAPPED = re.compile(r"\(cid:\d+\)")
# A lone sign of a symbol font before a text is a bullet, whatever its code.
_UNMAPPED_BULLET = re.compile("^\ufffd(?=\\s|$)")
_WITHOUT_MEANING = re.compile("[\ufffd\ue000-\uf8ff]")
_MARK = re.compile(r"[\d*†‡§]{1,3}")
_THIN = 3.0  # points: a filled rectangle not thicker is a rule
_SHORTEST_RULE = 6.0
_MOST_RULES = 600
_CORNERS = 4
# In ems: where characters of one line stand further apart, columns or cells may begin.
_APART = 0.7
_RAISED, _SMALLER = 0.15, 0.8
# A browser sets <sup> at five sixths, and raises it by a third of the size of type: there it may
# be hardly smaller than the text.
_SMALLER_RAISED, _HIGH = 0.88, 0.3
_LONGEST_WATERMARK = 60
_FEWEST_SIGNS = 60
MOST_UNREADABLE = 0.25
"""Of the characters of a page or document; with more its text layer is no text."""
_FILLS = 0.5


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """What one page holds, in no order that is to be trusted.

    ``rules`` are the lines drawn on it, without the frame of the page; ``across`` the words set
    at a slant over it. ``pictured`` tells that a picture fills most of it, ``blank`` that there is
    nothing on it at all. ``links`` lead out of the document. ``signs`` and ``unreadable`` count
    its characters and those of them that have no meaning. ``lost``: there is text in a font whose
    codes cannot be read.
    """

    number: int
    width: float
    height: float
    lines: tuple[PrintedLine, ...] = ()
    rules: tuple[Box, ...] = ()
    across: str = ""
    links: tuple[PageLink, ...] = ()
    pictured: bool = False
    blank: bool = False
    signs: int = 0
    unreadable: int = 0
    lost: bool = False

    @property
    def silent(self) -> bool:
        """Whether the page shows something and its text, or some of it, cannot be read."""
        if self.lost:
            return True
        return not self.blank and (not self.signs or self.unreadable > MOST_UNREADABLE * self.signs)

    @property
    def needs_ocr(self) -> bool:
        """Whether there may be more on the page than its text: it is silent, or a picture.

        A stamp or a header is often the only text on a scan.
        """
        return self.silent or (self.pictured and self.signs < _FEWEST_SIGNS)


def meaningless(text: str) -> int:
    """How many characters of ``text`` have no meaning."""
    return len(_WITHOUT_MEANING.findall(text))


@dataclass(slots=True)
class _Found:
    """The objects of a page by kind, figures opened."""

    upright: list[Any] = field(default_factory=list)
    slanted: list[Any] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    bullets: list[Box] = field(default_factory=list)
    pictured: bool = False


def printed_pages(data: bytes, *, most: int) -> Iterator[PrintedPage]:
    """The pages one by one, ``most`` at most.

    Raises ``UnreadableError``: encrypted or damaged.
    """
    from pdfminer.pdfdocument import PDFEncryptionError
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfminer.pdfpage import PDFPage

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            losses = Losses()
            manager = font_manager(losses)
            # Without parameters the device gives single characters: lines are made here, and in
            # which order they are read is told by ``printed.columns``.
            device = char_device(manager)
            interpreter = PDFPageInterpreter(manager, device)
            for number, page in enumerate(PDFPage.get_pages(io.BytesIO(data), maxpages=most), 1):
                interpreter.process_page(page)
                made = _page(page, device.get_result(), number)
                yield replace(made, lost=losses.taken())
    except PDFEncryptionError as error:
        raise protected() from error
    except Exception as error:
        raise UnreadableError(UnreadCategory.DAMAGED, DAMAGED) from error


def _page(source: Any, page: Any, number: int) -> PrintedPage:
    found = _found(page)
    across = ""
    if len(found.slanted) <= _LONGEST_WATERMARK:
        across = fold(clean("".join(char.get_text() for char in found.slanted)))
    else:
        found.upright.extend(found.slanted)
    runs = [line for line in runs_of(found.upright) if not line.is_empty()]
    printed = [line for run in runs for line in _lines(run, number, page.height)]
    made = with_signs(printed, found.bullets)
    signs = sum(len(line.text) - line.text.count(" ") for line in made)
    return PrintedPage(
        number,
        page.width,
        page.height,
        tuple(made),
        tuple(found.rules) if len(found.rules) <= _MOST_RULES else (),
        across,
        page_links(source, runs),
        found.pictured,
        not len(page),
        signs,
        sum(meaningless(line.text) for line in made),
    )


def _found(page: Any) -> _Found:
    from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTRect

    found = _Found()
    waiting = [page]
    while waiting:
        item = waiting.pop()
        if isinstance(item, LTChar):
            _broaden(item)
            (found.slanted if _is_slanted(item) else found.upright).append(item)
        elif isinstance(item, LTContainer):
            waiting.extend(reversed(list(item)))
        elif isinstance(item, LTImage):
            found.pictured |= item.width * item.height > _FILLS * page.width * page.height
        elif isinstance(item, LTCurve):
            shape = Box(item.x0, item.x1, item.y0, item.y1)
            # Few corners and no rectangle: the small triangle of a part that opens.
            if is_bullet(shape) and (isinstance(item, LTRect) or len(item.pts) > _CORNERS):
                found.bullets.append(shape)
            found.rules.extend(_rules(item, page))
    return found


def _broaden(char: Any) -> None:
    """Give a sign for which the font tells no width the width of a bullet, which it mostly is.

    In WinAnsiEncoding every unused code is a bullet (ISO 32000-1, annex D.2, note 3); pdfminer.six
    knows neither the sign nor its width, and what has no width is in no line.
    """
    if char.x1 <= char.x0 and not char.get_text().isspace():
        char.set_bbox((char.x0, char.y0, char.x0 + _BULLET * char.size, char.y1))


def _is_slanted(char: Any) -> bool:
    _, b, c, _, _, _ = char.matrix
    return bool(abs(b) > 0.05 and abs(c) > 0.05)


def _rules(item: Any, page: Any) -> Iterator[Box]:
    """A line, or the four sides of a rectangle; the frame of the whole page is none."""
    x0, x1, y0, y1 = item.x0, item.x1, item.y0, item.y1
    if max(x1 - x0, y1 - y0) < _SHORTEST_RULE:
        return
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield Box(x0, x1, y0, y1)
    elif len(item.pts) <= 5 and (x1 - x0) * (y1 - y0) < 0.8 * page.width * page.height:
        yield from (Box(x0, x1, y0, y0), Box(x0, x1, y1, y1))
        yield from (Box(x0, x0, y0, y1), Box(x1, x1, y0, y1))


def _lines(run: Any, number: int, height: float) -> Iterator[PrintedLine]:
    """One line that pdfminer found, cut where its parts stand far apart."""
    from pdfminer.layout import LTChar

    parts: list[list[Any]] = [[]]
    last: Any = None
    for item in run:
        if isinstance(item, LTChar) and not item.get_text().isspace():
            if last is not None and item.x0 - last.x1 > _APART * max(item.size, last.size):
                parts.append([])
            last = item
        parts[-1].append(item)
    for part in parts:
        line = _line(part, number, height)
        if line:
            yield line


def _line(items: Sequence[Any], number: int, height: float) -> PrintedLine | None:
    from pdfminer.layout import LTChar

    chars = [i for i in items if isinstance(i, LTChar) and not i.get_text().isspace()]
    text = _text(item.get_text() for item in items)
    if not text or not chars:
        return None
    sizes = sorted(char.size for char in chars)
    size = sizes[len(sizes) // 2]
    fonts = Counter(char.fontname for char in chars)
    bold = sum(n for font, n in fonts.items() if _BOLD.search(font)) > 0.9 * len(chars)
    base = [char for char in chars if char.size >= _SMALLER * size] or chars
    # What most signs stand on: one that is lowered does not raise all others.
    foot = statistics.median(char.y0 for char in base)
    base = [char for char in base if not _is_raised(char, foot, size)] or base
    box = (base[0].x0, chars[-1].x1, min(c.y0 for c in base), max(c.y1 for c in base))
    line = PrintedLine(text, number, *box, round(size, 1), bold, height)
    return _with_marks(line, items, foot) if len(base) < len(chars) else line


def _is_raised(item: Any, foot: float, size: float) -> bool:
    """Whether the sign stands above the foot of its line as a footnote's mark does."""
    small = getattr(item, "size", size)
    above = getattr(item, "y0", foot) - foot
    return above > _RAISED * size and (
        small < _SMALLER_RAISED * size or (small < size and above > _HIGH * size)
    )


def _text(parts: Iterator[str] | Sequence[str]) -> str:
    text = fold(clean(_UNMAPPED.sub("\ufffd", "".join(parts))))
    return _UNMAPPED_BULLET.sub("•", text)


def _with_marks(line: PrintedLine, items: Sequence[Any], foot: float) -> PrintedLine:
    """``line`` with what its raised small signs say: the marks of footnotes."""
    plain: list[str] = []
    marks: list[str] = []
    raised = ""
    for item in [*items, None]:
        if item is not None and _is_raised(item, foot, line.size):
            raised += item.get_text()
            continue
        if raised:
            is_mark = _MARK.fullmatch(raised.strip())
            marks += [raised.strip()] if is_mark else []
            plain += [] if is_mark else [raised]
            raised = ""
        if item is not None:
            plain.append(item.get_text())
    if not marks:
        return line
    opens = line.text.startswith(marks[0])
    return PrintedLine(
        line.text,
        line.page,
        line.x0,
        line.x1,
        line.y0,
        line.y1,
        line.size,
        line.bold,
        line.height,
        plain=_text(plain),
        marks=tuple(marks),
        opens_note=opens,
    )
