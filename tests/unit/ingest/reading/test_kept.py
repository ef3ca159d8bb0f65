"""Documents that were read before: which are found again, and which are read anew."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from policy_audit.ingest import Guard, Limits
from policy_audit.ingest.reading import kept
from policy_audit.ingest.reading.kept import Kept
from policy_audit.model import (
    Document,
    DocumentKind,
    DocumentMeta,
    Quality,
    Source,
    Unread,
    UnreadCategory,
)
from policy_audit.store import FILE, Kind, Store

LETTER = b"Dear families,\n\nThe front door is locked all day.\n"


def source(data: bytes = LETTER, path: str = "elm/a.txt") -> Source:
    return Source(path, hashlib.sha256(data).hexdigest(), len(data))


def read(
    store: Store, data: bytes = LETTER, path: str = "elm/a.txt", meta: DocumentMeta | None = None
) -> Document | Unread:
    with Guard(store=store) as guard:
        return guard.read(data, source(data, path), meta)


def fail(*_: object) -> None:
    pytest.fail("a process was started")


def test_what_was_read_needs_no_process_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = b"   "
    with Store(tmp_path / FILE) as store:
        first, unread = read(store), read(store, empty)
        assert isinstance(first, Document)
        assert isinstance(unread, Unread)
    monkeypatch.setattr("policy_audit.ingest.reading.guard.ReadingProcess", fail)
    with Store(tmp_path / FILE) as store:
        assert read(store) == first
        assert read(store, empty) == unread
        # The same file elsewhere: many districts publish one model policy.
        moved = read(store, path="oak/policies/a.txt")
        assert moved == replace(first, source=source(path="oak/policies/a.txt"))


@pytest.mark.parametrize(
    "change",
    [
        lambda k: k.find(source(LETTER + b" "), None),
        lambda k: k.find(source(path="elm/b.txt"), None),
        lambda k: k.find(source(), DocumentMeta("Title")),
        lambda k: Kept(k._store, 7).find(source(), None),
    ],
    ids=["bytes", "name", "settings", "pages"],
)
def test_whatever_reading_depends_on_makes_another_entry(
    change: Callable[[Kept], object],
) -> None:
    with Store(None) as store:
        document = read(store)
        shelf = Kept(store, Limits().pages)
        assert shelf.find(source(), None) == document
        assert change(shelf) is None


def test_with_or_without_text_recognition_is_another_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Store(None) as store:
        document = read(store)
        monkeypatch.setattr(kept.ocr, "engine", lambda: "another")
        assert Kept(store, Limits().pages).find(source(), None) is None
        monkeypatch.undo()
        assert Kept(store, Limits().pages).find(source(), None) == document


@pytest.mark.parametrize("category", UnreadCategory)
def test_only_what_stays_so_is_stored(category: UnreadCategory) -> None:
    lasting = {"empty", "unsupported", "encrypted", "damaged", "encoding", "language"}
    with Store(None) as store:
        shelf = Kept(store, 10)
        unread = Unread("elm/a.txt", category, "why", source().sha256)
        shelf.keep(unread, source(), None)
        assert shelf.find(source(), None) == (unread if category in lasting else None)


def test_pages_that_recognition_left_silent_are_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = Document(
        source(), DocumentMeta("T", DocumentKind.FAQ), "", (), quality=Quality(silent_pages=(2,))
    )
    for able in (True, False):
        monkeypatch.setattr(kept.ocr, "can_recognise_pages", lambda able=able: able)
        with Store(None) as store:
            shelf = Kept(store, 10)
            shelf.keep(document, source(), None)
            assert shelf.find(source(), None) == (None if able else document)


@pytest.mark.parametrize("value", [b"", b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_an_entry_of_no_form_of_ours_is_read_again(value: bytes) -> None:
    with Store(None) as store:
        document = read(store)
        shelf = Kept(store, Limits().pages)
        store.put(Kind.DOCUMENT, {shelf._key(source(), None): value})
        assert shelf.find(source(), None) is None
        assert read(store) == document
