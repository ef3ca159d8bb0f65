import subprocess
import sys
from pathlib import Path

import pytest

import policy_audit
from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode

COMMANDS = [
    ["run"],
    ["explain"],
    ["evaluate"],
    ["extract"],
    ["check"],
    ["decide"],
    ["decisions", "list"],
    ["decisions", "check"],
    ["decisions", "import"],
    ["decisions", "reply"],
    ["decisions", "review"],
    ["baseline", "list"],
    ["cache", "info"],
    ["cache", "clear"],
    ["cache", "verify"],
    ["baseline", "show"],
    ["baseline", "check"],
    ["baseline", "train"],
]
HEAVY = {
    "docx",
    "jinja2",
    "lingua",
    "nupunkt",
    "numpy",
    "openpyxl",
    "tomlkit",
    "pdfminer",
    "selectolax",
    "sentence_transformers",
    "sklearn",
    "torch",
    "transformers",
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_shows_examples(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert "Examples:\n" in out
    assert f"  policy-audit {' '.join(command)}" in out.split("Examples:\n")[1]


@pytest.mark.parametrize(
    "command",
    [[], ["baseline"], ["cache"], ["decisions"]],
    ids=["alone", "baseline", "cache", "decisions"],
)
def test_without_a_command_help_is_shown(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == ExitCode.USAGE
    assert "Commands:" in capsys.readouterr().out


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == ExitCode.DONE
    assert capsys.readouterr().out == f"policy-audit {policy_audit.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [[], ["run"], ["evaluate"], ["extract"], ["check"], ["decide"]], ids=str
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "import typer\n"
        "before = set(sys.modules)\n"
        "from policy_audit.cli import main\n"
        f"assert main({[*arguments, '--help']!r}) == 0\n"
        "print('LOADED', *sorted({m.split('.')[0] for m in set(sys.modules) - before}))\n"
    )
    root = Path(policy_audit.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", cwd=root, check=True
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "policy_audit" in loaded
    assert not loaded & HEAVY


def test_our_own_fault_is_one_line_that_says_how_to_report_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POLICY_AUDIT_DEBUG", raising=False)
    assert main([None]) == ExitCode.FAULT  # type: ignore[list-item]
    err = capsys.readouterr().err
    assert err.startswith("policy-audit: internal error, our fault: ")
    assert "POLICY_AUDIT_DEBUG=1" in err
    assert err.count("\n") == 1


def test_a_traceback_is_shown_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_AUDIT_DEBUG", "1")
    assert main([None]) == ExitCode.FAULT  # type: ignore[list-item]
    assert "Traceback" in capsys.readouterr().err


def test_hostile_arguments_are_shown_without_control_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["extract", "\x1b]0;owned\x07\nnowhere[red]"]) == ExitCode.USAGE
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "nowhere[red]" in err
    assert "\x1b" not in err


def test_a_closed_list_of_codes() -> None:
    assert sorted(ExitCode) == [0, 1, 2, 3, 4, 70, 130, 141]
