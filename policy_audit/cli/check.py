"""``policy-audit check``: whether a revision of the documents may go in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_audit.cli import gate, inputs, options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error
from policy_audit.cli.gate import Failing
from policy_audit.errors import UsageError
from policy_audit.model import Assessment, Comparison, DistrictInput, Record
from policy_audit.progress import Progress

if TYPE_CHECKING:
    from policy_audit.auditor import Auditor
    from policy_audit.cli.settings import Settings
    from policy_audit.engine import Basis
    from policy_audit.ingest import Guard

Threshold = Annotated[
    options.FailOn | None,
    typer.Option(
        "--fail-on", help="Fail on a gap of this severity or a worse one.", show_default="high"
    ),
]
Against = Annotated[
    str | None,
    typer.Option(
        "--against",
        metavar="REV|FILE",
        help="Fail only on what is worse than at a git revision, or than in an assessment.json.",
        show_default="nothing",
    ),
]
Regression = Annotated[
    bool | None,
    typer.Option(
        "--fail-on-regression/--no-fail-on-regression",
        help="With --against, fail on whatever got worse, how severe or not.",
        show_default="no",
    ),
]
LeastConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        metavar="SHARE",
        help="Leave out what the program is less sure of, from 0 to 1.",
        show_default="0",
    ),
]
BaselineSetting = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="ID|FOLDER",
        help="The checklist: the id of a shipped baseline, or a folder with a baseline.toml.",
        show_default=options.DEFAULT_BASELINE,
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="Write reports too, in the formats of 'run', with what changed where they can.",
        show_default="none",
    ),
]
Output = Annotated[
    Path,
    typer.Option("--output", metavar="DIR", file_okay=False, help="Where the reports go."),
]
EXAMPLES = (
    "policy-audit check",
    "policy-audit check district_policies/my-district --against main",
    "policy-audit check --fail-on critical --fail-on-regression --against reports/assessment.json",
)


def check(  # noqa: PLR0913  # one parameter an option
    paths: options.PathsArgument = None,
    *,
    fail_on: Threshold = None,
    against: Against = None,
    fail_on_regression: Regression = None,
    min_confidence: LeastConfidence = None,
    baseline: BaselineSetting = None,
    formats: Formats = None,
    output: Output = options.DEFAULT_OUTPUT,
    as_of: options.AsOfOption = None,
    encoder: options.EncoderOption = None,
    encoder_backend: options.BackendOption = options.BackendName.AUTO,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """Tell whether a revision of the documents may go in: one line for each gap it fails on.

    A gap that somebody waived or attested does not fail. The options may also stand in
    policy-audit.toml, in [tool.policy-audit] of pyproject.toml (fail-on = "critical"), or in
    the environment (POLICY_AUDIT_FAIL_ON); options go first, then the environment.

    Exit codes: 0 nothing fails; 1 a gap fails; 2 the command or a setting is wrong; 3 nothing to
    audit; 4 nothing fails, but a document could not be read, or a district is gone or has none.
    """
    from policy_audit.cli.settings import resolve
    from policy_audit.engine import Basis
    from policy_audit.report import require, write

    flags = {
        "paths": [str(path) for path in paths] if paths else None,
        "baseline": baseline,
        "fail_on": fail_on,
        "fail_on_regression": fail_on_regression,
        "against": against,
        "min_confidence": min_confidence,
    }
    with no_audit_on_error(), terminal.progress(quiet=quiet) as progress:
        renderers = options.renderers(formats) if formats else ()
        require(renderers)
        settings = resolve(flags, os.environ, Path())
        if settings.fail_on_regression and not settings.against:
            raise UsageError("--fail-on-regression needs --against: with what shall it compare?")
        day = as_of or options.today()
        basis = Basis(settings.baseline, day, encoder, encoder_backend.value, cache)
        audited = _Audited.of(settings, basis, progress)
    if renderers:
        write(audited.assessment, output, renderers, audited.comparison)
    return _report(audited, settings, quiet=quiet)


@dataclass(frozen=True)
class _Audited:
    """The assessment and what it was compared with."""

    assessment: Assessment
    comparison: Comparison | None

    @classmethod
    def of(
        cls,
        settings: Settings,
        basis: Basis,
        progress: Progress,
    ) -> _Audited:
        """Read and audit both sides, with one judge."""
        from policy_audit.diff import compare
        from policy_audit.engine import nothing_read
        from policy_audit.ingest import Guard
        from policy_audit.report.record import record_of

        with inputs.open_store(basis.cache) as store:
            with Guard(store=store) as guard:
                checklist = basis.load(store)
                base = _Base.of(settings, guard, progress)
                read = inputs.read_all(settings.folders, guard, progress)
            if not any(district.documents for district in read):
                raise nothing_read(unread for district in read for unread in district.unread)
            auditor = basis.auditor(store, progress, checklist)
            assessment = auditor.audit(read, basis.as_of)
            before = base.record(auditor, basis.as_of)
        if before and inputs.are_districts(settings.folders):
            before = _of_those(assessment, before)
        comparison = compare(before, record_of(assessment)) if before else None
        return cls(assessment, comparison)


@dataclass(frozen=True)
class _Base:
    """What to compare with, if anything: a written assessment, or documents to be audited."""

    written: Record | None = None
    documents: tuple[DistrictInput, ...] | None = None

    @classmethod
    def of(cls, settings: Settings, guard: Guard, progress: Progress) -> _Base:
        """Read the file, or the revision's documents."""
        if not settings.against:
            return cls()
        path = Path(settings.against)
        if path.is_file() or path.suffix == ".json":
            return cls(written=inputs.read_assessment(path))
        documents = inputs.read_revision(settings.folders, settings.against, guard, progress)
        return cls(documents=documents)

    def record(self, auditor: Auditor, day: date) -> Record | None:
        """Return the base as a written assessment would tell it."""
        from policy_audit.report.record import record_of

        if self.documents is None:
            return self.written
        return record_of(auditor.audit(self.documents, day))


def _of_those(assessment: Assessment, before: Record) -> Record:
    """The base's record of the districts that were audited.

    Somebody who names districts has not asked what became of the others. A single one on each side
    is one district, whatever its names: it may have been renamed.
    """
    if len(assessment.districts) == len(before.districts) == 1:
        return before
    asked = {district.district.id for district in assessment.districts}
    kept = tuple(district for district in before.districts if district.id in asked)
    return replace(before, districts=kept)


def _report(audited: _Audited, settings: Settings, *, quiet: bool) -> ExitCode:
    from policy_audit.cli.lines import without_documents

    assessment, comparison = audited.assessment, audited.comparison
    if comparison is not None:
        for line in _about_the_base(comparison, settings):
            terminal.say_error(line)
        comparison = None if comparison.incomparable else comparison
    for district, unread in assessment.unread:
        terminal.say_error(f"{district.id}: not read: {unread.path}: {unread.reason}")
    for line in (*without_documents(assessment), *inputs.set_apart(settings.folders)):
        terminal.say_error(line)
    for line in _unplaced(assessment):
        terminal.say_error(line)
    found = gate.failing(assessment, comparison, settings)
    for indent, line in _lines(assessment, found, settings):
        terminal.say(line, indent=indent)
    if not quiet:
        terminal.say(_closing(assessment, found, settings))
    if found:
        return ExitCode.GAPS
    lost = comparison is not None and any(d.is_lost for d in comparison.districts)
    return ExitCode.INCOMPLETE if assessment.unread or assessment.empty or lost else ExitCode.DONE


def _about_the_base(comparison: Comparison, settings: Settings) -> Iterator[str]:
    from policy_audit.cli.lines import no_longer_told
    from policy_audit.report.changes.whole import sentences

    if comparison.incomparable:
        yield f"not comparable: {comparison.incomparable}; every gap counts"
    yield from comparison.cautions
    for district in comparison.districts:
        if district.is_lost:
            had = "had documents" if district.emptied else "was there"
            no_more = "has none" if district.emptied else "is not"
            gone = f"{district.name} {had} at {settings.against}, and {no_more} any more"
            yield f"not comparable: {gone}"
            yield from (f"{district.id}: {sentence}" for sentence in sentences(district)[1:])
            continue
        yield from no_longer_told(district)


def _unplaced(assessment: Assessment) -> Iterator[str]:
    for district in assessment.districts:
        for decision in district.unplaced:
            yield f"{district.district.id}: a decision does not count: {decision.why}"


def _lines(
    assessment: Assessment, found: Sequence[Failing], settings: Settings
) -> Iterator[tuple[int, str]]:
    from policy_audit.cli.lines import lines

    for each in found:
        yield from lines(each, assessment.baseline, settings.against)


def _closing(assessment: Assessment, found: Sequence[Failing], settings: Settings) -> str:
    from policy_audit.report.decided import counted

    asked = f"fail-on {settings.fail_on}"
    asked += f", against {settings.against}" if settings.against else ""
    asked += ", fail on regression" if settings.fail_on_regression else ""
    decisions = counted(assessment.districts)
    said = f"{len(found) or 'no'} finding{'' if len(found) == 1 else 's'} failed ({asked})"
    return said + (f"; decisions: {decisions}" if decisions else "")
