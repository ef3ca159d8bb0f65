"""Safe, unique names for the pages and the places in them, whatever a folder was called."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlsplit

_SAFE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_UNSAFE_RUN = re.compile(r"[^a-z0-9]+")
_ADDRESS = re.compile(r"[!-~]+")
_IN_URLS = "%/:?#[]@!$&'()*+,;=~"
_SLUG_LENGTH = 40
_DIGEST_LENGTH = 10

# Windows keeps these names for devices, whatever the ending.
_DEVICES = frozenset({"con", "prn", "aux", "nul"}) | {
    f"{port}{number}" for port in ("com", "lpt") for number in range(10)
}


def names(ids: Iterable[str]) -> Mapping[str, str]:
    """Return a name for each id, of small letters, digits and hyphens, that no other id has.

    An id which is such a name already keeps it; another gets a digest, so that its name does not
    depend on the rest of the ids.
    """
    wanted = sorted(set(ids))
    given = {name: name for name in wanted if _SAFE.fullmatch(name) and name not in _DEVICES}
    taken = set(given)
    for name in wanted:
        if name not in given:
            given[name] = _free(_derived(name), taken)
            taken.add(given[name])
    return given


def _derived(name: str) -> str:
    slug = _UNSAFE_RUN.sub("-", name.lower())[:_SLUG_LENGTH].strip("-")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]
    return f"{slug}-{digest}" if slug else f"x-{digest}"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def web_address(url: str | None) -> str | None:
    """Return the URL if it is one that a report may link to: plain http or https, nothing else.

    Characters that have no place in a URL are written in percent form.
    """
    if not url or not _ADDRESS.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    linked = parts.scheme in ("http", "https") and parts.netloc
    return quote(url, safe=_IN_URLS) if linked else None
