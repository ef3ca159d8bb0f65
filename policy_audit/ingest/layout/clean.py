"""Characters: what every reader's text passes through before it becomes ``Document.text``."""

from __future__ import annotations

import re
import unicodedata

# Latin ligatures that fonts and word processors leave in copied text.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Soft hyphens, zero-width characters and marks that turn the direction of text: none is visible,
# and the last can make a quote read differently from what it says.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|\x0b|\x85|\u2028|\u2029")
# A page ends in the midst of a sentence where small letters go on.
_SENTENCE_OVER_PAGES = re.compile("(?<=[a-z,])[ \t\n]{0,9}\x0c[ \t\n]{0,9}(?=[a-z])")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_RUNS = re.compile(r"[ \t\n]+")


def clean(text: str) -> str:
    r"""Normal form C without ligatures, unseen and control characters.

    Line breaks become ``\n`` and every kind of space but the tab a plain one; where a page ends, a
    paragraph does, but no sentence.
    """
    text = _BREAKS.sub("\n", text)
    text = _SENTENCE_OVER_PAGES.sub("\n", text).replace("\x0c", "\n\n")
    text = _SPACES.sub(" ", text)
    text = _CONTROL.sub("", _UNSEEN.sub("", text))
    return unicodedata.normalize("NFC", text.translate(_LIGATURES))


def fold(text: str) -> str:
    """``text`` on one line, runs of white space made one space, none at the ends."""
    return _RUNS.sub(" ", text).strip()


def repair(text: str) -> tuple[str, bool]:
    """``text`` with wrongly decoded characters (``donâ€™t``) mended, and whether there were any."""
    if text.isascii():
        return text, False
    import ftfy

    lines = [line if line.isascii() else ftfy.fix_encoding(line) for line in text.split("\n")]
    mended = "\n".join(lines)
    return mended, mended != text
