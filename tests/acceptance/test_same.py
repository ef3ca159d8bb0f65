"""The same determinations, however an audit is carried out: with and without what makes it fast.

Measured on every labelled case at hand: the practice cases of the shipped baseline, and gold cases
under the folder that ``POLICY_AUDIT_SHARED`` names, or else beside the checkout; those are skipped
where they are not at hand.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from policy_audit.auditor import Auditor
from policy_audit.baseline import load_baseline
from policy_audit.cases import read_cases
from policy_audit.learning import read_lessons
from policy_audit.match import Backend
from policy_audit.model import Case, Determination, District, DistrictInput
from policy_audit.store import Store

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("POLICY_AUDIT_SHARED") or ROOT.parent / "shared")
BASELINE = load_baseline("ct-csde-2025")
GOLD = sorted({path.parent.parent for path in (SHARED / "gold").glob("*/*/case.toml")})
#: One of so many practice cases, lest torch takes long over all.
EVERY = 6

Said = Mapping[tuple[str, str], Determination]


def said(auditor: Auditor, found: list[Case]) -> Said:
    return {
        (case.id, finding.requirement): finding.determination
        for case in found
        for finding in auditor.audit_district(
            DistrictInput(District(case.id, case.title), case.documents, ())
        ).findings
    }


@pytest.fixture(scope="module", params=["practice", "gold"])
def found(request: pytest.FixtureRequest) -> list[Case]:
    if request.param == "practice":
        return [lesson.case for lesson in read_lessons(BASELINE)][::EVERY]
    if not GOLD:
        pytest.skip(f"optional: no labelled cases under {SHARED / 'gold'}")
    return [case for folder in GOLD for case in read_cases(folder, BASELINE)]


@pytest.fixture(scope="module")
def usual(found: list[Case], shared_cache: Path) -> Said:
    with Auditor(BASELINE, cache=shared_cache) as auditor:
        return said(auditor, found)


WAYS = {
    "stored": lambda folder: partial(Auditor, BASELINE, cache=folder),
    "without a store": lambda folder: partial(Auditor, BASELINE, cache=folder, store=Store(None)),
    "without the sieve": lambda folder: partial(Auditor, BASELINE, cache=folder, sieved=False),
    "through torch": lambda folder: partial(Auditor, BASELINE, cache=folder, backend=Backend.TORCH),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_determination_hangs_on_the_way(
    way: str, found: list[Case], usual: Said, shared_cache: Path
) -> None:
    with WAYS[way](shared_cache)() as auditor:
        differing = {
            key: (usual[key], now)
            for key, now in said(auditor, found).items()
            if usual[key] is not now
        }
    assert not differing
    assert len(usual) == len(found) * len(BASELINE.requirements)
