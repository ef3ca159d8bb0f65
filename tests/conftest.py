"""What all tests share: golden files, and what a skipped test means."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"
# Set where every tool that a test may need is installed: there a skip is a failure, unless its
# reason begins with "optional: ".
REQUIRE_ALL = "POLICY_AUDIT_REQUIRE_ALL"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write tests/golden/ anew from what the code gives now; read the diff before commit",
    )


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One cache for all audits of a test run, so that the example bank is encoded once."""
    return tmp_path_factory.mktemp("shared-cache")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compares bytes with ``tests/golden/<name>`` and shows a unified diff where they differ."""

    def compare(name: str, actual: bytes) -> None:
        path = GOLDEN / name
        if request.config.getoption("--regenerate-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual)
        if not path.is_file():
            pytest.fail(f"{path} is not there: run pytest --regenerate-golden", pytrace=False)
        expected = path.read_bytes()
        if actual != expected:
            diff = difflib.unified_diff(
                expected.decode("utf-8").splitlines(),
                actual.decode("utf-8").splitlines(),
                f"golden/{name}",
                "now",
                lineterm="",
            )
            said = "\n".join(diff) or "only line ends differ"
            pytest.fail(f"{said}\n\nIf so meant: pytest --regenerate-golden", pytrace=False)

    return compare


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get(REQUIRE_ALL) == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(call.excinfo.value) if call.excinfo else ""
        if not reason.startswith("optional: "):
            report.outcome = "failed"
            report.longrepr = f"skipped, though {REQUIRE_ALL}=1: {reason}"
    return report
