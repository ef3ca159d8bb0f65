"""Links that stand on a page of a PDF: their addresses, and the words that they are laid over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from policy_audit.ingest.layout.clean import fold

PageLink = tuple[str, str]
"""The words under a link, which may be none, and its address as the file gives it."""

_MOST_ON_A_PAGE = 300
_MOST_STEPS = 8  # from one reference to the next; a circle has no end
_COVERED = 0.35  # of the width of a character; rectangles are not drawn with great care
_Rectangle = tuple[float, float, float, float]


def page_links(page: Any, runs: Sequence[Any]) -> tuple[PageLink, ...]:
    """The links of one page to addresses, each address once.

    ``page`` is pdfminer's page, ``runs`` are its lines of characters. A link that goes on in the
    next line has a rectangle for each. What is broken is passed over: a link is no text.
    """
    under: dict[str, list[str]] = {}
    for address, rectangle in _addresses(page):
        under.setdefault(address, []).append(_words(rectangle, runs))
    return tuple((fold(" ".join(words)), address) for address, words in under.items())


def _addresses(page: Any) -> Iterator[tuple[str, _Rectangle]]:
    left, bottom = page.mediabox[:2]
    annotations = _followed(page.annots)
    if not isinstance(annotations, list):
        return
    for reference in islice(annotations, _MOST_ON_A_PAGE):
        link = _followed(reference)
        action = _followed(link.get("A")) if isinstance(link, dict) else None
        address = _followed(action.get("URI")) if isinstance(action, dict) else None
        if not isinstance(address, bytes):
            continue
        try:
            x0, y0, x1, y1 = (float(_followed(each)) for each in _followed(link.get("Rect")))
        except (TypeError, ValueError):
            x0 = y0 = x1 = y1 = 0.0
        # The device puts the corner of the page at 0, 0.
        yield (
            address.decode("utf-8", "replace"),
            (x0 - left, y0 - bottom, x1 - left, y1 - bottom),
        )


def _followed(value: Any) -> Any:
    """What a reference leads to; ``None`` for one that leads nowhere."""
    for _ in range(_MOST_STEPS):
        if not hasattr(value, "resolve"):
            return value
        try:
            value = value.resolve()
        except Exception:  # whatever pdfminer stumbles over
            return None
    return None


def _words(rectangle: _Rectangle, runs: Sequence[Any]) -> str:
    x0, y0, x1, y1 = rectangle
    said = ""
    for run in runs:
        if run.y0 > y1 or run.y1 < y0:
            continue
        inside = False
        for item in run:
            if hasattr(item, "x0"):  # a space that pdfminer saw between two words has no place
                wide = min(item.x1, x1) - max(item.x0, x0)
                up = (item.y0 + item.y1) / 2
                inside = wide > _COVERED * (item.x1 - item.x0) and y0 <= up <= y1
            said += item.get_text() if inside else ""
        said += " "
    return said
