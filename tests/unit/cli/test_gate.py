from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from unit.report.assessments import build

from policy_audit.cli.gate import failing
from policy_audit.cli.lines import lines, no_longer_told
from policy_audit.cli.options import FailOn
from policy_audit.cli.settings import Settings
from policy_audit.diff import compare
from policy_audit.model import (
    Assessment,
    Decision,
    DecisionKind,
    DecisionState,
    Determination,
    Finding,
    Seen,
)
from policy_audit.report.record import record_of

ALL = Settings.model_validate({"fail-on": FailOn.LOW})
WAIVER = Decision(
    kind=DecisionKind.WAIVE,
    requirement="",
    reviewer="A. Reader",
    date=date(2026, 7, 1),
    reason="The board votes in August.",
    seen=Seen(Determination.PARTIAL),
)


def settings(**changed: object) -> Settings:
    return Settings.model_validate({key.replace("_", "-"): v for key, v in changed.items()})


def only_maple() -> Assessment:
    assessment = build()
    return replace(
        assessment,
        districts=tuple(d for d in assessment.districts if d.district.id == "maple-hollow"),
    )


def changed(assessment: Assessment, requirement: str, **values: object) -> Assessment:
    """The assessment with something else said of one finding."""

    def one(finding: Finding) -> Finding:
        here = finding.requirement == requirement
        return replace(finding, **values) if here else finding  # type: ignore[arg-type]

    return replace(
        assessment,
        districts=tuple(
            replace(d, findings=tuple(one(f) for f in d.findings)) for d in assessment.districts
        ),
    )


def names(assessment: Assessment, base: Assessment | None, told: Settings) -> list[str]:
    comparison = compare(record_of(base), record_of(assessment)) if base else None
    return [each.finding.requirement for each in failing(assessment, comparison, told)]


def test_the_threshold_leaves_milder_gaps_out() -> None:
    maple = only_maple()
    critical = names(maple, None, settings(fail_on="critical"))
    assert critical == ["records-release"]
    assert set(names(maple, None, ALL)) > set(names(maple, None, Settings())) > set(critical)
    assert names(maple, None, settings(fail_on="never")) == []


def test_a_doubtful_gap_is_left_out_unless_a_person_said_it() -> None:
    maple = only_maple()
    sure = settings(fail_on="low", min_confidence=0.85)
    assert names(maple, None, sure) == ["records-release"]
    overridden = replace(WAIVER, kind=DecisionKind.OVERRIDE, override=Determination.MISSING)
    by_person = changed(maple, "staff-training", decision=overridden)
    assert names(by_person, None, sure) == ["staff-training", "records-release"]
    lapsed = replace(overridden, state=DecisionState.STALE)
    by_nobody = changed(maple, "staff-training", decision=lapsed)
    assert names(by_nobody, None, sure) == ["records-release"]


def test_what_is_just_as_sure_as_asked_is_not_left_out() -> None:
    maple = changed(only_maple(), "records-release", confidence=0.85)
    assert names(maple, None, settings(min_confidence=0.85)) == ["records-release"]
    assert names(maple, None, settings(min_confidence=0.86)) == []


def test_an_old_gap_that_cannot_be_compared_is_no_regression() -> None:
    maple = only_maple()
    unread = changed(
        maple, "staff-training", determination=Determination.UNDETERMINED, severity=None
    )
    assert "staff-training" in names(maple, unread, ALL)
    assert names(maple, unread, settings(fail_on="never", fail_on_regression=True)) == []


@pytest.mark.parametrize(
    ("decision", "fails"),
    [
        (WAIVER, False),
        (replace(WAIVER, kind=DecisionKind.ATTEST), False),
        (replace(WAIVER, kind=DecisionKind.CONFIRM), True),
        (replace(WAIVER, state=DecisionState.STALE), True),
        (replace(WAIVER, state=DecisionState.EXPIRED), True),
    ],
)
def test_a_decided_gap_fails_only_where_the_decision_leaves_it_open(
    decision: Decision, *, fails: bool
) -> None:
    decided = changed(only_maple(), "records-release", decision=decision)
    assert ("records-release" in names(decided, None, Settings())) is fails


def test_with_a_base_only_what_got_worse_fails() -> None:
    maple = only_maple()
    assert names(maple, maple, ALL) == []
    worse = changed(
        maple,
        "judicial-warrant",
        determination=Determination.MISSING,
        severity=maple.baseline.requirement("judicial-warrant").gap_severity,
    )
    assert names(worse, maple, ALL) == ["judicial-warrant"]
    assert names(maple, worse, ALL) == []


def test_a_lapsed_decision_fails_though_the_gap_is_old() -> None:
    maple = only_maple()
    lapsed = changed(maple, "records-release", decision=replace(WAIVER, state=DecisionState.STALE))
    assert names(lapsed, maple, ALL) == ["records-release"]


def test_a_waiver_that_was_taken_out_fails_though_the_gap_is_old() -> None:
    maple = only_maple()
    waived = changed(maple, "staff-training", decision=WAIVER)
    assert names(maple, waived, ALL) == ["staff-training"]
    told = settings(fail_on="critical", fail_on_regression=True)
    assert names(maple, waived, told) == ["staff-training"]
    assert names(waived, waived, told) == []


def test_a_confirmed_gap_that_is_old_stays_old() -> None:
    maple = only_maple()
    stale = replace(WAIVER, kind=DecisionKind.CONFIRM, state=DecisionState.STALE)
    assert names(changed(maple, "records-release", decision=stale), maple, ALL) == []


def test_a_mild_regression_fails_where_it_shall() -> None:
    maple = only_maple()
    better = changed(maple, "staff-training", determination=Determination.MET, severity=None)
    assert names(maple, better, settings(fail_on="critical")) == []
    told = settings(fail_on="critical", fail_on_regression=True)
    assert names(maple, better, told) == ["staff-training"]


def test_what_was_undetermined_or_not_there_counts() -> None:
    maple, all_three = only_maple(), build()
    unread = changed(
        maple, "records-release", determination=Determination.UNDETERMINED, severity=None
    )
    assert names(maple, unread, ALL) == ["records-release"]
    others = replace(
        all_three,
        districts=tuple(d for d in all_three.districts if d.district.id != "maple-hollow"),
    )
    assert "records-release" in names(all_three, others, ALL)
    lost = [d.id for d in compare(record_of(all_three), record_of(others)).districts if d.is_lost]
    assert lost == ["maple-hollow"]
    came = [d.id for d in compare(record_of(others), record_of(all_three)).districts if d.is_new]
    assert came == ["maple-hollow"]


def test_a_line_has_path_page_requirement_and_what() -> None:
    maple = only_maple()
    [found] = failing(maple, None, settings(fail_on="critical"))
    [(indent, line)] = lines(found, maple.baseline, "")
    assert indent == 0
    place, requirement, what = line.split(": ", 2)
    evidence = found.finding.ordered_evidence()[0][1]
    page = f":{evidence.page}" if evidence.page is not None else ""
    assert place == evidence.document + page
    assert requirement == "records-release"
    assert what.startswith("contradicted (critical). Contradicted: ")


def test_what_is_no_longer_told_is_a_line_each() -> None:
    maple = only_maple()
    values = {"determination": Determination.UNDETERMINED, "severity": None}
    unread = changed(maple, "records-release", **values)
    [district] = compare(record_of(maple), record_of(unread)).districts
    assert list(no_longer_told(district)) == [
        "maple-hollow: records-release: not comparable: contradicted → undetermined: "
        "the new documents could not be read or judged on this: a person must look"
    ]
    [back] = compare(record_of(unread), record_of(maple)).districts
    assert not list(no_longer_told(back))
