from __future__ import annotations

from dataclasses import replace

from policy_audit.model import Assessment, Block, BlockKind, Document, Span
from policy_audit.report.document_page import DocumentPage, document_page
from policy_audit.report.site import site

LINES = (
    (BlockKind.HEADING, 2, "Visitors", 1),
    (BlockKind.HEADING, 6, "At the door", 1),
    (BlockKind.ITEM, 1, "Ask for a warrant.", 1),
    (BlockKind.ITEM, 2, "Read it.", 2),
    (BlockKind.PARAGRAPH, 0, "Call the office.", 2),
    (BlockKind.FOOTNOTE, 0, "See the act.", 2),
)


def _laid_out(document: Document) -> Document:
    text, blocks = "", []
    for kind, level, words, page in LINES:
        span = Span(len(text), len(text) + len(words))
        blocks.append(Block(kind, span, level, page=page))
        text += words + "\n"
    return replace(document, text=text, blocks=tuple(blocks))


def _page(assessment: Assessment, number: int, district: int = 1) -> DocumentPage:
    one = assessment.districts[district]
    places = site(assessment)
    return document_page(assessment, one, places.shown(one, assessment.baseline)[number], places)


def test_the_text_is_whole_and_in_its_order(assessment: Assessment) -> None:
    for number, document in enumerate(assessment.districts[1].documents):
        page = _page(assessment, number)
        said = [
            "".join(run.text for run in block.runs) for part in page.parts for block in part.blocks
        ]
        assert " ".join(" ".join(said).split()) == " ".join(document.text.split())


def test_marks_lead_back_to_what_they_serve(assessment: Assessment) -> None:
    page = _page(assessment, 0)
    contradicting, stating = page.marks
    assert [(u.title, u.badge.word, u.href) for u in contradicting.uses] == [
        ("Release of records", "contradicted", "districts/maple-hollow.html#r-records-release")
    ]
    assert (contradicting.tone, stating.tone) == ("contradicted", "")
    assert stating.words == "Records leave this office only on a court order."
    assert [n.number for part in page.parts for b in part.blocks for n in b.notes] == [1, 2]


def test_a_page_that_was_recognised_says_how_surely(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    laid_out = _laid_out(maple.documents[0])
    # Of the second page, a scan, two of three blocks tell how sure the recognition was.
    sure = (None, None, None, 0.9, 0.8, None)
    blocks = tuple(replace(b, ocr=o) for b, o in zip(laid_out.blocks, sure, strict=True))
    changed = replace(maple, documents=(replace(laid_out, blocks=blocks), maple.documents[1]))
    page = _page(replace(assessment, districts=(changed,)), 0, district=0)
    turns = [(b.page, b.recognised) for part in page.parts for b in part.blocks if b.page]
    assert turns == [(1, None), (2, "read by OCR, 85%")]


def test_headings_skip_no_level_and_lists_stand_together(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    changed = replace(maple, documents=(_laid_out(maple.documents[0]), maple.documents[1]))
    page = _page(replace(assessment, districts=(changed,)), 0, district=0)
    assert [[b.tag for b in part.blocks] for part in page.parts] == [
        ["h3"],
        ["h4"],
        ["item", "item"],
        ["p"],
        ["footnote"],
    ]
    turned = [b.page for part in page.parts for b in part.blocks]
    assert turned == [1, None, None, 2, None, None]


def test_what_was_not_judged_is_shown_with_its_reason(assessment: Assessment) -> None:
    (left,) = _page(assessment, 0, district=0).left_out
    assert left.reason.startswith("menus")
    assert left.texts[0].startswith("Menu ")
