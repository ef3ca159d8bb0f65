"""Rich text -> lines and pieces: headings by their styles, lists by the numbers they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from policy_audit.ingest.formats.rtf.tokens import Close, Open, Token, Word, tokens
from policy_audit.ingest.formats.shared.refusals import damaged
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Piece, Reading
from policy_audit.ingest.layout.runs import BREAK, STRUCK, TRACKED, Entry, Run, lines_of, row
from policy_audit.model import BlockKind, LeftOut, LeftOutReason

_HEADING = re.compile(r"heading (\d)")
_LONGEST_MARKER = 20
_CHARACTERS = {
    "tab": " ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "nestcell": " ",
    "line": BREAK,
    "page": BREAK,
}
# What a group may be besides a part of the text, by its first word.
_STYLES, _TITLE, _MARKER, _NOTE, _EDGE, _SKIPPED = (
    "styles",
    "title",
    "marker",
    "note",
    "edge",
    "skipped",
)
_DESTINATIONS = {
    "stylesheet": _STYLES,
    "title": _TITLE,
    "listtext": _MARKER,
    "pntext": _MARKER,
    "footnote": _NOTE,
    **dict.fromkeys(
        [f"{edge}{side}" for edge in ("header", "footer") for side in ("", "l", "r", "f")], _EDGE
    ),
    **dict.fromkeys(
        [
            *("fonttbl", "colortbl", "pict", "object", "nonshppict", "fldinst", "themedata"),
            *("author", "operator", "subject", "keywords", "doccomm", "company", "manager"),
            *("category", "comment", "hlinkbase", "creatim", "revtim", "printim", "buptim"),
            *("xe", "tc", "sn", "sv", "annotation", "private", "colorschememapping"),
        ],
        _SKIPPED,
    ),
}
# Groups that a reader may ignore, and that hold text all the same: text boxes.
_HELD = frozenset({"shpinst", "shptxt"})
_NUMBERS = {"s": "style", "outlinelevel": "outline", "ilvl": "depth"}
_ON_OFF = {
    "b": "bold",
    "strike": "struck",
    "striked": "struck",
    "v": "hidden",
    "deleted": "deleted",
}


@dataclass(slots=True)
class _State:
    """How the text of one group is set; ``where`` it goes is empty for the text itself."""

    where: str = ""
    bold: bool = False
    struck: bool = False
    deleted: bool = False
    hidden: bool = False
    style: int = 0
    outline: int = 9
    depth: int = 0
    in_table: bool = False


@dataclass(slots=True)
class _Paragraph:
    runs: list[Run] = field(default_factory=list)
    marker: str | None = None
    notes: list[Piece] = field(default_factory=list)


def read_rtf(data: bytes) -> Reading:
    """Read rich text: headings, lists, tables, footnotes.

    Tracked changes are read as accepted. Deleted, struck and hidden text, headers and footers are
    left out. Raises ``UnreadableError`` for a damaged file.
    """
    reader = _Reader()
    try:
        entries = tuple(reader.read(tokens(data)))
    except ValueError as error:
        raise damaged("rich text file") from error
    left_out = tuple(reader.left_out)
    return Reading(entries, title=reader.title, notes=tuple(reader.notes), left_out=left_out)


class _Reader:
    """One pass over the tokens."""

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self.title: str | None = None
        self._groups: list[_State] = []
        self._now = _State()
        self._first = False
        self._starred = False
        self._apart: dict[str, list[str]] = {}
        self._styles: dict[int, int] = {}
        self._styling = 0
        self._gone: tuple[LeftOutReason, list[str]] | None = None
        self._edges: set[str] = set()
        self._paragraph = _Paragraph()
        self._row: list[str] = []
        self._cited = 0

    def read(self, given: Iterable[Token]) -> Iterator[Entry]:
        """What the text says, in its order."""
        for token in given:
            if isinstance(token, Open):
                self._groups.append(replace(self._now))
                self._first, self._starred = True, False
            elif isinstance(token, Close):
                self._close()
            elif isinstance(token, Word):
                yield from self._word(token)
            else:
                self._first = False
                self._say(token)
        yield from self._end_paragraph()
        yield from self._end_row()
        self._flush_gone()

    def _close(self) -> None:
        outer = self._groups.pop()
        ended, self._now = self._now, outer
        self._first = False
        if ended.where and ended.where != outer.where:
            said = "".join(self._apart.pop(ended.where, []))
            self._take(ended.where, said)

    def _take(self, where: str, said: str) -> None:
        """A group that was no part of the text has ended."""
        text = fold(clean(said.replace(BREAK, " ")))
        if where == _TITLE:
            self.title = text or None
        elif where == _MARKER:
            # Symbol fonts make bullets of letters; an empty marker is a bullet, too.
            numbered = text.isascii() and any(c.isalnum() for c in text) and text != "o"
            self._paragraph.marker = text[:_LONGEST_MARKER] if numbered else ""
        elif where == _EDGE and text:
            if text not in self._edges:
                self._edges.add(text)
                self.left_out.append(LeftOut(LeftOutReason.FURNITURE, text))
        elif where == _NOTE and text:
            self._cited += 1
            note = Piece(BlockKind.FOOTNOTE, text, marker=str(self._cited))
            self._paragraph.notes.append(note)

    def _word(self, word: Word) -> Iterator[Entry]:
        first, self._first = self._first, False
        if word.name == "*":
            self._first, self._starred = True, True
            return
        if first:
            self._enter(word.name)
        if self._now.where == _STYLES:
            self._style(word)
        elif word.name in _CHARACTERS:
            self._say(_CHARACTERS[word.name])
        elif word.name in ("par", "sect"):
            yield from self._break()
        elif word.name in ("cell", "row"):
            yield from self._table(word.name)
        else:
            self._set(word)

    def _enter(self, name: str) -> None:
        """The first word of a group tells what it holds."""
        starred, self._starred = self._starred, False
        where = _DESTINATIONS.get(name)
        if where is None and starred and name not in _HELD:
            where = _SKIPPED
        # Inside of what stands apart, only more can be left out.
        if self._now.where == _SKIPPED or (self._now.where and where != _SKIPPED):
            return
        if where is not None:
            self._now.where = where
        if self._now.where == _STYLES:
            self._styling = 0

    def _style(self, word: Word) -> None:
        if word.name == "s" and word.number is not None:
            self._styling = word.number
            self._apart.pop(_STYLES, None)

    def _set(self, word: Word) -> None:
        name, number, now = word.name, word.number, self._now
        if name in _ON_OFF:
            setattr(now, _ON_OFF[name], number != 0)
        elif name == "plain":
            now.bold = now.struck = now.deleted = now.hidden = False
        elif name == "pard":
            now.style, now.outline, now.depth, now.in_table = 0, 9, 0, False
        elif name == "intbl":
            now.in_table = True
        elif number is not None and name in _NUMBERS:
            setattr(now, _NUMBERS[name], max(0, min(number, 9999)))

    def _say(self, text: str) -> None:
        now = self._now
        if now.where == _SKIPPED:
            return
        if now.where == _STYLES:
            self._name_style(text)
            return
        reason = None
        if now.deleted or now.struck:
            reason = LeftOutReason.DELETED
        elif now.hidden:
            reason = LeftOutReason.HIDDEN
        if reason is not None:
            self._lose(reason, text)
            return
        if now.where:
            self._apart.setdefault(now.where, []).append(text)
            return
        self._flush_gone()
        self._paragraph.runs.append((text, now.bold))

    def _name_style(self, text: str) -> None:
        said = self._apart.setdefault(_STYLES, [])
        said.append(text)
        name, ended, _rest = "".join(said).partition(";")
        found = _HEADING.fullmatch(name.strip().lower())
        if ended or len(said) > _LONGEST_MARKER:
            said.clear()
            if found:
                self._styles[self._styling] = int(found[1])
            elif name.strip().lower() in ("title", "subtitle"):
                self._styles[self._styling] = 1 if name.strip().lower() == "title" else 2

    def _lose(self, reason: LeftOutReason, text: str) -> None:
        if self._now.where == _MARKER:
            return
        if reason is LeftOutReason.DELETED and text.strip():
            note = TRACKED if self._now.deleted else STRUCK
            if note not in self.notes:
                self.notes.append(note)
        if self._gone is not None and self._gone[0] is not reason:
            self._flush_gone()
        if self._gone is None:
            self._gone = (reason, [])
        self._gone[1].append(text)

    def _flush_gone(self) -> None:
        gone, self._gone = self._gone, None
        text = fold(clean("".join(gone[1]).replace(BREAK, " "))) if gone else ""
        if gone and text:
            self.left_out.append(LeftOut(gone[0], text))

    def _break(self) -> Iterator[Entry]:
        if self._now.where:
            self._say("\n")
        elif self._now.deleted:
            self._paragraph.runs.append((" ", self._now.bold))  # it goes on in the next one
        elif self._now.in_table:
            self._paragraph.runs.append((BREAK, self._now.bold))
        else:
            yield from self._end_row()
            yield from self._end_paragraph()

    def _table(self, name: str) -> Iterator[Entry]:
        if self._now.where:
            return
        if name == "cell":
            runs = self._paragraph.runs
            text = fold(clean("".join(run for run, _ in runs).replace(BREAK, " ")))
            marker = self._paragraph.marker
            self._row.append(f"{marker} {text}" if marker and text else text)
            self._paragraph = _Paragraph(notes=self._paragraph.notes)
        else:
            yield from self._end_row()

    def _end_row(self) -> Iterator[Entry]:
        cells, self._row = self._row, []
        if any(cells):
            notes, self._paragraph.notes = self._paragraph.notes, []
            yield from row(cells)
            yield from notes

    def _end_paragraph(self) -> Iterator[Entry]:
        ended, self._paragraph = self._paragraph, _Paragraph()
        self._flush_gone()
        lines = lines_of(ended.runs)
        level = self._now.outline + 1 if self._now.outline < 9 else None
        level = self._styles.get(self._now.style) if level is None else level
        if lines and level is not None:
            text = fold(" ".join(line.text for line in lines))
            yield Piece(BlockKind.HEADING, text, level, ended.marker or None)
        elif lines and ended.marker is not None:
            text = "\n".join(line.text for line in lines)
            depth = min(self._now.depth, 8) + 1
            yield Piece(BlockKind.ITEM, text, depth, ended.marker or None)
        else:
            yield from lines
        yield from ended.notes
