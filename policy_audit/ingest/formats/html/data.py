"""What a page says of itself beside its text: its address, its dates, questions with answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.model import PartialDate

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_ADDRESSES = (
    ("link[rel=canonical]", "href"),
    ("meta[property='og:url']", "content"),
    ("base[href]", "href"),
)
_CHANGED = ("article:modified_time", "og:updated_time", "dateModified", "last-modified")
_PUBLISHED = (
    *("article:published_time", "datePublished", "date", "dc.date", "dcterms.date"),
    *("dcterms.modified", "dcterms.issued", "dc.date.issued", "publish-date"),
)
_DAY = re.compile(r"((?:19|20)\d\d)(?:-(\d\d)(?:-(\d\d))?)?(?!\d)")
_MOST_QUESTIONS, _MOST_DATA, _DEEPEST = 300, 2_000_000, 12


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a schema.org FAQPage; ``answer`` is HTML."""

    text: str
    answer: str


def page_address(tree: LexborHTMLParser) -> str | None:
    """The address the page gives for itself, if it is one on the web."""
    for selector, attribute in _ADDRESSES:
        found = tree.css_first(selector)
        address = (found.attributes.get(attribute) or "").strip() if found is not None else ""
        if address.lower().startswith(("https://", "http://")):
            return address
    return None


def page_date(tree: LexborHTMLParser) -> PartialDate | None:
    """The day the page says it was last changed or else published, apart from its text."""
    said: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        said.setdefault((name or "").lower(), attributes.get("content") or "")
    for item in _items(tree):
        for key in ("dateModified", "datePublished"):
            if isinstance(item.get(key), str):
                said.setdefault(key.lower(), item[key])
    for name in (*_CHANGED, *_PUBLISHED):
        date = _date(said.get(name.lower(), ""))
        if date is not None:
            return date
    times = (node.attributes.get("datetime") or "" for node in tree.css("time[datetime]"))
    return next((date for value in times if (date := _date(value)) is not None), None)


def questions(tree: LexborHTMLParser) -> tuple[Question, ...]:
    """The questions and answers of the page's schema.org data (FAQPage), 300 at most."""
    found: dict[str, Question] = {}
    for item in _items(tree):
        if "Question" not in _listed(item.get("@type")):
            continue
        asked = item.get("name") or item.get("text")
        answers = _listed(item.get("acceptedAnswer") or item.get("suggestedAnswer"))
        texts = [a["text"] for a in answers if isinstance(a, dict) and _is_text(a.get("text"))]
        if isinstance(asked, str) and texts and len(found) < _MOST_QUESTIONS:
            text = fold(clean(asked))
            found.setdefault(text, Question(text, "\n".join(texts)))
    return tuple(found.values())


def _items(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD."""
    for node in tree.css("script[type='application/ld+json']"):
        text = node.text(deep=True)
        if len(text) > _MOST_DATA:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            continue
        yield from _objects(value, 0)


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _date(value: str) -> PartialDate | None:
    found = _DAY.match(value.strip())
    if found is None:
        return None
    try:
        date = PartialDate("-".join(part for part in found.groups() if part))
        date.earliest()
    except ValueError:
        return None
    return date
