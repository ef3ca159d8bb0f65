"""Links to other documents that a page or a text shows; nobody follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from policy_audit.ingest.layout.clean import clean, fold
from policy_audit.model import Document, Link

_DOCUMENT_FILE = re.compile(r"\.(?:pdf|docx?|pptx?|odt|odp|rtf|pages)\Z", re.IGNORECASE)
_DOCUMENT_PATH = re.compile(
    r"/documentcenter/view/|/cms/lib/|/fs/resource-manager/view/|/pubfiles?/", re.IGNORECASE
)
# Where districts keep documents that are not on their own site.
_DOCUMENT_HOSTS = (
    *("docs.google.com", "drive.google.com", "1drv.ms", "sharepoint.com", "dropbox.com"),
    *("boarddocs.com", "eboardsolutions.com", "ctspublish.com", "z2policy.com", "issuu.com"),
    *("scribd.com", "joomag.com", "smore.com", "finalsite.net", "apptegy.net", "aptg.co"),
)
_DOCUMENT_WORD = re.compile(
    r"\b(?:polic(?:y|ies)|regulations?|guidance|guidelines?|faqs?|protocols?|procedures?"
    r"|resolutions?|handbooks?|letters?|memo(?:randum)?|directives?|toolkits?|fact ?sheets?"
    r"|frequently asked|questions and answers|know your rights)\b",
    re.IGNORECASE,
)
_SHARING = re.compile(r"/sharer?\b|/intent/tweet|[?&](?:share|print)=", re.IGNORECASE)
_MOST, _LONGEST_TEXT, _LONGEST_URL = 200, 200, 2000
_TELLING_NAME = 14


class LinkList:
    """Collects the links to documents, each address once, 200 at most.

    ``base`` is the address of the page itself, where that is known. A link counts where it ends
    in a document's extension, leads to a site that holds documents, or stays on the page's own
    site and is called a policy, a letter or the like.
    """

    def __init__(self, base: str | None = None) -> None:
        self._base = base if base and _split(base) is not None else None
        self._found: dict[str, Link] = {}

    def add(self, text: str, href: str) -> None:
        """Note a link if it leads to a document; an address that is none is dropped."""
        address = self._resolved(fold(clean(href)))
        if address is None or address in self._found or len(self._found) >= _MOST:
            return
        shown = fold(clean(text))[:_LONGEST_TEXT]
        if self._is_document(shown, address):
            self._found[address] = Link(shown or address[:_LONGEST_TEXT], address)

    def found(self) -> tuple[Link, ...]:
        """What was found, in the order of the page."""
        return tuple(self._found.values())

    def _resolved(self, href: str) -> str | None:
        if not href or href.startswith("#") or " " in href or len(href) > _LONGEST_URL:
            return None
        try:
            address = urljoin(self._base, href) if self._base else href
        except ValueError:
            return None
        parts = _split(address)
        if parts is None:
            return None
        whole = parts._replace(fragment="").geturl()
        own = self._base and whole == self._base.partition("#")[0]
        return None if own or not whole else whole

    def _is_document(self, text: str, address: str) -> bool:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
        if _SHARING.search(address):
            return False
        if _DOCUMENT_FILE.search(parts.path) or _DOCUMENT_PATH.search(parts.path):
            return True
        if any(host == known or host.endswith(f".{known}") for known in _DOCUMENT_HOSTS):
            return True
        own = (urlsplit(self._base).hostname or "") if self._base else ""
        return host in ("", own.lower()) and bool(_DOCUMENT_WORD.search(text))


def without_links_between(documents: Sequence[Document]) -> list[Document]:
    """The documents without the links that lead to one of them: by address, or by file name."""
    addresses = {document.meta.url for document in documents}
    names = {PurePosixPath(document.source.path).name.lower() for document in documents}

    def is_here(link: Link) -> bool:
        name = PurePosixPath(unquote(urlsplit(link.url).path)).name.lower()
        # Half the world's letters are called letter.pdf.
        return link.url in addresses or (name in names and len(name) >= _TELLING_NAME)

    return [
        replace(document, links=tuple(k for k in document.links if not is_here(k)))
        for document in documents
    ]


def _split(address: str) -> SplitResult | None:
    """The parts of an address on the web or relative to one; None for ``javascript:`` and so on."""
    try:
        parts = urlsplit(address)
        _ = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    # "policy:5145" has no scheme that anybody knows; a browser would not take it for a path.
    return parts if parts.scheme or ":" not in parts.path.partition("/")[0] else None
