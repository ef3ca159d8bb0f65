"""Parts of a page that open on a click: accordions and tabs, each with the title that opens it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from policy_audit.ingest.layout.clean import clean, fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TITLES = frozenset({*_HEADINGS, "button", "summary", "dt"})
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "href")
_PANEL_ROLES = frozenset({"tabpanel", "region"})
_PANEL_NAME = re.compile(
    r"accord|collaps|panel|tab[-_]|tabs?\b|toggle|faq|answer|expand", re.IGNORECASE
)
_POPUP_NAME = re.compile(r"modal|popup|pop-up|dropdown|lightbox|tooltip|menu", re.IGNORECASE)
# What the buttons of the page itself say.
_CONTROL = re.compile(
    r"(?:(?:expand|collapse|open|close|show|hide|toggle|view)(?: (?:all|menu|navigation|search"
    r"|more|less|sections?|answers?))*|menu|navigation|search|print|share|translate|more|language"
    r"|(?:select|choose) (?:a )?(?:language|school)|listen|download|submit|reset|copy link"
    r"|(?:open|close|toggle) .{0,20}(?:menu|navigation|search))\W*",
    re.IGNORECASE,
)
_LONGEST_LABEL = 400
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_trigger(node: LexborNode) -> bool:
    """Whether an element opens a part of the page: a question over its answer."""
    attributes = node.attributes
    if not {"aria-controls", "aria-expanded"}.intersection(attributes):
        toggles = attributes.get("data-toggle") or attributes.get("data-bs-toggle")
        if toggles not in ("collapse", "tab") and attributes.get("role") != "tab":
            return False
    return not _CONTROL.fullmatch(_label(node))


class Widgets:
    """What one page's buttons and tabs open.

    A title that stands right before its part is read in its place. The titles of tabs stand in a
    row before the first part: each is read over its own part.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._controlled: set[str] = set()
        self._titles: dict[int, str] = {}
        self._moved: set[int] = set()
        for name in _TARGETS:
            for node in tree.css(f"[{name}]"):
                self._controlled.update(_targets(node, name))
        if tree.body is not None:
            self._pair(tree.body)

    def opens(self, node: LexborNode) -> bool:
        """Whether a hidden element is only closed: published, and shown on a click."""
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if _POPUP_NAME.search(names):
            return False
        if (attributes.get("id") or "") in self._controlled or node.mem_id in self._titles:
            return True
        if (attributes.get("role") or "") in _PANEL_ROLES or _PANEL_NAME.search(names):
            return True
        before = _element_before(node)
        if before is not None and _opens_next(before):
            return True
        return any(_PANEL_NAME.search(name) for name in _names_above(node))

    def title_of(self, node: LexborNode) -> str | None:
        """The title that has to be read over the element, where it stands elsewhere."""
        return self._titles.get(node.mem_id)

    def moved(self, node: LexborNode) -> bool:
        """Whether the element is such a title, which is not read where it stands."""
        return node.mem_id in self._moved

    def _pair(self, body: LexborNode) -> None:
        """Find titles that another title separates from the part they open."""
        nodes = list(body.traverse(include_text=False))
        places = {id_: at for at, n in enumerate(nodes) if (id_ := n.attributes.get("id"))}
        plain = _plain_tabs(body, {id_: nodes[at] for id_, at in places.items()})
        triggers = [
            (at, node)
            for at, node in enumerate(nodes)
            if _is_moving(node) and (node.mem_id in plain or is_trigger(node))
        ]
        parts = [_first_place(node, places) for _, node in triggers]
        # A part belongs to the title right before it, with no other title or part between.
        marks = sorted({at for at, _ in triggers} | {part for part in parts if part is not None})
        following = dict(pairwise(marks))
        for (at, node), place in zip(triggers, parts, strict=True):
            if place is None or following.get(at) == place:
                continue
            part = nodes[place]
            if part.mem_id not in self._titles and not _holds(part, node):
                self._titles[part.mem_id] = _label(node)
                self._moved.add(node.mem_id)


def effective_tag(node: LexborNode) -> str:
    """What an element is for a reader: a heading or an accordion's title, by whatever tag."""
    tag = node.tag or ""
    if tag in _TITLES:
        return tag
    attributes = node.attributes
    if tag == "p" and _is_title(node):
        return "h1"
    if attributes.get("role") == "heading":
        level = attributes.get("aria-level") or "2"
        return f"h{level}" if level in tuple("123456") else "h2"
    if tag not in {"div", "span", "a", "li"} or _inside_title(node) or not is_trigger(node):
        return tag
    # Some pages mark the whole accordion as the thing that opens.
    whole = node.css_first("ul, ol, table, button, [role=region]") is not None
    several = len(node.css("p")) > 1
    return tag if whole or several or len(_label(node)) == _LONGEST_LABEL else "button"


def _is_title(node: LexborNode) -> bool:
    """Whether the paragraph has the style "Title" of Word or of Google Docs."""
    names = (node.attributes.get("class") or "").split()
    of_google = "title" in names and (node.attributes.get("id") or "").startswith("h.")
    return "MsoTitle" in names or of_google


def _inside_title(node: LexborNode) -> bool:
    parent = node.parent
    return parent is not None and ((parent.tag or "") in _TITLES)


def _plain_tabs(body: LexborNode, named: dict[str, LexborNode]) -> frozenset[int]:
    """Links of a list that shows one part of the page at a time, without saying so by ARIA."""
    found: set[int] = set()
    for rows in body.css("ul, ol"):
        links = rows.css("a[href^='#']")
        parts = [named.get((link.attributes.get("href") or "")[1:]) for link in links]
        if any(part is not None and is_hidden(part) for part in parts):
            found.update(link.mem_id for link, part in zip(links, parts, strict=True) if part)
    return frozenset(found)


def is_hidden(node: LexborNode) -> bool:
    """Whether the page as it was saved does not show the element."""
    style = node.attributes.get("style") or ""
    return "hidden" in node.attributes or bool(_HIDDEN_STYLE.search(style))


def _is_moving(node: LexborNode) -> bool:
    return (node.tag or "") in {"button", "a", "div", "li", "span"}


def _targets(node: LexborNode, name: str) -> list[str]:
    value = node.attributes.get(name) or ""
    if name != "aria-controls" and not value.startswith("#"):
        return []
    return value.replace("#", " ").split()


def _first_place(node: LexborNode, places: dict[str, int]) -> int | None:
    found = (places.get(target) for name in _TARGETS for target in _targets(node, name))
    return next((place for place in found if place is not None), None)


def _opens_next(before: LexborNode) -> bool:
    if (before.tag or "") in {"button", "summary", "dt"} or "aria-expanded" in before.attributes:
        return not _CONTROL.fullmatch(_label(before))
    return before.css_first("[aria-expanded]") is not None


def _element_before(node: LexborNode) -> LexborNode | None:
    """The element before ``node`` under the same parent."""
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    return before


def _names_above(node: LexborNode) -> list[str]:
    names = []
    parent = node.parent
    for _ in range(2):
        if parent is None or parent.tag in ("body", "main", "html"):
            break
        names.append(parent.attributes.get("class") or "")
        parent = parent.parent
    return names


def _holds(part: LexborNode, node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.mem_id == part.mem_id:
            return True
        parent = parent.parent
    return False


def _label(node: LexborNode) -> str:
    return fold(clean(node.text(deep=True)[: 4 * _LONGEST_LABEL]))[:_LONGEST_LABEL]
