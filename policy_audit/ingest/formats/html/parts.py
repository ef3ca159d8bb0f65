"""Which parts of a web page are its own text, and which are furniture, hidden or struck out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policy_audit.ingest.formats.html.styles import Styles
from policy_audit.ingest.formats.html.widgets import Widgets, is_hidden, is_trigger
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.model import LeftOutReason

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

# Never shown to a reader of the page.
_UNSEEN = frozenset(
    [
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object"),
        *("embed", "audio", "video", "canvas", "map", "head", "select", "option", "textarea"),
        *("input", "datalist", "-comment", "_comment"),
    ]
)
_FURNITURE_TAGS = frozenset({"nav", "footer", "aside", "dialog"})
_DELETED_TAGS = frozenset({"del", "s", "strike"})
_FURNITURE_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog"]
)
_FURNITURE_NAMES = frozenset(
    [
        *("breadcrumb", "breadcrumbs", "crumbs", "skip", "skip-link", "skip-to-content"),
        *("skipnav", "navbar", "sr-only", "visually-hidden", "screen-reader-text"),
        *("cookie-banner", "cookie-notice", "site-header", "site-footer", "social-share"),
        *("share-buttons",),
    ]
)
_CONTAINERS = frozenset({"div", "section", "ul", "ol", "span", "table", "td", "p"})
# Names are read as words: ``fsPageHeader`` is "fs page header".
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_FRAME_WORDS = frozenset(
    [
        *("header", "footer", "nav", "navigation", "menu", "sidebar", "masthead", "mystart"),
        *("topbar", "channel"),
    ]
)
_HEADER_WORDS = frozenset({"header", "masthead"})
_FRAME_WORDS_BESIDE = frozenset(
    [
        *("site", "page", "global", "main", "top", "bottom", "fs", "gb", "sw", "ui", "app"),
        *("primary", "secondary", "left", "right", "outer", "inner", "container", "wrapper"),
        *("wrap", "area", "widget", "block", "bar", "list", "region", "links", "element"),
        *("row", "jp", "sd", "el", "component"),
    ]
)
# A section named "information-sharing" or "social-media-policy" is content: nothing may stand
# beside these but words of layout.
_WIDGET_NAME = re.compile(
    r"bread ?crumbs?|cookies?(?: (?:banner|notice|consent|law|popup|message|info))*|gdpr"
    r"|share(?: (?:buttons?|this|tools?|icons?))?|sharedaddy|shareaholic|add ?this|add ?to ?any"
    r"|social(?: (?:share|sharing|media|icons?|nav))*|skip(?: (?:to|content|link|nav))+"
    r"|post navigation|pagination|related ?(?:posts|news)|google translate"
    r"|language (?:selector|switcher|picker|menu)|back to top|mega ?menu"
)
_MOST_OF_NAME = 6
_CONTENT = (
    *("main", "[role=main]", "#main-content", "#content", "#main"),
    *("#fsPageContent", "#sw-content-container", "#page-content", "#pageContent"),
)
_HEADINGS = "h1, h2, h3, h4, h5, h6, [role=heading]"
_FORM_WITH_CONTENT = 400
_LEAST_SHARE = 0.2
_ARTICLE_SHARE = 0.5
# What is known by its name alone holds little of the page.
_LARGEST_NAMED = 0.4
_SMALL = 200
# What Word's and Google's editors write beside the text: a comment, or the sign that points to it.
_COMMENT = re.compile(r"mso-element:\s*comment\b", re.IGNORECASE)
_COMMENT_SIGN, _COMMENT_NAME = "MsoCommentReference", "#cmnt"
_SKIP = re.compile(r"skip\b.{0,40}", re.IGNORECASE)
# A menu without a name: links of a few words and little else.
_FEWEST_LINKS, _LONGEST_LINK, _LINKED_SHARE = 3, 24, 0.8
_PROSE = 60


class Parts:
    """Tells of each element of one page whether it is read, and if not, why.

    ``root`` is the element that holds the page's own text (None where there is no body), ``styles``
    what the page's style sheet says of its elements.
    """

    def __init__(self, tree: LexborHTMLParser, widgets: Widgets) -> None:
        self._widgets = widgets
        self.styles = Styles(tree)
        self._lengths: dict[int, int] = {}
        self._linked: dict[int, int] = {}
        body = tree.body
        if body is not None:
            self._measure(body)
        self.root = self._content(tree)
        self._total = self._length(self.root) if self.root is not None else 0
        self._menus: frozenset[int] = frozenset()
        if body is not None and self.root is not None and self.root.mem_id == body.mem_id:
            self._menus = frozenset(self._unnamed_menus(body))

    def unseen(self, node: LexborNode) -> bool:
        """Whether a reader of the page never sees the element."""
        tag = node.tag or ""
        return tag in _UNSEEN or tag.startswith(("-", "_"))

    def left_out(self, node: LexborNode) -> LeftOutReason | None:
        """Why the element is not read; None where it is."""
        tag = node.tag or ""
        if tag in _DELETED_TAGS or self.styles.struck(node):
            return LeftOutReason.DELETED
        if _is_comment(node, tag) or self._is_furniture(node, tag):
            return LeftOutReason.FURNITURE
        if is_hidden(node) and not self._widgets.opens(node):
            return LeftOutReason.HIDDEN
        return None

    def _is_furniture(self, node: LexborNode, tag: str) -> bool:
        if tag in _FURNITURE_TAGS or node.mem_id in self._menus:
            return True
        if tag == "header":
            return _is_site_header(node) or node.css_first(_HEADINGS) is None
        if tag == "form":
            # Some site systems wrap the whole page into one form.
            return self._length(node) < _FORM_WITH_CONTENT
        if tag == "button":
            return not is_trigger(node)
        if tag == "a" and (node.attributes.get("href") or "").startswith("#"):
            return bool(_SKIP.fullmatch(visible(node, 80)))
        role = (node.attributes.get("role") or "").lower()
        return role in _FURNITURE_ROLES or self._is_named_furniture(node, tag)

    def _is_named_furniture(self, node: LexborNode, tag: str) -> bool:
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".split()
        if _FURNITURE_NAMES.intersection(name.lower() for name in names):
            return True
        if tag not in _CONTAINERS or not any(map(_names_furniture, names)):
            return False
        # A page's title often stands in something called a header.
        if node.css_first(_HEADINGS) is not None and any(map(_names_header, names)):
            return False
        return self._length(node) <= max(_SMALL, _LARGEST_NAMED * self._total)

    def _content(self, tree: LexborHTMLParser) -> LexborNode | None:
        body = tree.body
        if body is None:
            return None
        total = self._length(body)
        for selector in _CONTENT:
            found = tree.css(selector)
            if len(found) == 1 and self._length(found[0]) > _LEAST_SHARE * total:
                return found[0]
        articles = tree.css("article")
        if len(articles) == 1 and self._length(articles[0]) > _ARTICLE_SHARE * total:
            return articles[0]
        return body

    def _length(self, node: LexborNode) -> int:
        return self._lengths.get(node.mem_id, 0)

    def _measure(self, body: LexborNode) -> None:
        """Count the characters of every element, and those on links, in one pass."""
        stack: list[tuple[LexborNode, bool]] = [(body, False)]
        while stack:
            node, done = stack.pop()
            if node.is_text_node:
                continue
            children = [c for c in node.iter(include_text=True) if not self.unseen_element(c)]
            if not done:
                stack.append((node, True))
                stack.extend((child, False) for child in children)
                continue
            texts = [len(fold(c.text_content or "")) for c in children if c.is_text_node]
            length = sum(texts) + sum(self._length(c) for c in children if not c.is_text_node)
            linked = sum(self._linked.get(c.mem_id, 0) for c in children if not c.is_text_node)
            self._lengths[node.mem_id] = length
            self._linked[node.mem_id] = length if node.tag == "a" else linked

    def unseen_element(self, node: LexborNode) -> bool:
        """Whether it is an element that a reader never sees."""
        return not node.is_text_node and self.unseen(node)

    def _unnamed_menus(self, body: LexborNode) -> Iterator[int]:
        """Lists of short links before a page's text begins or after it ends."""
        places = list(body.traverse(include_text=False))
        prose = [at for at, node in enumerate(places) if self._is_prose(node)]
        titles = [at for at, node in enumerate(places) if node.tag == "h1"]
        first = min([*titles, *prose[:1]], default=len(places))
        last = max(prose, default=0)
        for at, node in enumerate(places):
            if (at < first or at > last) and self._is_menu(node):
                yield node.mem_id

    def _is_prose(self, node: LexborNode) -> bool:
        own = sum(
            len(fold(c.text_content or "")) for c in node.iter(include_text=True) if c.is_text_node
        )
        return own >= _PROSE and node.tag not in {"a", "footer"}

    def _is_menu(self, node: LexborNode) -> bool:
        if node.tag not in _CONTAINERS or node.css_first(_HEADINGS) is not None:
            return False
        length, linked = self._length(node), self._linked.get(node.mem_id, 0)
        if not length or linked < _LINKED_SHARE * length:
            return False
        links = node.css("a")
        local = all(_is_local(link.attributes.get("href") or "") for link in links)
        return len(links) >= _FEWEST_LINKS and linked <= _LONGEST_LINK * len(links) and local


def visible(node: LexborNode, most: int) -> str:
    """The text of an element on one line, cut after ``most`` characters."""
    parts: list[str] = []
    length = 0
    for each in node.traverse(include_text=True):
        if each.is_text_node and (each.parent is None or each.parent.tag not in _UNSEEN):
            parts.append(each.text_content or "")
            length += len(parts[-1])
            if length > 2 * most:
                break
    text = fold(clean(" ".join(parts)))
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_comment(node: LexborNode, tag: str) -> bool:
    """Whether the element is a comment of an editor's margin, or the sign that points to one."""
    attributes = node.attributes
    if tag == "a":
        return (attributes.get("href") or "").startswith(_COMMENT_NAME)
    if tag == "span":
        return _COMMENT_SIGN in (attributes.get("class") or "")
    if tag != "div":
        return False
    if _COMMENT.search(attributes.get("style") or ""):
        return True
    sign = node.css_first("a")
    if sign is None or not (sign.attributes.get("href") or "").startswith(f"{_COMMENT_NAME}_ref"):
        return False
    return visible(node, 80).startswith(visible(sign, 20))


def _names_furniture(name: str) -> bool:
    words = [word.lower() for word in _NAME_WORD.findall(name)]
    if not words or len(words) > _MOST_OF_NAME:
        return False
    # "top" of "back to top" is no word of layout, hence both readings.
    inner = " ".join(word for word in words if word not in _FRAME_WORDS_BESIDE)
    if _WIDGET_NAME.fullmatch(inner) or _WIDGET_NAME.fullmatch(" ".join(words)):
        return True
    beside = set(words) - _FRAME_WORDS
    return len(beside) < len(set(words)) and beside <= _FRAME_WORDS_BESIDE


def _names_header(name: str) -> bool:
    return not _HEADER_WORDS.isdisjoint(word.lower() for word in _NAME_WORD.findall(name))


def _is_site_header(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("main", "article", "section"):
            return False
        if (parent.attributes.get("role") or "") == "main":
            return False
        parent = parent.parent
    return True


def _is_local(href: str) -> bool:
    path = href.lower().partition("?")[0]
    return "://" not in href and not href.startswith("//") and not path.endswith((".pdf", ".docx"))
