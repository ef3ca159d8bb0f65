"""What the wording of a sentence or a block says about the part it plays in its document.

Every pattern is anchored or bounded, so that hostile text costs no more than its length. Where a
wording leaves doubt the answer is no: a commitment taken for a letterhead would be lost.
"""

from __future__ import annotations

import re

# Words without which a line commits nobody to anything.
_COMMITS = re.compile(
    r"\b(?:shall|must|will|may(?! \d)|might|should|can|cannot|could|would|is|are|was|were|has|have"
    r"|had|do|does|did|not|never|we|our|you|your|please|require[sd]?|direct(?:s|ed)?)\b",
    re.IGNORECASE,
)

_OPEN_WORD = re.compile(
    r"(?:\b(?:must|shall|will|should|may|can|cannot|to|without|following|including|includes?"
    r"|unless|until|by|only)|[—–…]|\.\.\.)\Z",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(
    r"\b(?:the following|as follows|these (?:steps|points|things|questions|rules|procedures)"
    r"|(?:steps|points|procedures|rules) below)\b[^.?!]{0,80}\.\Z",
    re.IGNORECASE,
)
_UNFINISHED = re.compile(r"[^.?!\"”'’)]\Z")

_REPORTS = re.compile(r"\b(?:asks?|asked|says?|said)\Z", re.IGNORECASE)
_YES_NO = re.compile(r"[\"“]?(?:Yes|No|Sí|Si)\b[.,!:;—–-]?")

_GREETING = re.compile(
    r"(?:Dear|Hello|Greetings|Good (?:morning|afternoon|evening)|Estimad[oa]s?|Querid[oa]s?)\b"
    r".{0,110}[,:!]\Z",
    re.IGNORECASE,
)
_ADDRESSEES = re.compile(
    r"To (?:the|our|all|every)\b[^.;?]{0,80}\b(?:community|famil(?:y|ies)|parents?|guardians?|staff"
    r"|students?|colleagues|employees|neighbors|members|friends)\b[^.;?]{0,40}[,:]\Z",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:(?:yours |very |most )?(?:sincerely|respectfully|truly|cordially|faithfully|warmly"
    r"|gratefully)(?: yours| submitted)?|(?:best|kind|warm(?:est)?) (?:regards|wishes)|regards"
    r"|(?:very truly|truly|faithfully|ever) yours|yours|in (?:partnership|service|solidarity"
    r"|community|friendship|gratitude|peace)|(?:with|in) (?:\w+,? ){0,4}(?:respect|gratitude"
    r"|appreciation|regards|wishes|care|affection|thanks|hope|warmth|partnership|pride|love)"
    r"|(?:many |our )?thanks|thank you|atentamente|cordialmente|respetuosamente),?\Z",
    re.IGNORECASE,
)
_COPIES = re.compile(r"(?:cc|bcc|enc|encl|enclosures?|attachments?):", re.IGNORECASE)
_SIGNATURE_END = re.compile(r"[.?!:;]\Z")
_TITLES = re.compile(r"(?:\b(?:Ph|Ed|M)\.\s?[DA]\.|\b(?:Jr|Sr|Esq|J\.D|Ed\.D|Ph\.D)\.)\Z")

_STREET = re.compile(
    r"\d{1,5} (?:[A-Z][\w.']*,? ){1,4}(?:Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Drive|Lane|Way"
    r"|Boulevard|Place|Square|Plaza|Turnpike|Highway)\b[\w\s,.|•·()#-]{0,100}\Z"
)
_NUMBER = (
    r"(?:(?:tel(?:ephone)?|phone|fax|office|main|t|f|p)\b[.:]?\s{0,3})?"
    r"\(?\d{3}\)?[ .-]{1,3}\d{3}[ .-]\d{4}"
)
_TELEPHONE = re.compile(rf"{_NUMBER}(?:[\s|•·,/]{{1,5}}{_NUMBER})?\Z", re.IGNORECASE)

_RECITAL = re.compile(r"(?:AND,? )?(?:WHEREAS\b|Whereas,|CONSIDERING\b|CONSIDERANDO\b)")
RESOLUTION_CUT = re.compile(
    r"(?:(?<=[;,.:])|(?<=; and)|(?<=, and))(?<!(?i:therefore),)(?<!(?i:therefore))\s{1,4}"
    r"(?=WHEREAS\b|Whereas,|NOW,? THEREFORE\b|(?i:now,? therefore,? be it (?:further )?resolved)\b"
    r"|(?i:be it (?:further )?resolved)\b|RESOLVED\b)"
)
"""Where the parts of a resolution that stand in one paragraph are cut."""
_RESOLUTION = re.compile(
    r"(?:AND,? )?(?:WHEREAS\b|Whereas,|CONSIDERING\b|CONSIDERANDO\b|NOW,? THEREFORE\b"
    r"|(?i:(?:now,? therefore,? )?be it (?:further )?resolved)\b|RESOLVED\b)"
)

_CF = re.compile(r"\(?\s?cf\.\s.{0,1000}", re.IGNORECASE | re.DOTALL)
_REFERENCE_HEAD = re.compile(
    r"(?:(?:legal|statutory) authorit(?:y|ies)"
    r"|(?:(?:legal|cross|statutory|policy|state|federal|board policy)[ -])?references?"
    r"|legal citations?)\s?(?=:|\Z|\()",
    re.IGNORECASE,
)
_STATUTE = re.compile(
    r"(?:§|\b(?:U\.?S\.?C|C\.?F\.?R|C\.?G\.?S|Conn\. Gen\. Stat|Gen\. Stat|Pub\. L|P\.L|P\.A"
    r"|Public Act|General Statutes|U\.S\. Const|v\.)|^\d{1,3}-\d{1,4}[a-z]{0,2}\b)"
)
_HISTORY = re.compile(
    r"(?:(?:this )?(?:policy|regulation|resolution|bylaw|administrative regulation|procedure)\s)?"
    r"(?:first |second |last |date )?(?:(?:re)?adopted|revised|approved|reviewed|amended|issued"
    r"|reading|effective|updated|posted|readopted|rescinded)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(?:1[89]|20)\d\d\b|\b\d{1,2}/\d{1,2}/\d{2}")


def announces_items(text: str) -> bool:
    """Whether the sentence opens a list that follows: an open ending, or "the following steps."."""
    if text.endswith((":", "：")):
        return True
    tail = text[-200:]
    return bool(_OPEN_WORD.search(tail) or _ANNOUNCES.search(tail))


def ends_open(text: str) -> bool:
    """Whether the sentence ends in a colon."""
    return text.endswith((":", "："))


def is_fragment(text: str) -> bool:
    """Whether a short paragraph reads like an item of a list that lost its bullets."""
    if len(text) > 240:
        return False
    return text[:1].islower() or bool(_UNFINISHED.search(text))


def goes_on(text: str) -> bool:
    """Whether the paragraph ends as an item does that another one follows."""
    return text.endswith((";", ",", "; and", "; or", ", and", ", or"))


def is_question(text: str) -> bool:
    """Whether the sentence asks.

    One that reports a question does not: 'Ask, "May I?"', "The principal asks: Who are you?"
    """
    label, colon, _ = text.partition(":")
    if colon and (len(label.split()) > 3 or _REPORTS.search(label)):
        return False
    if text.endswith(("?”", '?"')):
        return text[:1] in {"“", '"'}
    return text.endswith(("?", "?)"))


def answers_outright(text: str) -> bool:
    """Whether the sentence begins with a bare yes or no."""
    return bool(_YES_NO.match(text))


def is_recital(text: str) -> bool:
    """Whether the sentence only gives a resolution's reasons."""
    return bool(_RECITAL.match(text))


def is_resolution(text: str) -> bool:
    """Whether the paragraph is part of a resolution: a recital or what is resolved."""
    return bool(_RESOLUTION.match(text))


def is_greeting(text: str) -> bool:
    """Whether the line greets: "Dear Families,", "To the Elm Hill community:"."""
    return len(text) <= 140 and bool(_GREETING.match(text) or _ADDRESSEES.match(text))


def is_closing(text: str) -> bool:
    """Whether the line takes leave: "Sincerely,"."""
    return len(text) <= 60 and bool(_CLOSING.match(text))


def is_copies(text: str) -> bool:
    """Whether the line lists who else gets the letter, or what is attached."""
    return len(text) <= 200 and bool(_COPIES.match(text)) and not _COMMITS.search(text)


def is_signature(text: str) -> bool:
    """Whether a block after a closing can be names and titles."""
    if len(text) > 160 or not text[:1].isupper() or _COMMITS.search(text):
        return False
    return bool(_TITLES.search(text)) or not _SIGNATURE_END.search(text)


def is_letterhead(text: str) -> bool:
    """Whether the line is nothing but a street address or telephone numbers."""
    return len(text) <= 160 and bool(_STREET.match(text) or _TELEPHONE.match(text))


def is_cross_reference(text: str) -> bool:
    """Whether the sentence is a pointer such as "(cf. 1250 - Visitors)"."""
    return len(text) <= 1000 and bool(_CF.fullmatch(text))


def opens_references(text: str) -> bool:
    """Whether the block heads or holds legal or cross references."""
    match = _REFERENCE_HEAD.match(text)
    if match is None:
        return False
    rest = text[match.end() :].lstrip(" :")
    return not _COMMITS.search(rest) or bool(_STATUTE.search(rest[:200]))


def is_citation(text: str) -> bool:
    """Whether a block under such a heading is still a bare citation."""
    if len(text) > 400:
        return False
    if _STATUTE.match(text):
        return True
    bare = bool(_STATUTE.search(text)) or not text.endswith((".", "!", "?", ":"))
    return bare and not _COMMITS.search(text)


def is_statute(text: str) -> bool:
    """Whether the line is a citation even where it looks like a heading."""
    return len(text) <= 160 and is_citation(text) and bool(_STATUTE.search(text))


def is_history(text: str) -> bool:
    """Whether the line only dates the document: "Policy adopted: June 8, 1998"."""
    if len(text) > 160 or not text[:1].isupper() or not _HISTORY.match(text):
        return False
    return bool(_DATE.search(text)) and not _COMMITS.search(text)
