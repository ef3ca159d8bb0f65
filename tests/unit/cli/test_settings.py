from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from policy_audit.cli.options import FailOn
from policy_audit.cli.settings import Settings, resolve
from policy_audit.errors import SettingsError

FILE = 'fail-on = "low"\nmin-confidence = 0.5\nagainst = "main"\npaths = ["a", "b"]\n'


def test_where_nothing_is_set_the_defaults_hold(tmp_path: Path) -> None:
    assert resolve({}, {}, tmp_path) == Settings()
    assert Settings().fail_on is FailOn.HIGH
    assert [str(path) for path in Settings().folders] == ["district_policies"]


@pytest.mark.parametrize("name", ["policy-audit.toml", "pyproject.toml"])
def test_a_file_then_the_environment_then_the_options(tmp_path: Path, name: str) -> None:
    table = "" if name == "policy-audit.toml" else "[tool.policy-audit]\n"
    (tmp_path / name).write_text(table + FILE)
    environment = {"POLICY_AUDIT_FAIL_ON": "medium", "POLICY_AUDIT_MIN_CONFIDENCE": "0.7"}
    read = resolve({"min_confidence": 0.9, "baseline": None}, environment, tmp_path)
    assert read.against == "main"
    assert read.fail_on is FailOn.MEDIUM
    assert read.min_confidence == 0.9
    assert [str(path) for path in read.folders] == ["a", "b"]


def test_a_file_of_its_own_goes_before_the_projects(tmp_path: Path) -> None:
    (tmp_path / "policy-audit.toml").write_text('fail-on = "low"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.policy-audit]\nfail-on = "medium"\n')
    assert resolve({}, {}, tmp_path).fail_on is FailOn.LOW


def test_a_projects_file_without_our_table_sets_nothing(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('tool = "x"\n')
    assert resolve({}, {}, tmp_path) == Settings()


def test_the_environment_may_name_several_paths_and_say_yes(tmp_path: Path) -> None:
    environment = {
        "POLICY_AUDIT_PATHS": os.pathsep.join(["a", "b"]),
        "POLICY_AUDIT_FAIL_ON_REGRESSION": "true",
        "POLICY_AUDIT_CACHE": "elsewhere",
    }
    read = resolve({}, environment, tmp_path)
    assert read.paths == ("a", "b")
    assert read.fail_on_regression is True


def test_an_empty_base_turns_the_one_of_the_file_off(tmp_path: Path) -> None:
    (tmp_path / "policy-audit.toml").write_text(FILE)
    assert resolve({"against": ""}, {}, tmp_path).against == ""


WRONG = [
    ("policy-audit.toml", "fail_on = 'low'", "policy-audit.toml: fail_on: is no setting; choose"),
    ("policy-audit.toml", "encoder = 'evil/model'", "encoder: is no setting"),
    ("policy-audit.toml", "fail-on = 'severe'", "policy-audit.toml: fail-on: Input should be"),
    ("policy-audit.toml", "fail-on-regression = 'yes'", "must be true or false"),
    ("policy-audit.toml", "against = 7", "against: must be text in quotation marks"),
    (
        "policy-audit.toml",
        "paths = 'a'",
        'paths: must be a list in brackets: ["district_policies"]',
    ),
    ("policy-audit.toml", "min-confidence = 2", "less than or equal to 1"),
    ("policy-audit.toml", "min-confidence = nan", "finite number"),
    ("policy-audit.toml", "paths = []", "paths: must name at least one path"),
    ("policy-audit.toml", "paths = [", "is no valid TOML"),
    ("policy-audit.toml", "jobs = " + "9" * 5000, "is no valid TOML"),
    ("pyproject.toml", "[tool]\npolicy-audit = 1", "[tool.policy-audit]: must be a table"),
    ("pyproject.toml", "[tool.policy-audit]\nx = 1", "pyproject.toml: [tool.policy-audit] x: is"),
]


@pytest.mark.parametrize(("name", "text", "told"), WRONG, ids=[told for _, _, told in WRONG])
def test_a_mistake_in_a_file_is_named_with_its_place(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SettingsError, match=re.escape(told)) as caught:
        resolve({}, {}, tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [("FAIL_ON", "severe"), ("MIN_CONFIDENCE", "much"), ("FAIL_ON_REGRESSION", "perhaps")],
)
def test_a_mistake_in_the_environment_names_its_variable(
    tmp_path: Path, name: str, value: str
) -> None:
    with pytest.raises(SettingsError, match=f"^POLICY_AUDIT_{name}: Input should be"):
        resolve({}, {f"POLICY_AUDIT_{name}": value}, tmp_path)
