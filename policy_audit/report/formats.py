"""The table of formats: one name, one renderer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from policy_audit.errors import UsageError
from policy_audit.model import Assessment, Comparison
from policy_audit.report import (
    comment,
    csv,
    docx,
    github,
    gitlab,
    html,
    json,
    junit,
    markdown,
    oscal,
    pdf,
    sarif,
    xlsx,
)
from policy_audit.report.files import Files, whole
from policy_audit.report.pieces import Content, Pieces

Renderer = Callable[[Assessment], Mapping[str, bytes]]
Streamer = Callable[[Assessment, Pieces], Files]
ComparingRenderer = Callable[[Assessment, Comparison | None], Mapping[str, bytes]]

FORMATS: Mapping[str, Renderer] = MappingProxyType(
    {
        "html": html.render,
        "json": json.render,
        "csv": csv.render,
        "markdown": markdown.render,
        "xlsx": xlsx.render,
        "docx": docx.render,
        "pdf": pdf.render,
        "sarif": sarif.render,
        "junit": junit.render,
        "github": github.render,
        "gitlab": gitlab.render,
        "comment": comment.render,
        "oscal": oscal.render,
    }
)
# What has to be installed besides the program, by format.
_NEEDS: Mapping[str, Callable[[], None]] = MappingProxyType({"pdf": pdf.require})


def require(format_names: Iterable[str]) -> None:
    """Raise ``UsageError``, saying what to install, where one of the formats cannot be made here.

    To be asked before an audit, which takes long.
    """
    for name in format_names:
        if name in _NEEDS:
            _NEEDS[name]()


COMPARING: Mapping[str, ComparingRenderer] = MappingProxyType(
    {"sarif": sarif.render, "github": github.render, "comment": comment.render}
)
"""Those that tell more where there is an older assessment to compare with."""


STREAMING: Mapping[str, Streamer] = MappingProxyType(
    {
        "html": html.stream,
        "json": json.stream,
        "csv": csv.stream,
        "markdown": markdown.stream,
        "xlsx": xlsx.stream,
        "docx": docx.stream,
        "pdf": pdf.stream,
    }
)
"""Those whose files grow with the number of districts, or are as many, piece by piece."""


def require_known(format_name: str) -> None:
    """Raise ``UsageError`` for a name that is not in ``FORMATS``."""
    if format_name not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(f"{format_name!r} is not a format: choose from {known}")


def render(
    assessment: Assessment, format_name: str, comparison: Comparison | None = None
) -> Mapping[str, bytes]:
    """Return the assessment in one format: relative file names (forward slashes) with their bytes.

    ``UsageError`` for a name that is not in ``FORMATS``.
    """
    return whole(stream(assessment, format_name, Pieces(assessment), comparison))


def stream(
    assessment: Assessment,
    format_name: str,
    pieces: Pieces,
    comparison: Comparison | None = None,
) -> Files:
    """The same files, piece by piece where they are many or large."""
    require_known(format_name)
    if comparison and format_name in COMPARING:
        return _in_one_piece(COMPARING[format_name](assessment, comparison))
    if format_name in STREAMING:
        return STREAMING[format_name](assessment, pieces)
    return _in_one_piece(FORMATS[format_name](assessment))


def _in_one_piece(files: Mapping[str, bytes]) -> Files:
    return ((name, Content.of(content)) for name, content in files.items())
