"""TOML that anybody may have written, read in time and memory that grow with its length."""

from __future__ import annotations

import re
import tomllib
from typing import Any

_MOST_PARTS = 32
# Every part of a dotted key is a table in a table, and ``tomllib`` notes each with its whole path:
# sixty kilobytes of "a.a.a" take gigabytes. No key of ours has more than three parts.
_PART = r"""(?:[\w-]++|(?<!\\)"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]*+\.[ \t]*+){{{_MOST_PARTS}}}")


def loads(text: str) -> dict[str, Any]:
    """Return the tables of ``text``.

    Raises ``ValueError`` where it is no TOML or a key has more than 32 parts, ``RecursionError``
    where it nests too deeply.
    """
    if _LONG_KEY.search(text):
        raise ValueError(f"a key with more than {_MOST_PARTS} parts")
    return tomllib.loads(text)
