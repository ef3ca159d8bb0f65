"""Options that several commands share, and how their values are read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_audit.errors import UsageError

if TYPE_CHECKING:
    from policy_audit.match import Backend

DEFAULT_BASELINE = "ct-csde-2025"
DEFAULT_INPUT = Path("district_policies")
DEFAULT_OUTPUT = Path("reports")
MOST_PAGES = 5000  # of one document; ``ingest`` is imported late
FORMAT_NAMES = (
    *("html", "json", "csv", "md", "xlsx", "docx", "pdf"),
    *("sarif", "junit", "github", "gitlab", "comment", "oscal"),
)
# Written where no format is asked for.
DEFAULT_FORMATS = ("html", "json", "csv", "md", "xlsx")
# How the command line spells a renderer's name, where the two differ.
_RENDERERS = {"md": "markdown"}
_EPOCH = "SOURCE_DATE_EPOCH"


class FailOn(StrEnum):
    """The least severity of a gap that makes ``run`` exit with 1."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


class BackendName(StrEnum):
    """What computes vectors; named here again, since ``match`` is imported late."""

    AUTO = "auto"
    ONNX = "onnx"
    TORCH = "torch"


def backend(name: BackendName) -> Backend:
    """Return the backend of that name."""
    from policy_audit.match import Backend

    return Backend(name.value)


def examples(*lines: str) -> str:
    """Return the end of a command's help; the backspace tells typer to keep the line breaks."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))


def read_date(text: str) -> date:
    """Read a day written as 2026-11-21; ``typer.BadParameter`` for anything else."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2026-11-21") from None


def today() -> date:
    """Return the day of ``SOURCE_DATE_EPOCH`` where that is set, else today, both in UTC.

    ``UsageError`` where the variable is set to something that is no time.
    """
    epoch = os.environ.get(_EPOCH)
    if epoch is None:
        return datetime.now(UTC).date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        problem = f"{_EPOCH}={epoch!r} is no time: give whole seconds since 1970, or unset it"
        raise UsageError(problem) from None


def renderers(formats: Iterable[str] | None) -> tuple[str, ...]:
    """Names of the renderers asked for, each once; those of every run where none was asked for.

    Each text may be a list with commas. ``UsageError`` for a name that is no format.
    """
    asked = [
        name.strip().lower() for text in formats or DEFAULT_FORMATS for name in text.split(",")
    ]
    for name in asked:
        if name not in FORMAT_NAMES:
            known = ", ".join(FORMAT_NAMES)
            raise UsageError(f"--format: {name!r} is not a format: choose from {known}")
    return tuple(dict.fromkeys(_RENDERERS.get(name, name) for name in asked))


PathsArgument = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATHS",
        help="Folders of districts, a district's folder (with a district.toml or a "
        "decisions.toml, or else each file in it is a district), or single documents.",
        show_default=str(DEFAULT_INPUT),
    ),
]
BaselineOption = Annotated[
    str,
    typer.Option(
        "--baseline",
        metavar="ID|FOLDER",
        help="The checklist: the id of a shipped baseline, or a folder with a baseline.toml.",
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=read_date,
        help="The day of the audit, as 2026-11-21.",
        show_default="the day of SOURCE_DATE_EPOCH, or today in UTC",
    ),
]
EncoderOption = Annotated[
    str | None,
    typer.Option(
        "--encoder",
        metavar="NAME|PATH",
        help="Another sentence-transformers model, by name or folder.",
        show_default="all-MiniLM-L6-v2, installed with the program",
    ),
]
BackendOption = Annotated[
    BackendName,
    typer.Option(
        "--encoder-backend",
        help="What computes vectors: auto takes torch with a GPU, and else ONNX Runtime.",
    ),
]
CacheOption = Annotated[
    Path | None,
    typer.Option(
        "--cache",
        metavar="DIR",
        file_okay=False,
        help="Where what was read, judged and learned is kept between runs.",
        show_default="POLICY_AUDIT_CACHE, or the user's cache folder",
    ),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Show errors only: no progress, no closing lines.")
]
# Of commands whose answer is what they print.
NoProgressOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
