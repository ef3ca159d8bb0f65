"""Districts on disk are the same districts, and reports made from there the same reports."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from report.assessments import build

from policy_audit.engine.spool import Packed, Spool
from policy_audit.errors import OutputError
from policy_audit.ingest.reading.wire import WireError
from policy_audit.model import Assessment
from policy_audit.report import FORMATS, render, summary_table, write

# Paper takes seconds, and is made from what the pages are made from.
QUICK = tuple(form for form in FORMATS if form != "pdf")


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return build()


@pytest.fixture(scope="module")
def spooled(assessment: Assessment) -> Assessment:
    """The assessment with its districts on disk, where they came in another order."""
    spool = Spool(len(assessment.districts))
    for place, district in reversed(list(enumerate(assessment.districts))):
        spool.put(place, Packed.of(district))
    return replace(assessment, districts=spool)


def test_every_district_comes_back_as_it_was(assessment: Assessment, spooled: Assessment) -> None:
    assert list(spooled.districts) == list(assessment.districts)
    assert len(spooled.districts) == len(assessment.districts)
    assert spooled.districts[-1] == assessment.districts[-1]
    assert spooled.districts[1:] == list(assessment.districts[1:])
    with pytest.raises(IndexError):
        spooled.districts[len(assessment.districts)]


def test_no_district_stays_in_memory(spooled: Assessment) -> None:
    assert spooled.districts[0] is not spooled.districts[0]
    documents = [d for outline in spooled.outlines for d in outline.documents]
    assert documents
    assert not any(d.text or d.blocks or d.left_out for d in documents)
    assert not any(f.observations for outline in spooled.outlines for f in outline.findings)


@pytest.mark.parametrize("form", QUICK)
def test_reports_are_the_same_byte_for_byte(
    assessment: Assessment, spooled: Assessment, form: str
) -> None:
    assert render(spooled, form) == render(assessment, form)


def test_what_is_told_of_the_run_is_the_same(assessment: Assessment, spooled: Assessment) -> None:
    assert spooled.is_draft == assessment.is_draft
    assert spooled.unread == assessment.unread
    assert summary_table(spooled) == summary_table(assessment)


def test_other_bytes_are_refused(assessment: Assessment) -> None:
    packed = Packed.of(assessment.districts[0])
    assert packed.district() == assessment.districts[0]
    assert packed.outline == assessment.districts[0].outline()
    for broken in (b"", packed.data[:-9], b"{}", packed.data[::-1]):
        with pytest.raises(WireError):
            Packed(broken).district()


def test_equal_districts_bear_one_digest(assessment: Assessment, spooled: Assessment) -> None:
    assert isinstance(spooled.districts, Spool)
    first = assessment.districts[0]
    assert spooled.districts.digests == [Packed.of(d).digest for d in assessment.districts]
    assert len(set(spooled.districts.digests)) == len(assessment.districts)
    assert Packed.of(replace(first, unread=())).digest != Packed.of(first).digest


def test_a_full_disk_is_one_line(assessment: Assessment) -> None:
    spool = Spool(1)
    with _no_room(100), pytest.raises(OutputError, match="make room there") as caught:
        spool.put(0, Packed.of(assessment.districts[0]))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("form", ["html", "json", "xlsx"])
def test_reports_that_do_not_fit_leave_the_old_ones_whole(
    spooled: Assessment, tmp_path: Path, form: str
) -> None:
    write(spooled, tmp_path, ["csv", form])
    before = _files(tmp_path)
    with _no_room(5000), pytest.raises(OutputError, match="cannot write") as caught:
        write(spooled, tmp_path, ["csv", form])
    assert "\n" not in str(caught.value)
    assert _files(tmp_path) == before


@contextmanager
def _no_room(size: int) -> Iterator[None]:
    """Let no file grow over ``size`` bytes: what a full disk does, for this process alone."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_without_a_folder_for_temporary_files_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(OutputError, match="TMPDIR"):
        Spool(1)
