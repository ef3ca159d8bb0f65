"""``policy-audit decide``: put down what a reviewer decided on one finding."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.audited import How, audit_one
from policy_audit.cli.exits import ExitCode
from policy_audit.model import Decision, DecisionKind, Determination

DistrictArgument = Annotated[
    str,
    typer.Argument(
        metavar="DISTRICT",
        help="A district's folder, or the name of a folder in district_policies.",
        show_default=False,
    ),
]
RequirementArgument = Annotated[
    str,
    typer.Argument(
        metavar="REQUIREMENT",
        help="The id of a requirement ('policy-audit baseline show' lists them).",
        show_default=False,
    ),
]
OnDay = Annotated[
    date | None,
    typer.Option(
        "--date",
        metavar="DATE",
        parser=options.read_date,
        help="The day that it is dated, as 2026-11-21.",
        show_default="the day of SOURCE_DATE_EPOCH, or today in UTC",
    ),
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Put it in the place of what is there already.")
]
KindArgument = Annotated[
    DecisionKind,
    typer.Argument(
        metavar="KIND",
        help="confirm or override the determination, waive a gap, or attest that what is asked "
        "stands in a document that is not public.",
        show_default=False,
    ),
]
Reviewer = Annotated[
    str, typer.Option("--reviewer", metavar="NAME", help="Who decides.", show_default=False)
]
Reason = Annotated[
    str,
    typer.Option(
        "--reason",
        metavar="TEXT",
        help="Why; of an attestation, which document it is.",
        show_default=False,
    ),
]
Overriding = Annotated[
    Determination | None,
    typer.Option("--to", help="The determination that an override sets."),
]
Approver = Annotated[
    str | None, typer.Option("--approver", metavar="NAME", help="Who approved a waiver.")
]
Expires = Annotated[
    date | None,
    typer.Option(
        "--expires",
        metavar="DATE",
        parser=options.read_date,
        help="The last day of a waiver (UTC), or the day to look at an attested document again.",
    ),
]
EXAMPLES = (
    'policy-audit decide my-district judicial-warrant confirm --reviewer "A. Lee" '
    '--reason "Read it myself."',
    'policy-audit decide my-district ferpa-notice override --to met --reviewer "A. Lee" '
    '--reason "It is in the handbook, page 12."',
    'policy-audit decide my-district staff-training waive --approver "B. Diaz" '
    '--expires 2027-06-30 --reviewer "A. Lee" --reason "The board votes in May."',
)


def decide(  # noqa: PLR0913  # one parameter an option
    district: DistrictArgument,
    requirement: RequirementArgument,
    kind: KindArgument,
    *,
    reviewer: Reviewer,
    reason: Reason,
    to: Overriding = None,
    approver: Approver = None,
    expires: Expires = None,
    day: OnDay = None,
    again: ReplaceOption = False,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    cache: options.CacheOption = None,
    quiet: options.QuietOption = False,
) -> int:
    """Put down what a reviewer decided on one finding.

    It is written into the decisions.toml of the district's folder, whose comments stay, and
    holds until the text that it was decided on changes.
    """
    from policy_audit.decisions import Verdict, write_decision
    from policy_audit.decisions import decide as tied

    verdict = Verdict(kind, reviewer, day or options.today(), reason, to, approver, expires)
    audited = audit_one(district, How(baseline, encoder, cache, quiet))
    asked = inputs.find_requirement(audited.baseline, requirement)
    decision = tied(audited.district, asked, verdict)
    path = write_decision(audited.folder, decision, again=again)
    if not quiet:
        _show(decision)
        terminal.say(f"Written: {path}")
    return ExitCode.DONE


def _show(decision: Decision) -> None:
    from policy_audit.report.decided import line

    terminal.say(f"{decision.requirement}: {line(decision)}")
    if decision.words:
        terminal.say(f"It rests on this clause in {decision.document}: {decision.words}", indent=2)
    else:
        terminal.say("It rests on there being nothing in the documents on this.", indent=2)
