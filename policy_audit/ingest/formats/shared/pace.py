"""How far a reader has come: it tells here, so that a slow document is told from a hung one.

Readers call ``page_read`` after each page and stop at ``most_pages``; who watches them is set
around the reading by ``watched``. Outside of it nothing listens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

MOST_PAGES = 5000
"""Pages of one document that are read where nobody says otherwise."""

_listener: ContextVar[Callable[[int], None] | None] = ContextVar("listener", default=None)
_most: ContextVar[int] = ContextVar("most", default=MOST_PAGES)


@contextmanager
def watched(listener: Callable[[int], None] | None, *, pages: int) -> Iterator[None]:
    """Give the number of pages read so far to ``listener``, and let readers stop at ``pages``.

    Holds for this thread alone: a reader that works in several tells from the first.
    """
    told, most = _listener.set(listener), _most.set(pages)
    try:
        yield
    finally:
        _listener.reset(told)
        _most.reset(most)


def page_read(count: int) -> None:
    """Say that ``count`` pages (or slides) of the document have been read."""
    listener = _listener.get()
    if listener is not None:
        listener(count)


def most_pages() -> int:
    """How many pages a reader may read; what it leaves it names with ``cut_note``."""
    return _most.get()


def cut_note(read: int, what: str = "pages") -> str:
    """The sentence for a document of which only the first ``read`` pages were read."""
    return f"Only the first {read} {what} were read, the most that is allowed (--max-pages)."
