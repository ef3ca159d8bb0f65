"""How far the judge obeys the reading rules, on cases written for each rule.

The judge is learned, so not every case is read right. What holds is a floor a rule: a change that
reads a rule worse than it was read fails here, with the cases that are read wrong.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_audit.auditor import Auditor
from policy_audit.baseline import load_baseline
from policy_audit.ingest import read_document
from policy_audit.model import (
    CriterionKey,
    District,
    DistrictInput,
    Document,
    DocumentKind,
    DocumentMeta,
    Outcome,
    PartialDate,
)

FOLDER = Path(__file__).parents[2] / "cases" / "judge"
CASES = tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))["case"]
_FLOORS = tomllib.loads((FOLDER / "rule-floors.toml").read_text(encoding="utf-8"))
FLOORS, ALL_RULES = _FLOORS["floor"], _FLOORS["all"]
BASELINE = load_baseline("ct-csde-2025")
RULES = sorted({case["rule"] for case in CASES})


@pytest.fixture(scope="module")
def auditor(shared_cache: Path) -> Iterator[Auditor]:
    with Auditor(BASELINE, cache=shared_cache) as opened:
        yield opened


@pytest.fixture(scope="module")
def read(auditor: Auditor, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """By rule, one line an expectation: empty where it is met, else what was said instead."""
    path = tmp_path_factory.mktemp("case") / "policy.md"
    lines: dict[str, list[str]] = defaultdict(list)
    for case in CASES:
        said = _outcomes(auditor, path, case)
        for name, expected in case["expect"].items():
            outcome = said[CriterionKey(*name.split("/"))]
            wrong = f"{name}: {expected}, not {outcome}: {' '.join(case['text'].split())[:160]}"
            lines[case["rule"]].append("" if outcome == expected else wrong)
    return lines


def _outcomes(auditor: Auditor, path: Path, case: dict) -> dict[CriterionKey, Outcome]:
    path.write_text(case["text"], encoding="utf-8")
    meta = DocumentMeta(
        title="Policy",
        kind=DocumentKind(case.get("kind", "board-policy")),
        date=PartialDate(str(case["date"])) if "date" in case else None,
    )
    document = read_document(path, name=path.name, meta=meta)
    assert isinstance(document, Document), document
    district = DistrictInput(District("d", "District"), (document,), ())
    return {
        CriterionKey(finding.requirement, observation.criterion): observation.outcome
        for finding in auditor.audit_district(district, scoped=False).findings
        for observation in finding.observations
    }


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_read_as_well_as_before(rule: str, read: dict[str, list[str]]) -> None:
    right = sum(not line for line in read[rule]) / len(read[rule])
    wrong = "\n".join(line for line in read[rule] if line)
    assert right >= FLOORS[rule], f"{right:.2f} of rule {rule} is read right:\n{wrong}"


def test_the_rules_together_are_read_as_well_as_before(read: dict[str, list[str]]) -> None:
    lines = [line for rule in RULES for line in read[rule]]
    right = sum(not line for line in lines) / len(lines)
    assert right >= ALL_RULES, f"{right:.3f} of what the rules ask for is read right"


def test_every_rule_has_eight_cases_and_a_floor() -> None:
    assert set(FLOORS) == set(RULES)
    for rule in RULES:
        assert sum(case["rule"] == rule for case in CASES) >= 8
