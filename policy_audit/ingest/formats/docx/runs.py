"""The text inside one paragraph of a Word document: its weight, and what of it does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.runs import BREAK, STRUCK, TRACKED, Run
from policy_audit.model import LeftOut, LeftOutReason

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

# Moved-away text, field codes, and what stands outside the paragraph's own line.
_SKIPPED = frozenset(f"{W}{name}" for name in ("instrText", "pPr", "rPr", "txbxContent")) | {
    FALLBACK
}
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_BREAKS = frozenset({f"{W}br", f"{W}cr"})
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}noBreakHyphen": "-"}
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}


class Runs:
    """Reads paragraphs one after the other, and keeps what it meets besides their text.

    ``notes`` are sentences for a person, ``left_out`` deleted, struck and hidden text, ``cited``
    the foot- and endnotes (kind, id) that were referred to and that nobody has taken yet.
    """

    def __init__(self, styles: Mapping[str, Any]) -> None:
        self._styles = styles
        self.notes: list[str] = []
        self.left_out: list[LeftOut] = []
        self.cited: list[tuple[str, str]] = []

    def style(self, name: str | None) -> Any:
        """The style of that id, ``None`` where there is none."""
        return self._styles.get(name) if name else None

    def of(self, element: Any, style: Any) -> list[Run]:
        """The runs of a paragraph of that style."""
        bold = _inherited(style, "bold")
        return list(self._inside(element, bold=bold, struck=_inherited(style, "strike")))

    def leave_out(self, reason: LeftOutReason, text: str) -> None:
        """Keep a text that is not judged, and why."""
        shown = fold(clean(text))
        if shown:
            self.left_out.append(LeftOut(reason, shown))

    def note(self, note: str) -> None:
        """Keep a sentence for a person, once."""
        if note not in self.notes:
            self.notes.append(note)

    def note_tracked(self) -> None:
        """Keep that there are tracked changes."""
        self.note(TRACKED)

    def _inside(self, element: Any, *, bold: bool, struck: bool) -> Iterator[Run]:
        gone = ""
        for child in element:
            if child.tag == f"{W}r":
                properties = child.find(f"{W}rPr")
                if self._is_struck(properties, default=struck):
                    gone += _text(child)
                    continue
                gone = self._struck(gone)
                if properties is not None and is_on(properties.find(f"{W}vanish"), default=False):
                    self.leave_out(LeftOutReason.HIDDEN, _text(child))
                    continue
                weight = self._is_bold(properties, default=bold)
                yield from self._inside(child, bold=weight, struck=False)
            else:
                yield from self._other(child, bold=bold, struck=struck)
        self._struck(gone)

    def _other(self, child: Any, *, bold: bool, struck: bool) -> Iterator[Run]:
        """Everything but a run: what it holds, or what it stands for."""
        if child.tag in _DELETED:
            self.note_tracked()
            if child.tag == f"{W}del":
                self.leave_out(LeftOutReason.DELETED, _text(child))
        elif child.tag == f"{W}t":
            yield child.text or "", bold
        elif child.tag in _BREAKS:
            yield BREAK, bold
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag], bold
        elif child.tag in _NOTES:
            self.cited.append((_NOTES[child.tag], child.get(f"{W}id") or ""))
        elif child.tag not in _SKIPPED:
            yield from self._inside(child, bold=bold, struck=struck)

    def _struck(self, gone: str) -> str:
        if gone.strip():
            self.note(STRUCK)
            self.leave_out(LeftOutReason.DELETED, gone)
        return ""

    def _is_struck(self, properties: Any, *, default: bool) -> bool:
        if properties is None:
            return default
        for name in ("strike", "dstrike"):
            own = properties.find(f"{W}{name}")
            if own is not None and is_on(own, default=default):
                return True
        if properties.find(f"{W}strike") is not None:
            return False
        return default or _inherited(self._of_run(properties), "strike")

    def _is_bold(self, properties: Any, *, default: bool) -> bool:
        if properties is None:
            return default
        own = properties.find(f"{W}b")
        if own is not None:
            return is_on(own, default=default)
        return default or _inherited(self._of_run(properties), "bold")

    def _of_run(self, properties: Any) -> Any:
        named = properties.find(f"{W}rStyle")
        return None if named is None else self.style(named.get(f"{W}val"))


def is_on(element: Any, *, default: bool) -> bool:
    """Whether a property that is on or off is on; ``default`` where it is not there."""
    if element is None:
        return default
    return (element.get(f"{W}val") or "true").lower() not in ("0", "false", "off")


def lineage(style: Any) -> Iterator[Any]:
    """``style`` and those it is based on, nearest first; a circle ends where it closes."""
    seen: set[str] = set()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style
        style = getattr(style, "base_style", None)


def _inherited(style: Any, name: str) -> bool:
    """What a style, or the nearest that it is based on, says of a property of its font."""
    values = (getattr(getattr(each, "font", None), name, None) for each in lineage(style))
    return bool(next((value for value in values if value is not None), False))


def _text(element: Any) -> str:
    """All the letters under ``element``, those of tracked deletions too."""
    held = (f"{W}t", f"{W}delText", f"{W}tab", f"{W}br", f"{W}cr")
    return "".join((e.text or "") if e.tag in held[:2] else " " for e in element.iter(held))
