from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from policy_audit.errors import UsageError
from policy_audit.ingest import discover
from policy_audit.ingest.districts import revision
from policy_audit.ingest.districts.revision import copy_revision
from policy_audit.manifest import MANIFEST

IDENTITY = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=os.environ | IDENTITY,
        input=given,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().strip()


def commit(folder: Path) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "a step")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    maple = top / "districts" / "maple"
    maple.mkdir(parents=True)
    (maple / "letter.md").write_text("old words")
    (maple / ".hidden").write_text("x")
    (top / "elsewhere.md").write_text("x")
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    commit(top)
    (maple / "letter.md").write_text("new words")
    return top


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    folder = tmp_path / "aside"
    folder.mkdir()
    return folder


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_folder_is_copied_as_it_was_and_the_work_tree_is_left(
    repository: Path, aside: Path
) -> None:
    place = copy_revision(repository / "districts", "main", aside)
    assert place == aside / "districts"
    assert _files(place) == {"maple/letter.md": b"old words"}
    assert (repository / "districts/maple/letter.md").read_text() == "new words"
    [district] = discover([place])
    assert (district.id, district.files[0].name) == ("maple", "maple/letter.md")


def test_a_single_file(repository: Path, aside: Path) -> None:
    place = copy_revision(repository / "districts/maple/letter.md", "HEAD", aside)
    assert place.read_bytes() == b"old words"


def test_the_whole_repository(repository: Path, aside: Path) -> None:
    place = copy_revision(repository, "HEAD", aside)
    assert set(_files(place)) == {"districts/maple/letter.md", "elsewhere.md"}


def test_reports_are_known_as_such_in_a_copy_too(repository: Path, aside: Path) -> None:
    reports = repository / "districts" / "maple" / "reports"
    reports.mkdir()
    (reports / "summary.md").write_text("the door is locked")
    (reports / MANIFEST).write_text(json.dumps({"files": {"summary.md": ""}}))
    commit(repository)
    [district] = discover([copy_revision(repository / "districts", "HEAD", aside)])
    assert [file.name for file in district.files] == ["maple/letter.md"]


def test_from_inside_by_a_relative_path(
    repository: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "districts")
    assert copy_revision(Path("maple"), "HEAD", aside).name == "maple"
    assert set(_files(copy_revision(Path(), "HEAD", aside / "b"))) == {"maple/letter.md"}


def test_a_folder_above_by_its_dots(
    repository: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository / "districts" / "maple")
    place = copy_revision(Path(".."), "HEAD", aside)
    assert place == aside / "districts"
    assert set(_files(place)) == {"maple/letter.md"}


def test_what_was_not_there_yet_is_an_empty_folder(repository: Path, aside: Path) -> None:
    (repository / "oak").mkdir()
    assert not list(copy_revision(repository / "oak", "main", aside).iterdir())
    assert not list(copy_revision(repository / "gone" / "for-ever", "main", aside / "b").iterdir())


def test_inside_a_hook_the_path_still_decides(
    repository: Path, aside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    git(tmp_path, "init", "-q", str(other))
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / "index"))
    assert _files(copy_revision(repository / "districts", "main", aside))


def test_odd_names_are_kept(repository: Path, aside: Path) -> None:
    odd = [":(top)x.md", "-n.md", "a\nb.md", "*.md", "é \t.md", os.fsdecode(b"\xff.md")]
    for name in odd:
        (repository / "districts" / "maple" / name).write_text(name, errors="surrogateescape")
    commit(repository)
    place = copy_revision(repository / "districts" / "maple", "HEAD", aside)
    assert {path.name for path in place.iterdir()} == {*odd, "letter.md"}
    one = copy_revision(repository / "districts" / "maple" / "*.md", "HEAD", aside / "b")
    assert one.read_text() == "*.md"


def _tree(repository: Path, lines: bytes) -> str:
    # mktree refuses what is hostile; hash-object writes any bytes.
    return git(repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin", given=lines)


def test_a_tree_cannot_climb_out(repository: Path, aside: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"owned")
    raw = bytes.fromhex(blob)
    inner = b"".join(b"100644 " + name + b"\0" + raw for name in (b"..", b".", b".git", b"ok.md"))
    up = bytes.fromhex(_tree(repository, b"100644 up.md\0" + raw))
    tree = _tree(repository, inner + b"40000 ..\0" + up)
    evil = git(repository, "commit-tree", "-m", "evil", tree)
    place = copy_revision(repository, evil, aside)
    assert _files(aside) == {f"{place.name}/ok.md": b"owned"}


def test_nothing_is_written_through_a_link(repository: Path, aside: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    link = git(repository, "hash-object", "-w", "--stdin", given=str(outside).encode())
    blob = git(repository, "hash-object", "-w", "--stdin", given=b"owned")
    under = _tree(repository, b"100644 x.md\0" + bytes.fromhex(blob))
    tree = _tree(
        repository,
        b"120000 a\0" + bytes.fromhex(link) + b"40000 a\0" + bytes.fromhex(under),
    )
    evil = git(repository, "commit-tree", "-m", "evil", tree)
    with pytest.raises(UsageError, match="cannot be copied aside"):
        copy_revision(repository, evil, aside)
    assert not list(outside.iterdir())


def test_links_stay_links(repository: Path, aside: Path) -> None:
    (repository / "districts" / "maple" / "link.md").symlink_to("letter.md")
    commit(repository)
    place = copy_revision(repository / "districts", "HEAD", aside)
    assert (place / "maple" / "link.md").readlink() == Path("letter.md")


def test_a_file_too_large_to_be_read_is_not_copied_and_not_forgotten(
    repository: Path, aside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revision, "LARGEST_FILE", 4)
    place = copy_revision(repository / "districts", "main", aside)
    assert _files(place) == {"maple/letter.md": b"\0" * len("old words")}


@pytest.mark.parametrize("limit", ["MOST_FILES", "LARGEST_TOTAL"])
def test_too_much_is_refused(
    repository: Path, aside: Path, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    monkeypatch.setattr(revision, limit, 0)
    with pytest.raises(UsageError, match=r"more at .* than this tool reads at once"):
        copy_revision(repository / "districts", "main", aside)


@pytest.mark.parametrize("name", ["", "no-such", "--all", "-n", "main..", "HEAD:districts", "a\0b"])
def test_an_unknown_revision(repository: Path, aside: Path, name: str) -> None:
    with pytest.raises(UsageError, match="no such revision"):
        copy_revision(repository / "districts", name, aside)


def test_no_repository(tmp_path: Path, aside: Path) -> None:
    with pytest.raises(UsageError, match="not in a git repository"):
        copy_revision(tmp_path / "districts", "main", aside)


def test_no_git(repository: Path, aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(aside))
    with pytest.raises(UsageError, match="git is not installed"):
        copy_revision(repository, "main", aside)


def test_a_history_that_is_not_all_there(repository: Path, aside: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:districts/maple/letter.md")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(UsageError, match="fetch the whole history"):
        copy_revision(repository / "districts", "HEAD", aside)


def test_the_configuration_of_the_repository_runs_nothing(
    repository: Path, aside: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    for name in ("core.fsmonitor", "core.pager", "filter.x.smudge", "core.sshCommand"):
        git(repository, "config", name, f"touch {trace}")
    (repository / ".gitattributes").write_text("*.md filter=x\n")
    copy_revision(repository / "districts", "main", aside)
    assert not trace.exists()
