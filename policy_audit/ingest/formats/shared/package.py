"""Files that are archives of XML (Word, slide shows, OpenDocument), opened without trust."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.shared.refusals import damaged, protected
from policy_audit.model import UnreadCategory

_MOST_PARTS = 4000
_MOST_BYTES = 300 * 1024 * 1024
_MOST_XML = 60 * 1024 * 1024
# Text shrinks to a tenth, and a bomb to a thousandth. Pictures of one colour do so honestly.
_BOMB_RATIO = 300
_BOMB_SIZE = 4 * 1024 * 1024
_XML = (".xml", ".rels")


def open_package(data: bytes, what: str) -> zipfile.ZipFile:
    """Open the archive ``data``, a ``what`` ("Word document"), after a look at its directory.

    Raises ``UnreadableError`` for damaged and protected files, and for those that would unpack
    to more than a document can hold.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise damaged(what) from None
    parts = package.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise protected()
    total = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or total > _MOST_BYTES or any(_is_bomb(part) for part in parts):
        raise UnreadableError(
            UnreadCategory.TOO_LARGE,
            "unpacks to more than this tool reads; save it again as PDF, without its pictures",
        )
    return package


def parsed(content: bytes) -> Any:
    """The root of an XML text: no entity is expanded, nothing is fetched.

    Raises lxml's ``XMLSyntaxError``.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(content, parser)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    if not part.filename.lower().endswith(_XML):
        return False
    shrunk = part.file_size > _BOMB_RATIO * max(1, part.compress_size)
    return part.file_size > _MOST_XML or (part.file_size > _BOMB_SIZE and shrunk)
