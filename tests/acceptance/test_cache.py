"""A run that finds everything in the store, and runs whose store is not what it should be."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from acceptance.program import AS_OF, DOORS, Audit, Program
from policy_audit.store import FILE

_HEAVY = (
    *("torch", "transformers", "sentence_transformers", "onnxruntime", "tokenizers"),
    *("pdfminer", "docx", "selectolax", "lingua", "sklearn", "scipy"),
)
_SPY = """
import sys
from policy_audit.cli import main
code = main(sys.argv[1:])
print("HEAVY", *sorted({{m.split(".")[0] for m in sys.modules}} & {heavy!r}))
sys.exit(code)
"""


def run(program: Program, folder: Path, output: Path, *options: str) -> Audit:
    command = ("run", folder, "--baseline", DOORS, "--output", output, "--as-of", AS_OF)
    return Audit(program(*command, *options), output)


@pytest.fixture(scope="module")
def cold(program: Program, good_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return run(program, good_folder, tmp_path_factory.mktemp("cold") / "reports")


@pytest.fixture
def own(program: Program, cold: Audit, tmp_path: Path) -> Program:
    """The program with a copy of the filled cache, to be damaged."""
    shutil.copytree(program.cache, tmp_path / "own")
    return Program(tmp_path / "own")


def test_a_cached_run_loads_nothing_heavy_and_writes_the_same_bytes(
    own: Program, cold: Audit, good_folder: Path, tmp_path: Path
) -> None:
    output = tmp_path / "reports"
    done = subprocess.run(
        [
            *own.command()[:1],
            *("-c", _SPY.format(heavy=set(_HEAVY)), "run", str(good_folder)),
            *("--baseline", str(DOORS), "--output", str(output), "--as-of", AS_OF),
        ],
        env=own.variables(),
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == cold.ran.code, done.stderr
    assert done.stdout.splitlines()[-1] == "HEAVY"
    assert Audit(cold.ran, output).files() == cold.files()


def test_a_run_without_a_store_writes_the_same_bytes(
    own: Program, cold: Audit, good_folder: Path, tmp_path: Path
) -> None:
    (own.cache / FILE).unlink()
    again = run(own, good_folder, tmp_path / "reports")
    assert again.files() == cold.files()


def test_the_backend_makes_no_difference_to_a_determination(
    program: Program, cold: Audit, good_folder: Path, tmp_path: Path
) -> None:
    other = run(program, good_folder, tmp_path / "reports", "--encoder-backend", "torch")
    for district in ("maple-falls", "stony-point"):
        assert other.determinations(district) == cold.determinations(district)


@pytest.mark.parametrize(
    "damage",
    [
        "PRAGMA user_version = 99",
        "DELETE FROM districts; UPDATE outcomes SET value = zeroblob(size)",
        "DELETE FROM districts; UPDATE documents SET value = x'00'",
        "UPDATE districts SET value = zeroblob(size); UPDATE pieces SET value = x'00'",
        "DELETE FROM runs",
        "DROP TABLE districts; DROP TABLE pieces; DROP TABLE runs",
    ],
)
def test_a_store_that_is_not_what_it_should_be_costs_time_alone(
    own: Program, cold: Audit, good_folder: Path, tmp_path: Path, damage: str
) -> None:
    with closing(sqlite3.connect(own.cache / FILE)) as connection, connection:
        connection.executescript(damage)
    again = run(own, good_folder, tmp_path / "reports", "--quiet")
    assert again.files() == cold.files()
    aside = (own.cache / "store.aside.sqlite").exists()
    assert aside == ("user_version" in damage)
    assert len(again.ran.error_lines) == int(aside)


def test_what_changed_is_audited_again_and_only_that(
    own: Program, cold: Audit, good_folder: Path, tmp_path: Path
) -> None:
    given, output = tmp_path / "districts", tmp_path / "reports"
    shutil.copytree(good_folder, given)
    assert run(own, given, output, "--quiet").ran.code == cold.ran.code
    changed = min(given.glob("*/*.md"))
    text = changed.read_text("utf-8") + "\nEvery school keeps its front door open.\n"
    changed.write_text(text, "utf-8")
    (changed.parent / "decisions.toml").write_text("format = 0\n", "utf-8")
    again = run(own, given, output, "--quiet")
    (own.cache / FILE).unlink()
    fresh = run(own, given, tmp_path / "fresh", "--quiet")
    assert again.files() == fresh.files()
    assert again.files() != cold.files()


def test_two_runs_at_once_on_one_store(
    own: Program, cold: Audit, good_folder: Path, tmp_path: Path
) -> None:
    (own.cache / FILE).unlink()
    outputs = [tmp_path / name for name in ("one", "two")]
    started = [
        subprocess.Popen(
            own.command("run", good_folder, "--baseline", DOORS, "--output", o, "--as-of", AS_OF),
            env=own.variables(),
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
        )
        for o in outputs
    ]
    assert {process.wait(600) for process in started} == {cold.ran.code}
    for output in outputs:
        assert Audit(cold.ran, output).files() == cold.files()
    assert own("cache", "verify").code == 0
