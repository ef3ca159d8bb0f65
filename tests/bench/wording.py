"""The same passage as another district would have it: other names, and other words for the same.

Nothing here changes what a clause says, so that the labels of a passage stay true.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.texts import Part, Text
from metamorphic.transformations import curly, has_plain_agents, renamed

#: Words for the same, each with its plural; only where they stand in small letters.
_SAME = (
    (("pupil", "pupils"), ("student", "students")),
    (("attorney", "attorneys"), ("lawyer", "lawyers")),
)
#: Where the word is part of another one's name.
_NOT_AFTER = r"(?<!district )(?<!prosecuting )(?<!power of )(?<!powers of )"
_NOT_BEFORE = r"(?! general)(?! in fact)(?!-in-fact)"
_OFFICES = ("main office", "front office")
_AGENTS = ("ICE agent", "immigration officer", "immigration agent")
_PHONE = re.compile(r"\b555-01(\d\d)\b")

_FIRST = (
    "Alder", "Birch", "Cinder", "Dover", "Ember", "Fallow", "Gorse", "Heron", "Indigo", "Jasper",
    "Kettle", "Linden", "Mallow", "Nether", "Otter", "Plover", "Quarry", "Rowan", "Sorrel", "Tansy",
    "Umber", "Velvet", "Willet", "Yarrow", "Zephyr", "Bracken", "Copper", "Damson", "Elder", "Flint",
    "Garnet", "Hazel", "Ivory", "Juniper",
)  # fmt: skip
_SECOND = (
    "Acres", "Bend", "Crossing", "Downs", "Estuary", "Falls", "Glade", "Heath", "Inlet", "Junction",
    "Knoll", "Landing", "Moor", "Narrows", "Oaks", "Point", "Quay", "Reach", "Shoals", "Terrace",
    "Uplands", "Vale", "Weir", "Bridge", "Cove", "Dale", "End", "Fields", "Gap", "Haven",
)  # fmt: skip


def district_names(seed: int) -> list[str]:
    """The names of districts in an order of the seed's, all different."""
    names = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    random.Random(f"{seed} names").shuffle(names)  # noqa: S311
    return names


def reworded(text: Text, case: str, name: str, draw: random.Random) -> Text:
    """``text``, from the practice case of that id, as a district called ``name`` has it."""
    changes: list[Callable[[str], str]] = [_naming(text, case, name)]
    changes += [_one_word(draw.choice(words), words) for words in _SAME]
    changes.append(_one_office(draw.choice(_OFFICES)))
    shift = draw.randrange(100)
    changes.append(lambda said: _PHONE.sub(lambda n: f"555-01{(int(n[1]) + shift) % 100:02}", said))
    whole = "\n".join(part.text for part in text.parts)
    if has_plain_agents(whole):
        agent = draw.choice(_AGENTS)
        changes.append(lambda said: renamed(said, agent=agent))
    if draw.random() < 0.5:
        changes.append(curly)
    return Text(text.name, tuple(_changed(part, changes) for part in text.parts))


def _changed(part: Part, changes: Sequence[Callable[[str], str]]) -> Part:
    said = part.text
    for change in changes:
        said = change(said)
    return replace(part, text=said)


def _naming(text: Text, case: str, name: str) -> Callable[[str], str]:
    """Puts ``name`` for the district's own, which the case's id holds: ``real3-02-oxbow-lane``."""
    slug = case.split("-")[2:]
    whole = "\n".join(part.text for part in text.parts)
    for end in range(len(slug), 0, -1):
        own = re.compile(rf"\b(?-i:[A-Z]){'[ -]'.join(slug[:end])[1:]}\b", re.IGNORECASE)
        if own.search(whole):
            return lambda said: own.sub(lambda m: name.upper() if m[0].isupper() else name, said)
    return lambda said: said


def _one_word(chosen: tuple[str, str], words: Sequence[tuple[str, str]]) -> Callable[[str], str]:
    every = "|".join(word for pair in words for word in pair)
    pattern = re.compile(rf"\b(?P<article>an? )?{_NOT_AFTER}(?P<word>{every})\b{_NOT_BEFORE}")

    def put(found: re.Match[str]) -> str:
        plural = found["word"].endswith("s")
        word = chosen[plural]
        article = found["article"] and ("an " if word[0] in "aeiou" else "a ")
        return f"{article or ''}{word}"

    return lambda said: pattern.sub(put, said)


def _one_office(chosen: str) -> Callable[[str], str]:
    pattern = re.compile(rf"\b(?:{'|'.join(_OFFICES)})\b")
    return lambda said: pattern.sub(chosen, said)
