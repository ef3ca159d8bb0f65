from __future__ import annotations

from dataclasses import replace
from datetime import date

from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    Determination,
    Outcome,
    Seen,
    Severity,
)
from policy_audit.report import ranking
from policy_audit.report.wording import Standing

WAIVER = Decision(
    kind=DecisionKind.WAIVE,
    requirement="records-release",
    reviewer="A. Reader",
    date=date(2026, 7, 1),
    reason="The board votes in August.",
    seen=Seen(Determination.CONTRADICTED),
)


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


def test_an_accepted_gap_comes_after_all_open_ones(assessment: Assessment) -> None:
    waived = tuple(
        replace(row, finding=replace(row.finding, decision=WAIVER))
        if row.requirement.id == "records-release"
        else row
        for row in _rows(assessment, "maple-hollow")
    )
    assert ranking.gaps(waived)[-1].requirement.id == "records-release"
    assert len(ranking.gaps(waived)) == 6


def test_of_equal_gaps_the_surest_comes_first(assessment: Assessment) -> None:
    sure = {"staff-training": 0.9, "no-retaliation": 0.8, "agent-identification": 0.91}
    rows = tuple(
        replace(
            row,
            finding=replace(
                row.finding,
                determination=Determination.PARTIAL,
                severity=Severity.LOW,
                confidence=sure[row.requirement.id],
            ),
        )
        for row in _rows(assessment, "maple-hollow")
        if row.requirement.id in sure
    )
    assert [row.requirement.id for row in ranking.gaps(rows)] == sorted(
        sure, key=lambda name: -sure[name]
    )


def test_only_gaps_that_are_critical_are_counted_so(assessment: Assessment) -> None:
    rows = _rows(assessment, "maple-hollow")
    assert ranking.critical_gaps(rows) == 1
    met = tuple(
        replace(row, finding=replace(row.finding, determination=Determination.MET)) for row in rows
    )
    assert ranking.critical_gaps(met) == 0


def test_districts_come_in_the_order_of_their_ids(assessment: Assessment) -> None:
    turned = replace(assessment, districts=tuple(assessment.districts)[::-1])
    for each in (assessment, turned):
        ids = [district.district.id for district in ranking.districts(each)]
        assert ids == sorted(ids)
        assert ids == [district.district.id for district in ranking.outlines(each)]


def test_a_passage_belongs_to_the_document_it_stands_in(assessment: Assessment) -> None:
    for district in assessment.districts:
        for finding in district.findings:
            for _, evidence in finding.ordered_evidence():
                document = ranking.document_of(district, evidence)
                assert document is not None
                assert document.source.path == evidence.document
                assert ranking.is_restated(district, evidence) is document.meta.restated
                gone = replace(evidence, document="gone.pdf")
                assert ranking.document_of(district, gone) is None
                assert not ranking.is_restated(district, gone)


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
    assert all(g.total for g in gaps)
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
    evidence = replace(row.finding, observations=turned).telling_evidence()
    assert row.finding.determination is Determination.CONTRADICTED
    assert evidence is not None
    assert evidence.outcome is Outcome.CONTRADICTED
