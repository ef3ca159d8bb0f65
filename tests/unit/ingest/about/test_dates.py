from __future__ import annotations

import pytest

from policy_audit.ingest.about.dates import ADOPTED, REVISED, dated_acts, detect_date
from policy_audit.model import PartialDate

LONG = "Words that say nothing of any day. " * 40


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("Elm Grove\nMarch 4, 2025\nDear families", "a.pdf", "2025-03-04"),
        ("Issued the 4th day of March, 2025.", "a.pdf", "2025-03-04"),
        ("Posted 3/4/25", "a.pdf", "2025-03-04"),
        ("Last updated: 2025-03-04", "a.pdf", "2025-03-04"),
        ("Updated Aug. 2025", "a.pdf", "2025-08"),
        ("Adopted: June 9, 2003\nRevised: May 13, 2013\n" + LONG, "a.pdf", "2013-05-13"),
        (LONG + "\nPolicy adopted: February 25, 2025", "a.pdf", "2025-02-25"),
        ("March 4, 2025. On January 21, 2026 nothing happened.", "a.pdf", "2025-03-04"),
        (LONG + " On March 4, 2025 the rule was withdrawn. " + LONG, "a.pdf", None),
        ("Read May 6, 2025. Second reading and adoption June 3, 2025.\n" + LONG, "a", "2025-06-03"),
        ("In force since August 31, 2009\n" + LONG, "a.pdf", "2009-08-31"),
        (LONG + "\nIt was adopted, 7 to 2, at the meeting of March 25, 2025.", "a", "2025-03-25"),
        ("No date", "letter-2025-02-14.pdf", "2025-02-14"),
        ("No date", "20250214 letter.pdf", "2025-02-14"),
        ("No date", "letter_02.14.25.pdf", "2025-02-14"),
        ("No date", "Feb2025.pdf", "2025-02"),
        ("No date", "policy-2025.pdf", "2025"),
        ("No date", "policy-5145.pdf", None),
        ("February 31, 2025", "a.pdf", None),
        ("Founded in March 1871", "a.pdf", None),
        ("13/4/2025", "a.pdf", None),
        ("Revised May 1, 2018. Adopted June 3, 1999.", "a.pdf", "2018-05-01"),
        ("Reviewed April 2, 2024\nMarch 4, 2025", "a.pdf", "2024-04-02"),
    ],
)
def test_detect_date(text: str, name: str, date: str | None) -> None:
    found = detect_date(text, name)
    assert (found and found.text) == date


MONTHS = (
    "January Jan",
    "February Feb",
    "March Mar",
    "April Apr",
    "May",
    "June Jun",
    "July Jul",
    "August Aug",
    "September Sept Sep",
    "October Oct",
    "November Nov",
    "December Dec",
)
NAMES = [(name, number) for number, names in enumerate(MONTHS, 1) for name in names.split()]


@pytest.mark.parametrize(("name", "number"), NAMES, ids=[name for name, _ in NAMES])
def test_every_name_of_a_month_is_known(name: str, number: int) -> None:
    for text in (f"{name} 4, 2025", f"{name}. 4th, 2025", f"4 {name.upper()} 2025"):
        assert detect_date(text, "a.pdf") == PartialDate(f"2025-{number:02d}-04")
    for text, file in ((f"{name} 2025", "a.pdf"), ("", f"{name.lower()}_2025.pdf")):
        assert detect_date(text, file) == PartialDate(f"2025-{number:02d}")


ACTS = ("adopted", "adoption", "re-adopted", "readopted", "approved", "revised", "amended", "rev.")
OPENINGS = (
    "{}: May 1, 2018",
    "{} May 1, 2018",
    "Policy {}: May 1, 2018",
    "This policy {} May 1, 2018",
    "Regulation {}: May 1, 2018",
    "Board Policy {}: May 1, 2018",
    "Procedure {}: May 1, 2018",
    "Bylaw {}: May 1, 2018",
    "Date {}: May 1, 2018",
    "Last {}: May 1, 2018",
    "Policy last {}: May 1, 2018",
    "Originally {} May 1, 2018",
    "Second reading and {}: May 1, 2018",
    "Visitors ({} May 1, 2018)",
    "Legal reference: none. {} May 1, 2018",
)


@pytest.mark.parametrize("opening", OPENINGS)
def test_a_document_says_of_itself_when_it_was_put_in_force(opening: str) -> None:
    day = PartialDate("2018-05-01")
    for act in ACTS:
        said = opening.format(act.capitalize() if opening.startswith("{") else act)
        assert list(dated_acts(said, at_line_start=True)) == [(act, day)], said
        assert list(dated_acts(said)) == [(act, day)], said
    assert {*ACTS} == ADOPTED | REVISED


def test_what_was_done_with_something_else_says_nothing_of_the_document() -> None:
    said = "The board, which adopted a budget on May 6, 2025, meets."
    assert [act for act, _ in dated_acts(said)] == ["adopted"]
    assert not list(dated_acts(said, at_line_start=True))


@pytest.mark.parametrize("far", [True, False])
def test_a_date_far_from_its_verb_is_not_that_act_s(*, far: bool) -> None:
    between = "by all of its members who were there and then" if far else "by all"
    assert len(list(dated_acts(f"Adopted {between} on May 6, 2025"))) == (0 if far else 1)


@pytest.mark.parametrize(
    ("text", "name", "title", "dated", "date"),
    [
        ("March 4, 2025", "a-2024.pdf", "May 1, 2023", "2022-01-01", "2025-03-04"),
        ("No date", "a.html", "The Current, May 30, 2025", "2025-06-02", "2025-05-30"),
        ("No date", "a-2025-02-14.pdf", "", "2025-06-02", "2025-02-14"),
        ("No date", "a-2025.pdf", "", "2025-06-02", "2025-06-02"),
        ("No date", "a-2025.pdf", "", None, "2025"),
        ("No date", "a.pdf", "", "2025-06-02", "2025-06-02"),
    ],
)
def test_what_the_document_says_goes_before_what_stands_beside_it(
    text: str, name: str, title: str, dated: str | None, date: str
) -> None:
    found = detect_date(text, name, title=title, dated=PartialDate(dated) if dated else None)
    assert found is not None
    assert found.text == date
