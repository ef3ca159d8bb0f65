from __future__ import annotations

import pytest

from policy_audit.ingest.about.status import detect_number, detect_status
from policy_audit.model import DocumentKind as K
from policy_audit.model import DocumentStatus as S

LONG = "The principal asks for a warrant that a judge has signed. " * 30


@pytest.mark.parametrize(
    ("title", "text", "name", "status"),
    [
        ("Visitors", f"DRAFT\n{LONG}", "a.pdf", S.DRAFT),
        ("Visitors", f"DRAFT 10/7/2025\nAdopted: June 8, 1998\n{LONG}", "a.pdf", S.DRAFT),
        ("Visitors", f"Draft for discussion only\n{LONG}", "a.pdf", S.DRAFT),
        ("Visitors (Draft)", LONG, "a.pdf", S.DRAFT),
        ("Policy 1250 - draft", LONG, "a.pdf", S.DRAFT),
        ("Visitors", LONG, "1250_draft_v2.docx", S.DRAFT),
        ("Visitors", f"Status: Draft\n{LONG}", "a.pdf", S.DRAFT),
        ("Visitors", f"Status | Active\n{LONG}", "a.pdf", S.ADOPTED),
        ("Proposed Policy 1250", LONG, "a.pdf", S.PROPOSED),
        ("Policy 1250", f"First Reading: October 7, 2025\n{LONG}", "a.pdf", S.PROPOSED),
        ("Policy 1250", f"{LONG}\nPending board approval", "a.pdf", S.PROPOSED),
        (
            "Policy 1250",
            f"First reading: October 7, 2025. Adopted: November 4, 2025.\n{LONG}",
            "a.pdf",
            S.ADOPTED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nFirst reading May 6, 2025. Second reading and adoption\nJune 3, 2025.",
            "a.pdf",
            S.ADOPTED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nFirst reading May 6, 2025.\nSecond reading and adoption are planned for June.",
            "a.pdf",
            S.PROPOSED,
        ),
        ("Policy 1250", f"{LONG}\nPolicy adopted: May 1, 2018", "a.pdf", S.ADOPTED),
        (
            "Policy 1250",
            f"{LONG}\nAdopted: May 1, 2018\nRevised: March 4, 2025",
            "a.pdf",
            S.REVISED,
        ),
        ("Letter", f"The protocol was drafted with counsel.\n{LONG}", "a.pdf", S.UNKNOWN),
        ("Letter", f"A draft of the policy was read on May 6.\n{LONG}", "a.pdf", S.UNKNOWN),
        ("Letter", f"Proposed by nobody in this long line, {LONG}", "a.pdf", S.UNKNOWN),
        ("Letter", f"The board, which adopted a budget on May 6, 2025, {LONG}", "a.pdf", S.UNKNOWN),
    ],
)
def test_status(title: str, text: str, name: str, status: S) -> None:
    assert detect_status(title, text, name, kind=K.BOARD_POLICY, redlined=False) is status


@pytest.mark.parametrize(
    ("title", "text", "name", "status"),
    [
        ("Policy 1250 (RESCINDED)", LONG, "a.pdf", S.RESCINDED),
        ("Policy 1250 [Repealed 2/4/2025]", LONG, "a.pdf", S.RESCINDED),
        ("RESCINDED: Policy 1250", LONG, "a.pdf", S.RESCINDED),
        ("Policy 1250", f"RESCINDED\nAdopted: May 1, 2018\n{LONG}", "a.pdf", S.RESCINDED),
        ("Policy 1250", LONG, "1250-rescinded.pdf", S.RESCINDED),
        ("Policy 1250", f"Status: Rescinded\n{LONG}", "a.pdf", S.RESCINDED),
        (
            "Policy 1250",
            f"{LONG}\nAdopted: May 1, 2018\nRescinded: February 4, 2025",
            "a.pdf",
            S.RESCINDED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nThis policy was rescinded on February 4, 2025",
            "a.pdf",
            S.RESCINDED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nRescinded: May 1, 2018\nAdopted: February 4, 2025",
            "a.pdf",
            S.ADOPTED,
        ),
        (
            "Policy 1250",
            f"The federal policy was rescinded on January 20, 2025.\n{LONG}",
            "a",
            S.UNKNOWN,
        ),
        ("Policy 1250", f"This policy replaces Policy 1249 (rescinded).\n{LONG}", "a", S.UNKNOWN),
        ("The sensitive-locations policy was rescinded: what now", LONG, "a.pdf", S.UNKNOWN),
        ("Policy 1250", LONG, "RESCINDED 1250.pdf", S.RESCINDED),
        ("Policy 1250", LONG, "1250_rescinded_2025-02-04.pdf", S.RESCINDED),
        ("Policy 1250", LONG, "after-rescinded-federal-guidance.pdf", S.UNKNOWN),
        (
            "Policy 1250",
            f"{LONG}\nAdopted 5/1/2018; Rescinded by the Milton Board of Education on 2/4/2025.",
            "a.pdf",
            S.RESCINDED,
        ),
        (
            "Policy 1250",
            f"This policy was rescinded February 4, 2025, and Policy 1251 took its place.\n{LONG}",
            "a.pdf",
            S.RESCINDED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nAdopted: May 1, 2018\nMemorandum on Protected Areas (rescinded 1/20/2025)",
            "a.pdf",
            S.ADOPTED,
        ),
        (
            "Policy 1250",
            f"{LONG}\nDHS Memorandum, Oct. 27, 2021. Rescinded January 20, 2025.",
            "a.pdf",
            S.UNKNOWN,
        ),
        (
            "Policy 1250",
            f"Adopted: May 1, 2018\nReplaces Policy 1249 (rescinded May 2, 2018)\n{LONG}",
            "a.pdf",
            S.ADOPTED,
        ),
        (
            "Policy 1250",
            f"This policy replaces Policy 1249 (rescinded May 2, 2018).\n{LONG}",
            "a.pdf",
            S.UNKNOWN,
        ),
        (
            "Policy 1250",
            f"{LONG}\nRescinded: January 20, 2025 (federal memorandum on protected areas)",
            "a.pdf",
            S.UNKNOWN,
        ),
    ],
)
def test_a_policy_that_says_so_is_rescinded_unless_it_was_adopted_again(
    title: str, text: str, name: str, status: S
) -> None:
    assert detect_status(title, text, name, kind=K.BOARD_POLICY, redlined=False) is status


def test_a_letter_that_tells_of_a_rescinded_policy_is_not_rescinded() -> None:
    text = f"Protected areas (rescinded)\nRescinded: January 20, 2025\n{LONG}"
    title = "Protected areas (rescinded)"
    said = detect_status(title, text, "a.pdf", kind=K.FAMILY_LETTER, redlined=False)
    assert said is S.UNKNOWN


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("active", S.ADOPTED),
        ("adopted", S.ADOPTED),
        ("approved", S.ADOPTED),
        ("revised", S.REVISED),
        ("draft", S.DRAFT),
        ("proposed", S.PROPOSED),
        ("first reading", S.PROPOSED),
    ],
)
def test_a_field_tells_the_status_before_all_else(said: str, status: S) -> None:
    for field in (f"Status: {said.title()}", f"STATUS | {said.upper()}", f"Status : {said}"):
        text = f"Code 1250\n{field}\nDRAFT\nAdopted: May 1, 2018\n{LONG}"
        assert (
            detect_status("Proposed policy", text, "draft.pdf", kind=K.BOARD_POLICY, redlined=True)
            is status
        )


DRAFTS = (
    "DRAFT",
    "*** DRAFT ***",
    "Draft 2",
    "Working draft",
    "Discussion draft",
    "Preliminary draft",
    "Revised draft",
    "Policy draft",
    "Board draft",
    "Committee draft, May 6",
    "Public draft",
    "For review only",
    "For public comment only",
)
PROPOSALS = (
    "For first reading",
    "1st reading",
    "Submitted for a first reading",
    "Pending adoption",
    "Proposed new policy",
    "Proposed revisions",
    "Policy 1250 (proposed)",
    "Proposed",
    "For board consideration on May 6",
    "For adoption at the meeting of May 6",
    "Not yet approved",
)
LAST_STEPS = (
    "Second reading and adoption",
    "2nd reading and adoption",
    "Third reading & final approval",
    "3rd reading / adopted",
    "Final reading and approved",
)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        *((line, S.DRAFT) for line in DRAFTS),
        *((line, S.PROPOSED) for line in PROPOSALS),
        *((line, S.ADOPTED) for line in LAST_STEPS),
        *((f"{line} are planned for June", S.UNKNOWN) for line in LAST_STEPS[:1]),
        *((f"{line} is expected in June", S.UNKNOWN) for line in LAST_STEPS[:1]),
        *((f"{line} will be scheduled", S.UNKNOWN) for line in LAST_STEPS[:1]),
    ],
)
def test_a_mark_in_the_first_lines_tells_the_status(line: str, status: S) -> None:
    assert (
        detect_status(
            "Visitors", f"Elm Grove\n{line}\n{LONG}", "a", kind=K.BOARD_POLICY, redlined=False
        )
        is status
    )


def test_struck_words_make_a_draft_unless_the_text_was_adopted() -> None:
    assert detect_status("Visitors", LONG, "a.docx", kind=K.BOARD_POLICY, redlined=True) is S.DRAFT
    adopted = f"{LONG}\nPolicy adopted: May 1, 2018"
    assert (
        detect_status("Visitors", adopted, "a.docx", kind=K.BOARD_POLICY, redlined=True)
        is S.ADOPTED
    )


@pytest.mark.parametrize(
    ("title", "text", "name", "number"),
    [
        ("Policy 5145.13: Visitors", "", "a.pdf", "5145.13"),
        ("Administrative Regulation 1250R", "", "a.pdf", "1250R"),
        ("5125 Student Records", "", "a.pdf", "5125"),
        ("KLG-R: Relations with Officers", "", "a.pdf", "KLG-R"),
        ("Board Policy #1086", "", "a.pdf", "1086"),
        ("AR 5145.13(a)", "", "a.pdf", "5145.13(a)"),
        ("7:155 Federal Agents", "", "a.pdf", "7:155"),
        ("Elm Grove Schools", "File: JIHB\nOUTSIDE OFFICERS", "a.pdf", "JIHB"),
        ("Elm Grove Schools", "Code No. 501.4R1", "a.pdf", "501.4R1"),
        ("Elm Grove Schools", "Code | 5145.13\nStatus | Active", "a.pdf", "5145.13"),
        ("Elm Grove Schools", "The principal waits.", "policy-5145.13.pdf", "5145.13"),
        ("REGULATION GUIDE", "The principal waits.", "a.pdf", None),
        ("Policy Manual", "Adopted in 2018.", "policy-2025.pdf", None),
        ("Visitors", f"As Policy 1250 says in its long text, {LONG}", "a.pdf", None),
    ],
)
def test_number(title: str, text: str, name: str, number: str | None) -> None:
    assert detect_number(title, text, name, K.BOARD_POLICY) == number


def test_a_letter_that_names_a_policy_does_not_bear_its_number() -> None:
    assert detect_number("Letter", "Policy 1250", "policy-1250.pdf", K.FAMILY_LETTER) is None
