"""The guard with the worker it ships, and with processes that behave as a captured one may."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from policy_audit.errors import WorkerError
from policy_audit.ingest import Guard, Limits, discover, read_district, read_document
from policy_audit.ingest.reading import guard
from policy_audit.ingest.reading import process as reading_process
from policy_audit.ingest.reading.documents import read_bytes
from policy_audit.model import Document, DocumentKind, DocumentMeta, Source, Unread, UnreadCategory

LETTER = b"Dear families,\n\nThe front door is locked all day.\n"
GIVEN = DocumentMeta("A title", DocumentKind.FAQ)


def source(data: bytes, name: str = "elm/a.txt") -> Source:
    return Source(name, hashlib.sha256(data).hexdigest(), len(data))


@pytest.fixture(scope="module")
def guarded() -> Iterator[Guard]:
    with Guard() as shared:
        yield shared


@pytest.mark.parametrize("data", [LETTER, b"", b"\x89PNG", b"%PDF-1.4\nendobj"])
@pytest.mark.parametrize("meta", [None, GIVEN])
def test_the_guard_reads_what_is_read_without_it(
    guarded: Guard, data: bytes, meta: DocumentMeta | None
) -> None:
    assert guarded.read(data, source(data), meta) == read_bytes(data, source(data), meta)


def test_one_process_reads_document_after_document(guarded: Guard) -> None:
    first = guarded.read(LETTER, source(LETTER), None)
    process = pid(guarded)
    assert isinstance(first, Document)
    assert guarded.read(LETTER, source(LETTER), None) == first
    assert pid(guarded) == process


def test_names_that_are_no_unicode_and_large_files_pass(guarded: Guard) -> None:
    name, data = "elm/\udcff\n.txt", LETTER + b"A line of the letter.\n\n" * 20_000
    read = guarded.read(data, source(data, name), None)
    assert isinstance(read, Document)
    assert read.source == source(data, name)


def pid(held: Guard) -> int:
    worker = held._worker
    assert worker is not None
    return worker._process.pid


def long_pdf(pages: int) -> bytes:
    from reportlab.pdfgen import canvas

    target = io.BytesIO()
    page = canvas.Canvas(target)
    for number in range(pages):
        for line in range(40):
            page.drawString(
                72, 740 - 16 * line, f"Sheet {number} says that the front door is locked."
            )
        page.showPage()
    page.save()
    return target.getvalue()


def hungry_docx() -> bytes:
    import docx

    buffer = io.BytesIO()
    docx.Document().save(buffer)
    paragraph = b"<w:p><w:r><w:t>The front door is locked.</w:t></w:r></w:p>"
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + paragraph * 40_000)
            new.writestr(name, content)
    return made.getvalue()


@pytest.mark.skipif(sys.platform != "linux", reason="optional: memory is limited on Linux only")
def test_a_document_that_needs_too_much_memory_is_unread_and_the_next_is_read() -> None:
    data = hungry_docx()
    with Guard(Limits(memory=70 * 1024 * 1024)) as small:
        unread = small.read(data, source(data, "elm/a.docx"), GIVEN)
        assert isinstance(unread, Unread)
        assert unread.category is UnreadCategory.OUT_OF_MEMORY
        assert (unread.path, unread.sha256) == ("elm/a.docx", source(data).sha256)
        assert (unread.meta, "70 megabytes" in unread.reason) == (GIVEN, True)
        assert isinstance(small.read(LETTER, source(LETTER), None), Document)


def test_a_document_that_takes_too_long_is_unread_and_the_next_is_read() -> None:
    data = long_pdf(60)
    with Guard() as patient:
        patient.read(LETTER, source(LETTER), None)  # started, so that only reading is timed
        patient._worker._limits = Limits(silence=0.02, page=0.001)  # type: ignore[union-attr]
        unread = patient.read(data, source(data, "elm/a.pdf"), None)
        assert isinstance(unread, Unread)
        assert unread.category is UnreadCategory.TIMEOUT
        assert isinstance(patient.read(LETTER, source(LETTER), None), Document)


def test_pages_that_are_read_keep_a_long_document_alive() -> None:
    data = long_pdf(20)
    with Guard() as held:
        held.read(data, source(data, "elm/a.pdf"), None)  # libraries loaded
        begun = time.monotonic()
        held.read(data, source(data, "elm/a.pdf"), None)
        took = time.monotonic() - begun
        held._worker._limits = Limits(silence=0.5 * took, page=took)  # type: ignore[union-attr]
        assert isinstance(held.read(data, source(data, "elm/a.pdf"), None), Document)


def test_only_so_many_pages_are_read_and_the_rest_is_named() -> None:
    data = long_pdf(3)
    with Guard(Limits(pages=2)) as held:
        read = held.read(data, source(data, "elm/a.pdf"), None)
    assert isinstance(read, Document)
    assert "Sheet 1 says" in read.text
    assert "Sheet 2 says" not in read.text
    assert read.notes == (
        "Only the first 2 pages were read, the most that is allowed (--max-pages).",
    )
    assert read.page_count == 2


def test_a_crash_costs_one_document() -> None:
    data = long_pdf(200)
    with Guard() as held:
        held._worker._wait_until_ready()  # type: ignore[union-attr]
        threading.Timer(0.3, os.kill, (pid(held), signal.SIGSEGV)).start()
        unread = held.read(data, source(data, "elm/a.pdf"), None)
        assert isinstance(unread, Unread)
        assert unread.category is UnreadCategory.CRASHED
        assert "signal 11" in unread.reason
        assert isinstance(held.read(LETTER, source(LETTER), None), Document)


def test_what_read_other_documents_before_is_not_the_fault_of_this_one() -> None:
    with Guard() as held:
        held.read(LETTER, source(LETTER), None)
        os.kill(pid(held), signal.SIGKILL)
        assert isinstance(held.read(LETTER, source(LETTER), None), Document)


def test_the_process_is_renewed_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_MOST_READ", 2)
    with Guard() as held:
        pids = [(held.read(LETTER, source(LETTER), None), pid(held))[1] for _ in range(3)]
    assert pids[0] == pids[1] != pids[2]


def gone(process: int) -> bool:
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_the_process_ends_with_the_block_whatever_it_is_doing() -> None:
    with Guard() as held:
        held.read(LETTER, source(LETTER), None)
        process = pid(held)
    assert gone(process)


PARENT = """
import sys
from policy_audit.ingest import Guard
from policy_audit.model import Source
with Guard() as held:
    held.read(b"The door is locked.", Source("a.txt", "", 0), None)
    print(held._worker._process.pid, flush=True)
    sys.stdin.read()
"""


def test_the_process_does_not_outlive_a_parent_that_was_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
    assert gone(worker)


READY = "from policy_audit.ingest.reading import wire; out = sys.stdout.buffer; "
READY += "wire.send(out, wire.pack({'ready': True})); "
HEAD = "import json, sys, time; sys.path[:] = json.loads(sys.argv[1]); " + READY
CAPTURED = {
    "ends": "sys.exit(7)",
    "says no JSON": "wire.send(out, b'nonsense'); time.sleep(60)",
    "says an endless message": "out.write(b'\\xff' * 8); out.flush(); time.sleep(60)",
    "says half a message": "out.write(b'\\0' * 7 + b'\\x09ab'); out.flush(); sys.exit(0)",
    "answers with something else": "wire.send(out, wire.pack({'document': {}})); time.sleep(60)",
    "answers twice at once": "wire.send(out, wire.pack({'document': 1, 'unread': 2})); time.sleep(60)",
}
STUBBORN = {
    "reads nothing": "time.sleep(60)",
    "counts without end": "[wire.send(out, wire.pack({'pages': n})) or time.sleep(.01) for n in range(6000)]",
    "repeats itself": "[wire.send(out, wire.pack({'pages': 1})) or time.sleep(.01) for _ in range(6000)]",
    "counts backwards": "[wire.send(out, wire.pack({'pages': -n})) or time.sleep(.01) for n in range(6000)]",
}


def answer_of(monkeypatch: pytest.MonkeyPatch, script: str, *, silence: float = 30.0) -> Unread:
    """What a reading process that runs ``script`` is taken to have said; it would sleep for 60 s."""
    monkeypatch.setattr(reading_process, "_START", HEAD + script)
    data = LETTER * 40_000  # more than a pipe holds
    with Guard(Limits(silence=silence, page=0.0, pages=100)) as held:
        begun = time.monotonic()
        unread = held.read(data, source(data), None)
        assert time.monotonic() - begun < 50
    assert isinstance(unread, Unread)
    assert unread.sha256 == source(data).sha256
    return unread


@pytest.mark.parametrize("script", CAPTURED.values(), ids=CAPTURED)
def test_a_captured_process_is_not_believed(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    assert answer_of(monkeypatch, script).category is UnreadCategory.CRASHED


@pytest.mark.parametrize("script", STUBBORN.values(), ids=STUBBORN)
def test_a_captured_process_cannot_hold_the_run_up(
    monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    unread = answer_of(monkeypatch, script, silence=0.5)
    assert unread.category is UnreadCategory.TIMEOUT


def test_a_captured_process_cannot_say_that_it_read_other_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = (
        "from policy_audit.model import *; s = Source('else', 'other', 1); "
        "wire.send(out, wire.pack({'document': Document(s, DocumentMeta('t'), 'ab', ())})); "
        "time.sleep(60)"
    )
    monkeypatch.setattr(reading_process, "_START", HEAD + script)
    with Guard() as held:
        read = held.read(LETTER, source(LETTER), None)
    assert isinstance(read, Document)
    assert read.source == source(LETTER)


def test_a_process_that_cannot_start_is_no_fault_of_a_document(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading_process, "_START", "raise SystemExit(3)")
    with pytest.raises(WorkerError, match="exit code 3"), Guard() as held:
        held.read(LETTER, source(LETTER), None)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(WorkerError, match="could not be started"), Guard():
        pass


def test_a_district_is_read_through_the_guard(tmp_path: Path) -> None:
    (tmp_path / "elm").mkdir()
    (tmp_path / "elm" / "letter.txt").write_bytes(LETTER)
    [folder] = discover([tmp_path])
    with Guard() as held:
        assert read_district(folder, held) == read_district(folder)
        assert held._worker is not None
        assert held._worker.read_before == 1


def test_lack_of_memory_is_not_taken_for_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pdf: Callable[..., bytes]
) -> None:
    from pdfminer.pdfpage import PDFPage

    def starved(*_: Any, **__: Any) -> Iterator[Any]:
        raise MemoryError
        yield

    monkeypatch.setattr(PDFPage, "get_pages", starved)
    (tmp_path / "a.pdf").write_bytes(pdf([("Normal", "The door is locked.")]))
    with pytest.raises(MemoryError):
        read_document(tmp_path / "a.pdf", name="a.pdf")
