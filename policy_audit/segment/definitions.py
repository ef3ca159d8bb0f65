"""Reading rule 4: a document that defines *warrant* means a judge's order by a later bare one.

"A warrant, that is, an order signed by a judge" upgrades "without a warrant" further down. The
later clause keeps its text, for quoting; its ``meaning`` has the definition written into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from policy_audit.model import Clause, ClauseRole

_JUDICIAL = r"(?:\bjudges?\b|\bjudicial|\bcourts?\b|\bmagistrates?\b)"
_QUOTE = "[\"“”'’*]*"
_GAP = r"\s*[,;:(—–-]+\s*"
_APPOSED = (
    r"(?:that\s+is(?:\s+to\s+say)?|meaning|i\.\s?e\.|in\s+other\s+words|namely"
    r"|by\s+(?:which|that|this)\s+(?:we|the\s+\w+)\s+means?|which\s+(?:here\s+)?means)"
)
_VERB = (
    r"(?:(?:here\s+|shall\s+|will\s+)?means?|refers\s+to|is\s+defined\s+as|is\s+understood\s+as"
    r"|(?:\w+\s+){0,4}is\s+(?:an?|the|one)\b"
    r"(?=[^.;]{0,30}\b(?:order|paper|document|that|which|signed)\b))"
)
_WHAT = r"(?P<what>[^.;)]{3,160})"
_DEFINITIONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # a warrant, that is, ...
        rf"\bwarrants?{_QUOTE}{_GAP}{_APPOSED}{_WHAT}",
        # a "warrant" under this policy is one that ...
        rf"\bwarrants?{_QUOTE}\s+{_VERB}{_WHAT}",
        # by warrant we mean ...
        rf"\bby\s+(?:an?\s+|the\s+(?:word|term)\s+)?{_QUOTE}warrants?{_QUOTE},?\s+"
        rf"(?:\w+\s+){{1,3}}(?:means?|understands?){_WHAT}",
        # a warrant (an order signed by a judge)
        r"\bwarrants?\s*[(—–]\s*(?:an?|the)\s+(?P<what>[^.;)—–]{3,160})",
        # a glossary's entry
        rf"\A{_QUOTE}warrants?{_QUOTE}\s*[:|—–-]\s+{_WHAT}",
    )
)
_ASKS = re.compile(
    r"\bwhat\b(?=[^?]{0,40}\bwarrants?\b)[^?]{0,60}\b(?:mean|means|meant|is|counts?|called)\b",
    re.IGNORECASE,
)
_SPOILT = re.compile(
    rf"\b(?:not|whether|even|any\s+(?:paper|document|form|order))\b[^.;]{{0,80}}{_JUDICIAL}"
    rf"|{_JUDICIAL}[^.;]{{0,60}}\bor\b[^.;]{{0,60}}\b(?:agenc|ICE\b|immigration|officer|official"
    r"|supervisor|field|department|administrat|principal|superintendent)"
    r"|\bimmigration\s+(?:judge|court)",
    re.IGNORECASE,
)
_QUALIFIED_BEFORE = (
    r"(?:(?:non-?)?judicial|administrative|issued|civil|court|judge['’]?s?|detention|removal"
    r"|deportation|arrest|enforcement|search|criminal|federal|(?:form\s+)?i-?\d{3}[a-z]?"
    r"|(?:ice|cbp|dhs|agency|immigration)(?:['’]s|-(?:issued|signed))?)"
)
_KINDS = r"\b(?:judicial|administrative|ice|agency|immigration|kinds?|types?|differ\w*)\b"
_KIND_OF = re.compile(rf"\b{_QUALIFIED_BEFORE}\s+[\"“]?\Z", re.IGNORECASE)
_BARE = re.compile(
    r"(?<![\w-])(?P<before>[\w'’-]+\s+)?(?P<term>warrants?)\b"
    r"(?!\s+(?:(?:that|which)\s+(?:is|was|has\s+been)\s+)?(?:signed|issued|approved|from|of|by)\b)",
    re.IGNORECASE,
)


def with_definitions(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses of one document in order, those after a definition with their ``meaning``."""
    defined = False
    for clause in clauses:
        meaning = _explicit(clause.text) if defined else clause.text
        yield clause if meaning == clause.text else replace(clause, meaning=meaning)
        defined = defined or _defines(clause)


def _defines(clause: Clause) -> bool:
    asked = clause.context.question
    if asked and clause.role is not ClauseRole.QUESTION and _ASKS.search(asked):
        return _is_judicial(clause.text) and not re.search(_KINDS, asked, re.IGNORECASE)
    return any(
        _is_judicial(found["what"]) and not _KIND_OF.search(clause.text[: found.start()])
        for pattern in _DEFINITIONS
        for found in pattern.finditer(clause.text)
    )


def _is_judicial(what: str) -> bool:
    named = re.search(_JUDICIAL, what, re.IGNORECASE)
    return named is not None and _SPOILT.search(what) is None


def _explicit(text: str) -> str:
    def written_out(found: re.Match[str]) -> str:
        before = found["before"] or ""
        if re.fullmatch(_QUALIFIED_BEFORE, before.strip(), re.IGNORECASE):
            return found[0]
        return f"{before}judicial {found['term']}"

    return _BARE.sub(written_out, text)
