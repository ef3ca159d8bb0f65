"""The app with its commands, and ``main``: what every error looks like and which code it gets."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
import warnings
from collections.abc import Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

import policy_audit
from policy_audit.cli import (
    baseline,
    cache,
    check,
    decide,
    decisions,
    diff,
    evaluate,
    explain,
    extract,
    run,
    terminal,
)
from policy_audit.cli.exits import NO_AUDIT, ExitCode, of_error
from policy_audit.cli.options import examples
from policy_audit.errors import NothingToAuditError, PolicyAuditError

NAME = "policy-audit"
_DEBUG = "POLICY_AUDIT_DEBUG"

app = typer.Typer(
    name=NAME,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 100},
)
app.command(epilog=examples(*run.EXAMPLES))(run.run)
app.command(epilog=examples(*explain.EXAMPLES))(explain.explain)
app.command(epilog=examples(*diff.EXAMPLES))(diff.diff)
app.command(epilog=examples(*check.EXAMPLES))(check.check)
app.command(epilog=examples(*decide.EXAMPLES))(decide.decide)
app.add_typer(decisions.app, name="decisions")
app.add_typer(baseline.app, name="baseline")
app.add_typer(cache.app, name="cache")
app.command(epilog=examples(*evaluate.EXAMPLES))(evaluate.evaluate)
app.command(epilog=examples(*extract.EXAMPLES))(extract.extract)


@app.callback(invoke_without_command=True, epilog=examples(*run.EXAMPLES, *explain.EXAMPLES))
def top(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> int:
    """Audit what school districts publish about immigration enforcement, clause by clause.

    Everything it writes is a draft for a person to review, and no legal advice. With
    the encoder it comes with, nothing is sent over the network.
    """
    if version:
        terminal.say(f"{NAME} {policy_audit.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        terminal.say_raw(context.get_help())
        raise typer.Exit(ExitCode.USAGE)
    return ExitCode.DONE


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; no exception leaves."""
    _tolerate_any_encoding()
    if not _debugging():
        _hush_libraries()
    try:
        code = _invoke(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        return _give_up_output()
    except KeyboardInterrupt:
        terminal.say_error("interrupted; reports of an earlier run were left as they were")
        return ExitCode.INTERRUPTED
    except PolicyAuditError as error:
        return _fail(error)
    except Exception as error:  # the last line of defence: our own fault
        return _fault(error)
    return code


def _invoke(arguments: list[str]) -> int:
    """Parse and run, without typer's own error output, which is many lines."""
    command = typer.main.get_command(app)
    try:
        with command.make_context(NAME, arguments) as context:
            return int(command.invoke(context))
    except typer.Exit as leave:
        return leave.exit_code
    except TyperException as error:
        place = getattr(getattr(error, "ctx", None), "command_path", NAME)
        terminal.say_error(f"{error.format_message()} (see '{place} --help')")
        return ExitCode.USAGE


def _fail(error: PolicyAuditError) -> ExitCode:
    if isinstance(error, NothingToAuditError):
        terminal.say_unread(error.unread)
    said = f"{NO_AUDIT}: {error}" if NO_AUDIT in getattr(error, "__notes__", ()) else str(error)
    terminal.say_error(said)
    _trace()
    return of_error(error)


def _fault(error: Exception) -> ExitCode:
    terminal.say_error(
        f"internal error, our fault: {type(error).__name__}: {str(error)[:200]}; please report "
        f"this line, with what the same command prints under {_DEBUG}=1"
    )
    _trace()
    return ExitCode.FAULT


def _debugging() -> bool:
    return os.environ.get(_DEBUG) == "1"


def _trace() -> None:
    if _debugging():
        traceback.print_exc()


def _tolerate_any_encoding() -> None:
    """Let a terminal that cannot show a letter get a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _hush_libraries() -> None:
    """Keep warnings and log lines off stderr: they are no message of ours, and may quote a file."""
    logging.getLogger().addHandler(logging.NullHandler())
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _give_up_output() -> ExitCode:
    """Whoever read our output went away; Python would complain once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.PIPE_CLOSED
