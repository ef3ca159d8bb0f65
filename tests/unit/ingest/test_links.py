from __future__ import annotations

from pathlib import Path

import pytest

from policy_audit.ingest import read_inputs
from policy_audit.ingest.links import LinkList

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
