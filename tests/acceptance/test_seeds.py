"""A restatement gets the determinations of its original. The originals are not ours to ship.

They are looked for in ``gold/seeds`` under the folder that ``POLICY_AUDIT_SHARED`` names, or else
under ``shared`` beside the checkout.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path

import pytest

from acceptance.program import AS_OF, Audit, Program
from acceptance.test_shipped import RESTATED, ROOT, shipped_run

__all__ = ["shipped_run"]

pytestmark = pytest.mark.slow

# Our folder's name, where it is not the original's.
ORIGINALS = {
    "city-of-norwalk": "city-of-norwalk",
    "hartford-public-schools": "hartford-public-schools",
    "norwalk-public-schools": "norwalk-public-schools",
    "west-hartford-public-schools": "west-hartford-news",
}
AGREEMENT = 0.9
MOST_UNSURE = 0.05


@pytest.fixture(scope="session")
def seeds() -> Path:
    shared = Path(os.environ.get("POLICY_AUDIT_SHARED") or ROOT.parent / "shared")
    folder = shared / "gold" / "seeds"
    if not folder.is_dir():
        pytest.skip("optional: needs the originals, which are kept outside the project")
    return folder


@pytest.fixture(scope="session")
def originals_run(seeds: Path, program: Program, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """The originals, audited as districts with the kind and date of the restatements."""
    folder = tmp_path_factory.mktemp("originals")
    for ours, theirs in ORIGINALS.items():
        _copy(seeds / theirs, folder / ours, RESTATED / ours)
    output = folder.parent / "originals-reports"
    return Audit(program("run", folder, "--output", output, "--as-of", AS_OF), output)


def test_restatements_get_the_determinations_of_their_originals(
    originals_run: Audit, shipped_run: Audit
) -> None:
    total, differing, unsure = _compare(originals_run, shipped_run)
    listed = "\n".join([*differing, *unsure])
    assert total - len(differing) - len(unsure) >= AGREEMENT * total, listed


def test_restatements_are_as_surely_determined(originals_run: Audit, shipped_run: Audit) -> None:
    total, _, unsure = _compare(originals_run, shipped_run)
    assert len(unsure) <= MOST_UNSURE * total, "\n".join(unsure)


def _compare(originals_run: Audit, shipped_run: Audit) -> tuple[int, list[str], list[str]]:
    """How many there are, which differ, and which differ because one audit is not sure."""
    differing: list[str] = []
    unsure: list[str] = []
    total = 0
    for district in ORIGINALS:
        original = originals_run.determinations(district)
        restated = shipped_run.determinations(district)
        assert original.keys() == restated.keys()
        total += len(original)
        for requirement, said in original.items():
            other = restated[requirement]
            if said != other:
                line = f"{district} {requirement}: original {said}, restated {other}"
                (unsure if "undetermined" in (said, other) else differing).append(line)
    return total, differing, unsure


def _copy(original: Path, target: Path, restated: Path) -> None:
    """Copy the documents of a case, described as our restatement of them is described."""
    target.mkdir()
    described = tomllib.loads((restated / "district.toml").read_text("utf-8"))
    [ours] = described["document"]
    lines = [f'name = "{described["name"]}"']
    for path in sorted(original.iterdir()):
        if path.name == "case.toml" or not path.is_file():
            continue
        shutil.copy(path, target)
        lines += ["[[document]]", f'file = "{path.name}"', f'kind = "{ours["kind"]}"']
        if "date" in ours:
            lines.append(f'date = "{ours["date"]}"')
    (target / "district.toml").write_text("\n".join(lines) + "\n", "utf-8")
