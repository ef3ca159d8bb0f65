"""The numbers that Word shows before paragraphs: counted here, since the file holds only rules."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from policy_audit.ingest.formats.docx.runs import W as _W
from policy_audit.ingest.formats.docx.runs import lineage
from policy_audit.ingest.layout.numerals import in_style

_FORMATS = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
}
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    shown: str
    start: int


class Numbering:
    """Hands out the marker and depth of each paragraph, in document order."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, str] = {}
        self._owned: dict[tuple[str, str], int] = {}
        self._levels: dict[tuple[str, int], _Level] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()
        root = _numbering_root(document)
        if root is not None:
            self._load(root)
            self._lists.update(self._linked(root, document))

    def next(self, element: Any, style: Any) -> tuple[str | None, int]:
        """The marker (``None`` for a bullet) and depth of this paragraph; depth 0 for no item."""
        found = _list_of(element, style)
        if found is None:
            return None, 0
        number, named, inherited = found
        abstract = self._lists.get(number)
        if abstract is None:
            return None, 0
        depth = self._owner_depth(abstract, style, inherited) if named is None else named
        level = self._levels.get((abstract, depth))
        if level is None:
            return None, 0
        if level.form in ("bullet", "none"):
            return None, depth + 1
        counts = self._count(number, abstract, depth, level)
        shown = _PLACE.sub(lambda m: self._part(abstract, int(m[1]) - 1, counts), level.shown)
        return shown.strip() or None, depth + 1

    def _owner_depth(self, abstract: str, style: Any, inherited: int) -> int:
        """The level that names the paragraph's style; such a style need not name its level."""
        owned = (self._owned.get((abstract, each.style_id)) for each in lineage(style))
        return next((depth for depth in owned if depth is not None), inherited)

    def _count(self, number: str, abstract: str, depth: int, level: _Level) -> dict[int, int]:
        counts = self._counts[abstract]
        if number not in self._begun:
            self._begun.add(number)
            # A list of its own that names a start begins anew; another goes on counting.
            for (owner, at), start in self._starts.items():
                if owner == number:
                    counts[at] = start - 1
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        return counts

    def _part(self, abstract: str, depth: int, counts: dict[int, int]) -> str:
        level = self._levels.get((abstract, depth))
        if level is None:
            return ""
        return in_style(counts.get(depth, level.start), _FORMATS.get(level.form, "1"))

    def _linked(self, root: Any, document: Any) -> dict[str, str]:
        """Lists that take their levels from a style: by number, the list that the style names."""
        styles = {style.style_id: style for style in document.styles}
        taken = {}
        for abstract in root.iter(f"{_W}abstractNum"):
            style = styles.get(_value(abstract, "numStyleLink") or "")
            own = None if style is None else style.element.find(f"{_W}pPr/{_W}numPr")
            number = None if own is None else _value(own, "numId")
            if number in self._lists:
                taken[abstract.get(f"{_W}abstractNumId") or ""] = self._lists[number]
        return {n: taken[name] for n, name in self._lists.items() if name in taken}

    def _load(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            name = abstract.get(f"{_W}abstractNumId") or ""
            for level in abstract.iter(f"{_W}lvl"):
                at = _number(level.get(f"{_W}ilvl"))
                if at < _DEEPEST:
                    owner = _value(level, "pStyle")
                    if owner:
                        self._owned[name, owner] = at
                    self._levels[name, at] = _Level(
                        _value(level, "numFmt") or "decimal",
                        _value(level, "lvlText") or "",
                        _number(_value(level, "start"), 1),
                    )
        for concrete in root.iter(f"{_W}num"):
            number = concrete.get(f"{_W}numId") or ""
            self._lists[number] = _value(concrete, "abstractNumId") or ""
            for override in concrete.iter(f"{_W}lvlOverride"):
                start = _value(override, "startOverride")
                if start is not None:
                    self._starts[number, _number(override.get(f"{_W}ilvl"))] = _number(start, 1)


def _numbering_root(document: Any) -> Any:
    # ``part.numbering_part`` would make one where there is none, and fail without a template.
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return relation.target_part.element
    return None


def _list_of(element: Any, style: Any) -> tuple[str, int | None, int] | None:
    """The list's number, the level that the paragraph names, and the one that its styles do.

    Each stands nearest to the paragraph where several of its styles say something of it.
    """
    rules = [each.element.find(f"{_W}pPr/{_W}numPr") for each in lineage(style)]
    own = element.find(f"{_W}pPr/{_W}numPr")
    number = _first([own, *rules], "numId") or "0"
    if number == "0":
        return None
    named = _first([own], "ilvl")
    depth = None if named is None else min(_number(named), _DEEPEST - 1)
    return number, depth, min(_number(_first(rules, "ilvl")), _DEEPEST - 1)


def _first(rules: list[Any], name: str) -> str | None:
    values = (_value(rule, name) for rule in rules if rule is not None)
    return next((value for value in values if value is not None), None)


def _value(element: Any, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")


def _number(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdigit() and len(text) < 7 else default
