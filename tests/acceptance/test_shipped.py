"""The four example districts against the shipped baseline: what ``make audit`` does."""

from __future__ import annotations

from pathlib import Path

import pytest

from acceptance.program import AS_OF, Audit, Program
from policy_audit.cli.exits import ExitCode

ROOT = Path(__file__).parents[2]
RESTATED = ROOT / "district_policies"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def shipped_run(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    output = tmp_path_factory.mktemp("shipped") / "reports"
    return Audit(program("run", RESTATED, "--output", output, "--as-of", AS_OF), output)


def test_the_four_districts_are_audited(shipped_run: Audit) -> None:
    assert shipped_run.ran.code == ExitCode.DONE, shipped_run.ran.err
    found = [district["id"] for district in shipped_run.assessment["districts"]]
    assert found == sorted(folder.name for folder in RESTATED.iterdir() if folder.is_dir())
    assert len(found) == 4


def test_every_document_is_marked_as_a_restatement(shipped_run: Audit) -> None:
    for district in shipped_run.assessment["districts"]:
        for document in district["documents"]:
            assert document["restated"] is True
            assert document["origin"].startswith("Restated from ")


def test_a_news_article_is_no_document_of_the_district(shipped_run: Audit) -> None:
    assert shipped_run.district("west-hartford-public-schools")["own_documents"] == 0
    page = shipped_run.output / "districts" / "west-hartford-public-schools.html"
    assert "No document published by the district was audited." in page.read_text("utf-8")


def test_every_finding_of_a_gap_has_a_severity(shipped_run: Audit) -> None:
    for district in shipped_run.assessment["districts"]:
        for finding in district["findings"]:
            gap = finding["determination"] in {"partial", "missing", "contradicted"}
            assert gap == (finding["severity"] is not None), finding
