import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).parents[2] / "cases" / "baseline"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small baseline, free to be broken."""
    return Path(shutil.copytree(CASES / "small", tmp_path / "small"))
