"""Web pages -> lines and pieces: the main content, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.html.data import Question, page_address, page_date, questions
from policy_audit.ingest.formats.html.layout import Layout
from policy_audit.ingest.formats.html.parts import Parts, visible
from policy_audit.ingest.formats.html.widgets import Widgets, effective_tag
from policy_audit.ingest.formats.shared.charset import decode
from policy_audit.ingest.formats.shared.links import LinkList
from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.ingest.layout.lines import Line, Piece, Reading
from policy_audit.model import BlockKind, LeftOut, LeftOutReason, UnreadCategory

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_DEEPEST = 400
_USUAL_WIDTH = 72
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^<>]{0,2000}?(/?)>")
# Elements that may be left unclosed, so that counting them says nothing of the depth.
_UNCLOSED = frozenset(
    [
        *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br"),
        *("hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "source"),
        *("track", "embed", "param"),
    ]
)
_MOST_LEFT_OUT, _LONGEST_LEFT_OUT = 60, 300
_TELLING = 60
"""So many letters tell whether an answer stands on the page already."""
_LONGEST_LINK = 200

_Entries = tuple[Line | Piece, ...]


def read_html(data: bytes) -> Reading:
    """Read a web page's main content, without navigation, forms and page furniture.

    Raises ``UnreadableError`` where the page is nested too deeply to be read safely.
    """
    decoded = decode(data)
    reading = read_page(decoded.text)
    return replace(reading, notes=(*decoded.notes, *reading.notes))


def read_page(text: str, width: int = _USUAL_WIDTH) -> Reading:
    """Read an HTML text: its lines and pieces, ``<title>``, links, and what was left out.

    Raises ``UnreadableError``: nested too deeply, or without any text until its scripts run.
    ``width``: the column at which the source was wrapped, where its line breaks were kept.
    """
    from selectolax.lexbor import LexborHTMLParser

    _refuse_deep(text)
    tree = LexborHTMLParser(text)
    page = _Page(tree, width)
    entries, note = _with_answers(page.read(), questions(tree), width)
    if not entries and tree.css_first("body script") is not None:
        raise UnreadableError(
            UnreadCategory.EMPTY,
            "holds no text before its scripts run; open it in a browser and save it as PDF",
        )
    found = tree.css_first("title")
    title = fold(clean(found.text())) if found is not None else ""
    return Reading(
        entries,
        title=title or None,
        notes=(note,) if note else (),
        left_out=page.left_out(),
        links=page.links.found(),
        dated=page_date(tree),
    )


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


class _Page:
    """One pass over a page."""

    def __init__(self, tree: LexborHTMLParser, width: int) -> None:
        self._body = tree.body
        self._widgets = Widgets(tree)
        self._parts = Parts(tree, self._widgets)
        self._layout = Layout(width)
        self._left_out: dict[LeftOut, None] = {}
        self.links = LinkList(page_address(tree))

    def read(self) -> _Entries:
        root = self._parts.root
        if root is None or self._body is None:
            return ()
        self._around(root)
        for step, node in self._walk(root):
            if step == "text":
                self._layout.text(node.text_content or "")
            elif step == "open":
                self._open(node)
            else:
                self._close(node)
        return self._layout.finish()

    def left_out(self) -> tuple[LeftOut, ...]:
        """Texts that were not read, each once, without those too many to list."""
        return tuple(self._left_out)

    def _around(self, root: LexborNode) -> None:
        """What stands outside the main content is left out, save the page's title."""
        above = set()
        parent = root.parent
        while parent is not None:
            above.add(parent.mem_id)
            parent = parent.parent
        stack = [self._body] if self._body is not None else []
        titled = root.css_first("h1") is not None
        while stack:
            node = stack.pop()
            if node.mem_id == root.mem_id or self._parts.unseen_element(node):
                continue
            inside = node.mem_id in above
            title = None if titled or inside or node.is_text_node else self._title_in(node)
            if title is not None:
                titled = True
                self._layout.heading(visible(title, _LONGEST_LEFT_OUT), 1)
            elif inside:
                stack.extend(reversed(list(node.iter(include_text=True))))
            elif not node.is_text_node:
                self._leave_out(LeftOutReason.FURNITURE, node)

    def _title_in(self, node: LexborNode) -> LexborNode | None:
        """The title in a part of the page beside the main content, unless it is the site's."""
        title = node if node.tag == "h1" else node.css_first("h1")
        above = title
        while above is not None:
            if self._parts.left_out(above) is not None:
                return None
            above = above.parent if above.mem_id != node.mem_id else None
        return title

    def _walk(self, root: LexborNode) -> Iterator[tuple[str, LexborNode]]:
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
            if node.mem_id != root.mem_id and self._is_passed_over(node):
                continue
            yield "open", node
            stack.append(("close", node))
            children = list(node.iter(include_text=True))
            stack.extend(("open", child) for child in reversed(children))

    def _is_passed_over(self, node: LexborNode) -> bool:
        if self._parts.unseen(node):
            self._note_frame(node)
            return True
        reason = self._parts.left_out(node)
        if reason is not None:
            self._leave_out(reason, node)
        return reason is not None or self._widgets.moved(node)

    def _note_frame(self, node: LexborNode) -> None:
        """A document shown in a frame is linked to, not read."""
        if node.tag in ("iframe", "embed", "object"):
            address = node.attributes.get("src") or node.attributes.get("data") or ""
            self.links.add(node.attributes.get("title") or "", address)

    def _leave_out(self, reason: LeftOutReason, node: LexborNode) -> None:
        if len(self._left_out) >= _MOST_LEFT_OUT:
            return
        text = visible(node, _LONGEST_LEFT_OUT)
        if any(c.isalnum() for c in text):
            self._left_out.setdefault(LeftOut(reason, text))

    def _open(self, node: LexborNode) -> None:
        weight = self._parts.styles.weight(node)
        self._layout.open(effective_tag(node), node)
        if weight is not None:
            self._layout.weigh(bold=weight)
        title = self._widgets.title_of(node)
        if title and not _begins_with(node, title):
            self._layout.heading(title)
        if node.tag == "a":
            self.links.add(visible(node, _LONGEST_LINK), node.attributes.get("href") or "")

    def _close(self, node: LexborNode) -> None:
        self._layout.close(effective_tag(node))
        if self._parts.styles.weight(node) is not None:
            self._layout.unweigh()


def _begins_with(node: LexborNode, title: str) -> bool:
    found = node.css_first("h1, h2, h3, h4, h5, h6")
    return found is not None and _letters(found.text(deep=True)) == _letters(title)


def _with_answers(
    entries: _Entries, asked: Iterable[Question], width: int
) -> tuple[_Entries, str | None]:
    """Add the answers that stand only in the page's data, each after its question."""
    made = list(entries)
    on_page = _letters_of(entries)
    added = 0
    for question in asked:
        answer = _read_answer(question.answer, width)
        said = _letters_of(answer)[:_TELLING]
        wanted = _letters(question.text)
        place = next((at for at, e in enumerate(made) if _letters(e.text) == wanted), None)
        # A bare "No." is this question's answer only where it follows.
        below = made[place + 1 : place + 2] if place is not None else []
        if not said or (len(said) == _TELLING and said in on_page):
            continue
        if _letters_of(below)[: len(said)] == said:
            continue
        if place is None:
            made.append(Piece(BlockKind.HEADING, question.text, 2))
            place = len(made) - 1
        made[place + 1 : place + 1] = answer
        added += 1
    if not added:
        return entries, None
    what = "1 answer was" if added == 1 else f"{added} answers were"
    return tuple(made), f"{what} read from the data behind the page, where browsers may hide it."


def _read_answer(text: str, width: int) -> _Entries:
    from selectolax.lexbor import LexborHTMLParser

    try:
        _refuse_deep(text)
    except UnreadableError:
        return ()
    return _Page(LexborHTMLParser(text), width).read()


def _letters_of(entries: Iterable[Line | Piece]) -> str:
    return _letters(" ".join(entry.text for entry in entries))


def _letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())
