"""Text on everything that is not audited, as manuals are full of it: drawn from ``filler.toml``."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from corpus.texts import Part, words

_SLOT = re.compile(r"\{(\w+)\}")
_LEAD_IN = "In this matter the following holds:"


@cache
def _grammar() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("filler.toml").read_text(encoding="utf-8"))


def chapters(draw: random.Random, length: int) -> Iterator[Part]:
    """Chapters of a manual, with headings, paragraphs and lists, of ``length`` words or more."""
    written, topics = 0, list[dict[str, Any]]()
    while written < length:
        if not topics:
            topics = draw.sample(_grammar()["topic"], len(_grammar()["topic"]))
        for part in _section(draw, topics.pop()):
            written += len(words(part.text))
            yield part


def _section(draw: random.Random, topic: dict[str, Any]) -> Iterator[Part]:
    number = draw.randint(1000, 9999)
    yield Part("heading", f"{number} {topic['title']}: {draw.choice(topic['headings'])}")
    for _ in range(draw.randint(2, 5)):
        yield Part("paragraph", " ".join(_sentences(draw, topic, draw.randint(2, 5))))
    if draw.random() < 0.5:
        yield Part("paragraph", _LEAD_IN)
        for sentence in _sentences(draw, topic, draw.randint(3, 5)):
            yield Part("item", sentence, "-")


def _sentences(draw: random.Random, topic: dict[str, Any], count: int) -> list[str]:
    return [_filled(draw, pattern) for pattern in draw.sample(topic["sentences"], count)]


def _filled(draw: random.Random, pattern: str) -> str:
    def chosen(slot: re.Match[str]) -> str:
        name = slot[1].lower()
        if name in _grammar()["numbers"]:
            return str(draw.randint(*_grammar()["numbers"][name]))
        word: str = draw.choice(_grammar()["words"][name])
        return word[0].upper() + word[1:] if slot[1][0].isupper() else word

    return _SLOT.sub(chosen, pattern)
