"""The files of a report, made piece by piece: those on a whole state do not fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from policy_audit.report.pieces import Content

#: Names relative to the report's folder, with forward slashes, each with its content in pieces.
#: A file's pieces are made while they are taken, and before the next file.
Files = Iterator[tuple[str, Content]]


def whole(files: Files) -> Mapping[str, bytes]:
    """Return the files as they are in the end, all in memory."""
    return {name: b"".join(pieces) for name, pieces in files}
