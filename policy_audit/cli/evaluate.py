"""``policy-audit evaluate``: how well the tool agrees with people's labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policy_audit.cli import options, terminal
from policy_audit.cli.exits import ExitCode, no_audit_on_error

EXAMPLES = (
    "policy-audit evaluate gold/dev",
    "policy-audit evaluate gold/dev --blind --json > figures.json",
)


def evaluate(  # noqa: PLR0913  # one parameter an option
    gold: Annotated[
        Path,
        typer.Argument(
            metavar="GOLD_DIR",
            file_okay=False,
            exists=True,
            help="A folder of cases: folders with a case.toml beside the documents.",
            show_default=False,
        ),
    ],
    *,
    baseline: options.BaselineOption = options.DEFAULT_BASELINE,
    encoder: options.EncoderOption = None,
    encoder_backend: options.BackendOption = options.BackendName.AUTO,
    cache: options.CacheOption = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Hide kind and date of the cases from the judge.")
    ] = False,
    as_json: options.JsonOption = False,
    quiet: options.NoProgressOption = False,
) -> int:
    """Measure the tool against labelled cases.

    Precision, recall, F1 and confusion, by criterion and by requirement, and where evidence was
    wrong.
    """
    from policy_audit import evaluate as evaluation
    from policy_audit.auditor import Auditor
    from policy_audit.baseline import load_baseline
    from policy_audit.cases import read_cases

    with no_audit_on_error(), terminal.progress(quiet=quiet) as progress:
        checklist = load_baseline(baseline)
        cases = read_cases(gold, checklist, blind=blind)
        with Auditor(
            checklist,
            encoder=encoder,
            backend=options.backend(encoder_backend),
            cache=cache,
            progress=progress,
        ) as auditor:
            result = evaluation.evaluate(cases, auditor, progress)
    text = evaluation.to_json(result) if as_json else evaluation.render_text(result)
    terminal.say_raw(text.rstrip("\n"))
    return ExitCode.DONE
