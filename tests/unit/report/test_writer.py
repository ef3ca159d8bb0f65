from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest

from policy_audit.errors import OutputError, UsageError
from policy_audit.lock import lock
from policy_audit.manifest import MANIFEST
from policy_audit.model import Assessment
from policy_audit.report import FORMATS, render, write

# Paper takes seconds, and what holds for plans holds for it.
QUICK = tuple(form for form in FORMATS if form != "pdf")
PAGE = Path("districts/maple-hollow.html")


def _files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def _without_maple(assessment: Assessment) -> Assessment:
    kept = tuple(d for d in assessment.districts if d.district.id != "maple-hollow")
    return replace(assessment, districts=kept)


def test_it_writes_what_is_rendered_and_nothing_else(
    assessment: Assessment, tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "reports"
    written = write(assessment, out, QUICK)
    rendered = {n: c for form in QUICK for n, c in render(assessment, form).items()}
    assert [p.relative_to(out).as_posix() for p in written] == list(rendered)
    found = _files(out)
    found.pop(MANIFEST)
    assert found == rendered


def test_files_are_as_readable_as_others(assessment: Assessment, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"")
    (path,) = write(assessment, tmp_path, ["csv"])
    assert path.stat().st_mode == other.stat().st_mode


def test_a_stale_page_of_ours_goes(assessment: Assessment, tmp_path: Path) -> None:
    write(assessment, tmp_path, QUICK)
    assert (tmp_path / PAGE).exists()
    write(_without_maple(assessment), tmp_path, QUICK)
    assert not (tmp_path / PAGE).exists()
    assert (tmp_path / "districts/north-end.html").exists()
    kept = {path.name[:5] for path in (tmp_path / "documents").iterdir()}
    assert kept == {"odd-s", "north"}


def test_a_stale_plan_of_ours_goes_and_the_pages_stay(
    assessment: Assessment, tmp_path: Path
) -> None:
    write(assessment, tmp_path, ["html", "docx"])
    write(_without_maple(assessment), tmp_path, ["docx"])
    assert not (tmp_path / "plans/maple-hollow.docx").exists()
    assert (tmp_path / "plans/north-end.docx").exists()
    assert (tmp_path / PAGE).exists()


def test_a_page_somebody_changed_stays(assessment: Assessment, tmp_path: Path) -> None:
    write(assessment, tmp_path, ["html"])
    (tmp_path / PAGE).write_text("my notes")
    write(_without_maple(assessment), tmp_path, ["html"])
    assert (tmp_path / PAGE).read_text() == "my notes"


def test_files_of_others_stay(assessment: Assessment, tmp_path: Path) -> None:
    (tmp_path / "districts").mkdir()
    (tmp_path / "districts" / "mine.html").write_text("mine")
    (tmp_path / "README.md").write_text("mine")
    write(assessment, tmp_path, QUICK)
    write(_without_maple(assessment), tmp_path, QUICK)
    assert (tmp_path / "districts" / "mine.html").read_text() == "mine"
    assert (tmp_path / "README.md").read_text() == "mine"


def test_another_format_leaves_the_pages_until_html_is_written_again(
    assessment: Assessment, tmp_path: Path
) -> None:
    write(assessment, tmp_path, ["html"])
    write(_without_maple(assessment), tmp_path, ["csv"])
    assert (tmp_path / PAGE).exists()
    write(_without_maple(assessment), tmp_path, ["html"])
    assert not (tmp_path / PAGE).exists()


@pytest.mark.parametrize(
    "manifest",
    [
        '{"files": {"../victim.html": "DIGEST", "districts/../../victim.html": "DIGEST"}}',
        '{"files": {"victim.html": "DIGEST", "index.html/../victim.html": "DIGEST"}}',
        '{"files": ["districts/x.html"]}',
        "[" * 100_000,
        "not json",
        "\x00",
    ],
)
def test_a_strange_manifest_removes_nothing(
    assessment: Assessment, tmp_path: Path, manifest: str
) -> None:
    out = tmp_path / "reports"
    out.mkdir()
    victims = [tmp_path / "victim.html", out / "victim.html"]
    for victim in victims:
        victim.write_bytes(b"v")
    (out / MANIFEST).write_text(manifest.replace("DIGEST", sha256(b"v").hexdigest()))
    write(assessment, out, ["html"])
    assert all(victim.exists() for victim in victims)


def test_a_link_in_place_of_a_page_is_replaced_and_its_target_left(
    assessment: Assessment, tmp_path: Path
) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    out = tmp_path / "reports"
    out.mkdir()
    (out / "findings.csv").symlink_to(target)
    write(assessment, out, ["csv"])
    assert target.read_text() == "precious"
    assert not (out / "findings.csv").is_symlink()


def test_a_run_that_fails_midway_leaves_the_old_report_whole(
    assessment: Assessment, tmp_path: Path
) -> None:
    write(assessment, tmp_path, QUICK)
    # The first file can be written aside, the pages that follow cannot.
    (tmp_path / "districts").rename(tmp_path / "aside")
    (tmp_path / "districts").write_text("a file where the folder should be")
    before = _files(tmp_path)
    with pytest.raises(OutputError):
        write(_without_maple(assessment), tmp_path, QUICK)
    assert _files(tmp_path) == before


def test_a_place_that_cannot_be_written_is_our_error_on_one_line(
    assessment: Assessment, tmp_path: Path
) -> None:
    taken = tmp_path / "reports"
    taken.write_text("a file")
    with pytest.raises(OutputError, match=r"cannot write .*reports.*--output") as caught:
        write(assessment, taken, ["csv"])
    assert "\n" not in str(caught.value)
    assert taken.read_text() == "a file"


def test_runs_into_one_folder_wait_for_each_other(assessment: Assessment, tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="optional: this system has no such locks")
    held = os.open(tmp_path, os.O_RDONLY)
    assert lock(held, wait=False)
    other = Thread(target=write, args=(assessment, tmp_path, ["csv"]))
    other.start()
    other.join(0.5)
    assert other.is_alive()
    assert _files(tmp_path) == {}
    os.close(held)
    other.join(60)
    assert "findings.csv" in {Path(name).name for name in _files(tmp_path)}


def test_a_manifest_of_very_many_pages_is_read_again(
    assessment: Assessment, tmp_path: Path
) -> None:
    write(assessment, tmp_path, ["csv"])
    manifest = tmp_path / MANIFEST
    told = json.loads(manifest.read_text("utf-8"))
    page = tmp_path / "documents" / "gone.html"
    page.parent.mkdir()
    page.write_text("gone")
    told["files"]["documents/gone.html"] = sha256(b"gone").hexdigest()
    told["files"] |= {f"documents/d{n:06}-{'x' * 60}.html": "0" * 64 for n in range(120_000)}
    manifest.write_text(json.dumps(told, indent=1), "utf-8")
    write(assessment, tmp_path, ["html"])
    assert not page.exists()


# xlsxwriter leaves files of its own open then, of which Python warns when they are collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.skipif(not hasattr(signal, "SIGXFSZ"), reason="optional: no such limit here")
def test_a_full_disk_is_our_error_whatever_wrote(assessment: Assessment, tmp_path: Path) -> None:
    # A limit on the size of files makes writing fail as a full disk does.
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        with pytest.raises(OutputError):
            write(assessment, tmp_path, ["xlsx"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
        gc.collect()


def test_an_unknown_format_writes_nothing(assessment: Assessment, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write(assessment, tmp_path / "reports", ["csv", "odt"])
    assert not (tmp_path / "reports").exists()


def test_what_a_killed_run_left_goes_with_the_next(assessment: Assessment, tmp_path: Path) -> None:
    ready = "import time; print('ready', flush=True); time.sleep(60)"
    script = (
        "from pathlib import Path\n"
        "from policy_audit.report.writer import _Aside\n"
        f"with _Aside(Path({str(tmp_path)!r})) as aside:\n"
        "    aside.write('districts/half.html', [b'half'])\n"
        f"    exec({ready!r})\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as writing:
        assert writing.stdout is not None
        writing.stdout.readline()
        write(assessment, tmp_path, ["csv"])
        assert any(path.name == "half.html" for path in tmp_path.rglob("*"))  # it may still be done
        writing.kill()
    write(assessment, tmp_path, ["csv"])
    assert set(_files(tmp_path)) == {"findings.csv", MANIFEST}


def test_a_folder_that_only_looks_like_one_of_ours_stays(
    assessment: Assessment, tmp_path: Path
) -> None:
    mine = tmp_path / ".policy-audit-mine" / "notes.txt"
    mine.parent.mkdir()
    mine.write_text("mine")
    write(assessment, tmp_path, ["csv"])
    assert mine.read_text() == "mine"
