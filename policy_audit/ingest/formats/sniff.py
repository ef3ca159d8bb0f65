"""Telling what a file is by its bytes; its name only decides between kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import PurePosixPath

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.shared.refusals import protected
from policy_audit.model import UnreadCategory


class Format(StrEnum):
    """The formats there is a reader for."""

    PDF = "PDF"
    DOCX = "Word document"
    PPTX = "slide show"
    ODT = "OpenDocument text"
    RTF = "rich text file"
    HTML = "web page"
    MARKDOWN = "Markdown"
    TEXT = "plain text"
    PICTURE = "picture"


_BY_SUFFIX = {
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
    ".dotx": Format.DOCX,
    ".pptx": Format.PPTX,
    ".pptm": Format.PPTX,
    ".ppsx": Format.PPTX,
    ".odt": Format.ODT,
    ".ott": Format.ODT,
    ".rtf": Format.RTF,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    "": Format.TEXT,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif"), Format.PICTURE),
}
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PARTS: dict[str, Format | str] = {
    "word/document.xml": Format.DOCX,
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": Format.PPTX,
    "META-INF/container.xml": "an e-book",
}
_ODT = b"application/vnd.oasis.opendocument.text"
_MOST_SAID = 65_536
_ARCHIVES = frozenset({Format.DOCX, Format.PPTX, Format.ODT})
_HTML_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF_16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_TEXTLESS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes, name: str) -> tuple[Format, tuple[str, ...]]:
    """The format of ``data``, and a note where the file's name says another.

    Raises ``UnreadableError`` where there is no reader for it.
    """
    suffix = PurePosixPath(name).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf"):
        raise UnreadableError(UnreadCategory.EMPTY, "is empty; put the document in its place")
    found = _binary(data, named)
    if found is None:
        _refuse_no_text(data, named)
        found = _text(data, suffix, named)
    if named is found or suffix == "":
        return found, ()
    return found, (
        f"The file is named {suffix}, but holds {_with_article(found)}; it was read as that.",
    )


def _with_article(found: Format) -> str:
    if found in (Format.MARKDOWN, Format.TEXT):
        return found.value
    return f"{'an' if found is Format.ODT else 'a'} {found.value}"


def _binary(data: bytes, named: Format | None) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip(data, named)
    if data.startswith(_OLE):
        if _OLE_ENCRYPTED in data:
            raise protected()
        raise _unsupported("is a file of an old office program; save it as .docx or .pdf")
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    return Format.PICTURE if data.startswith(_IMAGES) else None


def _zip(data: bytes, named: Format | None) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = set(package.namelist())
            kind = _open_document(package) if "content.xml" in names else None
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error):
        what = named.value if named in _ARCHIVES else "archive"
        raise UnreadableError(
            UnreadCategory.DAMAGED, f"is a damaged {what}; download or save it again"
        ) from None
    found = kind or next((_PARTS[part] for part in _PARTS if part in names), None)
    if isinstance(found, Format):
        return found
    if found is not None:
        raise _unsupported(f"is {found}; save what it says as .docx or .pdf")
    raise _unsupported("is an archive; unpack it into the district's folder")


def _open_document(package: zipfile.ZipFile) -> Format | str:
    """Which OpenDocument it is, by what its package says of itself."""
    for name in ("mimetype", "META-INF/manifest.xml"):
        if name in package.namelist():
            with package.open(name) as part:
                is_text = _ODT in part.read(_MOST_SAID)
            return Format.ODT if is_text else "an OpenDocument file that is no text"
    return Format.ODT


def _refuse_no_text(data: bytes, named: Format | None) -> None:
    if data.startswith(_UTF_16_OR_32) or not _TEXTLESS.search(data):
        return
    share = len(_TEXTLESS.findall(data)) / len(data)
    zeros = data.count(b"\x00") / len(data)
    if 0.2 < zeros < 0.6 and share - zeros < 0.01:
        return  # UTF-16 without a mark
    if share < 0.001 and zeros == 0:
        return  # stray control characters
    if named in (Format.PDF, *_ARCHIVES):
        raise UnreadableError(
            UnreadCategory.DAMAGED, f"is no readable {named.value}; download or save it again"
        )
    raise _unsupported("is not a text; save it as .pdf, .docx, .html or .txt")


def _text(data: bytes, suffix: str, named: Format | None) -> Format:
    if _HTML_START.match(data[:8192]):
        return Format.HTML
    if named in (Format.HTML, Format.MARKDOWN, Format.TEXT):
        return named
    if named is not None:
        return Format.TEXT
    raise _unsupported(f"is a {suffix} file; save it as .pdf, .docx, .html or .txt")


def _unsupported(reason: str) -> UnreadableError:
    return UnreadableError(UnreadCategory.UNSUPPORTED, reason)
