"""Cues a careful reader looks for: who is bound, how firmly, with which exception, in whose words.

A cue is a pattern in a clause (and its governing question or lead-in). Cues inform the learned
judge and explain its reading to a person; none of them decides an outcome alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from policy_audit.model import Clause, ClauseRole


class Cue(StrEnum):
    """What a pattern says about a clause."""

    PROHIBITION = "prohibition"
    DUTY = "duty"
    PERMISSION = "permission"
    SOFT = "soft modal"
    EXCEPTION = "exception"
    ONLY = "only"
    PLAN = "plan for later"
    POINTER = "pointer elsewhere"
    ATTRIBUTION = "somebody else's words"
    RECITAL = "recital"
    REFERENCE = "legal reference"
    HISTORY = "history"
    ABSOLUTE = "absolute"
    NEGATED_ANSWER = "answered no"
    JUDICIAL = "judicial paper"
    ADMINISTRATIVE = "administrative paper"
    UNSPECIFIED_PAPER = "unspecified paper"
    APPROVAL = "a person's approval"
    COUNSEL = "legal counsel"
    AGENTS = "immigration agents"


# Rule 1: "may not", "cannot", "is not authorised to" prohibit.
_PROHIBITION = (
    r"\b(?:may|shall|must|can|will|should|do|does|are|is|would|has|have|did)\s+(?:also\s+)?not\b"
    r"|\bcannot\b|n['’]t\b|\bnever\b|\bno\s+(?:\w+\s+){1,3}(?:may|shall|will|is|are|has)\b"
    r"|\bprohibit(?:s|ed|ing)?\b|\bforbid(?:s|den)?\b|\bnot\s+(?:authori[sz]ed|permitted|allowed)\b"
    r"|\brefus(?:e|es|ed|ing)\b|\bdeclin(?:e|es|ed|ing)\b|\bneither\b|\bnor\b"
)
_JUDICIAL = (
    r"\bjudicial\b|\bjudge(?:s|['’]s)?\b|\bmagistrate\b|\bcourt(?:s|['’]s)?\b(?!yard)"
    r"|\bjudicially\b"
)
# Rule 5: what makes a warrant administrative; an immigration judge is no judicial officer here.
_ADMINISTRATIVE = (
    r"\badministrative\s+(?:warrant|removal|subpoena|arrest|paper|document|form)"
    r"|\bICE[- ](?:issued\s+)?warrants?\b|\b[Ii]-?20[05]\b|\bdetainers?\b|\bimmigration\s+judge"
    r"|\bremoval\s+order|\bdeportation\s+order|\bagency[- ]issued\b"
    r"|\b(?:not|never)\s+signed\s+by\s+a\s+(?:judge|court)"
)

_PATTERNS: dict[Cue, str] = {
    Cue.PROHIBITION: _PROHIBITION,
    Cue.DUTY: r"\b(?:shall|must|will|is\s+required\s+to|are\s+required\s+to|is\s+to|are\s+to)\b",
    Cue.PERMISSION: r"\bmay\b(?!\s+not)|\b(?:is|are)\s+(?:free|permitted|allowed)\s+to\b|\bcan\b",
    Cue.SOFT: (
        r"\bshould\b|\bencourage[sd]?\b|\bas\s+(?:appropriate|needed)\b"
        r"|\bwhere(?:ver)?\s+(?:practicable|possible|feasible)\b"
        r"|\bgenerally\b|\btypically\b|\busually\b|\bnormally\b|\bevery\s+effort\b|\btry\s+to\b"
        r"|\bexpected\s+to\b|\bstrive|\bmay\s+wish\b"
        r"|\bmay\s+(?:contact|ask|consult|request|notify)\b"
        r"|\bif\s+(?:possible|time\s+permits)\b|\brecommend"
    ),
    Cue.EXCEPTION: r"\bunless\b|\bwithout\b|\bexcept\b|\babsent\b|\bother\s+than\b|\buntil\b",
    Cue.ONLY: r"\bonly\b|\bsolely\b|\bexclusively\b",
    Cue.PLAN: (
        r"\b(?:is|are|be)\s+(?:being\s+)?(?:developing|drafting|preparing|planning|reviewing|drafted|developed|prepared|planned|considered)\b"
        r"|\bplans?\s+to\b|\bintends?\s+to\b"
        r"|\bin\s+the\s+(?:coming|next)\s+(?:weeks|months)\b|\bhopes?\s+to\b"
        r"|\bunder\s+(?:review|development|consideration)\b"
        r"|\bby\s+(?:the\s+)?(?:spring|summer|fall|end\s+of)\b"
        r"|\bwork(?:ing)?\s+(?:on|toward)\b"
    ),
    Cue.POINTER: (
        r"\b(?:see|visit|consult|refer\s+to)\s+(?:the|our|policy|page|section|administrative)\b"
        r"|\bas\s+(?:outlined|described|set\s+out|provided)\s+in\b"
        r"|\blink(?:ed|s)?\b|\bclick\b|\bavailable\s+(?:at|on)\b|https?://|\bwww\."
    ),
    Cue.ATTRIBUTION: (
        r"\b[Aa]ccording\s+to\b"
        r"|\b(?:said|says|told|wrote|advises|advised|recommends|recommended|suggests|urges|explains|noted)\b"
        r"|\bACLU\b|\bstate\s+guidance\b|\bDepartment\s+of\s+Education\b|\bCSDE\b"
        r"|\bAttorney\s+General\b|\badvocates?\b|\bthe\s+governor\b"
    ),
    Cue.HISTORY: (
        r"\brescind(?:ed|s|ing)?\b|\bno\s+longer\b|\bformer(?:ly)?\b|\brevoked\b"
        r"|\bremoved\b|\bpreviously\b|\bused\s+to\b"
        r"|\bhistorically\b|\bended\b|\bwithdr(?:ew|awn)\b"
    ),
    Cue.ABSOLUTE: (
        r"\bnever\b|\bunder\s+(?:no|any)\s+circumstances?\b|\bguarantee|\balways\b"
        r"|\bno\s+(?:agent|officer|one)\b|\bever\b"
    ),
    Cue.JUDICIAL: _JUDICIAL,
    Cue.ADMINISTRATIVE: _ADMINISTRATIVE,
    Cue.UNSPECIFIED_PAPER: (
        r"\b(?:valid|proper|official|lawful|signed|appropriate|legal|required)\s+(?:\w+\s+)?(?:warrants?|documents?|documentation|papers?|paperwork|process|authority|authori[sz]ation)\b"
        r"|\bany\s+warrant\b|\ba\s+warrant\b"
    ),
    Cue.APPROVAL: r"\b(?:approval|permission|authori[sz]ation|consent|clearance)\b",
    Cue.COUNSEL: r"\b(?:counsel|attorneys?|lawyers?|law\s+firm)\b",
    Cue.AGENTS: (
        r"\bICE\b|\bCBP\b|\bDHS\b|\bHSI\b|\bimmigration\b"
        r"|\bfederal\s+(?:agents?|officers?|officials?|authorit)"
        r"|\b(?:non-local|outside)\s+law\s+enforcement\b|\bagents?\b"
    ),
}
_CASED = (Cue.AGENTS, Cue.ADMINISTRATIVE, Cue.ATTRIBUTION)
_COMPILED = {
    cue: re.compile(pattern, 0 if cue in _CASED else re.IGNORECASE)
    for cue, pattern in _PATTERNS.items()
}
_NO = re.compile(r"no\b[.,;:!]?", re.IGNORECASE)

#: The order of the columns of :func:`cue_row`.
ORDER = tuple(Cue)


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one clause: in its own words, and in what governs it."""

    own: frozenset[Cue]
    governing: frozenset[Cue]

    def names(self) -> tuple[str, ...]:
        """Every cue for a person to read, own before governing, in a fixed order."""
        own = [str(cue) for cue in ORDER if cue in self.own]
        return (*own, *(f"{cue} (above it)" for cue in ORDER if cue in self.governing - self.own))


def find_cues(clause: Clause) -> Cues:
    """The cues in a clause, and in the question or lead-in above it."""
    own = _matches(clause.words)
    if clause.role is ClauseRole.RECITAL:
        own |= {Cue.RECITAL}
    if clause.role is ClauseRole.REFERENCE:
        own |= {Cue.REFERENCE}
    if clause.context.question and _NO.match(clause.text):
        own |= {Cue.NEGATED_ANSWER}
    above = clause.context.question or clause.context.lead_in or ""
    return Cues(frozenset(own), frozenset(_matches(above)))


def cue_row(cues: Cues) -> list[float]:
    """Cues as numbers, 1 or 0: own cues in :data:`ORDER`, then governing ones."""
    return [float(cue in cues.own) for cue in ORDER] + [
        float(cue in cues.governing) for cue in ORDER
    ]


def _matches(text: str) -> set[Cue]:
    return {cue for cue, pattern in _COMPILED.items() if pattern.search(text)}
