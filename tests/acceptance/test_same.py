"""The same determinations, however an audit is carried out: with and without what makes it fast.

Measured on every labelled case at hand: the practice cases of the shipped baseline, and gold
cases, which are skipped where they are not at hand.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from acceptance.labelled import GOLD, Said, require_gold, said_of, write_gold
from acceptance.program import AS_OF
from policy_audit.auditor import Auditor
from policy_audit.baseline import load_baseline
from policy_audit.cases import read_cases
from policy_audit.engine import Basis, Local, audit
from policy_audit.ingest import discover, read_district
from policy_audit.learning import read_lessons
from policy_audit.match import Backend
from policy_audit.model import Case, District, DistrictInput
from policy_audit.progress import silent
from policy_audit.store import Store

BASELINE = load_baseline("ct-csde-2025")
#: One of so many practice cases, lest torch takes long over all.
EVERY = 6


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
    require_gold()
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


@pytest.mark.slow
def test_no_determination_hangs_on_who_reads_and_how_many_are_judged_at_once(
    shared_cache: Path, tmp_path: Path
) -> None:
    require_gold()
    folders = discover([write_gold(tmp_path / "districts")])
    day = date.fromisoformat(AS_OF)
    with Auditor(BASELINE, cache=shared_cache) as auditor:
        alone = said_of(auditor.audit_decided(read_district(folder), day) for folder in folders)
    basis = Basis(BASELINE.folder, day, cache=tmp_path / "cache", jobs=2)
    assert said_of(audit(folders, Local(basis), silent).districts) == alone
    assert len(alone) == len(folders) * len(BASELINE.requirements)
