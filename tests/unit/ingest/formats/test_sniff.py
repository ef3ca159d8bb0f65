from __future__ import annotations

import io
import zipfile

import pytest

from policy_audit.errors import UnreadableError
from policy_audit.ingest.formats.sniff import Format, sniff
from policy_audit.model import UnreadCategory


def package(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            # Of no time: the bytes are in the names of tests, which all processes must agree on.
            made.writestr(zipfile.ZipInfo(name), "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "form", "noted"),
    [
        (b"%PDF-1.4 ...", "a.pdf", Format.PDF, False),
        (b"%PDF-1.4 ...", "a.txt", Format.PDF, True),
        (package("word/document.xml"), "a.docx", Format.DOCX, False),
        (package("word/document.xml"), "a.pdf", Format.DOCX, True),
        (package("ppt/presentation.xml"), "a.pptx", Format.PPTX, False),
        (package("content.xml"), "a.odt", Format.ODT, False),
        (b"{\\rtf1 x}", "a.rtf", Format.RTF, False),
        (b"{\\rtf1 x}", "a.doc", Format.RTF, True),
        (b"<!DOCTYPE html><p>x", "a.html", Format.HTML, False),
        (b"\xef\xbb\xbf <!-- saved --> <HTML><p>x", "a.txt", Format.HTML, True),
        (b"<p>no frame</p>", "a.htm", Format.HTML, False),
        (b"# Title", "a.md", Format.MARKDOWN, False),
        (b"Plain words", "letter", Format.TEXT, False),
        (b"Plain words", "a.pdf", Format.TEXT, True),
        ("Plain words".encode("utf-16"), "a.txt", Format.TEXT, False),
        ("Plain words".encode("utf-16-le"), "a.txt", Format.TEXT, False),
    ],
)
def test_content_goes_before_the_name(data: bytes, name: str, form: Format, noted: bool) -> None:
    found, notes = sniff(data, name)
    assert found is form
    assert bool(notes) is noted


@pytest.mark.parametrize(
    ("data", "name", "category", "advice"),
    [
        (b"", "a.pdf", UnreadCategory.EMPTY, "put the document"),
        (b" \n\x00", "a.txt", UnreadCategory.EMPTY, "put the document"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
            "a.doc",
            UnreadCategory.UNSUPPORTED,
            "save it as .docx",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            UnreadCategory.ENCRYPTED,
            "without one",
        ),
        (package("xl/workbook.xml"), "a.xlsx", UnreadCategory.UNSUPPORTED, "spreadsheet"),
        (package("content.xml", "mimetype"), "a.ods", UnreadCategory.UNSUPPORTED, "is no text"),
        (package("content.xml")[:40], "a.odt", UnreadCategory.DAMAGED, "OpenDocument text"),
        (package("notes.txt"), "a.zip", UnreadCategory.UNSUPPORTED, "unpack"),
        (package("word/document.xml")[:40], "a.docx", UnreadCategory.DAMAGED, "again"),
        (bytes(range(256)) * 8, "a.md", UnreadCategory.UNSUPPORTED, "is not a text"),
        (bytes(range(256)) * 8, "a.pdf", UnreadCategory.DAMAGED, "again"),
        (b"a,b\n1,2\n", "a.csv", UnreadCategory.UNSUPPORTED, ".csv"),
    ],
)
def test_what_has_no_reader(data: bytes, name: str, category: UnreadCategory, advice: str) -> None:
    with pytest.raises(UnreadableError, match=advice) as caught:
        sniff(data, name)
    assert caught.value.category == category
