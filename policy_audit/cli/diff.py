"""``policy-audit diff``: what became of each requirement between two states of the documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error
from policy_audit.errors import NothingToAuditError, OutputError, UsageError
from policy_audit.model import DistrictInput, Record
from policy_audit.progress import Progress

if TYPE_CHECKING:
    from policy_audit.auditor import Auditor
    from policy_audit.ingest import Guard

FORMAT_NAMES = ("text", "md", "html", "json")
_RECORD = ".json"

EXAMPLES = (
    "policy-audit diff --rev main",
    "policy-audit diff last-year/ district_policies/",
    "policy-audit diff old/assessment.json reports/assessment.json --format md",
)


@dataclass(frozen=True)
class _Side:
    """One side: an assessment's file, or documents in a folder, as they are or at a revision."""

    path: Path
    revision: str | None = None

    @property
    def is_record(self) -> bool:
        return self.revision is None and self.path.suffix == _RECORD

    @property
    def name(self) -> str:
        return f"{self.path} at {self.revision}" if self.revision else str(self.path)


def diff(  # noqa: PLR0913  # one parameter an option
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PATHS",
            help="The old and the new: folders or assessment.json; with --rev, one folder.",
            show_default=False,
        ),
    ] = None,
    *,
    rev: Annotated[
        list[str] | None,
        typer.Option(
            "--rev",
            metavar="REV",
            help="Compare with a git revision; given twice, two revisions with each other.",
        ),
    ] = None,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    form: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="text, md, html or json.")
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="Write to a file.", show_default="the terminal"
        ),
    ] = None,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.NoProgressOption = False,
) -> int:
    """Show what got better and what got worse, requirement by requirement.

    With the words that were removed and added. Nothing is checked out. It is no gate: it
    exits with 0 whatever changed ('policy-audit check' is one), and with 4 if a document on
    either side could not be read.
    """
    from policy_audit.diff import compare
    from policy_audit.report.changes import CHANGE_FORMATS, Sides

    if form not in FORMAT_NAMES:
        raise UsageError(f"--format: {form!r} is not a format: choose from text, md, html, json")
    old, new = _sides(paths or [], rev or [])
    with no_audit_on_error():
        before, after = _records(old, new, baseline, encoder, cache, quiet=quiet)
    comparison = compare(before, after)
    if comparison.incomparable:
        raise UsageError(f"not comparable: {comparison.incomparable}")
    content = CHANGE_FORMATS[form](comparison, Sides(old.name, new.name))
    _put(content, output)
    unread = any(d.unread for record in (before, after) for d in record.districts)
    return ExitCode.INCOMPLETE if unread else ExitCode.DONE


def _sides(paths: list[Path], revisions: list[str]) -> tuple[_Side, _Side]:
    if not revisions and len(paths) == 2:
        return _Side(paths[0]), _Side(paths[1])
    if revisions and len(revisions) <= 2 and len(paths) <= 1:
        path = paths[0] if paths else options.DEFAULT_INPUT
        newer = revisions[1] if len(revisions) == 2 else None
        return _Side(path, revisions[0]), _Side(path, newer)
    raise UsageError(
        "give two folders or two assessment.json to compare; or --rev REV once or twice, with at "
        "most one folder"
    )


def _records(  # noqa: PLR0913  # what an audit needs
    old: _Side,
    new: _Side,
    baseline: str,
    encoder: str | None,
    cache: Path | None,
    *,
    quiet: bool,
) -> tuple[Record, Record]:
    """Read or audit both sides; the judge is opened only where something must be audited."""
    from policy_audit.auditor import Auditor
    from policy_audit.baseline import load_baseline
    from policy_audit.ingest import Guard

    if old.is_record and new.is_record:
        return inputs.read_assessment(old.path), inputs.read_assessment(new.path)
    with terminal.progress(quiet=quiet) as progress, inputs.open_store(cache) as store:
        with Guard(store=store) as guard:
            checklist = load_baseline(baseline, store)
            read = [
                None if side.is_record else _documents(side, guard, progress) for side in (old, new)
            ]
        if all(documents == () for documents in read):
            raise NothingToAuditError(
                f"neither {old.name} nor {new.name} holds a document; of reports, give the "
                "assessment.json"
            )
        auditor = Auditor(checklist, encoder=encoder, cache=cache, store=store, progress=progress)
        before, after = (
            inputs.read_assessment(side.path) if documents is None else _audited(auditor, documents)
            for side, documents in zip((old, new), read, strict=True)
        )
    return before, after


def _documents(side: _Side, guard: Guard, progress: Progress) -> tuple[DistrictInput, ...]:
    if side.revision is None:
        return inputs.read_all([side.path], guard, progress)
    return inputs.read_revision([side.path], side.revision, guard, progress)


def _audited(auditor: Auditor, documents: tuple[DistrictInput, ...]) -> Record:
    from policy_audit.report.record import record_of

    return record_of(auditor.audit(documents, options.today()))


def _put(content: bytes, output: Path | None) -> None:
    if output is None:
        terminal.say_raw(content.decode("utf-8").removesuffix("\n"))
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
    except OSError as error:
        raise OutputError(f"cannot write {output}: {error.strerror or error}") from None
