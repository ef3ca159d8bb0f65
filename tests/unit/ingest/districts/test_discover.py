from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from policy_audit.errors import UsageError
from policy_audit.ingest import discover
from policy_audit.manifest import MANIFEST
from policy_audit.model import UnreadCategory


def make(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")
    return root


def names(root: Path) -> dict[str, list[str]]:
    return {d.id: [file.name for file in d.files] for d in discover([root])}


def test_folders_and_loose_files(tmp_path: Path) -> None:
    make(
        tmp_path,
        "b-town/z.txt",
        "b-town/sub/a.txt",
        "b-town/README.md",
        "a-town/district.toml",
        "a-town/decisions.toml",
        "a-town/case.toml",
        "a-town/.hidden.txt",
        "a-town/~$letter.docx",
        ".git/config",
        "README.md",
        "loose.pdf",
    )
    (tmp_path / "empty").mkdir()
    assert names(tmp_path) == {
        "a-town": [],
        "b-town": ["b-town/README.md", "b-town/sub/a.txt", "b-town/z.txt"],
        "loose": ["loose.pdf"],
    }


def test_a_folder_with_settings_is_one_district(tmp_path: Path) -> None:
    root = make(tmp_path / "elm", "district.toml", "a.txt", "sub/b.txt")
    found = discover([root])
    assert [d.id for d in found] == ["elm"]
    assert [file.name for file in found[0].files] == ["elm/a.txt", "elm/sub/b.txt"]
    assert found[0].settings == root / "district.toml"


def test_a_district_of_which_only_the_decisions_are_left_does_not_vanish(tmp_path: Path) -> None:
    make(tmp_path, "elm/a.txt", "oak/decisions.toml")
    assert names(tmp_path) == {"elm": ["elm/a.txt"], "oak": []}


def test_a_folder_to_which_a_link_leads_too_bears_its_own_name(tmp_path: Path) -> None:
    make(tmp_path, "oak/a.txt")
    (tmp_path / "a-link").symlink_to(tmp_path / "oak")
    assert names(tmp_path) == {"oak": ["oak/a.txt"]}


def test_a_file_is_a_district(tmp_path: Path) -> None:
    make(tmp_path, "elm-grove.txt")
    found = discover([tmp_path / "elm-grove.txt"])
    assert [(d.id, d.folder, d.files[0].name) for d in found] == [
        ("elm-grove", None, "elm-grove.txt")
    ]


def test_ids_are_told_apart_in_the_same_way_whatever_the_order(tmp_path: Path) -> None:
    one, two = make(tmp_path / "1", "elm/a.txt", "Elm.txt"), make(tmp_path / "2", "elm/b.txt")
    ids = {d.id: d.files[0].path for d in discover([one, two])}
    assert set(ids) == {"Elm", "elm-2", "elm-3"}
    assert {d.id: d.files[0].path for d in discover([two, one])} == ids


def test_copies_bear_the_ids_of_their_originals(tmp_path: Path) -> None:
    originals = [make(tmp_path / name, "elm/a.txt") for name in ("z", "a", "a-b")]
    copies = [
        make(tmp_path / "aside" / str(n) / o.name, "elm/a.txt") for n, o in enumerate(originals)
    ]
    places = {d.id: d.folder.parent.name for d in discover(originals) if d.folder}
    copied = discover(copies, originals)
    assert {d.id: d.folder.parent.name for d in copied if d.folder} == places


def test_copies_of_one_folder_are_read_once(tmp_path: Path) -> None:
    files = "in/elm/district.toml", "0/in/elm/district.toml", "1/elm/district.toml"
    root = make(tmp_path, *files)
    originals, copies = [root / "in", root / "in" / "elm"], [root / "0" / "in", root / "1" / "elm"]
    assert [d.id for d in discover(copies, originals)] == ["elm"]


def test_the_same_folder_twice_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "elm/a.txt")
    assert len(discover([tmp_path, tmp_path, tmp_path / "elm" / ".."])) == 1


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file or folder"):
        discover([tmp_path / "nowhere"])


def test_links_that_leave_are_refused(tmp_path: Path) -> None:
    outside = make(tmp_path / "outside", "secret.txt")
    root = make(tmp_path / "in", "elm/a.txt")
    (root / "elm" / "link.txt").symlink_to(outside / "secret.txt")
    (root / "elm" / "folder").symlink_to(outside)
    (root / "town").symlink_to(outside)
    found = {d.id: d for d in discover([root])}
    assert [file.name for file in found["elm"].files] == ["elm/a.txt"]
    assert [(u.path, u.category) for u in found["elm"].unread] == [
        ("elm/folder", UnreadCategory.FORBIDDEN),
        ("elm/link.txt", UnreadCategory.FORBIDDEN),
    ]
    assert found["town"].unread[0].category is UnreadCategory.FORBIDDEN
    assert found["town"].files == ()


def put_other_than_a_file(path: Path, kind: str) -> None:
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        target = make(path.parents[2] / "outside", "own.toml") / "own.toml"
        path.symlink_to(target if kind == "link that leaves" else path.parent / "nowhere.toml")


@pytest.mark.parametrize("own", ["district.toml", "decisions.toml"])
@pytest.mark.parametrize("kind", ["link that leaves", "broken link", "fifo", "folder"])
def test_what_is_said_of_a_district_and_must_not_be_read_is_unread(
    tmp_path: Path, own: str, kind: str
) -> None:
    root = make(tmp_path / "in", "elm/a.txt", "oak/b.txt")
    put_other_than_a_file(root / "elm" / own, kind)
    for given in (root, root / "elm"):
        elm = discover([given])[0]
        assert (elm.id, elm.settings, elm.decisions) == ("elm", None, None)
        assert [file.name for file in elm.files] == ["elm/a.txt"]
        assert [(u.path, u.category) for u in elm.unread] == [
            (f"elm/{own}", UnreadCategory.FORBIDDEN)
        ]


def test_links_that_stay_are_followed_and_loops_end(tmp_path: Path) -> None:
    root = make(tmp_path / "in", "elm/a.txt", "shared/b.txt")
    (root / "elm" / "b.txt").symlink_to(root / "shared" / "b.txt")
    (root / "elm" / "loop").symlink_to(root / "elm")
    (root / "elm" / "self").symlink_to(root / "elm" / "self")
    found = {d.id: d for d in discover([root])}
    assert [file.name for file in found["elm"].files] == ["elm/a.txt", "elm/b.txt"]
    assert [u.path for u in found["elm"].unread] == ["elm/self"]


def test_names_are_made_printable(tmp_path: Path) -> None:
    make(tmp_path, "elm\x1b[31m/a\u202e.txt")
    found = discover([tmp_path])
    assert found[0].id == "elm\ufffd[31m"
    assert found[0].files[0].name == "elm\ufffd[31m/a\ufffd.txt"


def report(folder: Path, *written: str) -> None:
    """Write reports as the program does."""
    make(folder, *written)
    told = {"files": dict.fromkeys(written, "0" * 64)}
    (folder / MANIFEST).write_text(json.dumps(told), encoding="utf-8")


def test_reports_under_the_input_are_not_audited(tmp_path: Path) -> None:
    make(tmp_path, "elm/a.txt")
    report(tmp_path / "reports", "index.html", "districts/elm.html")
    report(tmp_path / "elm" / "reports", "summary.md")
    assert names(tmp_path) == {"elm": ["elm/a.txt"]}


def test_a_document_that_somebody_put_among_reports_does_not_vanish(tmp_path: Path) -> None:
    make(tmp_path, "elm/a.txt")
    report(tmp_path / "elm", "index.html", "districts/elm.html")
    assert names(tmp_path) == {"elm": ["elm/a.txt"]}


@pytest.mark.parametrize("own", ["district.toml", "decisions.toml"])
def test_reports_in_the_folder_of_a_district_are_told_from_its_documents(
    tmp_path: Path, own: str
) -> None:
    elm = make(tmp_path / "elm", own, "a.txt", "districts/b.txt")
    report(elm, "summary.md", "districts/elm.html")
    expected = {"elm": ["elm/a.txt", "elm/districts/b.txt"]}
    assert names(tmp_path) == names(elm) == expected


def test_reports_in_the_input_itself_are_told_from_its_documents(tmp_path: Path) -> None:
    make(tmp_path, "elm/a.txt", "loose.txt")
    report(tmp_path, "index.html", "districts/elm.html")
    assert names(tmp_path) == {"elm": ["elm/a.txt"], "loose": ["loose.txt"]}


@pytest.mark.parametrize(
    "told",
    [
        "",
        "[]",
        '{"files": ["a.txt"]}',
        '{"files": {"../elm/a.txt": "", "": "", ".": "", "/": "", "a.txt\\u0000": ""}}',
        "[" * 100_000,
        '{"files": {"a.txt": ""}}' + " " * 16_000_000,
    ],
    ids=["empty", "list", "shape", "names", "deep", "large"],
)
def test_a_manifest_that_is_none_hides_nothing(tmp_path: Path, told: str) -> None:
    elm = make(tmp_path / "elm", "district.toml", "a.txt")
    (elm / MANIFEST).write_text(told, encoding="utf-8")
    assert names(elm) == {"elm": ["elm/a.txt"]}
