"""The labelled cases at hand, and what an audit of them as districts says.

Gold cases lie under the folder that ``POLICY_AUDIT_SHARED`` names, or else beside the checkout.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from policy_audit.model import Determination, DistrictAssessment

_ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("POLICY_AUDIT_SHARED") or _ROOT.parent / "shared")
GOLD = sorted({path.parent.parent for path in (SHARED / "gold").glob("*/*/case.toml")})
_LABELS = "case.toml"

Said = Mapping[tuple[str, str], Determination]
"""The determination on each requirement, by district and requirement."""


def require_gold() -> None:
    """Skip where there are no gold cases."""
    if not GOLD:
        pytest.skip(f"optional: no labelled cases under {SHARED / 'gold'}")


def write_gold(folder: Path) -> Path:
    """Write the documents of every gold case, without its labels, as a district of its own."""
    for group in GOLD:
        for case in sorted(path.parent for path in group.glob(f"*/{_LABELS}")):
            ignored = shutil.ignore_patterns(_LABELS)
            shutil.copytree(case, folder / f"{group.name}-{case.name}", ignore=ignored)
    return folder


def said_of(districts: Iterable[DistrictAssessment]) -> Said:
    """What was determined."""
    return {
        (assessed.district.id, finding.requirement): finding.determination
        for assessed in districts
        for finding in assessed.findings
    }
