from __future__ import annotations

from dataclasses import replace

import pytest

from policy_audit.judge.legibility import Legibility
from policy_audit.model import (
    WELL_READ,
    Document,
    DocumentMeta,
    Evidence,
    Observation,
    Outcome,
    Quality,
    Source,
    Span,
)


def document(
    quality: Quality = WELL_READ, pages: int | None = None, path: str = "a.pdf"
) -> Document:
    return Document(Source(path, "", 0), DocumentMeta("A"), "", (), pages, quality=quality)


def stated(*ocr: float | None) -> Observation:
    evidence = tuple(
        Evidence(
            "a.pdf",
            "c",
            Span(0, 1),
            "x",
            Span(0, 1),
            "x",
            (),
            None,
            1,
            None,
            Outcome.STATED,
            0.9,
            sure,
        )
        for sure in ocr
    )
    return Observation("r", "c", Outcome.STATED, 0.99, evidence)


ABSENT = Observation("r", "c", Outcome.ABSENT, 0.99)


def test_what_was_well_read_has_no_ceiling() -> None:
    legibility = Legibility([document(pages=10)])
    assert legibility.ceiling(stated(None)) == 1.0
    assert legibility.ceiling(ABSENT) == 1.0
    assert legibility.reasons(ABSENT) == ()


def test_one_passage_that_was_read_well_is_enough() -> None:
    legibility = Legibility([document(Quality(ocr=0.7), 1)])
    assert legibility.ceiling(stated(0.6)) == 0.6
    assert legibility.ceiling(stated(0.6, 0.9)) == 0.9
    assert legibility.ceiling(stated(0.6, None)) == 1.0


def test_characters_without_meaning() -> None:
    legibility = Legibility([document(Quality(unreadable=0.1), 1)])
    assert legibility.ceiling(stated(None)) == pytest.approx(0.9)
    assert legibility.ceiling(ABSENT) == pytest.approx(0.9)


def test_absence_is_no_surer_than_the_share_of_pages_read() -> None:
    half = document(Quality(silent_pages=(2, 4)), 4)
    whole = document(pages=4, path="b.pdf")
    assert Legibility([half]).ceiling(ABSENT) == 0.5
    assert Legibility([half, whole]).ceiling(ABSENT) == 0.75
    assert Legibility([half]).ceiling(stated(None)) == 1.0
    assert Legibility([half]).reasons(ABSENT) == (
        "2 pages of 4 could not be read, so it may stand there.",
    )


def test_absence_in_a_scan() -> None:
    scan = document(Quality(ocr=0.8), 2)
    assert Legibility([scan]).ceiling(ABSENT) == pytest.approx(0.8)
    assert Legibility([replace(scan, page_count=None)]).ceiling(ABSENT) == pytest.approx(0.8)
