"""``policy-audit decisions``: list, check and import what was decided; reply; confirm a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.audited import How, Several, audit_all, audit_one
from policy_audit.cli.decide import (
    DistrictArgument,
    OnDay,
    ReplaceOption,
    RequirementArgument,
)
from policy_audit.cli.exits import ExitCode
from policy_audit.cli.options import examples
from policy_audit.errors import DecisionsError, UsageError
from policy_audit.model import (
    Assessment,
    Decision,
    DistrictAssessment,
    Reply,
    Requirement,
    Review,
    ReviewKey,
)

if TYPE_CHECKING:
    from policy_audit.decisions import Row

app = typer.Typer(rich_markup_mode=None)

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="PATHS",
        help="Folders of districts, or a district's folder.",
        show_default=str(options.DEFAULT_INPUT),
    ),
]
By = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who confirmed it.", show_default=False)
]


@app.callback(invoke_without_command=True)
def top(context: typer.Context) -> None:
    """List, check and import what reviewers decided; reply to a finding; confirm a report."""
    if context.invoked_subcommand is None:
        terminal.say_raw(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


@app.command("list", epilog=examples("policy-audit decisions list"))
def list_(
    paths: Paths = None,
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """List every decision and reply, and whether it still counts."""
    several = _audited(paths, How(baseline, encoder, cache, quiet))
    for district in several.assessment.districts:
        for line in _lines(district):
            terminal.say(line)
    _show_counts(several)
    return ExitCode.DONE


@app.command(epilog=examples("policy-audit decisions check"))
def check(
    paths: Paths = None,
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """Name every decision that does not count any more, and why.

    Exit codes: 0 all count; 1 one does not; 2 a decisions.toml is wrong.
    """
    several = _audited(paths, How(baseline, encoder, cache, quiet))
    lapsed = list(_lapsed(several.assessment))
    for line in lapsed:
        terminal.say(line)
    if not quiet:
        _show_counts(several)
    return ExitCode.GAPS if lapsed else ExitCode.DONE


@app.command("import", epilog=examples("policy-audit decisions import reports/findings.xlsx"))
def import_(  # noqa: PLR0913  # one parameter an option
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A findings.xlsx with its reviewer's columns filled in.",
            show_default=False,
        ),
    ],
    paths: Paths = None,
    *,
    again: ReplaceOption = False,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """Put the decisions of a reviewer's spreadsheet into the districts' decisions.toml.

    All of them or none: the first row that cannot be taken is named. Rows that say what is
    decided already are passed over.
    """
    from policy_audit.decisions import read_rows, write_decisions

    rows = read_rows(file, today=options.today())
    several = _audited(paths, How(baseline, encoder, cache, quiet))
    made = [(row, _decision(row, several, file.name)) for row in rows]
    new = [(row, each) for row, each in made if not _is_there(each, row, several, again=again)]
    by_folder: dict[Path, list[Decision]] = {}
    for row, decision in new:
        by_folder.setdefault(several.folders[row.key.district], []).append(decision)
    write_decisions(by_folder, again=again)
    if not quiet:
        there = len(made) - len(new)
        decisions = "decision" if len(new) == 1 else "decisions"
        were = "was" if there == 1 else "were"
        terminal.say(f"{len(new)} {decisions} written, {there} {were} there already")
    return ExitCode.DONE


@app.command(
    epilog=examples(
        'policy-audit decisions reply my-district judicial-warrant --by "The Superintendent" '
        '--text "The revised protocol is before the board."'
    )
)
def reply(  # noqa: PLR0913  # one parameter an option
    district: DistrictArgument,
    requirement: RequirementArgument,
    *,
    by: Annotated[
        str,
        typer.Option("--by", metavar="NAME", help="Who answers.", show_default=False),
    ],
    text: Annotated[
        str, typer.Option("--text", metavar="TEXT", help="What it answers.", show_default=False)
    ],
    day: OnDay = None,
    again: ReplaceOption = False,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
) -> int:
    """Put down what a district answers to a finding; reports show it beside the finding."""
    from policy_audit.baseline import load_baseline
    from policy_audit.decisions import write_reply

    asked = inputs.find_requirement(load_baseline(baseline), requirement)
    folder = inputs.find_one(district).folder
    if folder is None:
        raise UsageError(f"{district!r} is a single document: put it into a folder to reply")
    if not (by.strip() and text.strip()):
        raise UsageError("a reply needs who gives it and a text")
    answer = Reply(asked.id, by, day or options.today(), text)
    terminal.say(f"Written: {write_reply(folder, answer, again=again)}")
    return ExitCode.DONE


@app.command(
    epilog=examples('policy-audit decisions review my-district --by "A. Lee, compliance officer"')
)
def review(  # noqa: PLR0913  # one parameter an option
    district: DistrictArgument,
    *,
    by: By,
    day: OnDay = None,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """Put down that a named reviewer confirmed a district's report: it is no draft any more.

    When a document or a determination changes, the report is a draft again.
    """
    from policy_audit.decisions import findings_digest, write_review

    if not by.strip():
        raise UsageError("a review needs the reviewer's name")
    audited = audit_one(district, How(baseline, encoder, cache, quiet))
    digests = audited.district.documents_digest, findings_digest(audited.district.findings)
    confirmed = Review(by, day or options.today(), *digests)
    path = write_review(audited.folder, confirmed)
    if not quiet:
        terminal.say(f"Written: {path}")
    return ExitCode.DONE


def _audited(paths: list[Path] | None, how: How) -> Several:
    """Audit, with a mistake in any ``decisions.toml`` an error at once."""
    from policy_audit.decisions import DECISIONS_FILE, read_decisions
    from policy_audit.ingest import discover

    given = paths or [options.DEFAULT_INPUT]
    for found in discover(given):
        if found.decisions is not None:
            read_decisions(found.decisions, name=f"{found.decisions.parent.name}/{DECISIONS_FILE}")
    return audit_all(given, how)


def _lines(district: DistrictAssessment) -> Iterator[str]:
    from policy_audit.report.decided import reply as replied
    from policy_audit.report.decided import standing

    if district.review is not None:
        yield f"{district.district.id}: {standing(district)}"
    for finding in district.findings:
        if finding.decision is not None:
            yield _line(district, finding.decision)
        if finding.reply is not None:
            yield f"{district.district.id} {finding.requirement}: {replied(finding.reply)}"
    for decision in district.unplaced:
        yield _line(district, decision)
    for reply in district.unplaced_replies:
        yield f"{district.district.id} {reply.requirement}: {replied(reply)}"


def _lapsed(assessment: Assessment) -> Iterator[str]:
    for district in assessment.districts:
        for decision in district.decisions():
            if not decision.in_force:
                yield _line(district, decision)
        for reply in district.unplaced_replies:
            about = f"{district.district.id}: a reply on {reply.requirement!r}"
            yield f"{about}: no such requirement (any more)"


def _line(district: DistrictAssessment, decision: Decision) -> str:
    from policy_audit.report.decided import line

    return f"{district.district.id} {decision.requirement}: {line(decision)}"


def _show_counts(several: Several) -> None:
    from policy_audit.report.decided import counted

    terminal.say(f"Decisions: {counted(several.assessment.districts) or 'none'}")


def _decision(row: Row, several: Several, name: str) -> Decision:
    """Tie a row to the finding it is about; ``DecisionsError`` where that is not the same now."""
    from policy_audit.decisions import decide

    where = f"row {row.number}"
    assessed = {d.district.id: d for d in several.assessment.districts}
    district = assessed.get(row.key.district)
    if district is None or row.key.district not in several.folders:
        problem = f"no district {row.key.district!r} was found with a folder; give its path too"
        raise DecisionsError(name, where, problem)
    try:
        requirement = inputs.find_requirement(several.assessment.baseline, row.key.requirement)
        decision = decide(district, requirement, row.verdict)
    except UsageError as error:
        raise DecisionsError(name, where, str(error)) from error
    changed = _changed(row.key, district, requirement)
    if changed:
        problem = (
            f"{requirement.id}: {changed} since this sheet was written; write it anew with "
            "'policy-audit run --format xlsx'"
        )
        raise DecisionsError(name, where, problem)
    return decision


def _changed(key: ReviewKey, district: DistrictAssessment, requirement: Requirement) -> str | None:
    """What is not as it was when the key was written: another district of that id, too."""
    now = ReviewKey.of(district, district.finding(requirement.id))
    if key.fingerprint != now.fingerprint:
        return "the evidence has changed"
    return None if key == now else "the documents have changed"


def _is_there(decision: Decision, row: Row, several: Several, *, again: bool) -> bool:
    """Whether just that is decided already; ``UsageError`` where something else is."""
    district = row.key.district
    [assessed] = [d for d in several.assessment.districts if d.district.id == district]
    there = assessed.finding(decision.requirement).decision
    if there is None:
        return False
    # A row without a date is not another decision each day that it is imported on.
    as_then = decision if row.dated else replace(decision, date=there.date)
    if _said(there) == _said(as_then) and there.in_force:
        return True
    if not again:
        raise UsageError(
            f"{district} {decision.requirement}: is decided already; give --replace to put the "
            "sheet's decisions in the place of others"
        )
    return False


def _said(decision: Decision) -> tuple[object, ...]:
    return (
        decision.kind,
        decision.reviewer,
        decision.date,
        decision.reason,
        decision.override,
        decision.approver,
        decision.expires,
    )
