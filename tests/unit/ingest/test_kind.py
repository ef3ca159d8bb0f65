from __future__ import annotations

import pytest

from policy_audit.ingest.kind import detect_kind
from policy_audit.model import DocumentKind as K


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (
            "Visits",
            "Dear Families,\n\nWe write to you today.\n\nSincerely,\nR. Vale",
            K.FAMILY_LETTER,
        ),
        (
            "Policy 1250",
            "The Board shall review this policy.\nPolicy adopted: May 1, 2025",
            K.BOARD_POLICY,
        ),
        ("Administrative Regulation 5145", "The principal shall call.", K.REGULATION),
        (
            "Minutes",
            "WHEREAS, schools are open; and\n\nBE IT RESOLVED that they stay so.",
            K.RESOLUTION,
        ),
        (
            "Ask us",
            "Who may enroll?\nAll.\nWho calls?\nWe do.\nWhat is asked?\nNone.\nIs it safe?\nYes.",
            K.FAQ,
        ),
        (
            "Schools set rules",
            'By Ann Lee, staff writer\n"We are ready," she said.\n"It is law," Vale said.',
            K.NEWS,
        ),
        ("Front office checklist", "Staff should ask for a card. Step 1: wait.", K.STAFF_PROTOCOL),
        ("Immigration resources", "Click here for the hotline.", K.RESOURCE_PAGE),
        ("Letter from the State Department of Education", "Schools are open.", K.STATE_REPOST),
        ("Menu", "Soup and bread.", K.UNKNOWN),
    ],
)
def test_detect_kind(title: str, text: str, kind: K) -> None:
    assert detect_kind(title, text, "document.pdf") is kind


def test_somebody_who_said_something_is_no_newspaper() -> None:
    text = "Dear families,\nI said yes. You told me no. They said more.\nSincerely,\nR. Vale"
    assert not detect_kind("Letter", text, "a.txt").secondhand


def test_file_name_counts() -> None:
    assert detect_kind("Elm Grove", "Nothing else.", "district-FAQ.pdf") is K.FAQ
