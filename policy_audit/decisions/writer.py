"""Decisions into a ``decisions.toml``, with whatever people wrote around them kept."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_audit.decisions.file import DECISIONS_FILE, parse_decisions, read_decisions
from policy_audit.errors import DecisionsError, OutputError, UsageError
from policy_audit.model import Decision, Reply, Review

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_HEAD = (
    "What people decided about this district's findings; days are in UTC.",
    "'policy-audit decide' writes it, and keeps your comments.",
)


def write_decision(folder: Path, decision: Decision, *, again: bool) -> Path:
    """Put the decision into the folder's ``decisions.toml`` and return that.

    ``UsageError`` where the requirement is decided already, unless ``again``: then the new
    decision takes the place of the old one.
    """
    [path] = write_decisions({folder: [decision]}, again=again)
    return path


def write_decisions(
    decisions: Mapping[Path, Sequence[Decision]], *, again: bool
) -> tuple[Path, ...]:
    """Put decisions into the ``decisions.toml`` of each folder, as ``write_decision`` does.

    Where one of them cannot be put, no file is changed.
    """
    edited = [
        _edited(folder, partial(_put_all, decisions=each, again=again))
        for folder, each in decisions.items()
    ]
    for path, text in edited:
        _replace(path, text)
    return tuple(path for path, _ in edited)


def write_reply(folder: Path, reply: Reply, *, again: bool) -> Path:
    """Put the district's reply into the folder's ``decisions.toml``, as ``write_decision`` does."""
    values = {
        "requirement": reply.requirement,
        "by": reply.by,
        "date": reply.date,
        "text": reply.text,
    }
    return _edit(folder, lambda document: _put(document, "reply", values, again))


def write_review(folder: Path, review: Review) -> Path:
    """Put down who confirmed the whole report, in the place of whoever did before."""

    def put(document: TOMLDocument) -> None:

        values = {
            "by": review.by,
            "date": review.date,
            "documents": review.documents,
            "findings": review.findings,
        }
        if "review" in document:
            _update(document["review"], values)
            return
        table = _table(document, values)
        # At the end it would stand in the shadow of the last [[decision]].
        document.append("review", table)

    return _edit(folder, put)


def _decision(decision: Decision) -> Mapping[str, Any]:
    seen = decision.seen
    values = {
        "requirement": decision.requirement,
        "kind": decision.kind.value,
        "override": decision.override.value if decision.override else None,
        "reviewer": decision.reviewer,
        "approver": decision.approver,
        "date": decision.date,
        "expires": decision.expires,
        "reason": decision.reason,
        "document": decision.document or None,
        "fingerprint": decision.fingerprint or None,
        "words": decision.words or None,
        "under": decision.under or None,
        "seen": {
            "determination": seen.determination.value,
            "outcomes": {name: outcome.value for name, outcome in seen.outcomes},
            "evidence": list(seen.evidence),
            "documents": seen.documents,
        },
    }
    return {key: value for key, value in values.items() if value is not None}


def _put_all(document: TOMLDocument, decisions: Sequence[Decision], *, again: bool) -> None:
    for decision in decisions:
        _put(document, "decision", _decision(decision), again)


def _put(document: TOMLDocument, kind: str, values: Mapping[str, Any], again: bool) -> None:  # noqa: FBT001
    entries = document.get(kind)
    for entry in entries or ():
        if entry["requirement"] == values["requirement"]:
            if not again:
                raise UsageError(
                    f"{values['requirement']!r} has a {kind} already; give --replace to put this "
                    "one in its place"
                )
            _update(entry, values)
            return
    table = _table(document, values)
    if entries is None:
        import tomlkit

        entries = tomlkit.aot()
        entries.append(table)
        document.append(kind, entries)
    else:
        entries.append(table)


def _table(document: TOMLDocument, values: Mapping[str, Any]) -> Any:
    """Return a new table, with a blank line before it where another one stands above it."""
    import tomlkit

    table = tomlkit.table()
    _update(table, values)
    if len(document):
        table.trivia.indent = "\n"
    return table


def _update(table: Any, values: Mapping[str, Any]) -> None:
    """Set the values in place, so that the comments beside and between them stay."""
    import tomlkit

    for key in [key for key in table if key not in values]:
        del table[key]
    for key, value in values.items():
        if isinstance(value, Mapping) and key == "seen":
            if key not in table:
                table.add(key, tomlkit.table())
            _update(table[key], value)
        elif isinstance(value, Mapping):
            inline = tomlkit.inline_table()
            inline.update(value)
            table[key] = inline
        elif key not in table or table[key] != value:
            table[key] = value


def _edit(folder: Path, change: Callable[[TOMLDocument], None]) -> Path:
    """Change the file in one step, or not at all."""
    path, text = _edited(folder, change)
    _replace(path, text)
    return path


def _edited(folder: Path, change: Callable[[TOMLDocument], None]) -> tuple[Path, str]:
    """Return the file with its text as it is to be; nothing is written yet."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = folder / DECISIONS_FILE
    name = f"{folder.name}/{DECISIONS_FILE}"
    if path.exists():
        read_decisions(path, name=name)
    # As bytes: reading as text would hide how its lines end.
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
    try:
        document = tomlkit.parse(text) if text else tomlkit.document()
        if not text:
            for line in _HEAD:
                document.add(tomlkit.comment(line))
            document.add(tomlkit.nl())
        change(document)
        written = _ended_as(text, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise DecisionsError(name, "", f"cannot be changed by a program: {error}") from error
    parse_decisions(written.encode(), name=name)
    return path, written


def _ended_as(before: str, written: str) -> str:
    """Return what is to be written, with Windows line endings where all lines ended so."""
    if "\r\n" not in before or before.count("\r\n") != before.count("\n"):
        return written
    return written.replace("\r\n", "\n").replace("\n", "\r\n")


def _replace(path: Path, text: str) -> None:
    try:
        handle, temporary = tempfile.mkstemp(prefix=".decisions-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(temporary).unlink()
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
