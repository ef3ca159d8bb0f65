"""Files that are made to harm: each becomes a value, and the next document is read."""

from __future__ import annotations

import hashlib
import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache

import pytest
from fuzz.seeds import sound

from policy_audit.ingest import Guard, Limits
from policy_audit.model import Document, Source, Unread, UnreadCategory

LETTER = b"Dear families,\n\nThe front door is locked all day.\n"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b'<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)
MAIN = {
    "docx": ("word/document.xml", b"<w:t>", b"<w:t>&a11;&file;"),
    "pptx": ("ppt/slides/slide1.xml", b"<a:t>", b"<a:t>&a11;&file;"),
    "odt": ("content.xml", b"The door", b"&a11;&file; The door"),
}


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard(Limits(memory=160 * 1024 * 1024)) as held:
        yield held


def outcome(guard: Guard, data: bytes, name: str) -> Document | Unread:
    result = guard.read(data, Source(name, hashlib.sha256(data).hexdigest(), len(data)), None)
    assert isinstance(guard.read(LETTER, Source("b.txt", "", len(LETTER)), None), Document)
    return result


def with_part(form: str, edit: Callable[[bytes], bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sound(form))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == MAIN[form][0] else content)
    return target.getvalue()


@pytest.mark.parametrize("form", MAIN)
def test_entities_neither_multiply_nor_open_files(guard: Guard, form: str) -> None:
    def laughing(content: bytes) -> bytes:
        start = content.index(b"<", content.index(b"?>") + 2) if b"?>" in content else 0
        _part, old, new = MAIN[form]
        assert old in content
        return content[:start] + LAUGHS + content[start:].replace(old, new, 1)

    result = outcome(guard, with_part(form, laughing), f"a.{form}")
    text = result.text if isinstance(result, Document) else ""
    assert "haha" not in text
    assert "root:" not in text


@pytest.mark.parametrize("form", MAIN)
def test_a_part_that_unpacks_to_too_much_is_refused(guard: Guard, form: str) -> None:
    data = with_part(form, lambda content: content + b" " * (8 * 1024 * 1024))
    result = outcome(guard, data, f"a.{form}")
    assert isinstance(result, Unread)
    assert result.category is UnreadCategory.TOO_LARGE


@cache
def packed_spaces(bits: int) -> bytes:
    """256 megabytes, deflated; ``bits`` as ``zlib.compressobj`` wants them."""
    packer = zlib.compressobj(1, zlib.DEFLATED, bits)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(256)) + packer.flush()


def lying(form: str) -> bytes:
    """A package whose main part is far larger than its directory says."""
    part, packed = MAIN[form][0], packed_spaces(-15)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound(form))) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, packed if name == part else old.read(name))
    data = bytearray(target.getvalue())
    for mark, at_method, at_size, at_name in (
        (b"PK\x03\x04", 8, 22, 30),
        (b"PK\x01\x02", 10, 24, 46),
    ):
        at = data.find(mark)
        while at >= 0:
            if data[at + at_name : at + at_name + len(part)] == part.encode():
                struct.pack_into("<H", data, at + at_method, zipfile.ZIP_DEFLATED)
                struct.pack_into("<I", data, at + at_size, 1000)
            at = data.find(mark, at + 4)
    return bytes(data)


@pytest.mark.skipif(sys.platform != "linux", reason="optional: memory is limited on Linux only")
@pytest.mark.parametrize("form", MAIN)
def test_a_package_that_lies_about_its_size_cannot_take_all_memory(guard: Guard, form: str) -> None:
    result = outcome(guard, lying(form), f"a.{form}")
    assert isinstance(result, Unread)
    assert result.category in (UnreadCategory.OUT_OF_MEMORY, UnreadCategory.DAMAGED)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalogue."""
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return made + end % (len(objects) + 1, start)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), head, content)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
    b"<< /XObject << /X 5 0 R >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    b" >> >> >>"
)
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
CIRCLES = {
    "pages that hold themselves": (
        CATALOGUE,
        b"<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 /Parent 2 0 R >>",
        PAGE,
        stream(b"BT /F 12 Tf 72 700 Td (The door is locked.) Tj ET"),
    ),
    "a drawing that draws itself": (
        CATALOGUE,
        PAGES,
        PAGE,
        stream(b"/X Do"),
        stream(b"/X Do /X Do", FORM),
    ),
    "a reference to itself": (CATALOGUE, PAGES, PAGE, b"4 0 R"),
    "a length that is the stream itself": (
        CATALOGUE,
        PAGES,
        PAGE,
        b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream",
    ),
    "filters upon filters": (
        CATALOGUE,
        PAGES,
        PAGE,
        stream(zlib.compress(b"BT ET"), b"/Filter [" + b"/FlateDecode " * 5000 + b"]"),
    ),
    "open brackets": (CATALOGUE, PAGES, PAGE, stream(b"[" * 20_000 + b"<<" * 20_000)),
}


@pytest.fixture(scope="module")
def hasty() -> Iterator[Guard]:
    with Guard(Limits(silence=4.0)) as held:
        held.read(sound("pdf"), Source("a.pdf", "", 1), None)  # started, and libraries loaded
        yield held


@pytest.mark.parametrize("objects", CIRCLES.values(), ids=CIRCLES)
def test_a_pdf_that_goes_round_in_circles_ends(hasty: Guard, objects: tuple[bytes, ...]) -> None:
    outcome(hasty, pdf(*objects), "a.pdf")


def test_a_page_that_never_ends_is_given_up(hasty: Guard) -> None:
    content = b"BT /F 12 Tf " + b"1 0 0 1 72 700 Tm (The door) Tj " * 200_000 + b"ET"
    packed = stream(zlib.compress(content), b"/Filter /FlateDecode")
    data = pdf(CATALOGUE, PAGES, PAGE, packed)
    result = outcome(hasty, data, "a.pdf")
    assert isinstance(result, Unread)
    assert result.category is UnreadCategory.TIMEOUT


def test_a_bomb_inside_a_pdf_cannot_take_all_memory(guard: Guard) -> None:
    data = pdf(CATALOGUE, PAGES, PAGE, stream(packed_spaces(15), b"/Filter /FlateDecode"))
    result = outcome(guard, data, "a.pdf")
    assert isinstance(result, Unread)
