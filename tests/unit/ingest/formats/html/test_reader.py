from __future__ import annotations

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.html.reader import read_html
from policy_audit.ingest.layout.flow import flow
from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import BlockKind

LONG = "The schools are open to every child in town. " * 20


def texts(page: str) -> list[str]:
    return [piece.text for piece in flow(read_html(page.encode()).entries, titles_by_look=False)]


def test_a_page_inside_one_form_is_read() -> None:
    content = "<p>" + "The schools are open to every child in town. " * 20 + "</p>"
    assert len(texts(f"<body><form id=aspnetForm><input>{content}</form>")) == 1


def test_a_small_main_does_not_hide_the_page() -> None:
    page = "<main><p>Ad.</p></main><div><p>" + "The schools are open to all. " * 20 + "</p></div>"
    assert len(texts(page)) == 2


def test_a_heading_in_an_articles_header_is_kept() -> None:
    page = "<article><header><h1>Visits</h1></header><p>Officers wait here.</p></article>"
    assert texts(page) == ["Visits", "Officers wait here."]


def test_unclosed_and_stray_tags() -> None:
    assert texts("<ul><li>one<li>two</ul></div><p>three") == ["one", "two", "three"]


def test_direction_marks_by_entity_are_left_out() -> None:
    assert texts("<p>safe&#x202e;text</p>") == ["safetext"]


def test_a_paragraph_marked_as_heading_is_a_paragraph() -> None:
    pieces = flow(read_html(b"<h2>" + b"word " * 40 + b"</h2>").entries, titles_by_look=False)
    assert [piece.kind.value for piece in pieces] == ["paragraph"]


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(UnreadableError, match="nested"):
        read_html(b"<div>" * 5000)


def test_title() -> None:
    assert read_html(b"<title> Visits |  Elm Grove </title><p>x</p>").title == "Visits | Elm Grove"


@pytest.mark.parametrize(
    "name",
    ["information-sharing", "social-media-policy", "lunch-menu", "has-sidebar", "cookies101x"],
)
def test_content_with_a_name_like_furniture_is_read(name: str) -> None:
    assert texts(f"<main><section id='{name}'><p>We share nothing.</p></section></main>") == [
        "We share nothing."
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("cookieBanner", "site_footer", "fsSocialLinks", "left-nav"),
        *("sd-sharing-tools breadcrumbs", "footer-component"),
    ],
)
def test_furniture_is_known_by_its_name_and_listed(name: str) -> None:
    reading = read_html(f"<div><p>{LONG}</p></div><div class='{name}'>Follow us</div>".encode())
    assert [entry.text for entry in reading.entries] == [LONG.strip()]
    assert [(each.reason.value, each.text) for each in reading.left_out] == [
        ("furniture", "Follow us")
    ]


def test_most_of_a_page_is_never_furniture_by_name_alone() -> None:
    assert texts(f"<div class='sidebar'><p>{LONG}</p></div><p>More.</p>") == [LONG.strip(), "More."]


def test_a_list_of_links_in_the_text_is_read() -> None:
    page = f"<p>{LONG}</p><ul><li><a href='/a'>Clinic</a><li><a href='/b'>Hotline</a>"
    page += f"<li><a href='/c'>Court help</a></ul><p>{LONG}</p>"
    assert texts(page) == [LONG.strip(), "Clinic", "Hotline", "Court help", LONG.strip()]


def test_what_is_left_out_is_bounded() -> None:
    page = "".join(f"<nav>{number} {'menu ' * 500}</nav>" for number in range(500))
    left_out = read_html(f"<p>Text.</p>{page}".encode()).left_out
    assert len(left_out) == 60
    assert max(len(each.text) for each in left_out) <= 300


def test_struck_words_are_left_out() -> None:
    reading = read_html(b"<p>They <del>may</del><ins>must</ins> wait <s>outside</s>inside.</p>")
    assert [entry.text for entry in reading.entries] == ["They must wait inside."]
    assert [(each.reason.value, each.text) for each in reading.left_out] == [
        ("deleted", "may"),
        ("deleted", "outside"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<p>Call counsel.<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Who is counsel?</span></p></div>",
        "<p>Call counsel.<span class=MsoCommentReference><a href='#_msocom_1'>[B1]</a></span></p>"
        "<div style='mso-element:comment-list'><div style='mso-element:comment'>"
        "<p class=MsoCommentText>Who is counsel?</p></div></div>",
    ],
)
def test_comments_of_an_editor_are_left_out(page: str) -> None:
    assert texts(page) == ["Call counsel."]


@pytest.mark.parametrize("name", ["class='MsoTitle'", "class='c0 title' id='h.x1'"])
def test_the_title_of_an_editor_is_a_heading(name: str) -> None:
    entry = read_html(f"<p {name}>Visits</p><p>Officers wait.</p>".encode()).entries[0]
    assert isinstance(entry, Piece)
    assert (entry.kind, entry.level) == (BlockKind.HEADING, 1)


def test_letters_side_by_side_are_read_one_after_the_other() -> None:
    cells = [[f"{side} {part}." for part in "abcd"] for side in ("Left", "Right")]
    row = "".join(f"<td>{''.join(f'<p>{text}</p>' for text in cell)}</td>" for cell in cells)
    assert texts(f"<table><tr>{row}</tr></table>") == [*cells[0], *cells[1]]
    assert len(texts(f"<table><tr>{row}</tr><tr>{row}</tr></table>")) == 2


def test_a_page_that_its_scripts_make_says_what_to_do() -> None:
    page = b"<title>Visits</title><body><div id=app></div><script>var a='<p>Wait.</p>'</script>"
    with pytest.raises(UnreadableError, match="open it in a browser"):
        read_html(page)


@pytest.mark.parametrize(
    "page",
    [
        "<ol class='lst-kix_b-0 start'><li>Call</ol><ul class='lst-kix_b-1'><li>twice</ul>"
        "<ol class='lst-kix_b-0' start=2><li>Wait</ol>",
        "<p style='mso-list:l0 level1 lfo1'>1. Call</p><p style='mso-list:l0 level2 lfo1'>o twice</p>"
        "<p style='mso-list:l0 level1 lfo1'>2. Wait</p>",
    ],
)
def test_an_editors_lists_are_nested(page: str) -> None:
    pieces = flow(read_html(page.encode()).entries, titles_by_look=False)
    assert [(piece.level, piece.marker, piece.text) for piece in pieces] == [
        (1, "1.", "Call"),
        (2, None, "twice"),
        (1, "2.", "Wait"),
    ]


def test_a_document_in_a_frame_is_a_link() -> None:
    reading = read_html(b"<p>Read this:</p><iframe src='/letter.pdf' title='Letter'></iframe>")
    assert [(link.text, link.url) for link in reading.links] == [("Letter", "/letter.pdf")]


def test_a_page_of_its_own_may_be_hostile_in_every_name() -> None:
    page = "<div aria-controls='" + "x " * 20_000 + "' id='x' role=tab>a</div>" * 50
    assert texts(page)


def test_a_description_list_of_fields_is_a_table() -> None:
    page = (
        "<dl><div><dt>Code</dt><dd>5145.13</dd></div><dt>Adopted<dd>March 4, 2025</dl><p>Wait.</p>"
    )
    pieces = flow(read_html(page.encode()).entries, titles_by_look=False)
    assert [(piece.kind.value, piece.text) for piece in pieces] == [
        ("row", "Code | 5145.13"),
        ("row", "Adopted | March 4, 2025"),
        ("paragraph", "Wait."),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Open?", "No"),
        ("Visitors", "Officers wait here."),
        ("The school at night", "<ul><li>closed</ul>"),
        ("Records that the office of a school keeps", "None"),
    ],
)
def test_a_description_list_of_other_things_has_titles(name: str, value: str) -> None:
    page = f"<dl><dt>{name}</dt><dd>{value}</dd></dl>"
    kinds = [piece.kind for piece in read_html(page.encode()).entries if isinstance(piece, Piece)]
    assert kinds[0] is BlockKind.HEADING
