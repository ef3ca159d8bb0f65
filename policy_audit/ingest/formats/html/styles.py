"""What a page's style sheet makes bold or strikes out: by ``style``, or by a class of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_WEIGHT = re.compile(
    r"font-weight\s*:\s*(?:(?P<bold>bold|bolder|[6-9]00)|normal|lighter|[1-5]00)\b"
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]{0,40}line-through")
_BY_CLASS = re.compile(r"[a-z]{0,9}\.([\w-]{1,60})", re.IGNORECASE)
_BOLD_TAGS = frozenset({"b", "strong"})
# A class of a whole part may be overruled by rules that are not read here.
_BY_CLASS_TAGS = frozenset({"p", "span", "li", "a", "em", "i", "u", "font"})
_MOST_STYLE = 500_000  # characters of one page's style sheets


@dataclass(frozen=True, slots=True)
class _Style:
    """``bold``: None where nothing is said of the weight."""

    bold: bool | None
    struck: bool


class Styles:
    """The looks that an editor gives to words of one page, as far as they have a meaning."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self._classes = dict(_classes(tree))

    def weight(self, node: LexborNode) -> bool | None:
        """Whether the element sets its text bold (True) or plain (False); None: as around it."""
        said = self._of(node)
        bold = next((style.bold for style in said if style.bold is not None), None)
        return True if bold is None and node.tag in _BOLD_TAGS else bold

    def struck(self, node: LexborNode) -> bool:
        """Whether the element strikes its text out."""
        return any(style.struck for style in self._of(node))

    def _of(self, node: LexborNode) -> list[_Style]:
        attributes = node.attributes
        found = [_style(attributes.get("style") or "")]
        if self._classes and node.tag in _BY_CLASS_TAGS:
            names = (attributes.get("class") or "").split()
            found += [self._classes[name] for name in names if name in self._classes]
        return found


def _style(declared: str) -> _Style:
    declared = declared.lower()
    weight = _WEIGHT.search(declared)
    return _Style(weight["bold"] is not None if weight else None, bool(_STRUCK.search(declared)))


def _classes(tree: LexborHTMLParser) -> Iterator[tuple[str, _Style]]:
    """The classes of which the style sheets speak alone, with what they say."""
    sheet = "".join(node.text(deep=True) for node in tree.css("style"))[:_MOST_STYLE]
    plain = "".join(part.partition("/*")[0] for part in sheet.split("*/"))
    for rule in plain.split("}"):
        selectors, _, declared = rule.rpartition("{")
        style = _style(declared)
        if style.bold is None and not style.struck:
            continue
        for selector in selectors.rpartition("{")[2].split(","):
            named = _BY_CLASS.fullmatch(selector.strip())
            if named:
                yield named[1], style
