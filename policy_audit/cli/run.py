"""``policy-audit run``: the audit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import no_audit_on_error, of_assessment
from policy_audit.errors import NothingToAuditError
from policy_audit.model import Assessment, District, DistrictInput, Unread

_SHOWN = 20

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATHS",
        help="Folders of districts, a district's folder, or single documents.",
        show_default=str(options.DEFAULT_INPUT),
    ),
]
Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="html, json, csv, md, xlsx, docx, pdf; sarif, junit, github, gitlab, comment or oscal "
        "for programs. Give it again, or a list with commas, for several.",
        show_default="html, json, csv, md and xlsx",
    ),
]
Output = Annotated[
    Path,
    typer.Option("--output", metavar="DIR", file_okay=False, help="Where the reports go."),
]
MaxPages = Annotated[
    int,
    typer.Option(
        "--max-pages",
        metavar="N",
        min=1,
        help="Read at most so many pages of a document; the report says where more were left.",
    ),
]
Threshold = Annotated[
    options.FailOn,
    typer.Option(
        "--fail-on", help="Exit with 1 if there is a gap of this severity or a worse one."
    ),
]


EXAMPLES = (
    "policy-audit run",
    "policy-audit run district_policies/my-district --format html,json",
    "policy-audit run letter.pdf --output /tmp/letter --fail-on critical",
)


def run(  # noqa: PLR0913  # one parameter an option
    paths: Paths = None,
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    formats: Formats = None,
    output: Output = options.DEFAULT_OUTPUT,
    as_of: options.AsOfOption = None,
    encoder: options.EncoderOption = None,
    encoder_backend: options.BackendOption = options.BackendName.AUTO,
    cache: options.CacheOption = None,
    max_pages: MaxPages = options.MOST_PAGES,
    fail_on: Threshold = options.FailOn.NEVER,
    quiet: options.QuietOption = False,
) -> int:
    """Audit districts and write the reports.

    Exit codes: 0 done; 1 a gap of the severity given with --fail-on, or a worse one; 2 the
    command or a baseline is wrong; 3 nothing to audit; 4 done, but a document could not be read;
    70 a fault of the program; 130 interrupted.
    """
    from policy_audit.auditor import Auditor
    from policy_audit.baseline import load_baseline
    from policy_audit.ingest import Guard, Limits
    from policy_audit.report import require, write

    with (
        no_audit_on_error(),
        terminal.progress(quiet=quiet) as progress,
        inputs.open_store(cache) as store,
    ):
        renderers = options.renderers(formats)
        require(renderers)
        day = as_of or options.today()
        with Guard(Limits(pages=max_pages), store) as guard:
            checklist = load_baseline(baseline, store)
            read = inputs.read_all(paths or [options.DEFAULT_INPUT], guard, progress)
        _require_text(read)
        auditor = Auditor(
            checklist,
            encoder=encoder,
            backend=options.backend(encoder_backend),
            cache=cache,
            store=store,
            progress=progress,
        )
        assessment = auditor.audit(read, day)
    written = write(assessment, output, renderers)
    if not quiet:
        _show(assessment, written)
    _show_unread(assessment.unread)
    return of_assessment(assessment, fail_on)


def _require_text(read: Sequence[DistrictInput]) -> None:
    """``NothingToAuditError`` unless at least one document could be read."""
    if not any(district.documents for district in read):
        _show_unread([(each.district, unread) for each in read for unread in each.unread])
        raise NothingToAuditError(
            "not one document could be read: give folders with PDF, DOCX, PPTX, ODT, RTF, HTML, "
            "Markdown or text"
        )


def _show(assessment: Assessment, written: Sequence[Path]) -> None:
    from policy_audit.report import summary_table
    from policy_audit.report.decided import counted

    table = summary_table(assessment)
    terminal.say_table(table.columns, table.rows)
    pages = [path for path in written if path.name == "index.html"]
    others = [path for path in written if path not in pages and path.suffix != ".html"]
    for path in pages:
        terminal.say(f"Report to read: {path}")
    for path in others:
        terminal.say(f"Also written: {path}")
    decisions = counted(assessment.districts)
    if decisions:
        terminal.say(f"Decisions: {decisions}")
    draft = "A draft for a person to review; not" if assessment.is_draft else "Not"
    terminal.say(f"{draft} legal advice.")


def _show_unread(unread: Sequence[tuple[District, Unread]]) -> None:
    for _district, each in unread[:_SHOWN]:
        terminal.say_error(f"not read: {each.path} ({each.category}): {each.reason}")
    if len(unread) > _SHOWN:
        terminal.say_error(f"and {len(unread) - _SHOWN} more that could not be read")
