from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policy_audit.ingest import read_district, read_document, read_inputs
from policy_audit.ingest.districts.discover import discover
from policy_audit.ingest.reading import documents
from policy_audit.model import (
    Document,
    DocumentKind,
    DocumentMeta,
    PartialDate,
    Unread,
    UnreadCategory,
)

LETTER = (
    "# Visits\n\nMarch 4, 2025\n\nDear families,\n\nEvery child may attend.\n\n"
    "Sincerely,\nR. Vale\n"
)


def test_source_and_detected_meta(read: Callable[..., Any]) -> None:
    document = read(LETTER, "elm/letter.md")
    assert document.source.path == "elm/letter.md"
    assert document.source.sha256 == hashlib.sha256(LETTER.encode()).hexdigest()
    assert document.source.size == len(LETTER)
    assert document.meta == DocumentMeta(
        "Visits", DocumentKind.FAMILY_LETTER, PartialDate("2025-03-04")
    )
    assert document.language == "en"


def test_what_is_said_goes_before_what_is_seen(read: Callable[..., Any]) -> None:
    meta = DocumentMeta(
        "Said",
        DocumentKind.FAQ,
        PartialDate("2024"),
        "https://example.org",
        restated=True,
        publisher="P",
        origin="O",
    )
    assert read(LETTER, "a.md", meta).meta == meta
    partly = read(LETTER, "a.md", DocumentMeta("", restated=True)).meta
    assert (partly.title, partly.kind, partly.restated) == (
        "Visits",
        DocumentKind.FAMILY_LETTER,
        True,
    )


@pytest.mark.parametrize(
    ("name", "frame", "sentence"),
    [
        ("a.rtf", r"{{\rtf1 {}}}", r"Staff {{\deleted {} }}{{\revised shall }}wait.\par "),
        ("a.html", "{}", "<p>Staff <del>{}</del> <ins>shall</ins> wait.</p>"),
    ],
)
def test_a_few_struck_words_make_no_draft(
    read: Callable[..., Any], name: str, frame: str, sentence: str
) -> None:
    passages = [sentence.format(word) for word in ("may", "should", "will")]
    assert read(frame.format("".join(passages[:2])), name).meta.status == "unknown"
    assert read(frame.format("".join(passages)), name).meta.status == "draft"


def test_title_falls_back_to_the_file_name(read: Callable[..., Any]) -> None:
    assert read("Only one sentence stands here.", "elm/sept-letter.txt").meta.title == "sept-letter"


def test_notes_say_what_was_done(read: Callable[..., Any]) -> None:
    document = read("<!doctype html><p>Every child may attend.</p>", "a.txt")
    assert document.notes == ("The file is named .txt, but holds a web page; it was read as that.",)


@pytest.mark.parametrize(
    ("data", "name", "category"),
    [
        (b"", "a.txt", UnreadCategory.EMPTY),
        (b"<!doctype html><nav>Home</nav>", "a.html", UnreadCategory.EMPTY),
        (b"PK\x03\x04broken", "a.docx", UnreadCategory.DAMAGED),
        (bytes(range(128, 256)) * 9, "a.txt", UnreadCategory.ENCODING),
        (b"{}", "a.json", UnreadCategory.UNSUPPORTED),
        (
            "Las familias pueden llamar a la escuela cuando quieran y nadie les va a preguntar.",
            "a.txt",
            UnreadCategory.LANGUAGE,
        ),
    ],
)
def test_unread_is_a_value_with_advice(
    read: Callable[..., Any], data: bytes | str, name: str, category: UnreadCategory
) -> None:
    unread = read(data, name)
    assert isinstance(unread, Unread)
    assert unread.category is category
    assert len(unread.sha256) == 64
    assert "\n" not in unread.reason
    assert ";" in unread.reason  # what is wrong; what to do


def test_gone(tmp_path: Path) -> None:
    unread = read_document(tmp_path / "a.txt", name="a.txt")
    assert isinstance(unread, Unread)
    assert (unread.category, unread.sha256) == (UnreadCategory.GONE, "")


def test_what_is_said_of_a_district_is_named_as_its_documents_are(tmp_path: Path) -> None:
    folder = tmp_path / "elm\x1b[31m"
    folder.mkdir()
    (folder / "decisions.toml").write_text("")
    told = "[[document]]\nfile = 'link.txt'\n[[document]]\nfile = 'gone\u202e.txt'\n"
    (folder / "district.toml").write_text(told, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path)
    read = read_district(discover([folder])[0])
    assert [(u.path, u.category) for u in read.unread] == [
        ("elm\ufffd[31m/gone\ufffd.txt", UnreadCategory.GONE),
        ("elm\ufffd[31m/link.txt", UnreadCategory.FORBIDDEN),
    ]
    assert read.decisions is not None
    assert read.decisions.path == "elm\ufffd[31m/decisions.toml"


@pytest.mark.skipif(os.geteuid() == 0, reason="optional: root may read everything")
def test_forbidden(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)
    unread = read_document(path, name="a.txt")
    assert isinstance(unread, Unread)
    assert unread.category is UnreadCategory.FORBIDDEN


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    unread = read_document(tmp_path / "a.txt", name="a.txt")
    assert isinstance(unread, Unread)
    assert unread.category is UnreadCategory.UNSUPPORTED


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(documents.LARGEST_FILE + 1)
    unread = read_document(path, name="a.txt")
    assert isinstance(unread, Unread)
    assert unread.category is UnreadCategory.TOO_LARGE


def district(tmp_path: Path, settings: str) -> Path:
    folder = tmp_path / "west-elm"
    folder.mkdir()
    (folder / "b.md").write_text(LETTER, encoding="utf-8")
    (folder / "a.txt").write_text("Every child may attend.", encoding="utf-8")
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 cut")
    (folder / "district.toml").write_text(settings, encoding="utf-8")
    return folder


def test_a_district(tmp_path: Path) -> None:
    settings = """
        name = "West Elm"
        state = "CT"
        [[document]]
        file = "b.md"
        kind = "faq"
        [[document]]
        file = "gone.pdf"
        title = "Lost"
    """
    district(tmp_path, settings)
    (found,) = read_inputs([tmp_path])
    assert (found.district.id, found.district.name, found.district.state) == (
        "west-elm",
        "West Elm",
        "CT",
    )
    assert [d.source.path for d in found.documents] == ["west-elm/a.txt", "west-elm/b.md"]
    assert found.documents[1].meta.kind is DocumentKind.FAQ
    assert [(u.path, u.category) for u in found.unread] == [
        ("west-elm/c.pdf", UnreadCategory.DAMAGED),
        ("west-elm/gone.pdf", UnreadCategory.GONE),
    ]
    assert found.unread[1].meta is not None
    assert found.unread[1].meta.title == "Lost"


def test_broken_settings_do_not_stop_the_documents(tmp_path: Path) -> None:
    folder = district(tmp_path, 'nome = "x"')
    found = read_district(discover([folder])[0])
    assert found.district.name == "West Elm"
    assert len(found.documents) == 2
    broken = next(u for u in found.unread if u.path == "west-elm/district.toml")
    assert "nome" in broken.reason
    assert "may be one of" in broken.reason


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    district(tmp_path, "")
    assert read_inputs([tmp_path]) == read_inputs([tmp_path])


def test_every_document_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "elm.txt").write_text("Every child may attend.", encoding="utf-8")
    (found,) = read_inputs([tmp_path / "elm.txt"])
    assert found.district.name == "Elm"
    assert all(isinstance(d, Document) for d in found.documents)


def test_a_bold_line_over_the_title_is_not_the_title(read: Callable[..., Any]) -> None:
    page = "<p><b>Elm Grove Schools</b></p><h1>Visits</h1><p>Officers wait in the office.</p>"
    assert read(page, "a.html").meta.title == "Visits"
    later = "<p><b>Visits</b></p><p>Officers wait in the office.</p><h1>Contact</h1><p>Call us.</p>"
    assert read(later, "b.html").meta.title == "Visits"
