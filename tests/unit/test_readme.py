"""The README says what the program does: commands, options, exit codes, baselines, files."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from policy_audit.baseline import list_baselines, load_baseline
from policy_audit.cli import main
from policy_audit.cli.app import app
from policy_audit.cli.exits import ExitCode
from policy_audit.cli.options import DEFAULT_BASELINE, FORMAT_NAMES, FailOn
from policy_audit.cli.settings import Settings, resolve
from policy_audit.ingest.districts.district_file import load_district_file
from policy_audit.model import Determination, DocumentKind

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", README, flags=re.DOTALL)
HELP = {"--help", "-h"}


def commands() -> dict[str, Any]:
    """Every command of the program, by how it is called."""
    found: dict[str, Any] = {}

    def walk(command: Any, name: str) -> None:
        under = getattr(command, "commands", None)
        if under is None or name == "policy-audit":
            found[name] = command
        for each, sub in (under or {}).items():
            walk(sub, f"{name} {each}")

    walk(typer.main.get_command(app), "policy-audit")
    return found


def sections() -> dict[str, str]:
    """The parts of the README about commands, by the command's name and arguments."""
    part = README.split("\n## Commands\n")[1].split("\n## ")[0]
    pieces = re.split(r"^### `([^`]+)`$", part, flags=re.MULTILINE)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def documented() -> dict[str, tuple[list[str], str]]:
    """By command: the arguments in its heading, and its section."""
    found = {}
    for heading, text in sections().items():
        words = heading.split()
        count = next((n for n, word in enumerate(words) if not word.islower()), len(words))
        found[" ".join(words[:count])] = (words[count:], text)
    return found


def options(command: Any) -> set[str]:
    params = [p for p in command.params if p.param_type_name == "option"]
    return {name for p in params for name in (*p.opts, *p.secondary_opts)} - HELP


def test_every_command_is_documented_and_no_other() -> None:
    assert set(documented()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_every_option_is_documented_and_no_other(name: str) -> None:
    _arguments, text = documented()[name]
    cells = re.findall(r"^\| (`-.*?) \|", text, flags=re.MULTILINE)
    told = {option for cell in cells for option in re.findall(r"`(-[^`]+)`", cell)}
    assert told == options(commands()[name])


@pytest.mark.parametrize("name", commands())
def test_every_argument_is_documented(name: str) -> None:
    told, _text = documented()[name]
    arguments = [p for p in commands()[name].params if p.param_type_name == "argument"]
    assert [word.strip("[].") for word in told] == [p.metavar for p in arguments]
    optional = [word.startswith("[") for word in told]
    assert optional == [not p.required for p in arguments]


@pytest.mark.parametrize("name", commands())
def test_help_names_every_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*name.split()[1:], "--help"]) == ExitCode.DONE
    out = capsys.readouterr().out
    for option in options(commands()[name]):
        assert option in out


def test_every_command_line_in_the_readme_names_known_commands_and_options() -> None:
    lines = re.findall(r"^\$ (policy-audit .*)$", README, flags=re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line)
        name = max((n for n in commands() if line.startswith(n)), key=len)
        assert name != "policy-audit", line
        assert {w for w in words if w.startswith("-")} <= options(commands()[name]), line


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^\$ make (\w+)", README, flags=re.MULTILINE))
    assert targets >= {"audit", "test"}
    for target in targets:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_every_exit_code_is_documented_and_no_other() -> None:
    part = README.split("\n## Exit codes\n")[1].split("\n## ")[0]
    told = [int(code) for code in re.findall(r"^\| (\d+) \|", part, flags=re.MULTILINE)]
    assert told == sorted(ExitCode)


def test_every_value_of_an_option_is_documented() -> None:
    text = documented()["policy-audit run"][1]
    for value in (*FORMAT_NAMES, *FailOn, DEFAULT_BASELINE):
        assert f"`{value}`" in text


def test_every_kind_of_document_is_documented() -> None:
    for kind in DocumentKind:
        assert f"`{kind}`" in README


def test_every_determination_is_explained() -> None:
    for determination in Determination:
        assert f"\n| {determination.replace('_', ' ')} | " in README


def test_the_example_of_a_district_file_is_valid(tmp_path: Path) -> None:
    [example] = [each for each in EXAMPLES if "[[document]]" in each]
    path = tmp_path / "district.toml"
    path.write_text(example, "utf-8")
    assert load_district_file(path, name="README").entry("letter.pdf")


def test_the_example_of_settings_is_valid_and_names_all(tmp_path: Path) -> None:
    [example] = [each for each in EXAMPLES if "fail-on" in each]
    (tmp_path / "policy-audit.toml").write_text(example, "utf-8")
    assert resolve({}, {}, tmp_path).against == "origin/main"
    assert set(tomllib.loads(example)) == {name.replace("_", "-") for name in Settings.model_fields}


def test_the_number_of_requirements_is_right() -> None:
    [told] = re.findall(r"checklist for Connecticut: (\d+) requirements", README)
    assert int(told) == len(load_baseline(list_baselines()[0]).requirements)


def test_links_lead_to_files_that_are_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("https://"):
            assert (ROOT / target).exists(), target
