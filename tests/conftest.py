"""What all tests share: golden files."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write tests/golden/ anew from what the code gives now; read the diff before commit",
    )


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
