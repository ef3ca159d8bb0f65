"""The practice documents that a corpus is made of: their text in parts, and their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from corpus.texts import Part, Text

from policy_audit.baseline import CaseFile, load_baseline, load_practice
from policy_audit.model import Baseline, CriterionKey, DocumentKind, Outcome

BASELINE = "ct-csde-2025"
_MARKDOWN = ".md"
#: Kinds in which the district itself speaks. Others' words are no ground for a district's answers.
_OWN_WORDS = {
    DocumentKind.FAMILY_LETTER,
    DocumentKind.FAQ,
    DocumentKind.BOARD_POLICY,
    DocumentKind.REGULATION,
    DocumentKind.STAFF_PROTOCOL,
    DocumentKind.RESOURCE_PAGE,
}
#: Tables, quotations, nested lists, links and markup have no counterpart in the corpus's texts.
_BEYOND = re.compile(r"^ *[|>]|^ +(?:[-*]|\d+\.) |<|\]\(|~~", re.MULTILINE)
_ITEM = re.compile(r"(?P<mark>[-*]|\d{1,2}\.)\s+(?=\S)")
_RULE = re.compile(r"[-*_]{3,}$")
_EMPHASIS = re.compile(r"(\*\*|__|(?<!\w)[*_]|[*_](?!\w))")
_BOLD_LINE = re.compile(r"\*\*[^*]+[^*.:,;]\*\*$")
_LONGEST_HEADING = 90


@dataclass(frozen=True)
class Passage:
    """A practice case as one text; ``outcomes`` are its labels, and what is not there is absent."""

    id: str
    kind: DocumentKind
    text: Text
    outcomes: Mapping[CriterionKey, Outcome]


@cache
def baseline() -> Baseline:
    return load_baseline(BASELINE)


@cache
def passages() -> tuple[Passage, ...]:
    """Every practice case whose document comes through whole: each label's words still in it."""
    exempt = [r.exempt_before for r in baseline().requirements if r.exempt_before]
    found = []
    for case in load_practice(baseline()):
        if case.kind in _OWN_WORDS and not _may_be_exempt(case, exempt):
            passage = _passage(case)
            if passage and _holds(passage, case):
                found.append(passage)
    return tuple(found)


def _may_be_exempt(case: CaseFile, days: list[date]) -> bool:
    return any(case.date is not None and case.date.surely_before(day) for day in days)


def _passage(case: CaseFile) -> Passage | None:
    """The case's text; ``None`` where it has several documents or a form that is not simple."""
    [*others, path] = case.documents
    if others or path.suffix != _MARKDOWN:
        return None
    source = path.read_text(encoding="utf-8")
    if _BEYOND.search(source):
        return None
    evidence = [letters(quote) for label in case.labels for quote in label.evidence]
    parts = tuple(_parts(source, evidence))
    if parts[0].kind != "title":
        parts = (Part("title", case.title), *parts)
    outcomes = {label.key: label.outcome for label in case.labels}
    return Passage(case.id, case.kind, Text(case.id, parts), outcomes)


def _parts(source: str, evidence: list[str]) -> Iterator[Part]:
    for block in re.split(r"\n\s*\n", source.strip()):
        lines = [line.strip() for line in block.split("\n")]
        if _BOLD_LINE.match(block) and not any(e in letters(block) for e in evidence):
            kind = "heading" if len(block) < _LONGEST_HEADING else "paragraph"
            yield Part(kind, _bare(block))
        else:
            yield from _of_lines(lines)


def _of_lines(lines: list[str]) -> Iterator[Part]:
    """Headings and items are lines; other lines that follow each other are one paragraph."""
    running: Part | None = None
    for line in lines:
        heading = re.match(r"(#{1,6})\s+", line)
        item = _ITEM.match(line)
        if running and (heading or item or _RULE.match(line)):
            yield running
            running = None
        if heading:
            kind = "title" if heading[1] == "#" else "heading"
            yield Part(kind, _bare(line[heading.end() :]))
        elif item:
            mark = "-" if item["mark"] in "-*" else item["mark"]
            running = Part("item", _bare(line[item.end() :]), mark)
        elif running:
            running = Part(running.kind, f"{running.text} {_bare(line)}", running.marker)
        elif line and not _RULE.match(line):
            running = Part("paragraph", _bare(line))
    if running:
        yield running


def _bare(line: str) -> str:
    return _EMPHASIS.sub("", line).replace("\\", "").strip()


def letters(text: str) -> str:
    """The letters and digits alone, as evidence is looked for."""
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _holds(passage: Passage, case: CaseFile) -> bool:
    said = letters(" ".join(f"{part.marker} {part.text}" for part in passage.text.parts))
    return all(letters(quote) in said for label in case.labels for quote in label.evidence)
