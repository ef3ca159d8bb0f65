"""What sort of document a text is, by cues that each count a little."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from policy_audit.model import DocumentKind


class _Cue(NamedTuple):
    """``where``: ``head`` (file name, title, first lines), its ``top``, ``tail`` or ``all``."""

    weight: float
    where: str
    form: str


# Who keeps a paper at hand, and what it is.
_DESK = (
    r"(?:(?:front|main)[- ](?:office|desk)|(?:desk|door|office|reception|counter|substitute|faculty"
    r"|employee|principals?|staff|secretar\w+|clerks?|custodians?)(?:['’]s?)?)"
)
_HANDOUT = r"(?:cards?|guide|handbook|manual|folder|binder|bulletin|hub|checklist|table|call tree)"
_NAME = r"[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][\w’'-]+(?: and [A-Z][a-z]+ [A-Z][\w’'-]+)?"
_PAPER = (
    r"(?:ledger|gazette|times|courant|courier|herald|tribune|observer|chronicle|sentinel|journal"
    r"|dispatch|examiner|packet|lantern|current|weekly|daily)"
)
_TOWN = r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3}"
_OFFICE = r"(?:departments?|board|office|agency|commissioner|superintendent)"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? "
_CUES: dict[DocumentKind, tuple[_Cue, ...]] = {
    DocumentKind.FAMILY_LETTER: (
        _Cue(
            4,
            "head",
            r"^\s*(?:dear|estimad\w+|to (?:the|our|all) (?:families|parents|people)|neighbors)\b",
        ),
        _Cue(4, "head", r"^\W*to: (?:(?:all|our|the) )?(?:families|households|parents)\b"),
        _Cue(1.5, "head", r"\b(?:letter|message|notice|note|statement)\b"),
        _Cue(1, "head", r"\b(?:famil(?:y|ies)|parents?|guardians?|community)\b"),
        _Cue(2, "tail", r"^\s*(?:sincerely|respectfully|warmly|regards|in partnership|yours)\b"),
        _Cue(1, "tail", r"^\s*superintendent\b"),
    ),
    DocumentKind.FAQ: (
        _Cue(4, "head", r"\bfrequently asked|\bFAQs?\b|questions? (?:and|&) answers?|\bQ ?& ?A\b"),
        _Cue(1.5, "head", r"\b(?:your|families|answers to) questions\b|\b(?:families|keep) ask"),
    ),
    DocumentKind.BOARD_POLICY: (
        _Cue(3, "top", r"\bpolicy\s*(?:#|no\.?|number)?\s*[A-Z]{0,3}-?\d"),
        _Cue(1.5, "head", r"\bpolicy\b"),
        _Cue(2.5, "top", r"^\W*file:? (?-i:[A-Z]{2,5})\b|\b(?-i:[A-Z]{2,5} \((?:LOCAL|LEGAL)\))"),
        _Cue(1.5, "head", r"\bseries \d{4}\b|^\s*\d{4}(?:\.\d+)?\s*$"),
        _Cue(1, "head", r"\bboard of education\b|\bboard policies\b"),
        _Cue(2, "all", r"\bthe board\b[^.]{0,40}\bshall\b|\bthis policy\b"),
        _Cue(2, "tail", r"\bpolicy (?:adopted|revised)|^\s*adopted\b"),
        _Cue(1.5, "tail", r"\blegal ref|\bcross ref|\(cf\."),
    ),
    DocumentKind.REGULATION: (
        _Cue(5, "head", r"\badministrative (?:regulation|procedure|guideline)"),
        _Cue(5, "head", r"\bregulation\s*(?:#|no\.?)?\s*(?:\d|(?-i:[A-Z]{2,5})\b[-:])"),
        _Cue(4, "head", r"\b(?-i:[A-Z]{2,4}-(?:R|AR|AP)\d?\b|R \d{4})|\b\d{1,2}:\d{2,3}-AP\b"),
        _Cue(2, "head", r"\b(?:issued|approved) by the superintendent\b|^\W*this regulation\b"),
        _Cue(4, "head", r"\bAR[ -]?\d{2,}|\b\d{3,5}(?:\.\d+)?[ -]?(?:R|P|AP)\b|\bprocedure \d"),
        _Cue(4, "top", r"\(regulation\)|[\d)] [—–-] regulation$|\b\d{3,5}-AR\b"),
        _Cue(2.5, "tail", r"\bregulation (?:approved|issued|adopted)"),
    ),
    DocumentKind.STAFF_PROTOCOL: (
        _Cue(
            2.5, "head", r"\b(?:protocols?|checklist|steps|scripts?|quick (?:card|guide)|sheet)\b"
        ),
        _Cue(2.5, "head", r"\b(?:inservice|memo(?:randum)?|directive|annex|handbook, tab)\b"),
        _Cue(3, "top", rf"\b{_DESK}\b[^.\n]{{0,40}}\b{_HANDOUT}\b|\bcall tree\b|\bpost order\b"),
        _Cue(2, "head", r"\b(?:laminated|tape inside|keep (?:this|it|under|by|beside)\b)"),
        _Cue(
            2.5,
            "head",
            r"\b(?:to|for):? (?:all )?(?:[\w,]+ ){0,4}(?:registrars|clerks|custodians|coaches"
            r"|secretaries|building (?:administrators|supervisors)|department heads)\b",
        ),
        _Cue(
            3, "head", r"\b(?:for|to:?) (?:all )?(?:\w+ )?(?:staff|employees|principals|drivers)\b"
        ),
        _Cue(3, "head", r"\bdear (?:colleagues|staff)|\b(?:staff|site leader|campus) guide\b"),
        _Cue(1.5, "all", r"\bstep (?:\d|one)\b|\bstaff (?:should|must|will|are to)\b"),
        _Cue(1, "all", r"\bif an? (?:agent|officer)[^.]{0,40}\b(?:comes|arrives)\b"),
    ),
    DocumentKind.RESOURCE_PAGE: (
        _Cue(3, "head", r"\bresources?\b|\bregist(?:ration|ering)\b|\blast reviewed\b"),
        _Cue(3, "head", r"\bhome\s*[>/|»]|\bskip to\b|\bin this section\b"),
        _Cue(3.5, "head", r"^[^\n.]{2,60} [>»/] [^\n.>»/]{2,60}(?: [>»/] [^\n]{2,60})+$"),
        _Cue(2.5, "head", r"^[^\n.|]{2,40}(?: \| [^\n.|]{2,40}){3,}$"),
        _Cue(2.5, "head", r"\b(?:student|family|parent)\b[^.\n]{0,24} handbook\b|\bthis page\b"),
        _Cue(2, "head", r"^\W*(?:page|last) (?:updated|reviewed|changed)\b|\bat a glance\b"),
        _Cue(1.5, "head", rf"^\W*(?:updated|reviewed|posted|revised):? {_MONTH}|\blast edited\b"),
        _Cue(
            2.5, "tail", r"\bpage owner\b|\b(?:about|on) this page\b|\bthe page is\b|\bbroken link"
        ),
        _Cue(1, "top", r"\A[^\n]* html$"),
        _Cue(2, "head", r"\b(?:parents|families) and the public\b|\bpublic (?:version|summary)\b"),
        _Cue(1.5, "all", r"\b(?:click here|hotline|know your rights|legal aid|toolkit)\b"),
        _Cue(1.5, "tail", r"\bsite map\b|\ball rights reserved\b|\bpowered by\b|\bcopyright\b"),
    ),
    DocumentKind.NEWS: (
        _Cue(3, "head", rf"(?:^|[|·•])\W*(?-i:[Bb]y {_NAME})(?=[\W]*$|[^.\n]{{0,30}}[|·•])"),
        _Cue(3, "head", r"\bstaff (?:writer|reporter)\b"),
        _Cue(2.5, "top", rf"^\W*(?:the )?[\w’' ]{{2,40}} {_PAPER}\b\W*(?:$|[|·•])"),
        _Cue(2, "head", r"\b(?:ledger|gazette|(?-i:Times)|courant|herald|tribune|observer)\b"),
        _Cue(3.5, "head", r"\bfiled under\b|^\W*categories:|\bnews flash\b|\b\d+ comments\b"),
        _Cue(3, "head", r"^\W*minutes\b|\bboard briefs\b|^\W*(?:opening )?remarks\b"),
        # A district's own newsletters and statements are letters as often as news.
        _Cue(1.5, "head", r"\bnewsletter\b|\bweek of\b|\bissue (?:no\. )?\d|\bupdate\b"),
        _Cue(1.5, "head", r"^\W*(?:joint )?statement (?:of|by|from|regarding|on)\b"),
        _Cue(2.5, "head", rf"(?-i:^{_TOWN}, (?:[A-Z][a-z]+\.?|[A-Z]{{2}})\s*[-—–])"),
        _Cue(3, "head", r"(?-i:^[A-Z][A-Z' .]{3,30}(?:, [A-Z][a-z]+\.?)? [—–] [A-Z][a-z])"),
        _Cue(3.5, "head", r"\bfor immediate release\b|\bpress release\b"),
        _Cue(2, "tail", r"\bcovers education\b|\bnewsroom\b|\breporter\b"),
        _Cue(1.5, "tail", r"^\W*(?:in our )?next (?:issue|week)\b|, page \d+[.;]"),
    ),
    DocumentKind.RESOLUTION: (
        _Cue(3, "all", r"^\W*whereas\b"),
        _Cue(3, "all", r"\bbe it (?:further )?resolved\b|^\W*resolved\b"),
        _Cue(2, "head", r"\bresolution\b"),
    ),
    DocumentKind.STATE_REPOST: (
        # Further down it may be the heading of a part.
        _Cue(5, "top", rf"\bfrom the (?:state(?: {_OFFICE}|['’]s|\W*$)|{_OFFICE} of education)\b"),
        _Cue(5, "head", r"\bfrom the attorney general\b"),
        _Cue(4, "head", r"\b(?:state|attorney general'?s?|commissioner'?s?) guidance\b"),
    ),
}
_COMPILED = tuple(
    (kind, cue, re.compile(cue.form, re.IGNORECASE | re.MULTILINE))
    for kind, cues in _CUES.items()
    for cue in cues
)
# Somebody is quoted: "...," she said; told the board: "...".
_SAID = re.compile(
    r"[,.?!][\"”] (?:[\w.'’-]+ ){1,4}(?:said|told|added)\b"
    r"|\b(?:said|told|added)\b[^.\"”]{0,40}[\"“]"
    r"|[\"”] (?:said|added)\b"
)
# Somebody is reported: a name, an office or "she" said something, not "we" and "I".
_REPORTED = re.compile(
    r"\b(?:[Aa]ccording to (?:the|a|an)\b|(?:[A-Z][a-z]{2,}|[Hh]e|[Ss]he|[Oo]fficials|spokes\w+)"
    r" (?:said|says|told|wrote|added|noted)\b)"
)
# An interview as a paper prints it.
_INTERVIEW = re.compile(
    r"\b(?:sat down with|took questions from) [A-Z]|\b(?:conversation|interview|[Qq]uestions and"
    r" answers|[Ww]hat was said)\b[^.\n]{0,40}\b(?:shortened|trimmed|condensed|edited)\b"
)
_OWN = re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE)
_QUESTION_LINE = re.compile(r"^.{8,160}\?$|^Q\d*[.:]", re.MULTILINE)
_TOP, _HEAD, _TAIL = 240, 700, 700
_LEAST = 2.5
_MOST_FOR_QUESTIONS = 8


def detect_kind(title: str, text: str, file_name: str) -> DocumentKind:
    """The kind that most cues speak for; ``UNKNOWN`` where they say too little.

    ``file_name`` counts as part of the head (``FAQ.pdf``, ``5145.13-regulation.docx``).
    """
    named = re.sub(r"[-_./]+", " ", file_name)
    parts = {
        "top": f"{named}\n{title}\n{text[:_TOP]}",
        "head": f"{named}\n{title}\n{text[:_HEAD]}",
        "tail": text[-_TAIL:],
        "all": text,
    }
    votes: defaultdict[DocumentKind, float] = defaultdict(float)
    for kind, cue, form in _COMPILED:
        if form.search(parts[cue.where]):
            votes[kind] += cue.weight
    questions = len(_QUESTION_LINE.findall(text))
    if _INTERVIEW.search(parts["head"]):
        votes[DocumentKind.NEWS] += 6
    elif questions >= 3:
        votes[DocumentKind.FAQ] += min(_MOST_FOR_QUESTIONS, 1 + questions // 2)
    said = len(_SAID.findall(text))
    if said >= 2:
        votes[DocumentKind.NEWS] += min(6, said)
    reported = len(_REPORTED.findall(text))
    if reported >= 3 and reported > len(_OWN.findall(text)) / 4:
        votes[DocumentKind.NEWS] += min(4, reported / 2)
    # The order of the kinds breaks ties, so that equal inputs give equal answers.
    best = max(DocumentKind, key=lambda kind: votes[kind])
    return best if votes[best] >= _LEAST else DocumentKind.UNKNOWN
