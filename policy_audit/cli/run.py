"""``policy-audit run``: the audit."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error, of_assessment
from policy_audit.errors import UsageError
from policy_audit.model import Assessment
from policy_audit.progress import Progress

if TYPE_CHECKING:
    from policy_audit.engine import Basis, Engine


class EngineName(StrEnum):
    """Where districts are audited."""

    LOCAL = "local"
    RAY = "ray"


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
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        metavar="N",
        min=1,
        help="How many processes read documents; with --engine ray, how many audit districts.",
        show_default="as many as there are processors",
    ),
]
EngineOption = Annotated[
    EngineName,
    typer.Option("--engine", help="Audit on this machine, or on a Ray cluster that is running."),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        "--ray-address",
        metavar="HOST:PORT",
        help="The cluster for --engine ray.",
        show_default="RAY_ADDRESS, or one that runs on this machine",
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
    paths: options.PathsArgument = None,
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    formats: Formats = None,
    output: Output = options.DEFAULT_OUTPUT,
    as_of: options.AsOfOption = None,
    encoder: options.EncoderOption = None,
    encoder_backend: options.BackendOption = options.BackendName.AUTO,
    cache: options.CacheOption = None,
    max_pages: MaxPages = options.MOST_PAGES,
    jobs: Jobs = None,
    engine: EngineOption = EngineName.LOCAL,
    ray_address: RayAddress = None,
    fail_on: Threshold = options.FailOn.NEVER,
    quiet: options.QuietOption = False,
) -> int:
    """Audit districts and write the reports.

    Exit codes: 0 done; 1 a gap of the severity given with --fail-on, or a worse one; 2 the
    command or a baseline is wrong; 3 nothing to audit; 4 done, but a document could not be read,
    or a district has none; 70 a fault of the program; 130 interrupted.
    """
    from policy_audit.cli.lines import without_documents
    from policy_audit.engine import Basis, audit, told
    from policy_audit.ingest import discover
    from policy_audit.report import require, write

    with no_audit_on_error(), terminal.progress(quiet=quiet) as progress:
        renderers = options.renderers(formats)
        require(renderers)
        basis = Basis(
            baseline=baseline,
            as_of=as_of or options.today(),
            encoder=encoder,
            backend=encoder_backend.value,
            cache=cache,
            pages=max_pages,
            jobs=jobs,
        )
        asked = paths or [options.DEFAULT_INPUT]
        folders = discover(asked)
        assessment = audit(folders, _engine(engine, ray_address, basis, progress), progress)
    with basis.store() as store:
        written = write(assessment, output, renderers, store=store)
    if not quiet:
        _show(assessment, written)
    terminal.say_unread([told(unread) for _district, unread in assessment.unread])
    for line in (*without_documents(assessment), *inputs.set_apart(asked)):
        terminal.say_error(line)
    code = of_assessment(assessment, fail_on)
    return ExitCode.INCOMPLETE if code is ExitCode.DONE and assessment.empty else code


def _engine(name: EngineName, address: str | None, basis: Basis, progress: Progress) -> Engine:
    from policy_audit.engine import Local

    if name is EngineName.LOCAL:
        if address is not None:
            raise UsageError("--ray-address goes with --engine ray")
        return Local(basis, terminal.say_error, progress)
    from policy_audit.engine.cluster import Cluster

    return Cluster(basis, address)


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
    decisions = counted(assessment.outlines)
    if decisions:
        terminal.say(f"Decisions: {decisions}")
    draft = "A draft for a person to review; not" if assessment.is_draft else "Not"
    terminal.say(f"{draft} legal advice.")
