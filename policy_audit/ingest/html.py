"""Web pages -> lines and pieces: the main content, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policy_audit.errors import UnreadableError
from policy_audit.ingest.charset import decode
from policy_audit.ingest.clean import clean, fold
from policy_audit.ingest.html_layout import Layout
from policy_audit.ingest.lines import Line, Piece, Reading
from policy_audit.model import UnreadCategory

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "head",
        "nav",
        "footer",
        "aside",
        "select",
        "option",
        "textarea",
        "input",
        "datalist",
        "dialog",
        "-comment",
        "_comment",
    ]
)
_FURNITURE_ROLES = frozenset(
    ["navigation", "banner", "contentinfo", "search", "complementary", "dialog"]
)
_FURNITURE_NAMES = frozenset(
    [
        "breadcrumb",
        "breadcrumbs",
        "crumbs",
        "skip",
        "skip-link",
        "skip-to-content",
        "skipnav",
        "navbar",
        "sr-only",
        "visually-hidden",
        "screen-reader-text",
        "cookie-banner",
        "cookie-notice",
        "site-header",
        "site-footer",
        "social-share",
        "share-buttons",
    ]
)
_CONTENT = ("main", "[role=main]", "#main-content", "#content", "#main")
_FORM_WITH_CONTENT = 400
_LEAST_SHARE = 0.2
_DEEPEST = 400
_USUAL_WIDTH = 72
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]{0,2000}?(/?)>")
# Elements that may be left unclosed, so that counting them says nothing of the depth.
_UNCLOSED = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "col",
        "area",
        "base",
        "wbr",
        "source",
        "track",
        "embed",
        "param",
    ]
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes) -> Reading:
    """Read a web page's main content, without navigation, forms and page furniture.

    Raises ``UnreadableError`` where the page is nested too deeply to be read safely.
    """
    decoded = decode(data)
    entries, title = html_entries(decoded.text)
    return Reading(entries, title=title, notes=decoded.notes)


def html_entries(
    text: str, width: int = _USUAL_WIDTH
) -> tuple[tuple[Line | Piece, ...], str | None]:
    """The lines and pieces of an HTML text, and its ``<title>``.

    ``width``: the column at which the source was wrapped, where its line breaks were kept.
    """
    from selectolax.lexbor import LexborHTMLParser

    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    shown = _controlled(tree)
    layout = Layout(width)
    root = _content(tree)
    if root is not None:
        for step, node in _walk(root, shown):
            if step == "text":
                layout.text(node.text_content or "")
            elif step == "open":
                layout.open(node)
            else:
                layout.close(node.tag or "")
    found = tree.css_first("title")
    title = fold(clean(found.text())) if found is not None else ""
    return layout.finish(), title or None


def _refuse_deep(text: str) -> None:
    """Nesting makes an HTML parser's work grow with its square."""
    depth = 0
    for closing, name, empty in _TAG.findall(text):
        if name.lower() in _UNCLOSED or empty:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        if depth > _DEEPEST:
            raise UnreadableError(
                UnreadCategory.DAMAGED,
                "is nested too deeply for a web page; save the page again as PDF",
            )


def _content(tree: LexborHTMLParser) -> LexborNode | None:
    """The element that holds the page's own text; the body where none says so."""
    body = tree.body
    if body is None:
        return None
    total = _length(body)
    for selector in _CONTENT:
        found = tree.css(selector)
        if len(found) == 1 and _length(found[0]) > _LEAST_SHARE * total:
            return found[0]
    articles = tree.css("article")
    if len(articles) == 1 and _length(articles[0]) > 0.5 * total:
        return articles[0]
    return body


def _length(node: LexborNode) -> int:
    """How much text stands in paragraphs, headings, items and cells under ``node``."""
    return sum(len(n.text(deep=True)) for n in node.css("p, h1, h2, h3, h4, li, dt, dd, td"))


def _controlled(tree: LexborHTMLParser) -> frozenset[str]:
    """Ids of parts that a button of the page opens: closed when saved, yet published."""
    ids: set[str] = set()
    for name in ("aria-controls", "data-target", "data-bs-target", "href"):
        for node in tree.css(f"[{name}]"):
            value = node.attributes.get(name) or ""
            if name == "aria-controls" or value.startswith("#"):
                ids.update(value.replace("#", " ").split())
    return frozenset(ids)


def _walk(root: LexborNode, shown: frozenset[str]) -> Iterator[tuple[str, LexborNode]]:
    """``open``, ``text`` and ``close`` in document order; a stack, since pages nest deeply."""
    stack: list[tuple[str, LexborNode]] = [("open", root)]
    while stack:
        step, node = stack.pop()
        if step == "close":
            yield step, node
            continue
        if node.is_text_node:
            yield "text", node
            continue
        if node is not root and _is_furniture(node, shown):
            continue
        yield "open", node
        stack.append(("close", node))
        children = list(node.iter(include_text=True))
        stack.extend(("open", child) for child in reversed(children))


def _is_furniture(node: LexborNode, shown: frozenset[str]) -> bool:
    tag = node.tag or ""
    if tag in _DROPPED or tag.startswith(("-", "_")):
        return True
    if tag == "header":
        return not node.css("h1") or _is_site_header(node)
    if tag == "form":
        # Some site systems wrap the whole page into one form.
        return _length(node) < _FORM_WITH_CONTENT
    if tag == "button":
        return not {"aria-controls", "aria-expanded"}.intersection(node.attributes)
    return _is_marked_as_furniture(node.attributes, shown)


def _is_marked_as_furniture(attributes: dict[str, str | None], shown: frozenset[str]) -> bool:
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split()
    role = (attributes.get("role") or "").lower()
    if role in _FURNITURE_ROLES or _FURNITURE_NAMES.intersection(names):
        return True
    hidden = "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "")
    return bool(hidden) and (attributes.get("id") or "") not in shown


def _is_site_header(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in ("main", "article", "section"):
            return False
        parent = parent.parent
    return True
