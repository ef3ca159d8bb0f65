from __future__ import annotations

import re

import pytest

from policy_audit.segment import wording

READINGS = (
    (wording.announces_items, "Staff must:", True),
    (wording.announces_items, "They shall not be furnished, save upon the following", True),
    (wording.announces_items, "Take the following steps.", True),
    (
        wording.announces_items,
        "The following links are shared. Read them with care and with us.",
        False,
    ),
    (wording.is_fragment, "a court order; or", True),
    (wording.is_fragment, "The principal will call.", False),
    (wording.goes_on, "a court order; or", True),
    (wording.goes_on, "a court order", False),
    (wording.is_question, "Who decides?", True),
    (wording.is_question, "“Who decides?”", True),
    (wording.is_question, "Ask, “Who decides?”", False),
    (wording.is_question, "Principal asks: Who decides?", False),
    (wording.is_question, "A card lists three things: who, when and why?", False),
    (wording.is_question, "Records: who sees them?", True),
    (wording.answers_outright, "No, never.", True),
    (wording.answers_outright, "Nobody enters.", False),
    (wording.is_recital, "WHEREAS, all may come; and", True),
    (wording.is_recital, "Whereas a judge signs one, an agency signs the other.", False),
    (wording.is_recital, "Considering the rules, staff must wait.", False),
    (wording.is_resolution, "Be it resolved that all may come.", True),
    (wording.is_greeting, "Dear Elm Hill families,", True),
    (wording.is_greeting, "To our staff and families:", True),
    (wording.is_greeting, "To enter the school, an agent shows a warrant:", False),
    (wording.is_greeting, "To all agents: wait outside.", False),
    (wording.is_closing, "With care and respect,", True),
    (wording.is_closing, "Sincerely,", True),
    (wording.is_closing, "With a warrant, agents may enter,", False),
    (wording.is_copies, "cc: Board of Education", True),
    (wording.is_copies, "CC: staff must wait", False),
    (wording.is_signature, "Ana Lima, Ed.D.", True),
    (wording.is_signature, "Agents must wait", False),
    (wording.is_signature, "We will call you.", False),
    (wording.is_letterhead, "12 Chapel Street, Elm Hill, CT 06000", True),
    (wording.is_letterhead, "Phone: (203) 555-0100 | Fax: (203) 555-0101", True),
    (wording.is_letterhead, "If you have questions call 203-555-0100", False),
    (wording.is_cross_reference, "(cf. 1250 - Visitors)", True),
    (wording.is_cross_reference, "Visitors sign in (cf. 1250).", False),
    (wording.opens_references, "Legal References:", True),
    (wording.opens_references, "Cross Reference", True),
    (wording.opens_references, "Legal authority: C.G.S. 10-15c", True),
    (wording.opens_references, "References to status are not kept.", False),
    (wording.opens_references, "Legal authority: agents must show a warrant.", False),
    (wording.is_citation, "10-186 Duties of boards of education", True),
    (wording.is_citation, "Connecticut General Statutes", True),
    (wording.is_citation, "Every principal meets the agent at the door.", False),
    (wording.is_citation, "Staff shall follow 20 U.S.C. 1232g", False),
    (wording.is_statute, "34 C.F.R. 99.3, 99.31, 99.37", True),
    (wording.is_statute, "Federal Officers at School", False),
    (wording.is_history, "Policy adopted: June 8, 1998", True),
    (wording.is_history, "Revised May 9, 2011", True),
    (wording.is_history, "ADOPTED this 4th day of March, 2025, by a vote of 5 to 0.", True),
    (wording.is_history, "Adopted steps must be posted by June 1, 2025.", False),
    (wording.is_history, "Reviewed by counsel 24/7.", False),
)


@pytest.mark.parametrize(("reading", "text", "expected"), READINGS)
def test_reading(reading: object, text: str, expected: bool) -> None:
    assert callable(reading)
    assert reading(text) is expected


COMMITS = (
    "shall must will may might should can cannot could would is are was were has have had do does "
    "did not never we our you your please require requires required direct directs directed"
)


@pytest.mark.parametrize("word", COMMITS.split())
def test_what_commits_somebody_is_no_frame_of_a_document(word: str) -> None:
    assert not wording.is_copies(f"cc: staff {word} wait")
    assert not wording.is_signature(f"The staff {word} wait")
    assert not wording.opens_references(f"Legal authority: staff {word} wait")
    assert not wording.is_citation(f"Staff {word} follow 20 U.S.C. 1232g")
    assert not wording.is_history(f"Adopted by staff who {word} wait, May 2025")


OPENINGS = "must shall will should may can cannot to without following including include includes"
OPENINGS += " unless until by only — – … ..."


@pytest.mark.parametrize("ending", OPENINGS.split())
def test_an_open_ending_announces_items(ending: str) -> None:
    assert wording.announces_items(f"Staff wait {ending}")
    assert not wording.announces_items(f"Staff wait {ending} here")


@pytest.mark.parametrize("ending", [";", ",", "; and", "; or", ", and", ", or"])
def test_an_item_goes_on(ending: str) -> None:
    assert wording.goes_on(f"a court order{ending}")
    assert not wording.goes_on(f"a court order{ending} then")


def test_a_resolution_is_cut_at_its_parts() -> None:
    text = (
        "WHEREAS, a; WHEREAS, b; NOW, THEREFORE, BE IT RESOLVED that c; "
        "and be it further resolved d"
    )
    parts = re.split(r"\|", wording.RESOLUTION_CUT.sub("|", text))
    assert parts == [
        "WHEREAS, a;",
        "WHEREAS, b;",
        "NOW, THEREFORE, BE IT RESOLVED that c; and",
        "be it further resolved d",
    ]
