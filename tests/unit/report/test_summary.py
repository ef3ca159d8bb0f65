"""What a reader with one minute reads: right, and in plain words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from policy_audit.model import Assessment, DocumentStatus
from policy_audit.report import ranking, wording
from policy_audit.report.summary import (
    bottom_line,
    counted_in,
    how_often_right,
    how_sure,
    measured,
    statewide_line,
    steps_before,
    unseen,
)
from policy_audit.report.wording import Standing

_VOWELS = re.compile(r"[aeiouy]+")


def _syllables(word: str) -> int:
    """How often a word sounds, near enough: runs of vowels, less a silent e at the end."""
    small = word.lower()
    found = len(_VOWELS.findall(small))
    return max(1, found - (small.endswith("e") and not small.endswith("le") and found > 1))


def _grade(text: str) -> float:
    """The Flesch-Kincaid grade."""
    sentences = [s for s in re.split(r"[.?!:;]+(?:\s|$)", text) if s.strip()]
    words = re.findall(r"[A-Za-z’]+", text)
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _all(assessment: Assessment) -> Counter[Standing]:
    return sum(
        (ranking.counts(ranking.ruled(d, assessment.baseline)) for d in assessment.districts),
        Counter(),
    )


def test_the_bottom_line_counts_the_findings(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    assert bottom_line(ranking.ruled(maple, assessment.baseline), maple) == (
        "This report compares 2 documents with 8 requirements.",
        "1 is met.",
        "2 are met in part.",
        "2 were not found in what was read.",
        "On 1, a passage was read as contrary to what is asked.",
        "1 statement was found that should not be made.",
        "1 of these gaps is critical.",
        "The baseline names no law on publishing for these gaps: they rest on guidance, practice or "
        "rules of conduct. A gap is no finding that a law was broken.",
    )


def test_the_statewide_line_counts_the_districts(assessment: Assessment) -> None:
    assert statewide_line(assessment, _all(assessment)) == (
        "This report compares 4 documents of 3 districts with 8 requirements.",
        "19 of 24 findings are gaps.",
        "3 districts have a critical gap.",
        "Of 1 district no document of its own was read.",
        "A person has to judge 1 more.",
    )
    assert statewide_line(replace(assessment, districts=()), Counter())[1:] == (
        "No gap was found.",
    )


def test_links_and_plans_that_nobody_saw_are_named(assessment: Assessment) -> None:
    odd = assessment.districts[0]
    said = unseen(odd, ranking.ruled(odd, assessment.baseline))
    assert "4 links in the documents were not followed." in said
    assert "Security plan: Not publicly documented: security plans are not published." in said


def test_accuracy_is_told_with_its_counts(assessment: Assessment) -> None:
    accuracy = measured(assessment)
    assert how_often_right(accuracy, "welcome") == (
        "Right in 31 of 40 labelled practice documents of the baseline (78%), each judged by what "
        "was learned without it."
    )
    assert how_often_right(accuracy, "unknown") is None
    assert "78 of 100 answers" in how_sure(assessment)
    assert "Of 100 gaps it named, 90 were gaps." in how_sure(assessment)


def test_the_accuracy_of_another_judge_is_not_told(assessment: Assessment) -> None:
    other = replace(assessment, run=replace(assessment.run, learned_digest="f" * 64))
    assert measured(other) is None
    assert how_often_right(None, "welcome") is None
    assert "was not measured" in how_sure(other)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat.", -2, 2),
        ("The school is closed on Monday because of the snow.", 2, 6),
        (
            "Notwithstanding aforementioned administrative determinations, institutional "
            "confidentiality considerations necessitate authorization.",
            20,
            60,
        ),
    ],
)
def test_the_grade_tells_plain_from_stiff(text: str, low: float, high: float) -> None:
    assert low < _grade(text) < high


def test_the_summary_reads_at_ninth_grade_or_below(assessment: Assessment) -> None:
    ours = [
        " ".join(statewide_line(assessment, _all(assessment))),
        wording.DRAFT_NOTE,
        wording.RESTATED_NOTE,
        how_sure(assessment),
    ]
    for district in assessment.districts:
        rows = ranking.ruled(district, assessment.baseline)
        ours.append(" ".join(bottom_line(rows, district)))
        ours.append(" ".join(steps_before(district)))
    grades = {text: _grade(text) for text in ours if text}
    assert len(grades) > 6
    assert {text: grade for text, grade in grades.items() if grade > 9} == {}


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (DocumentStatus.RESCINDED, "A text in force, only a rescinded one, of: "),
        (DocumentStatus.DRAFT, "An adopted text, only a draft or proposed one, of: "),
        (DocumentStatus.ADOPTED, None),
    ],
)
def test_what_is_not_in_force_is_said_first_and_named(
    assessment: Assessment, status: DocumentStatus, said: str | None
) -> None:
    maple = assessment.districts[1]
    documents = tuple(replace(d, meta=replace(d.meta, status=status)) for d in maple.documents)
    maple = replace(maple, documents=documents)
    rows = ranking.ruled(maple, assessment.baseline)
    assert ("None of it is in force." in bottom_line(rows, maple)) is (said is not None)
    named = [line for line in unseen(maple, rows) if line.startswith(("A text in", "An adopted"))]
    titles = ", ".join(d.meta.title for d in documents)
    assert named == ([f"{said}{titles}."] if said else [])


def test_it_is_said_which_districts_the_common_gaps_leave_out(assessment: Assessment) -> None:
    said = "Not counted here: 1 district of which no document of its own was read."
    assert counted_in(assessment) == said
    speaking = tuple(d for d in assessment.districts if d.own_documents)
    assert counted_in(replace(assessment, districts=speaking)) is None


@pytest.mark.parametrize(
    ("name", "publisher", "town"),
    [
        ("City of Maple Hollow", None, True),
        ("Maple Hollow", "Town of Maple Hollow", True),
        ("City of Maple Hollow", "Maple Hollow Public Schools", False),
        ("City of Maple Hollow School District", None, False),
        ("Maple Hollow Public Schools", None, False),
    ],
)
def test_a_city_or_town_is_told_apart_from_a_school_board(
    assessment: Assessment, name: str, publisher: str | None, town: bool
) -> None:
    maple = assessment.districts[1]
    documents = tuple(
        replace(d, meta=replace(d.meta, publisher=publisher)) for d in maple.documents
    )
    maple = replace(maple, district=replace(maple.district, name=name), documents=documents)
    said = " ".join(bottom_line(ranking.ruled(maple, assessment.baseline), maple))
    assert ("asked of school boards" in said) is town
    step = "Add what the school board itself published, and audit again."
    assert (step in steps_before(maple)) is town
