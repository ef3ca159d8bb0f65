from __future__ import annotations

import pytest

from policy_audit.model import Assessment

from .assessments import build


@pytest.fixture(scope="session")
def assessment() -> Assessment:
    return build()
