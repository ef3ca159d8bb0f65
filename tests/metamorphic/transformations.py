"""The same district text in another form: functions from a text to a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from types import MappingProxyType

MARKDOWN, TEXT = ".md", ".txt"

BULLET = re.compile(r"^(?P<indent> *)[-*+•] +(?=\S)")
NUMBER = re.compile(r"(?P<indent> *)(?P<number>\d{1,2})[.)] +(?=\S)")
MARKER = re.compile(r" *(?:[-*+•] +|\(?(?:\d{1,2}|[A-Za-z])[.)] +)")
_NEVER_WRAPPED = re.compile(r" {0,3}(?:#|\||```)")
# Whoever wraps a text does not let a line begin with what reads as a marker.
_MISLEADING = re.compile(r"(?:[-*+•–#>|]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.):])(?:\s|\Z)")
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
_BEFORE_QUOTE = "([{—–-*_\"'"

LUNCH = (
    "School lunch menus for the month are posted in every cafeteria. Pizza is served on Fridays, "
    "and milk costs fifty cents."
)
CONCERT = (
    "The winter concert begins at seven on Thursday evening. The calendar for next year has a "
    "break of two weeks in spring."
)

_AGENTS = re.compile(
    r"\b(?P<article>[Aa]n? )?(?:ICE|(?P<named>[Ii]mmigration(?: enforcement)?)) "
    r"(?:agent|officer)(?P<plural>s)?\b"
)
_OTHER_OFFICERS = re.compile(r"\bpolice\b|\blaw enforcement\b|\bsheriff", re.IGNORECASE)


def rewrapped(text: str, *, width: int) -> str:
    """Every paragraph and item hard-wrapped at ``width`` columns; headings and tables stay."""
    lines: list[str] = []
    for line in text.split("\n"):
        if _NEVER_WRAPPED.match(line) or len(line) <= width:
            lines.append(line)
        else:
            lines.extend(_wrapped(line, width))
    return "\n".join(lines)


def _wrapped(line: str, width: int) -> list[str]:
    marker = MARKER.match(line)
    start = len(marker[0]) if marker else len(line) - len(line.lstrip())
    words = line[start:].split(" ")
    lines, current = list[str](), [words[0]]
    for place, word in enumerate(words[1:], start=1):
        if start + sum(map(len, current)) + len(current) + len(word) <= width:
            current.append(word)
            continue
        carried = [word]
        while len(current) > 1 and _MISLEADING.match(" ".join([*carried, *words[place + 1 :][:1]])):
            carried.insert(0, current.pop())
        lines.append(" ".join(current))
        current = carried
    first, *others = [*lines, " ".join(current)]
    return [line[:start] + first, *(" " * start + other for other in others)]


def with_bullets(text: str, *, mark: str) -> str:
    """Every bullet replaced by ``mark``; numbers are kept."""
    return "\n".join(BULLET.sub(rf"\g<indent>{mark} ", line, count=1) for line in text.split("\n"))


def curly(text: str) -> str:
    """Quotes and apostrophes as a word processor sets them."""
    return re.sub("[\"']", lambda found: _curly(text, found.start()), text)


def _curly(text: str, place: int) -> str:
    before = text[place - 1] if place else " "
    opens = before.isspace() or before in _BEFORE_QUOTE
    if text[place] == '"':
        return "“" if opens else "”"
    return "‘" if opens else "’"


def straight(text: str) -> str:
    """Quotes and apostrophes as a typewriter sets them."""
    return text.translate(_STRAIGHT)


def renumbered(text: str, *, form: str) -> str:
    """The numbers of lists in the form of which ``form`` shows the first: "a)", "(1)", "1)"."""
    return "\n".join(_renumbered(line, form) for line in text.split("\n"))


def _renumbered(line: str, form: str) -> str:
    found = NUMBER.match(line)
    if found is None:
        return line
    number = int(found["number"])
    letter = chr(ord("a") + number - 1) if 0 < number <= 26 else str(number)
    label = form.replace("1", str(number)).replace("a", letter)
    return f"{found['indent']}{label} {line[found.end() :]}"


def below(text: str, *, paragraph: str) -> str:
    """The text below a paragraph on something else."""
    return f"{paragraph}\n\n{text}"


def above(text: str, *, paragraph: str) -> str:
    """The text above a paragraph on something else."""
    return f"{text.rstrip()}\n\n{paragraph}\n"


def with_blank_lines(text: str) -> str:
    """Blank lines before and after, and three for one between paragraphs."""
    return "\n\n\n" + text.replace("\n\n", "\n\n\n\n") + "\n\n\n"


def with_windows_line_ends(text: str) -> str:
    r"""``\r\n`` for ``\n``."""
    return text.replace("\n", "\r\n")


def renamed(text: str, *, agent: str) -> str:
    """All who enforce immigration law called ``agent``: "ICE agent", "DHS officer"."""

    def shown(found: re.Match[str]) -> str:
        plural = found["plural"] or ""
        if found["article"]:
            article = "an" if agent.startswith("ICE") else "a"
            article = article.capitalize() if found["article"][0] == "A" else article
            return f"{article} {agent}{plural}"
        first = agent[0].upper() if (found["named"] or "i")[0] == "I" else agent[0]
        return f"{first}{agent[1:]}{plural}"

    return _AGENTS.sub(shown, text)


def has_plain_agents(text: str) -> bool:
    """Whether the text names such agents more than once, and no other officers beside them."""
    return len(_AGENTS.findall(text)) > 1 and not _OTHER_OFFICERS.search(text)


Transformation = Callable[[str], str]

#: What leaves every word as it is, in the formats that are text.
LAYOUT: MappingProxyType[str, Transformation] = MappingProxyType(
    {
        "wrapped at 60": partial(rewrapped, width=60),
        "wrapped at 100": partial(rewrapped, width=100),
        "bullets -": partial(with_bullets, mark="-"),
        "bullets *": partial(with_bullets, mark="*"),
        "bullets •": partial(with_bullets, mark="•"),
        "numbers a)": partial(renumbered, form="a)"),
        "numbers (1)": partial(renumbered, form="(1)"),
        "numbers 1)": partial(renumbered, form="1)"),
        "quotes curly": curly,
        "quotes straight": straight,
        "blank lines": with_blank_lines,
        "windows line ends": with_windows_line_ends,
    }
)
#: What puts words on something else beside them.
ADDITIONS: MappingProxyType[str, Transformation] = MappingProxyType(
    {
        "below a lunch menu": partial(below, paragraph=LUNCH),
        "above a concert": partial(above, paragraph=CONCERT),
    }
)
#: What says the same of the same people by another name, for texts with ``has_plain_agents``.
NAMES: MappingProxyType[str, Transformation] = MappingProxyType(
    {
        "ICE agents": partial(renamed, agent="ICE agent"),
        "DHS officers": partial(renamed, agent="DHS officer"),
        "non-local officers": partial(renamed, agent="non-local law enforcement officer"),
    }
)
