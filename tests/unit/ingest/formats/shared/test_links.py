from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_audit.ingest import read_inputs
from policy_audit.ingest.formats.pdf.links import page_links
from policy_audit.ingest.formats.shared.links import LinkList

from ..odt import test_reader as test_odt

BASE = "https://www.elm.example.org/families/page"


@pytest.mark.parametrize(
    ("text", "href", "url"),
    [
        ("Letter", "letter.pdf", "https://www.elm.example.org/families/letter.pdf"),
        ("x", "https://state.example/a/guide.DOCX?v=2", "https://state.example/a/guide.DOCX?v=2"),
        ("x", "//cdn.example/p.pdf#page=2", "https://cdn.example/p.pdf"),
        ("x", "https://docs.google.com/document/d/1", "https://docs.google.com/document/d/1"),
        ("Board policy", "/policies/1250", "https://www.elm.example.org/policies/1250"),
        ("Board policy", "https://other.example/1250", None),
        ("Calendar", "/calendar", None),
        ("Policy", "javascript:openPolicy('a.pdf')", None),
        ("Policy", "JaVaScRiPt:a.pdf", None),
        ("Policy", "java\tscript:alert(1)//a.pdf", None),
        ("Policy", "data:text/html,a.pdf", None),
        ("Policy", "file:///etc/a.pdf", None),
        ("Policy", "mailto:policy@elm.example.org", None),
        ("Policy", "https://[::1/a.pdf", None),
        ("Policy", "#policy", None),
        ("Policy", "", None),
        ("Share this policy", "https://friend.example/sharer?u=a.pdf", None),
    ],
)
def test_which_links_are_documents(text: str, href: str, url: str | None) -> None:
    links = LinkList(BASE)
    links.add(text, href)
    assert [link.url for link in links.found()] == ([url] if url else [])


def test_without_the_pages_address_links_stay_as_they_are() -> None:
    links = LinkList()
    links.add("Policy", "/policies/1250")
    links.add("Policy of somebody", "https://other.example/1250")
    assert [link.url for link in links.found()] == ["/policies/1250"]


def test_each_address_once_and_two_hundred_at_most() -> None:
    links = LinkList(BASE)
    for number in range(400):
        links.add("Letter", f"{number // 2}.pdf")
    assert len(links.found()) == 200
    assert len(set(links.found())) == 200


def test_what_was_audited_is_no_open_link(tmp_path: Path) -> None:
    folder = tmp_path / "elm"
    folder.mkdir()
    (folder / "page.md").write_text(
        "# Visits\n\nRead [the policy](https://elm.example.org/p/1250), "
        "[the rule](https://elm.example.org/files/visitors-1250r.txt) and "
        "[the card](https://elm.example.org/files/card.pdf). Officers wait outside.\n"
    )
    (folder / "policy.txt").write_text("Officers wait outside until the principal comes.")
    (folder / "visitors-1250r.txt").write_text("The principal asks for a warrant.")
    (folder / "district.toml").write_text(
        '[[document]]\nfile = "policy.txt"\nurl = "https://elm.example.org/p/1250"\n'
    )
    [district] = read_inputs([folder])
    [page] = [d for d in district.documents if d.links]
    assert [link.text for link in page.links] == ["the card"]


POLICY = "https://elm.example.org/files/1250.pdf"
RULE = "https://docs.google.com/document/d/1"
FOUND = [("the board's policy", POLICY), ("the rule", RULE)]


def found_in(document: Any) -> list[tuple[str, str]]:
    return [(link.text, link.url) for link in document.links]


def test_links_in_a_pdf_have_the_words_they_are_laid_over(
    pdf: Callable[..., bytes], read: Callable[..., Any]
) -> None:
    filler = "Officers wait outside until the principal comes. "
    # The first link goes on in the next line.
    for words in range(1, 16):
        text = (
            f"{'word ' * words}see <a href='{POLICY}'>the board's policy</a> and "
            f"<a href='{RULE}'>the rule</a> on visits, or "
            "<a href='https://elm.example.org/lunch'>what is for lunch</a>. "
        )
        document = read(pdf([("BodyText", text + filler * 3)]), "a.pdf")
        assert found_in(document) == FOUND


def test_links_on_a_page_whose_corner_is_elsewhere(read: Callable[..., Any]) -> None:
    import io

    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(300, 300), pageCompression=0)
    canvas.drawString(120, 220, "Officers wait. Read the rule.")
    canvas.linkURL(RULE, (120 + 76, 216, 300, 232))
    canvas.save()
    moved = made.getvalue().replace(b"/MediaBox [ 0 0 300 300 ]", b"/MediaBox [ 90 90 390 390]")
    assert b"90 390" in moved
    [(text, url)] = found_in(read(moved, "a.pdf"))
    assert url == RULE
    assert "rule" in text
    assert "Officers" not in text


class Page:
    mediabox = (0, 0, 300, 300)

    def __init__(self, annots: Any) -> None:
        self.annots = annots


class Circle:
    def resolve(self) -> Circle:
        return self


class Broken:
    def resolve(self) -> Any:
        raise RecursionError


@pytest.mark.parametrize(
    "annots",
    [
        None,
        7,
        Circle(),
        Broken(),
        [Circle(), Broken(), None, {"A": Circle()}, {"A": {"URI": Broken()}}, {"A": {"URI": 7}}],
    ],
)
def test_broken_links_in_a_pdf_are_passed_over(annots: Any) -> None:
    assert page_links(Page(annots), ()) == ()


@pytest.mark.parametrize("rectangle", [None, 7, [1, 2], ["a", 1, 2, 3], Circle()])
def test_a_link_without_a_place_has_no_words(rectangle: Any) -> None:
    annots = [{"A": {"URI": b"a.pdf"}, "Rect": rectangle}] * 2
    assert page_links(Page(annots), ()) == (("", "a.pdf"),)


def test_links_in_a_word_document(docx: Callable[..., bytes], read: Callable[..., Any]) -> None:
    from docx.oxml import parse_xml

    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def fill(document: Any) -> None:
        part = document.part
        policy, gone = (
            part.relate_to(address, f"{r}/hyperlink", is_external=True)
            for address in (POLICY, "https://elm.example.org/old.pdf")
        )
        document.element.body.insert(
            0,
            parse_xml(
                f'<w:p xmlns:w="{w}" xmlns:r="{r}"><w:r><w:t xml:space="preserve">Officers wait; see </w:t></w:r>'
                f'<w:hyperlink r:id="{policy}"><w:r><w:t>the board\'s policy</w:t></w:r></w:hyperlink>'
                f'<w:del><w:hyperlink r:id="{gone}"><w:r><w:delText>old</w:delText></w:r></w:hyperlink></w:del>'
                '<w:hyperlink w:anchor="top"><w:r><w:t>Policy above</w:t></w:r></w:hyperlink>'
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                f'<w:r><w:instrText> HYPERLINK "{RULE}" </w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>the rule</w:t></w:r>'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
                f"<w:fldSimple w:instr='HYPERLINK \"{POLICY}?2\"'><w:r><w:t>its annex</w:t></w:r></w:fldSimple></w:p>"
            ),
        )

    found = found_in(read(docx(fill), "a.docx"))
    assert sorted(found) == sorted([*FOUND, ("its annex", f"{POLICY}?2")])


def test_links_in_a_slide_show(read: Callable[..., Any]) -> None:
    import io

    from pptx import Presentation
    from pptx.util import Inches

    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Visits"
    paragraph = slide.placeholders[1].text_frame.paragraphs[0]
    paragraph.text = "Officers wait; see "
    run = paragraph.add_run()
    run.text = "the board's policy"
    run.hyperlink.address = POLICY
    box = slide.shapes.add_textbox(Inches(1), Inches(5), Inches(3), Inches(1))
    box.text_frame.text = "the rule"
    box.click_action.hyperlink.address = RULE
    made = io.BytesIO()
    show.save(made)
    assert found_in(read(made.getvalue(), "a.pptx")) == FOUND


def test_links_in_an_open_document(read: Callable[..., Any]) -> None:
    body = (
        '<text:p>Officers wait; see <text:a xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xlink:href="{POLICY}">the <text:span>board\'s</text:span> policy</text:a>.</text:p>'
    )
    document = read(test_odt.odt(body), "a.odt")
    assert found_in(document) == FOUND[:1]
    assert "see the board's policy." in document.text
