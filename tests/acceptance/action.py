"""Runs the steps of a composite action as GitHub's runner does, as far as ours go."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMPARISON = re.compile(r"(\S+) (==|!=) '([^']*)'")


@dataclass
class Ran:
    """What came of an action: its outputs, what steps printed, and the first step that failed."""

    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    failed: str = ""
    used: list[str] = field(default_factory=list)


@dataclass
class Action:
    """The action in ``folder``, run in the work tree ``workspace``."""

    folder: Path
    workspace: Path
    temporary: Path
    environment: dict[str, str]

    def run(self, event: dict[str, Any] | None = None, **inputs: str) -> Ran:
        """Run every step; an input's ``-`` is written ``_``. Steps that use other actions are noted."""
        action = yaml.safe_load((self.folder / "action.yml").read_text("utf-8"))
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(action["inputs"])
        github: dict[str, Any] = {
            "action_path": str(self.folder),
            "event_name": "pull_request" if event else "push",
            "event": event or {},
            "token": "secret",
            "run_id": "1",
        }
        context: dict[str, Any] = {"github": github, "steps": {}}
        context["inputs"] = {
            name: given.get(name, self._filled(str(each.get("default", "")), context))
            for name, each in action["inputs"].items()
        }
        ran = Ran()
        for step in action["runs"]["steps"]:
            if ran.failed or not self._wanted(step.get("if", ""), context):
                continue
            if "uses" in step:
                ran.used.append(step["uses"])
                continue
            self._step(step, context, ran)
        ran.outputs = {
            name: self._filled(each["value"], context) for name, each in action["outputs"].items()
        }
        return ran

    def _step(self, step: dict[str, Any], context: dict[str, Any], ran: Ran) -> None:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an input in a script is an injection"
        output, summary = self.temporary / "output", self.temporary / "summary"
        output.write_text("")
        summary.write_text("")
        told = {
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_REPOSITORY": "town/policies",
            "RUNNER_TEMP": str(self.temporary),
            "RUNNER_OS": "Linux",
        }
        given = {n: self._filled(str(v), context) for n, v in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace,
            env=self.environment | told | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        ran.log += done.stdout
        ran.summary += summary.read_text("utf-8")
        pairs = (line.partition("=") for line in output.read_text("utf-8").splitlines())
        outputs = {name: value for name, _, value in pairs}
        if "id" in step:
            context["steps"][step["id"]] = {"outputs": outputs}
        if done.returncode:
            ran.failed = step["name"]

    def _filled(self, text: str, context: dict[str, Any]) -> str:
        return _EXPRESSION.sub(lambda found: self._value(found[1], context), text)

    def _value(self, path: str, context: dict[str, Any]) -> str:
        value: Any = context
        for part in path.split("."):
            value = value.get(part, {}) if isinstance(value, dict) else {}
        return "" if value == {} else str(value)

    def _wanted(self, condition: str, context: dict[str, Any]) -> bool:
        def holds(part: str) -> bool:
            match = _COMPARISON.fullmatch(part.strip())
            assert match, f"the runner cannot read {part!r}"
            return (self._value(match[1], context) == match[3]) == (match[2] == "==")

        return all(holds(part) for part in condition.split("&&")) if condition else True


def on_path(folder: Path, name: str, script: str) -> None:
    """Put an executable of that name into the folder."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(script)
    path.chmod(0o755)


def environment(folder: Path, variables: dict[str, str]) -> dict[str, str]:
    """What a step sees: the folder first on the path."""
    return variables | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
