"""All that is written to the terminal. Texts from documents and file names are hostile here.

Nothing is ever given to rich as markup, and no control character reaches the terminal: see
``plain``.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import typer

from policy_audit.progress import Progress

# Controls, directional overrides and the like, halves of surrogate pairs, line separators.
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Soft hyphens and joiners are part of words, and no terminal acts on them.
_HARMLESS = frozenset("\u00ad\u200c\u200d")
# Where nothing says how wide a line may be: wide enough that names are not folded.
_WIDTH = 200
_LONGEST = 1000
_MOST_UNREAD = 20


def plain(text: str) -> str:
    """``text`` on one line, without anything that a terminal would act on."""
    return " ".join("".join(c if _safe(c) else " " * c.isspace() for c in text).split())


def say(text: str = "", *, indent: int = 0) -> None:
    """Print one line."""
    typer.echo(" " * indent + plain(text))


def say_error(text: str) -> None:
    """Print one line of bounded length to stderr, after the program's name."""
    line = plain(text)
    shown = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
    typer.echo(f"policy-audit: {shown}", err=True)


def say_unread(unread: Sequence[str]) -> None:
    """Print a line to stderr on each document that could not be read, of many on the first."""
    for line in unread[:_MOST_UNREAD]:
        say_error(f"not read: {line}")
    if len(unread) > _MOST_UNREAD:
        say_error(f"and {len(unread) - _MOST_UNREAD} more that could not be read")


def say_raw(text: str) -> None:
    """Print text of our own making that is already safe (JSON in ASCII, a rendered table)."""
    typer.echo(text)


def say_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table: the first column is text, the others are numbers."""
    from rich import box  # late: most commands draw nothing
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(
            Text(plain(column)), justify="right" if number else "left", overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    width = None if sys.stdout.isatty() else _WIDTH
    Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False).print(table)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress]:
    """Yield a callback that draws progress on stderr; it draws nothing if quiet or no terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda _stage, _done, _total: None
        return
    from rich.console import Console  # late: never loaded where none is drawn
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks = {}
        begun: dict[str, float] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(plain(stage), rate="")
                begun[stage] = time.monotonic()
            rate = _rate(done, time.monotonic() - begun[stage])
            bars.update(tasks[stage], completed=done, total=total, rate=rate)

        yield show


def _rate(done: int, seconds: float) -> str:
    """How fast it goes, in words; nothing before something is done."""
    if not done or seconds <= 0:
        return ""
    return f"{done / seconds:.1f} a second" if done > seconds else f"{seconds / done:.1f} s each"


def _safe(character: str) -> bool:
    return character in _HARMLESS or unicodedata.category(character) not in _UNSAFE
