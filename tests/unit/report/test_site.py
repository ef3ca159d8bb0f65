from __future__ import annotations

from dataclasses import replace

import pytest

from policy_audit.model import Assessment, Outcome, Span
from policy_audit.report.site import Shown, merged, site


def _shown(assessment: Assessment, district: int = 1) -> dict[str, Shown]:
    shown = site(assessment).shown(assessment.districts[district], assessment.baseline)
    return {s.document.source.path: s for s in shown}


def test_every_piece_of_evidence_has_a_mark_and_every_mark_its_uses(
    assessment: Assessment,
) -> None:
    policy = _shown(assessment)["maple-hollow/policy.pdf"]
    marked = {m.span.of(policy.document.text): m for m in policy.marks}
    judge = marked["Agents may enter only with a warrant that a judge has signed."]
    assert [(u.requirement.id, u.outcome) for u in judge.uses] == [
        ("judicial-warrant", Outcome.STATED)
    ]
    assert [m.number for m in policy.marks] == [1, 2, 3, 4, 5]
    assert policy.href(judge.span) == f"{policy.page}#{judge.anchor}"


def test_what_is_not_marked_leads_to_its_block_or_to_the_page(assessment: Assessment) -> None:
    policy = _shown(assessment)["maple-hollow/policy.pdf"]
    first = policy.document.blocks[0].span
    assert policy.href(Span(first.start, first.start + 5)) == f"{policy.page}#b-{first.start}"
    assert policy.href(Span(9000, 9001)) == policy.page


def test_evidence_that_does_not_stand_there_is_not_marked(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    altered = tuple(replace(d, text="x" + d.text[1:].upper()) for d in maple.documents)
    changed = replace(assessment, districts=(replace(maple, documents=altered),))
    assert all(not s.marks for s in _shown(changed, 0).values())


def test_equal_paths_of_two_districts_have_two_pages(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    twin = replace(maple, district=replace(maple.district, id="twin"))
    pages = site(replace(assessment, districts=(maple, twin))).documents
    assert len(set(pages.values())) == 4


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([Span(5, 9), Span(0, 3)], [Span(0, 3), Span(5, 9)]),
        ([Span(0, 5), Span(5, 9)], [Span(0, 9)]),
        ([Span(0, 9), Span(2, 4), Span(20, 21)], [Span(0, 9), Span(20, 21)]),
    ],
)
def test_spans_that_meet_become_one(spans: list[Span], expected: list[Span]) -> None:
    assert merged(spans) == expected
