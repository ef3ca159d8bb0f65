from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from posixpath import dirname, join, normpath

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from policy_audit.model import Assessment, District
from policy_audit.report.html import render

from .assessments import HOSTILE_TEXT

ODD = "districts/img-src-x-onerror-alert-1-797d278a22.html"
MAPLE = "districts/maple-hollow.html"
NORTH = "districts/north-end.html"
FAQ = "documents/odd-script-alert-x-script-html-img-src-x-63000008df.html"
LETTER = "documents/maple-hollow-letter-txt-maple-hollow-cd28dabb3f.html"
POLICY = "documents/maple-hollow-policy-pdf-maple-hollow-4634d2c094.html"
ARTICLE = "documents/north-end-article-txt-north-end-99b1c7ec50.html"
DOCUMENTS = (FAQ, LETTER, POLICY, ARTICLE)
PAGES = ("index.html", ODD, MAPLE, NORTH, *DOCUMENTS)
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


@pytest.fixture(scope="module")
def pages(assessment: Assessment) -> Mapping[str, str]:
    return {name: content.decode("utf-8") for name, content in render(assessment).items()}


@pytest.fixture(scope="module")
def trees(pages: Mapping[str, str]) -> Mapping[str, LexborHTMLParser]:
    return {name: LexborHTMLParser(text) for name, text in pages.items()}


def _all(tree: LexborHTMLParser) -> list[LexborNode]:
    return list(tree.css("*"))


def _one(tree: LexborHTMLParser, selector: str) -> LexborNode:
    (node,) = tree.css(selector)
    return node


def _text(node: LexborNode | None) -> str:
    return " ".join(node.text().split()) if node else ""


@pytest.mark.parametrize("name", PAGES)
def test_golden(pages: Mapping[str, str], golden: Callable[[str, bytes], None], name: str) -> None:
    text = STYLE.sub("<style>(templates/style.css)</style>", pages[name])
    text = SCRIPT.sub("<script>(templates/matrix.js)</script>", text)
    text = re.sub(r"'sha256-[^']+'", "'sha256-(of it)'", text)
    golden(f"report/{name}", text.encode("utf-8"))


def test_there_is_a_page_for_each_district_and_document(pages: Mapping[str, str]) -> None:
    assert sorted(pages) == sorted(PAGES)


def test_the_order_of_the_districts_is_irrelevant(assessment: Assessment) -> None:
    turned = replace(assessment, districts=assessment.districts[::-1])
    assert render(turned) == render(assessment)


@pytest.mark.parametrize("name", PAGES)
class TestNothingRunsAndNothingIsFetched:
    def test_no_text_becomes_an_element(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        tags = {node.tag for node in _all(trees[name])}
        assert not tags & {"img", "iframe", "link", "object", "base", "embed"}
        ours = name == "index.html"
        assert len(trees[name].css("script")) == ours
        assert len(trees[name].css("form")) == ours

    def test_no_attribute_runs_or_loads(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        seen = {key.lower() for node in _all(trees[name]) for key in node.attributes}
        assert not [key for key in seen if key.startswith("on")]
        assert not seen & {"src", "srcset", "srcdoc", "style", "action", "xlink:href", "data"}

    def test_links_lead_to_the_web_or_to_a_place_in_the_report(
        self, pages: Mapping[str, str], trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        links = [str(node.attributes["href"]) for node in trees[name].css("a")]
        assert links
        for link in links:
            if link.startswith(("https://", "http://")):
                continue
            path, _, anchor = link.partition("#")
            target = normpath(join(dirname(name), path)) if path else name
            assert target in pages
            if anchor:
                assert len(trees[target].css(f'[id="{anchor}"]')) == 1

    def test_the_policy_forbids_the_rest(
        self, pages: Mapping[str, str], trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        policy = _one(trees[name], 'meta[http-equiv="Content-Security-Policy"]')
        said = str(policy.attributes["content"])
        allowed = ""
        if name == "index.html":
            (script,) = SCRIPT.findall(pages[name])
            digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode()
            allowed = f" script-src 'sha256-{digest}';"
        assert said == (
            f"default-src 'none'; style-src 'unsafe-inline';{allowed} img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )

    def test_the_style_loads_nothing(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        style = _one(trees[name], "style").text()
        assert "url(" not in style
        assert "@import" not in style


@pytest.mark.parametrize("name", PAGES)
class TestEverybodyCanReadIt:
    def test_ids_are_unique_and_labels_lead_to_them(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        ids = [str(node.attributes["id"]) for node in trees[name].css("[id]")]
        assert len(ids) == len(set(ids))
        labels = {
            str(n.attributes["aria-labelledby"]) for n in trees[name].css("[aria-labelledby]")
        }
        assert labels <= set(ids)

    def test_the_page_has_language_title_landmarks_and_a_way_past_the_head(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        tree = trees[name]
        assert _one(tree, "html").attributes["lang"] == "en"
        assert _text(_one(tree, "title"))
        assert len(tree.css("h1")) == 1
        for landmark in ("header.top", "main", "footer"):
            assert len(tree.css(landmark)) == 1
        assert _one(tree, "a.skip").attributes["href"] == "#main"

    def test_words_do_not_run_together(self, pages: Mapping[str, str], name: str) -> None:
        assert not re.findall(r"\w</(?:span|a|b|code)><(?:span|a|b|code)", pages[name])

    def test_headings_skip_no_level(self, trees: Mapping[str, LexborHTMLParser], name: str) -> None:
        levels = [int(n.tag[1]) for n in _all(trees[name]) if re.fullmatch("h[1-6]", n.tag or "")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_table_heads_have_a_scope(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        heads = trees[name].css("th")
        assert heads or name in DOCUMENTS
        assert {str(node.attributes["scope"]) for node in heads} <= {"col", "row"}

    def test_a_sign_always_stands_beside_its_word(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        badges = trees[name].css(".badge, .tally .word, .matrix td a")
        assert badges or name in DOCUMENTS
        for node in badges:
            sign = node.css_first(".sign")
            assert sign is not None
            assert sign.attributes["aria-hidden"] == "true"
            assert re.search(r"[a-z]{3}", _text(node))

    def test_it_says_that_it_is_a_draft(
        self, trees: Mapping[str, LexborHTMLParser], name: str
    ) -> None:
        note = "draft made by a program for a person to review"
        assert note in _text(_one(trees[name], "header.top"))
        assert note in _text(_one(trees[name], "footer"))


class TestADistrict:
    def test_the_counts_are_those_of_the_findings(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        said = [_text(n) for n in trees[MAPLE].css(".tally")]
        assert said == [
            "2 ✕ contradicted",
            "2 ○ missing",
            "2 ◐ partial",
            "1 ✓ met",
            "0 ? undetermined",
            "1 – not applicable",
        ]

    def test_none_found_is_not_met(self, trees: Mapping[str, LexborHTMLParser]) -> None:
        said = [_text(n) for n in trees[NORTH].css(".tally")]
        assert "0 ✓ met" in said
        assert "1 ∅ none found" in said

    def test_the_three_gaps_that_matter_most(self, trees: Mapping[str, LexborHTMLParser]) -> None:
        names = [_text(n) for n in trees[MAPLE].css(".topgaps .name")]
        assert names == ["Release of records", "Security plan", "Agents identify themselves"]
        assert "3 more below" in _text(_one(trees[MAPLE], '[aria-labelledby="top"]'))

    def test_quotes_are_marked_in_their_paragraph_with_their_place(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        figure = _one(trees[MAPLE], "#r-judicial-warrant figure")
        assert [_text(n) for n in figure.css("mark")] == [
            "Agents may enter only with a warrant that a judge has signed.",
            "The principal asks to see the warrant",
        ]
        assert _text(figure.css_first("blockquote")).endswith("before anybody moves.”")
        place = _text(figure.css_first("figcaption"))
        assert place.startswith("Policy 1234: Visitors from law enforcement, page 2, item 2.1")
        assert "Policy 1234 › 2. At the door" in place

    def test_contradictions_show_both_sides(self, trees: Mapping[str, LexborHTMLParser]) -> None:
        for tree, scope in ((trees[MAPLE], "#r-records-release"), (trees["index.html"], ".card")):
            figures = tree.css(f"{scope} figure.contradicted, {scope} figure.met")
            words = [_text(f.css_first(".badge")) for f in figures]
            assert words[:2] == ["✕ contradicted", "✓ stated"]

    def test_missing_is_explained_or_has_its_own_note(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        plan = _text(_one(trees[MAPLE], "#r-security-plan"))
        assert "Not publicly documented: security plans are not published." in plan
        assert "Not found in the documents that were read." not in plan
        other = _text(_one(trees[MAPLE], "#r-no-retaliation"))
        assert "Not found in the documents that were read." in other
        assert "predates the duty" in other
        assert "before 1 October 2025, the day from which this report counts the duty" in other

    def test_criteria_stand_under_what_a_reader_asks(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        section = _one(trees[MAPLE], "#r-agent-identification")
        heads = [_text(n) for n in section.css(".cols .col:first-child > h4")]
        assert heads == [
            "What is missing",
            "What is stated",
            "Advisory, not counted",
            "What the documents say",
        ]
        assert "Nearest passages" in _text(section.css_first("details summary"))

    def test_a_prohibition_that_was_found_reads_so(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        said = _text(_one(trees[MAPLE], "#r-over-promise"))
        assert "This should not be said, and it was found." in said
        assert "✕ found" in said

    def test_authorities_say_what_they_are_and_how_they_are_known(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        tree = trees[MAPLE]
        warrant = _text(_one(tree, "#r-judicial-warrant .sources"))
        assert "What the conduct rests on Example Act, sec. 1 law" in warrant
        assert "On publishing it Department letter state guidance" in warrant
        assert "state guidance, issued 1 October 2025" in warrant
        assert "guidance, effective" not in warrant
        assert "inferred: it follows from what was read" in warrant
        identified = _one(tree, "#r-agent-identification .sources")
        assert "unverified: from general knowledge" in _text(identified)
        assert not identified.css("a")

    def test_news_alone_is_no_document_of_the_district(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        sentence = "No document published by the district was audited."
        assert sentence in _text(_one(trees[NORTH], "header.top"))
        assert sentence in _text(_one(trees["index.html"], '[aria-labelledby="districts"] table'))
        assert sentence not in _text(_one(trees[MAPLE], "body"))
        steps = _text(_one(trees[NORTH], ".steps"))
        assert steps.startswith("Add the district’s own documents and audit again.")
        assert "Adopt" not in steps
        assert "a news article, not the district’s own" in _text(_one(trees[NORTH], "#r-welcome"))

    def test_documents_carry_what_the_audit_rests_on(
        self, trees: Mapping[str, LexborHTMLParser], assessment: Assessment
    ) -> None:
        read = _text(_one(trees[MAPLE], '[aria-labelledby="read"]'))
        for document in assessment.districts[1].documents:
            assert document.source.sha256 in read
            assert document.source.path in read
        unread = _text(_one(trees[ODD], '[aria-labelledby="unread"]'))
        assert "images only, needs text recognition" in unread
        assert "The file went away: put it back." in unread


class TestARestatedDocument:
    def test_the_banner_comes_before_everything_else(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        head = _text(_one(trees[ODD], "header.top"))
        banner = _text(_one(trees[ODD], ".banner"))
        assert banner.startswith("The documents below are restatements")
        assert head.index("The documents below") < head.index("Policy audit")
        assert not trees[MAPLE].css(".banner")

    def test_nothing_from_it_stands_in_quotation_marks(
        self, trees: Mapping[str, LexborHTMLParser]
    ) -> None:
        figures = trees[ODD].css("figure")
        assert figures
        for figure in figures:
            assert not figure.css("blockquote")
            tags = [_text(tag) for tag in figure.css(".tag")]
            assert tags == ["restated", "draft, not in force", "older than 1 duty"]
            assert "“" not in _text(figure.css_first(".words"))

    def test_quotations_elsewhere_have_them(self, trees: Mapping[str, LexborHTMLParser]) -> None:
        for figure in trees[MAPLE].css("figure"):
            assert _text(figure.css_first("blockquote")).startswith("“")


def test_hostile_words_are_shown_as_they_are(trees: Mapping[str, LexborHTMLParser]) -> None:
    shown = _text(_one(trees[ODD], "#r-judicial-warrant figure .words"))
    assert shown.endswith(HOSTILE_TEXT.replace("\u202e", "�"))


def test_an_address_that_is_no_web_address_is_text(
    trees: Mapping[str, LexborHTMLParser],
) -> None:
    assert "javascript:alert(document.domain)" in _text(_one(trees[ODD], "#doc-1 code + *, #doc-1"))


def test_many_districts_turn_the_matrix(assessment: Assessment) -> None:
    maple = assessment.districts[1]
    many = tuple(replace(maple, district=District(f"d{n}", f"District {n}")) for n in range(10, 20))
    tree = LexborHTMLParser(render(replace(assessment, districts=many))["index.html"])
    matrix = _one(tree, "table.matrix.compact")
    assert [_text(n) for n in matrix.css("tbody th")] == [f"District {n}" for n in range(10, 20)]
    assert len(matrix.css("tbody tr:first-child td")) == len(assessment.baseline.requirements)
    assert _text(matrix.css_first("tbody td")) == "✓ met"


def test_no_district_at_all_is_still_a_page(assessment: Assessment) -> None:
    (text,) = render(replace(assessment, districts=())).values()
    assert "No district has a gap." in text.decode("utf-8")
