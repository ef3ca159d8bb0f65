"""The action, the GitLab component and the pre-commit hook, each on a real git repository."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from acceptance.action import Action, environment, on_path
from acceptance.program import DOORS, Program
from acceptance.repository import commit, git

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "tests" / "cases" / "schemas"
PROTOCOL = "district_policies/maple/protocol.md"
WATCHED = "A clerk watches the front door.\n"
LOCKED = f"Doors are locked. {WATCHED}"
SOFT = f"Doors should be locked. {WATCHED}"
# Keeps comments in a file; asks jq, as gh does inside itself.
GH = """#!{python}
import json, pathlib, subprocess, sys
kept = pathlib.Path({kept!r})
comments = json.loads(kept.read_text()) if kept.exists() else []
words = sys.argv[1:]
if "--jq" in words:
    asked = words[words.index("--jq") + 1]
    sys.exit(subprocess.run(["jq", "-r", asked], input=json.dumps(comments).encode()).returncode)
method, field = words[words.index("--method") + 1], words[words.index("--field") + 1]
body = pathlib.Path(field.removeprefix("body=@")).read_text()
address = next(word for word in words if word.startswith("repos/"))
if method == "PATCH":
    [one] = [c for c in comments if str(c["id"]) == address.rsplit("/", 1)[1]]
    one["body"] = body
else:
    assert address == "repos/town/policies/issues/7/comments", address
    comments.append({{"id": 100 + len(comments), "user": {{"type": "Bot"}}, "body": body}})
kept.write_text(json.dumps(comments))
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A district whose protocol is weakened on a branch."""
    top = tmp_path / "repository"
    (top / PROTOCOL).parent.mkdir(parents=True)
    (top / PROTOCOL).write_text(LOCKED)
    commit(top)
    git(top, "switch", "-qc", "revision")
    (top / PROTOCOL).write_text(SOFT)
    commit(top)
    return top


@pytest.fixture
def steps(program: Program, tmp_path: Path) -> dict[str, str]:
    """What steps see: the program on the path, and its cache kept between tests."""
    tools = tmp_path / "tools"
    line = shlex.join([sys.executable, "-m", "policy_audit"])
    on_path(
        tools, "policy-audit", f'#!/bin/sh\nPOLICY_AUDIT_CACHE={program.cache} exec {line} "$@"\n'
    )
    return environment(tools, program.variables())


@pytest.fixture
def action(repository: Path, steps: dict[str, str], tmp_path: Path) -> Callable[..., Any]:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    ours = Action(ROOT, repository, temporary, steps)

    def run(event: dict[str, Any] | None = None, **inputs: str) -> Any:
        return ours.run(event, **{"baseline": str(DOORS), "install": "false", **inputs})

    return run


def _schema(name: str) -> jsonschema.Validator:
    schema = json.loads((SCHEMAS / name).read_bytes())
    return jsonschema.validators.validator_for(schema)(schema)


def test_the_files_keep_their_schemas() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    _schema("github-action.json").validate(action)
    for each in (*action["inputs"].values(), *action["outputs"].values()):
        assert each["description"]
    head, job = yaml.safe_load_all((ROOT / "templates" / "policy-audit.yml").read_text("utf-8"))
    assert set(head) == {"spec"}
    _schema("gitlab-ci.json").validate(job)
    hooks = ROOT / ".pre-commit-hooks.yaml"
    checked = [sys.executable, "-m", "pre_commit", "validate-manifest", str(hooks)]
    assert subprocess.run(checked, check=False).returncode == 0


def test_a_weaker_protocol_fails_the_action(
    action: Callable[..., Any], repository: Path, tmp_path: Path
) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed: gh has it inside, the test's gh has not")
    kept = tmp_path / "comments.json"
    kept.write_text(
        json.dumps([{"id": 3, "user": {"type": "User"}, "body": "<!-- policy-audit -->"}])
    )
    on_path(tmp_path / "tools", "gh", GH.format(python=sys.executable, kept=str(kept)))
    event = {"pull_request": {"number": 7}}
    ran = action(event, against="main", comment="true", formats="junit")
    assert ran.failed == "Result", ran.log
    assert (ran.outputs["result"], ran.outputs["exit-code"]) == ("failed", "1")
    assert f"::error file={PROTOCOL},line=1,title=locked-door (high)::" in ran.log
    assert "<del>are</del><ins>should be</ins>" in ran.summary
    reports = repository / ran.outputs["reports"]
    assert (reports / "junit.xml").is_file()
    log = json.loads((repository / ran.outputs["sarif"] / "policy-audit.sarif").read_bytes())
    [result] = log["runs"][0]["results"]
    assert result["baselineState"] == "new"
    place = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (repository / place).is_file()
    theirs, ours = json.loads(kept.read_text())
    assert theirs["body"] == "<!-- policy-audit -->"
    assert "1 requirement got worse" in ours["body"]

    (repository / PROTOCOL).write_text(LOCKED)
    again = action(event, against="main", comment="true")
    assert again.failed == "", again.log
    assert again.outputs["result"] == "passed"
    _, updated = json.loads(kept.read_text())
    assert "nothing got worse" in updated["body"]
    assert updated["id"] == ours["id"]


def test_inputs_are_never_run_and_settings_of_the_branch_do_not_loosen(
    action: Callable[..., Any], repository: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "owned"
    (repository / "policy-audit.toml").write_text('against = "HEAD"\nfail-on = "never"\n')
    assert action().outputs["result"] == "failed"
    for evil in (f"$(touch {trace})", f"; touch {trace}", f"--output={trace}", "`x`"):
        ran = action(against=evil, paths="district_policies")
        assert (ran.failed, ran.outputs["result"]) == ("Result", "error"), ran.log
        assert ran.outputs["sarif"] == ""
    assert not trace.exists()
    assert "No audit was performed." in ran.summary


def test_what_could_not_be_read_fails_unless_told_otherwise(
    action: Callable[..., Any], repository: Path
) -> None:
    (repository / PROTOCOL).write_text(LOCKED)
    (repository / "district_policies" / "maple" / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    ran = action()
    assert (ran.failed, ran.outputs["result"]) == ("Result", "unread"), ran.log
    tolerant = action(fail_on_unread="false")
    assert (tolerant.failed, tolerant.outputs["result"]) == ("", "unread")
    assert "::warning::" in tolerant.log


def test_the_action_installs_and_keeps_what_is_reused(action: Callable[..., Any]) -> None:
    ran = action(paths="no-such-folder")
    assert [used.partition("@")[0] for used in ran.used] == ["actions/cache"]
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    [install] = [step for step in steps if step["name"] == "Install"]
    assert '-c "$ACTION/constraints.txt" "$ACTION"' in install["run"]


def test_the_gitlab_component(repository: Path, steps: dict[str, str]) -> None:
    text = (ROOT / "templates" / "policy-audit.yml").read_text("utf-8")
    head, job = text.split("\n---\n")
    inputs = {n: str(i["default"]) for n, i in yaml.safe_load(head)["spec"]["inputs"].items()}
    inputs["baseline"] = str(DOORS)
    for name, value in inputs.items():
        job = job.replace(f"$[[ inputs.{name} ]]", value)
    assert "$[[" not in job
    read = yaml.safe_load(job)["policy-audit"]
    base = git(repository, "rev-parse", "main")
    told = {**steps, **read["variables"], "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    [script] = read["script"]
    done = subprocess.run(["sh", "-ec", script], cwd=repository, env=told, check=False)
    assert done.returncode == 1
    issues = json.loads((repository / read["artifacts"]["reports"]["codequality"]).read_bytes())
    assert [issue["check_name"] for issue in issues] == ["locked-door"]
    assert (repository / issues[0]["location"]["path"]).is_file()
    assert (repository / read["artifacts"]["reports"]["junit"]).is_file()


def test_the_pre_commit_hook(repository: Path, steps: dict[str, str], tmp_path: Path) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    # The same hook with the program that is on the path: pre-commit would install all of torch.
    local = {
        k: v for k, v in hook.items() if k not in ("language_version", "minimum_pre_commit_version")
    }
    local |= {"language": "system", "args": [f"--baseline={DOORS}", "--against=main"]}
    config = {"repos": [{"repo": "local", "hooks": [local]}]}
    (repository / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    git(repository, "add", "-A")
    told = {**steps, "PRE_COMMIT_HOME": str(tmp_path / "pre-commit")}

    def hooked() -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--color=never"],
            cwd=repository,
            env=told,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    code, said = hooked()
    assert (code, "Skipped" in said) == (0, True), said  # no policy is part of this commit
    (repository / PROTOCOL).write_text(f"{SOFT}\nLunch is at noon.\n")
    git(repository, "add", "-A")
    code, said = hooked()
    assert code == 1, said
    assert f"{PROTOCOL}: locked-door: " in said
