"""Where sentences begin and end: nupunkt, with corrections for the texts that districts publish.

The only module that knows nupunkt. It is imported late: a run whose documents were all segmented
before never loads its model.
"""

from __future__ import annotations

import re

Range = tuple[int, int]

MAX_LENGTH = 1000
"""A clause holds at most this many characters; longer sentences are cut at their best places."""

# nupunkt reads a whole run of text; the corrections look at no more than this on each side.
_BEHIND, _AHEAD = 40, 24

# No word is this long. nupunkt needs quadratic time for stops without white space between them.
_UNBROKEN = re.compile(r"\S{150,}")

_NEVER_LAST = re.compile(
    r"""(?:^|[\s("'“‘\[])
    (?:e\.\s?g|i\.\s?e|cf|vs?|viz|Dr|Mr|Mrs|Ms|Mx|Prof|Rev|Hon|Supt|Gov|Lt|Sgt|Capt|Atty|P\.\s?S)\.,?$""",
    re.VERBOSE,
)
_BEFORE_NUMBER = re.compile(
    r"""(?:^|[\s("'“‘\[§])
    (?:Nos?|Secs?|Arts?|Ch|Pt|Para|pp?|[Ee]xt|Stat|Regs?|L|Supp|Fig|Vol|Tit|Const|Amend|amend)\.$""",
    re.VERBOSE,
)
_ACRONYM = re.compile(r"(?:[A-Z]\.\s?){2,}$")
_NUMBER_AHEAD = re.compile(r"[\d§]|[IVX]{1,4}\b(?!\x27)")
_STATUTES = re.compile(r"(?:^|\s)(?:Conn|Gen|Pub|Mass|Cal|Colo|Ill|Ind|Mich|Minn|Pa|Or)\.$")
_STATUTES_AHEAD = re.compile(r"(?:Gen|Stat|Agencies|Regs?|Const|App|L|Laws|Rev|Code|Educ)\b|[§\d]")
_SHORTENED = re.compile(r"(?:(?:\b[A-Za-z]\.){2,}|\b(?:Inc|Corp|Co|Jr|Sr|etc|St|Ave|Dept|al)\.)$")
_QUOTE_END = re.compile(r"[?!…][\"'”’]$|\.{3}[\"'”’]?$|…$")

# A piece that is only a number or a letter belongs to what follows it: "3.", "Sec. 10-222m.".
_LABEL = re.compile(
    r"(?:(?:Sec(?:tion)?|Art(?:icle)?)\.?\s|§\s?)?"
    r"(?:\(?(?:[A-Za-z]|[ivxIVX]{2,4}|\d{1,3})[.)]{1,2}|\d{1,5}(?:[.-]\d{1,5}){1,4}[a-z]{0,2}\.?)"
)

_MISSED = re.compile(
    r"(?:"
    r"(?<=[a-z]{3}[.?!])(?=[A-Z][a-z]*\s)"  # no space: "the office.Then we wait"
    r"|(?<=\b[ap]\.m\.)\s{1,4}(?=[A-Z])"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][DS]?T\b|Eastern|Central|Mountain|Pacific)"
    r"|(?<=[a-z][.?!])(?:[¹²³⁰-⁹]{1,3}|\[\d{1,3}\])\s+(?=[A-Z])"  # a footnote mark after the stop
    r")"
)
# nupunkt learned thousands of abbreviations from scanned papers, "call.", "day." and "ID." among
# them. A word that is none of these ends its sentence where a capital follows.
_STOP = re.compile(r"(?<=[A-Za-z][A-Za-z])\.[\"'”’)\]]{0,2}\s+(?=[\"“‘'(\[¿¡]{0,2}[A-ZÀ-Ý])")
_WORD = re.compile(r"[\w.'’-]+\Z")
_ABBREVIATION = re.compile(
    r"(?:mr|mrs|ms|mx|dr|drs|prof|rev|hon|supt|supts|asst|assoc|gov|lt|sgt|capt|col|gen|atty|sr|jr|esq"
    r"|sra|srta|dra|ud|uds|st|ave|blvd|rd|dept|univ|inc|corp|co|ltd|bros|mt|ft"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thurs|fri"
    r"|conn|mass|calif|colo|ill|ind|mich|minn|wash|ore|fla|ariz|tex|wis|tenn"
    r"|no|nos|sec|secs|art|arts|ch|pt|para|pp|ext|tel|vol|tit|cf|vs|viz|al|fig|figs|app|stat|supp"
    r"|reg|regs|const|amend|pub|cong|ann|cir|ct|dist|approx|ee|uu"
    r")"
)

# "No." is an abbreviation to nupunkt; where a sentence begins with it, it is an answer.
_ANSWER_NO = re.compile(
    r"(?:\A\s{0,4}|[.?!:][\"'”’)]{0,2}\s{1,4})[\"“]?No\.\s{1,4}(?=[\"“(]?[A-Z])"
)


def sentence_spans(text: str) -> list[Range]:
    """Return the sentences of ``text``: trimmed, in order, holding every letter and digit.

    A part without either ("***") stays with the sentence before it.
    """
    starts = [0]
    for cut in _cuts(text):
        if not _is_false(text, starts[-1], cut):
            starts.append(cut)
    return _trimmed(text, starts)


def split_long(text: str, start: int, end: int) -> list[Range]:
    """Cut ``text[start:end]`` into ranges of at most ``MAX_LENGTH``, best after a semicolon."""
    ranges = []
    while end - start > MAX_LENGTH:
        cut = _best_cut(text, start, start + MAX_LENGTH)
        ranges.append((start, cut))
        start = cut
    ranges.append((start, end))
    return [trim(text, first, last) for first, last in ranges if text[first:last].strip()]


def trim(text: str, start: int, end: int) -> Range:
    """Return the range without white space at either end."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def fold(text: str) -> str:
    """``text`` with every run of white space as one space."""
    return " ".join(text.split())


def _cuts(text: str) -> list[int]:
    if not any(stop in text for stop in ".?!…"):
        return []
    import nupunkt

    cuts = {start for start, _ in nupunkt.sentence_spans(_UNBROKEN.sub(_masked, text))}
    cuts.update(match.end() for match in _MISSED.finditer(text) if not _in_address(text, match))
    cuts.update(match.end() for match in _STOP.finditer(text) if _ends_word(text, match.start()))
    cuts.update(match.end() for match in _ANSWER_NO.finditer(text))
    cuts.discard(0)
    return sorted(cuts)


def _masked(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _ends_word(text: str, stop: int) -> bool:
    """Whether the full stop at ``stop`` ends a plain word, not an abbreviation."""
    found = _WORD.search(text[max(0, stop - _BEHIND) : stop])
    word = found[0].lower() if found else ""
    return "." not in word and not _ABBREVIATION.fullmatch(word)


def _in_address(text: str, match: re.Match[str]) -> bool:
    # "www.Example.org" and "Office.Name@example.org" are no sentences.
    word = text[max(0, match.start() - _BEHIND) : match.start()].rpartition(" ")[2]
    return "@" in word or "/" in word or word.lower().startswith("www.")


def _is_false(text: str, start: int, cut: int) -> bool:
    """Whether the boundary at ``cut`` cuts a sentence that began at ``start`` in two."""
    behind = text[max(start, cut - _BEHIND) : cut].rstrip()
    ahead = text[cut : cut + _AHEAD].lstrip()
    if cut - start < _BEHIND and _LABEL.fullmatch(behind):
        return True
    if _NEVER_LAST.search(behind):
        return True
    if _NUMBER_AHEAD.match(ahead) and (_BEFORE_NUMBER.search(behind) or _ACRONYM.search(behind)):
        return True
    if _STATUTES.search(behind) and _STATUTES_AHEAD.match(ahead):
        return True
    continued = ahead[:1].islower() or ahead[:1] in {",", ";"}
    return continued and bool(_SHORTENED.search(behind) or _QUOTE_END.search(behind))


def _trimmed(text: str, starts: list[int]) -> list[Range]:
    spans: list[Range] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        first, last = trim(text, start, end)
        if any(character.isalnum() for character in text[first:last]):
            spans.append((first, last))
        elif spans and first < last:
            spans[-1] = (spans[-1][0], last)
    return spans


def _best_cut(text: str, start: int, stop: int) -> int:
    # Never in the first half, so that a long text cannot be cut into crumbs.
    half = start + MAX_LENGTH // 2
    for mark in (";", ",", " ", "\n"):
        place = text.rfind(mark, half, stop)
        if place >= 0:
            return place + 1
    return stop
