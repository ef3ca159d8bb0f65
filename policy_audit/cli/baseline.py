"""``policy-audit baseline``: list, show, check and train checklists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from policy_audit.cli import options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error
from policy_audit.cli.options import examples
from policy_audit.errors import BaselineError
from policy_audit.model import Citation, Examples, Requirement

app = typer.Typer(rich_markup_mode=None)

Which = Annotated[
    str,
    typer.Argument(
        metavar="ID|FOLDER", help="A shipped baseline's id, or a folder with a baseline.toml."
    ),
]


Tune = Annotated[
    bool, typer.Option("--tune/--no-tune", help="Tune the encoder before the judge learns.")
]


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """List, show, check and train baselines: the checklists."""
    if context.invoked_subcommand is None:
        terminal.say_raw(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


@app.command("list", epilog=examples("policy-audit baseline list"))
def list_() -> int:
    """List the baselines that come with the program."""
    from policy_audit.baseline import list_baselines, load_baseline

    for name in list_baselines():
        baseline = load_baseline(name)
        terminal.say(f"{baseline.id}  {baseline.version}  {baseline.title}")
    return ExitCode.DONE


@app.command(
    epilog=examples(
        "policy-audit baseline show", "policy-audit baseline show baselines/my-state-2026"
    )
)
def show(baseline: Which = options.DEFAULT_BASELINE) -> int:
    """Show a baseline's requirements, their severities, criteria and citations."""
    from policy_audit.baseline import load_baseline

    loaded = load_baseline(baseline)
    terminal.say(f"{loaded.title} ({loaded.id} {loaded.version}, as of {loaded.as_of})")
    terminal.say(loaded.summary)
    for text in loaded.not_covered:
        terminal.say(f"Not covered: {text}")
    for requirement in loaded.requirements:
        terminal.say()
        for indent, text in _lines(requirement):
            terminal.say(text, indent=indent)
    return ExitCode.DONE


@app.command(
    epilog=examples(
        "policy-audit baseline check", "policy-audit baseline check baselines/my-state-2026"
    )
)
def check(
    baseline: Which = options.DEFAULT_BASELINE, *, quiet: options.NoProgressOption = False
) -> int:
    """Read a baseline strictly, practice documents and background too.

    The first mistake is named with its file and place, and the exit code is 2. Remarks on what a
    judge would learn little from are advice: the exit code stays 0. Where the judge was trained,
    they name the criteria that it read wrong most often in practice documents it had not seen.
    """
    from policy_audit.baseline import examine, load_background, load_baseline, load_practice
    from policy_audit.cases import read_case
    from policy_audit.evaluate.confusions import confusions
    from policy_audit.training import kept_judgement

    with no_audit_on_error(), terminal.progress(quiet=quiet) as progress:
        loaded = load_baseline(baseline)
        background = load_background(loaded)
        practice = load_practice(loaded)
        for number, case in enumerate(practice, 1):
            read_case(case, BaselineError)
            progress("practice documents", number, len(practice))
        learned = kept_judgement(loaded)
    confused = confusions(loaded, practice, learned) if learned else ()
    for remark in (*examine(loaded, practice), *confused):
        terminal.say(f"remark: {remark.place}: {remark.message}")
    criteria = [criterion for each in loaded.requirements for criterion in each.criteria]
    taught = sum(_count(criterion.examples) for criterion in criteria)
    terminal.say(
        f"{loaded.id} {loaded.version} is sound: {len(loaded.requirements)} requirements, "
        f"{len(criteria)} criteria, {taught} examples, {len(practice)} practice cases, "
        f"{len(background)} background clauses"
    )
    return ExitCode.DONE


@app.command(epilog=examples("policy-audit baseline train baselines/my-state-2026"))
def train(
    baseline: Which = options.DEFAULT_BASELINE,
    *,
    tune: Tune = True,
    cache: options.CacheOption = None,
    quiet: options.NoProgressOption = False,
) -> int:
    """Learn a baseline's judge from its examples and practice documents.

    First the encoder is tuned to the baseline, which takes most of an hour on two cores and
    needs the extra `train`. The result goes into the folder `learned` of the baseline, to be
    shipped with it. Without this, the first audit learns on the encoder as it is, and keeps that in
    the user's cache.
    """
    from policy_audit.auditor import train_baseline
    from policy_audit.baseline import load_baseline

    with no_audit_on_error(), terminal.progress(quiet=quiet) as progress:
        folder = train_baseline(load_baseline(baseline), tune=tune, cache=cache, progress=progress)
    terminal.say(f"learned: {folder}")
    return ExitCode.DONE


def _count(each: Examples) -> int:
    banks = (each.stated, each.weak, each.contradicted, each.near_miss)
    return sum(len(bank) for bank in banks)


def _lines(requirement: Requirement) -> Iterator[tuple[int, str]]:
    severity = f"gap {requirement.gap_severity}, contradiction {requirement.contradiction_severity}"
    yield 0, f"{requirement.id}: {requirement.title} ({requirement.kind}; {severity})"
    yield 2, requirement.statement
    if requirement.applies_to:
        yield 2, f"asked of: {', '.join(requirement.applies_to)}"
    for criterion in requirement.criteria:
        advisory = " (advisory)" if criterion.advisory else ""
        yield 2, f"- {criterion.id}{advisory}: {criterion.statement}"
    yield from (_citation("on conduct", citation) for citation in requirement.duty)
    yield from (_citation("on publishing", citation) for citation in requirement.publication)


def _citation(role: str, citation: Citation) -> tuple[int, str]:
    link = f", {citation.url}" if citation.url else ""
    return 2, f"{role}: {citation.text} ({citation.basis}, {citation.mark}{link})"
