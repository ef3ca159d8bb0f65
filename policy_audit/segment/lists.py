"""The lists that are open while a document is read, and what governs their items."""

from __future__ import annotations

from dataclasses import dataclass

from policy_audit.segment.enumeration import ordinal
from policy_audit.segment.sentences import MAX_LENGTH

DEEPEST = 12
"""Deeper lists are read as lists of this depth."""


@dataclass(slots=True)
class Frame:
    """One open list: its depth and numbering, its lead-in, and the item read last.

    ``flat`` tells that the layout shows the list on the level of the item that opens it.
    """

    level: int
    style: str
    lead_in: str | None
    inherited: str | None = None
    number: int = 0
    marker: str | None = None
    last: str | None = None
    flat: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A lead-in that waits for its list; ``frame`` is the list that its own item stands in."""

    text: str
    frame: Frame | None = None


def joined(outer: str | None, inner: str) -> str:
    """Put an inner lead-in after its outer one; of too long a chain the inner end is kept."""
    whole = f"{outer} {inner}" if outer else inner
    return whole if len(whole) <= MAX_LENGTH else whole[-MAX_LENGTH:].partition(" ")[2] or inner


class Lists:
    """The stack of open lists.

    Layouts are not to be trusted with depth: a list whose numbering changes just after an item
    that ends in a colon is taken for a nested list even where its level says otherwise.
    """

    def __init__(self) -> None:
        self._frames: list[Frame] = []
        self._suspended: list[Frame] = []

    @property
    def current(self) -> Frame | None:
        """The innermost open list."""
        return self._frames[-1] if self._frames else None

    def close(self) -> None:
        """End all lists, as a heading does."""
        self._frames, self._suspended = [], []

    def suspend(self) -> None:
        """End all lists, as a paragraph does; one whose numbers go on after it goes on."""
        if self._frames:
            self._frames, self._suspended = [], self._frames

    def at(self, level: int) -> Frame | None:
        """Return the open list that a paragraph at ``level`` goes on with."""
        while len(self._frames) > 1 and self._frames[-1].level > level:
            self._frames.pop()
        return self.current

    def enter(
        self, level: int, marker: str | None, pending: Pending | None, *, opens: bool = False
    ) -> Frame:
        """Return the list that an item belongs to, opened where it is the list's first.

        ``opens`` tells that the item is itself a lead-in.
        """
        level = min(max(level, 1), DEEPEST)
        place = ordinal(marker)
        if opens and self._beside_opener(level, place.style, pending):
            pending = None
        if pending is None:
            self._resume(level, place.style, place.number)
        self._pop_to(level, place.style, pending)
        frame = self._frame(level, place.style, place.number, pending)
        frame.number = place.number
        frame.marker = marker.strip() if marker and place.number else frame.inherited
        return frame

    def _resume(self, level: int, style: str, number: int) -> None:
        if self._frames or not self._suspended or number < 2:
            return
        frames, self._suspended = self._suspended, []
        while frames:
            top = frames[-1]
            if (top.level, top.style, top.number) == (level, style, number - 1):
                self._frames = frames
                return
            frames.pop()

    def _pop_to(self, level: int, style: str, pending: Pending | None) -> None:
        while self._frames and self._frames[-1].level > level:
            self._frames.pop()
        if pending is not None and pending.frame is self.current:
            return
        depth = len(self._frames)
        while depth and self._frames[depth - 1].level == level:
            if self._frames[depth - 1].style == style:
                del self._frames[depth:]
                return
            depth -= 1

    def _frame(self, level: int, style: str, number: int, pending: Pending | None) -> Frame:
        top = self.current
        if top is None or top.level < level:
            return self._open(level, style, pending, flat=False)
        goes_on = top.style == style and (number == 0 or number == top.number + 1)
        if pending is not None and pending.frame is top and not (goes_on and number):
            return self._open(level, style, pending, flat=True)
        top.style = style
        return top

    def _open(self, level: int, style: str, pending: Pending | None, *, flat: bool) -> Frame:
        outer = self.current
        lead_in = outer.lead_in if outer else None
        if pending is not None:
            lead_in = joined(lead_in if pending.frame else None, pending.text)
        inherited = outer.marker if outer else None
        frame = Frame(level, style, lead_in, inherited=inherited, flat=flat)
        self._frames.append(frame)
        return frame

    def _beside_opener(self, level: int, style: str, pending: Pending | None) -> bool:
        """Whether a lead-in item stands beside another lead-in item, and not under it."""
        top = self.current
        if top is None or (top.level, top.style) != (level, style):
            return False
        if len(self._frames) > 1 and top.flat and self._frames[-2].style == style:
            self._frames.pop()
            return True
        return pending is not None and pending.frame is top
