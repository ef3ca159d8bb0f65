"""The texts of the corpus, which we wrote: their parts, and the words a reading has to give back.

A text is a file of lines: ``#`` and ``##`` before headings, ``-`` or a number before list items,
``|`` between the cells of a table (its first row holds the titles), ``Q:`` and ``A:``, ``es:``
before Spanish, ``^`` before a footnote to the line above; any other line is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
_MARKER = re.compile(r"(-|\d\.\d|\d\.|[A-Z]\.|\(\d\))\s+(?=\S)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Part:
    """One part of a text; ``cells`` are a table row's, ``note`` the footnote hung on the part."""

    kind: str
    text: str = ""
    marker: str = ""
    cells: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Text:
    name: str
    parts: tuple[Part, ...] = field(default_factory=tuple)

    @property
    def title(self) -> str:
        return self.parts[0].text

    @property
    def known(self) -> tuple[str, ...]:
        """Every English word in reading order, the footnotes last."""
        english = [part for part in self.parts if part.kind != "spanish"]
        body = [w for p in english for w in words(p.marker, p.text, *p.cells)]
        notes = [w for part in self.parts for w in words(part.note)]
        return (*body, *notes)

    @property
    def without_notes(self) -> Text:
        return Text(self.name, tuple(replace(part, note="") for part in self.parts))

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Each question with its answer."""
        asked = ""
        pairs = []
        for part in self.parts:
            if part.kind == "question":
                asked = part.text
            elif part.kind == "answer":
                pairs.append((asked, part.text))
        return tuple(pairs)


def words(*texts: str) -> list[str]:
    """The words of ``texts`` as they are compared: case and the kind of apostrophe do not count."""
    return [w.casefold().replace("’", "'") for text in texts for w in _WORD.findall(text)]


def load(name: str) -> Text:
    parts: list[Part] = []
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("^ "):
            parts[-1] = Part(parts[-1].kind, parts[-1].text, parts[-1].marker, note=line[2:])
        else:
            parts.append(_part(line, titles=not parts or parts[-1].kind not in ("titles", "row")))
    return Text(name, tuple(parts))


def _part(line: str, *, titles: bool) -> Part:
    starts = {
        "# ": "title",
        "## ": "heading",
        "Q: ": "question",
        "A: ": "answer",
        "es: ": "spanish",
    }
    for start, kind in starts.items():
        if line.startswith(start):
            return Part(kind, line.removeprefix(start))
    if line.startswith("| "):
        cells = tuple(cell.strip() for cell in line[2:].split(" | "))
        return Part("titles" if titles else "row", cells=cells)
    found = _MARKER.match(line)
    if found:
        return Part("item", line[found.end() :], found[1])
    return Part("paragraph", line)


def all_texts() -> tuple[Text, ...]:
    return tuple(load(path.stem) for path in sorted(FOLDER.glob("*.txt")))
