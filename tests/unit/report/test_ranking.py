from __future__ import annotations

from dataclasses import replace

from policy_audit.model import Assessment, Determination, Outcome
from policy_audit.report import ranking
from policy_audit.report.wording import Standing


def _rows(assessment: Assessment, district_id: str) -> tuple[ranking.Ruled, ...]:
    district = next(d for d in assessment.districts if d.district.id == district_id)
    return ranking.ruled(district, assessment.baseline)


def test_gaps_come_worst_first(assessment: Assessment) -> None:
    gaps = ranking.gaps(_rows(assessment, "maple-hollow"))
    assert [g.requirement.id for g in gaps] == [
        "records-release",
        "security-plan",
        "agent-identification",
        "over-promise",
        "no-retaliation",
        "staff-training",
    ]


def test_a_prohibition_is_never_counted_as_met(assessment: Assessment) -> None:
    counts = ranking.counts(_rows(assessment, "north-end"))
    assert counts[Standing.MET] == 0
    assert counts[Standing.NONE_FOUND] == 1


def test_counts_add_up_to_the_requirements(assessment: Assessment) -> None:
    for district in assessment.districts:
        rows = ranking.ruled(district, assessment.baseline)
        assert ranking.counts(rows).total() == len(assessment.baseline.requirements)


def test_common_gaps_are_ordered_by_how_many_districts_have_them(assessment: Assessment) -> None:
    gaps = ranking.common_gaps(assessment)
    assert [g.total for g in gaps] == sorted((g.total for g in gaps), reverse=True)
    first = gaps[0]
    assert first.requirement.id == "records-release"
    assert first.counts == {Standing.CONTRADICTED: 1, Standing.MISSING: 2}


def test_what_others_wrote_of_a_district_counts_for_no_common_gap(assessment: Assessment) -> None:
    speaking = ranking.speaking(assessment)
    silent = {d.district.id for d in assessment.districts} - {d.district.id for d in speaking}
    assert silent
    of_all = {g.requirement.id: g.total for g in ranking.common_gaps(assessment)}
    of_some = {g.requirement.id: g.total for g in ranking.gaps_of(speaking, assessment.baseline)}
    assert of_some["records-release"] == of_all["records-release"] - len(silent)
    assert ranking.gaps_of((), assessment.baseline) == ()


def test_the_telling_evidence_of_a_contradiction_contradicts(assessment: Assessment) -> None:
    row = next(
        r for r in _rows(assessment, "maple-hollow") if r.requirement.id == "records-release"
    )
    turned = tuple(replace(o, evidence=o.evidence[::-1]) for o in row.finding.observations)
    evidence = ranking.telling_evidence(replace(row.finding, observations=turned))
    assert row.finding.determination is Determination.CONTRADICTED
    assert evidence is not None
    assert evidence.outcome is Outcome.CONTRADICTED
