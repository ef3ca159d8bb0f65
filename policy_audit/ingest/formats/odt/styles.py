"""What an OpenDocument text says once for many paragraphs: weights, and the numbers of lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from policy_audit.ingest.layout.numerals import in_style

_URN = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = f"{{{_URN}:office:1.0}}"
TEXT = f"{{{_URN}:text:1.0}}"
TABLE = f"{{{_URN}:table:1.0}}"
DRAW = f"{{{_URN}:drawing:1.0}}"
STYLE = f"{{{_URN}:style:1.0}}"
_FO = f"{{{_URN}:xsl-fo-compatible:1.0}}"
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
DEEPEST = 9
OUTLINE = "\0outline"
"""The list that headings are numbered by; no style can bear this name."""
_NUMBERED = (f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list shows its number; ``form`` is empty for a bullet."""

    form: str
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1


@dataclass(slots=True)
class Styles:
    """The styles of one document: of its paragraphs and words, and of its lists."""

    _named: dict[str, Any] = field(default_factory=dict)
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def load(self, root: Any) -> None:
        """Take up the styles of one part of the package."""
        for style in root.iter(f"{STYLE}style"):
            self._named[style.get(f"{STYLE}name") or ""] = style
        for listed in root.iter(f"{TEXT}list-style"):
            name = listed.get(f"{STYLE}name") or ""
            self._levels[name] = dict(_levels(listed))
        for outline in root.iter(f"{TEXT}outline-style"):
            self._levels[OUTLINE] = dict(_levels(outline))

    def is_bold(self, name: str | None, *, default: bool = False) -> bool:
        """Whether the style of that name sets its text in bold."""
        weight = self._property(name, f"{_FO}font-weight")
        return default if weight is None else weight in _BOLD

    def is_struck(self, name: str | None) -> bool:
        """Whether the style of that name strikes its text through."""
        return self._property(name, f"{STYLE}text-line-through-style") not in (None, "none")

    def is_hidden(self, name: str | None) -> bool:
        """Whether the style of that name hides its text."""
        return self._property(name, f"{TEXT}display") == "none"

    def is_called(self, name: str | None, called: str) -> bool:
        """Whether the style, or one that it is based on, bears the program's own name."""
        return name == called or any(
            style.get(f"{STYLE}parent-style-name") == called for style in self._lineage(name)
        )

    def is_unnumbered(self, name: str | None) -> bool:
        """Whether the style of that name takes the number from its headings."""
        lists = (style.get(f"{STYLE}list-style-name") for style in self._lineage(name))
        return next((each for each in lists if each is not None), None) == ""

    def begin_list(self, style: str) -> None:
        """A list of that style begins anew."""
        self._counts.pop(style, None)

    def marker(self, style: str, depth: int, start: str | None) -> str | None:
        """The number that the next item at ``depth`` (1 is the outermost) shows, if any."""
        levels = self._levels.get(style, {})
        level = levels.get(depth)
        if level is None or not level.form:
            return None
        counts = self._counts.setdefault(style, {})
        first = _whole(start)
        counts[depth] = counts.get(depth, level.start - 1) + 1 if first is None else first
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]
        numbers = [
            in_style(counts.get(at, 1), levels[at].form)
            for at in range(max(1, depth - level.shown + 1), depth + 1)
            if at in levels and levels[at].form
        ]
        return f"{level.prefix}{'.'.join(numbers)}{level.suffix}".strip() or None

    def _property(self, name: str | None, attribute: str) -> str | None:
        for style in self._lineage(name):
            for properties in style.iter(f"{STYLE}text-properties"):
                value = properties.get(attribute)
                if value is not None:
                    return str(value)
        return None

    def _lineage(self, name: str | None) -> Iterator[Any]:
        seen: set[str] = set()
        while name and name not in seen and name in self._named:
            seen.add(name)
            yield self._named[name]
            name = self._named[name].get(f"{STYLE}parent-style-name")


def _levels(listed: Iterable[Any]) -> Iterator[tuple[int, _Level]]:
    for level in listed:
        depth = _whole(level.get(f"{TEXT}level")) if isinstance(level.tag, str) else None
        if depth is None or not 1 <= depth <= DEEPEST:
            continue
        form = level.get(f"{STYLE}num-format") or ""
        yield (
            depth,
            _Level(
                form if level.tag in _NUMBERED else "",
                level.get(f"{STYLE}num-prefix") or "",
                level.get(f"{STYLE}num-suffix") or "",
                _whole(level.get(f"{TEXT}start-value")) or 1,
                _whole(level.get(f"{TEXT}display-levels")) or 1,
            ),
        )


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 6 else None
