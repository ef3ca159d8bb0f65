"""Which language a document is in, and which of its blocks are in another than English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from policy_audit.errors import UnreadableError
from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import CELL_SEPARATOR, BlockKind, LeftOut, LeftOutReason, UnreadCategory

if TYPE_CHECKING:
    from lingua import LanguageDetector

ENGLISH = "en"
_NAMES = {
    "ar": "Arabic",
    "es": "Spanish",
    "fr": "French",
    "ht": "Haitian Creole",
    "pl": "Polish",
    "pt": "Portuguese",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
# Shorter texts (names, addresses, headings) cannot be told apart with any certainty.
_FEWEST_WORDS = 12
_SURE = 0.8
# A notice in English (nobody is discriminated against) does not make a letter English.
_LEAST_ENGLISH = 0.25
_MOST_LEFT_OUT, _LONGEST_LEFT_OUT = 60, 300
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Addresses are in no language.
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,255}|(?:https?://|www\.)\S+")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "are",
        "that",
        "for",
        "with",
        "not",
        "be",
        "or",
        "by",
        "on",
        "from",
        "will",
        "shall",
        "must",
        "may",
        "this",
        "any",
        "your",
        "our",
        "their",
        "who",
        "has",
        "have",
        "if",
        "as",
        "at",
    ]
)
_ENGLISH_SHARE = 0.2
# lingua has no Haitian Creole and takes it for French.
_HAITIAN = frozenset(
    [
        "nan",
        "yo",
        "ou",
        "pou",
        "ki",
        "ak",
        "nou",
        "lekòl",
        "timoun",
        "pitit",
        "gen",
        "dwa",
        "sou",
        "pa",
        "ap",
        "te",
        "oswa",
        "tout",
    ]
)
_HAITIAN_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class EnglishPart:
    """The pieces that are judged, and those that are not, with a note."""

    pieces: tuple[Piece, ...]
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language ``text`` is in; ``en`` where it is too short to tell."""
    text = _ADDRESS.sub(" ", text[:_SAMPLE])
    words = [word.lower() for word in _WORD.findall(text)]
    characters = len(_CHINESE.findall(text))
    if len(words) < _FEWEST_WORDS and characters < _FEWEST_WORDS:
        return ENGLISH
    if _is_plain_english(text):
        return ENGLISH  # plain English needs no model
    if _share(words, _HAITIAN) >= _HAITIAN_SHARE:
        return "ht"
    best = _detector().compute_language_confidence_values(text)[0]
    if best.value < _SURE:
        return ENGLISH
    return best.language.iso_code_639_1.name.lower()


def _is_plain_english(text: str) -> bool:
    """Whether so many of the words are the small ones of English that no length is needed."""
    words = [word.lower() for word in _WORD.findall(text)]
    return _share(words, _FUNCTION_WORDS) >= _ENGLISH_SHARE


def _share(words: Sequence[str], known: frozenset[str]) -> float:
    return sum(word in known for word in words) / max(1, len(words))


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    known = (
        Language.ENGLISH,
        Language.SPANISH,
        Language.PORTUGUESE,
        Language.FRENCH,
        Language.POLISH,
        Language.CHINESE,
        Language.ARABIC,
        Language.VIETNAMESE,
    )
    # Whole paragraphs are judged, for which the small models are as good as the large ones.
    return LanguageDetectorBuilder.from_languages(*known).with_low_accuracy_mode().build()


def english_part(pieces: Sequence[Piece]) -> EnglishPart:
    """Leave out the pieces in another language, and such cells of table rows.

    Raises ``UnreadableError`` (language) where nothing of the document is in English, or so little
    beside another language that it cannot be the document's own text.
    """
    split = [_split_row(piece) for piece in pieces]
    pieces = [piece for piece, _ in split]
    codes = [language_of(piece.text) for piece in pieces]
    cells = [cell for _, beside in split for cell in beside]
    foreign = Counter(code for code in [*codes, *(code for code, _ in cells)] if code != ENGLISH)
    if not foreign:
        code = language_of(" ".join(piece.text for piece in pieces))
        if code == ENGLISH:
            return EnglishPart(tuple(pieces))
        raise _unread(code)
    _refuse_foreign(pieces, codes)
    codes = _with_short_neighbours(pieces, codes)
    kept = tuple(p for p, code in zip(pieces, codes, strict=True) if code == ENGLISH)
    apart = [p for p, code in zip(pieces, codes, strict=True) if code != ENGLISH]
    return EnglishPart(
        kept,
        tuple(_note(code, count) for code, count in sorted(foreign.items())),
        tuple(_left_out(piece) for piece in [*apart, *(cell for _, cell in cells)])[
            :_MOST_LEFT_OUT
        ],
    )


def _refuse_foreign(pieces: Sequence[Piece], codes: Sequence[str]) -> None:
    """Raise where a letter in another language has little more English than a notice at its end."""
    words: Counter[str] = Counter()
    for piece, code in zip(pieces, codes, strict=True):
        count = len(_WORD.findall(piece.text))
        if code != ENGLISH or count >= _FEWEST_WORDS or _is_plain_english(piece.text):
            words[code] += count or len(piece.text)
    english = words.pop(ENGLISH, 0)
    if words:
        main, most = words.most_common(1)[0]
        if english < _LEAST_ENGLISH * most:
            raise _unread(main)


def _split_row(piece: Piece) -> tuple[Piece, list[tuple[str, Piece]]]:
    """A table row without its cells in another language, which stand beside their English twin."""
    texts = piece.text.split(CELL_SEPARATOR) if piece.kind is BlockKind.ROW else []
    codes = [language_of(text) for text in texts]
    if len(set(codes)) < 2:
        return piece, []
    kept = CELL_SEPARATOR.join(t for t, code in zip(texts, codes, strict=True) if code == ENGLISH)
    if not _stays(kept):
        return piece, []
    apart = [(c, replace(piece, text=t)) for t, c in zip(texts, codes, strict=True) if c != ENGLISH]
    return replace(piece, text=kept), apart


def _stays(cells: str) -> bool:
    """Whether cells that are not surely in another language are English, not names or titles."""
    count = len(_WORD.findall(cells))
    return count >= _FEWEST_WORDS or (count > 0 and not _may_be_foreign(cells))


def _left_out(piece: Piece) -> LeftOut:
    return LeftOut(LeftOutReason.LANGUAGE, piece.text[:_LONGEST_LEFT_OUT], piece.page)


def _with_short_neighbours(pieces: Sequence[Piece], codes: Sequence[str]) -> list[str]:
    """Headings, greetings and names inside a part in another language go with it."""
    spread = list(codes)
    for order in (range(1, len(pieces)), range(len(pieces) - 2, -1, -1)):
        for at in order:
            neighbour = spread[at - 1] if order.step > 0 else spread[at + 1]
            if spread[at] == ENGLISH and neighbour != ENGLISH and _may_be_foreign(pieces[at].text):
                spread[at] = neighbour
    return spread


def _may_be_foreign(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) >= _FEWEST_WORDS or not words or _share(words, _FUNCTION_WORDS) > 0:
        return False
    best = _detector().compute_language_confidence_values(text)[0]
    return best.language.iso_code_639_1.name.lower() != ENGLISH


def _note(code: str, count: int) -> str:
    what = "1 passage" if count == 1 else f"{count} passages"
    return f"{what} in {_NAMES[code]} {'was' if count == 1 else 'were'} not judged."


def _unread(code: str) -> UnreadableError:
    return UnreadableError(
        UnreadCategory.LANGUAGE,
        f"is written in {_NAMES[code]}, which this tool does not judge; add the English version",
    )
