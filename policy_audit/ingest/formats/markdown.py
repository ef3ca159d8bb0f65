"""Markdown -> the HTML it stands for -> lines and pieces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from policy_audit.ingest.formats.html.reader import read_page
from policy_audit.ingest.formats.shared.charset import decode
from policy_audit.ingest.layout.lines import Reading, wrap_width

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_SETTING = re.compile(r"(?:[\w\"'.-]+\s*[:=]|[ \t#-]|$)")
_DEEPEST = 100
_NEVER_WRAPPED = re.compile(r"^ {0,3}(?:#|\|).*$", re.MULTILINE)


def read_markdown(data: bytes) -> Reading:
    """Read Markdown (CommonMark with tables): what a reader of the page would see.

    Front matter and comments are left out; emphasis and links leave their visible text.
    """
    decoded = decode(data)
    text = _without_front_matter(decoded.text)
    running = _NEVER_WRAPPED.sub("", text)
    paragraphs = [p.split("\n") for p in re.split(r"\n[ \t]*\n", running)]
    parser = _parser()
    tokens = parser.parse(text)
    _note_widths(tokens, text.split("\n"))
    page = parser.renderer.render(tokens, parser.options, {})
    reading = read_page(page, wrap_width(paragraphs))
    return replace(reading, title=None, notes=(*decoded.notes, *reading.notes))


def _without_front_matter(text: str) -> str:
    """``text`` without the settings that site generators keep at its top."""
    lines = text.split("\n")
    ends = _FENCES.get(lines[0].rstrip())
    if ends is None:
        return text
    for at, line in enumerate(lines[1:], start=1):
        if line.rstrip() in ends:
            return "\n".join(lines[at + 1 :])
        if not _SETTING.match(line):
            break  # a rule over ordinary text
    return text


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # Linked addresses and typographic replacements would show what the author did not write.
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST, "html": True}).enable("table")
    parser.add_render_rule("softbreak", _soft_break)
    parser.add_render_rule("ordered_list_open", _ordered_list)
    return parser


def _note_widths(tokens: Sequence[Token], lines: Sequence[str]) -> None:
    """Give each soft break the length of its source line, with the markup that is not shown."""
    for token in tokens:
        at = token.map[0] if token.map else 0
        for child in token.children or ():
            if child.type in ("softbreak", "hardbreak"):
                child.meta["width"] = len(lines[at]) if at < len(lines) else 0
                at += 1


def _soft_break(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return f'<br data-soft="{tokens[at].meta.get("width", 0)}">'


def _ordered_list(_renderer: Any, tokens: Sequence[Token], at: int, *_: Any) -> str:
    """The list's first number, and whether it wrote ``1)`` for ``1.``."""
    start = tokens[at].attrGet("start")
    number = f' start="{int(start)}"' if start is not None else ""
    delimiter = ' data-delimiter=")"' if tokens[at].markup == ")" else ""
    return f"<ol{number}{delimiter}>"
