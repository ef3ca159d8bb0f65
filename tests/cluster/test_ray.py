"""The same audit on a real Ray cluster of several nodes, one of which dies in the middle of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from acceptance.labelled import require_gold, said_of, write_gold
from acceptance.many import write_districts
from acceptance.program import AS_OF, DOORS, Program

from policy_audit.engine import Basis, Local, audit
from policy_audit.engine.cluster import Cluster
from policy_audit.ingest import discover
from policy_audit.progress import silent
from policy_audit.report import write
from policy_audit.store import FILE

# What Ray warns of is no matter of ours.
pytestmark = [pytest.mark.benchmark, pytest.mark.filterwarnings("ignore")]

DEFAULT = ("html", "json", "csv", "markdown", "xlsx")

NODES = 3
DISTRICTS = 24


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_districts(tmp_path_factory.mktemp("input") / "districts", DISTRICTS)


@pytest.fixture(scope="module")
def local(districts: Path, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A program that has audited on this machine alone."""
    program = Program(tmp_path_factory.mktemp("local"))
    ran = program(*_arguments(program, districts))
    assert ran.code == 0, ran.err
    return program


@pytest.fixture(scope="module")
def expected(local: Program) -> dict[str, bytes]:
    return _files(local)


@pytest.fixture(scope="module")
def cluster(local: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A head without processors, whose nodes have learned all and audited nothing."""
    if os.environ.get("POLICY_AUDIT_REQUIRE_ALL") != "1":
        pytest.importorskip("ray", reason="needs the extra 'ray'")
    from ray import cluster_utils

    cache = tmp_path_factory.mktemp("nodes") / "cache"
    shutil.copytree(local.cache, cache, ignore=shutil.ignore_patterns(f"{FILE}*", "reports"))
    os.environ["POLICY_AUDIT_CACHE"] = str(cache)
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - Ray spells it so
    made = cluster_utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    yield made
    made.shutdown()


@pytest.fixture(scope="module")
def nodes(cluster: Any) -> list[Any]:
    added = [cluster.add_node(num_cpus=1) for _ in range(NODES)]
    cluster.wait_for_nodes()
    return added


def test_the_reports_are_those_of_one_machine(
    cluster: Any, nodes: list[Any], districts: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    program = Program(tmp_path)
    arguments = _arguments(program, districts)
    ran = program(*arguments, "--engine", "ray", "--ray-address", cluster.address)
    assert ran.code == 0, ran.err
    assert ran.err == ""
    assert _files(program) == expected


def test_the_determinations_on_gold_cases_are_those_of_one_machine(
    cluster: Any, nodes: list[Any], tmp_path: Path
) -> None:
    require_gold()
    folders = discover([write_gold(tmp_path / "districts")])
    basis = Basis("ct-csde-2025", date.fromisoformat(AS_OF), cache=tmp_path / "cache")
    here = said_of(audit(folders, Local(basis), silent).districts)
    there = said_of(audit(folders, Cluster(basis, cluster.address), silent).districts)
    assert there == here
    assert here


def test_a_node_that_dies_loses_nothing(
    cluster: Any, nodes: list[Any], districts: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    done_when_killed = []

    def progress(_stage: str, done: int, _total: int) -> None:
        # Every process is at a district then, that of this node too.
        if done == NODES and not done_when_killed:
            nodes[0].kill_raylet(check_alive=False)
            done_when_killed.append(done)

    basis = Basis(str(DOORS), date.fromisoformat(AS_OF), cache=tmp_path / "cache")
    engine = Cluster(basis, cluster.address)
    assessment = audit(discover([districts]), engine, progress)
    assert done_when_killed == [NODES]
    write(assessment, tmp_path / "reports", DEFAULT)
    assert _files(Program(tmp_path)) == expected
    assert engine.lost > 0


def test_an_address_without_a_cluster_is_one_line(districts: Path, tmp_path: Path) -> None:
    program = Program(tmp_path)
    ran = program(
        *_arguments(program, districts), "--engine", "ray", "--ray-address", "127.0.0.1:9"
    )
    assert ran.code == 2
    assert len(ran.error_lines) == 1
    assert "no Ray cluster can be reached at 127.0.0.1:9" in ran.err


def _arguments(program: Program, given: Path) -> tuple[str | Path, ...]:
    output = program.cache / "reports"
    return ("run", given, "--baseline", DOORS, "--output", output, "--as-of", AS_OF, "--quiet")


def _files(program: Program) -> dict[str, bytes]:
    output = program.cache / "reports"
    paths = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}
