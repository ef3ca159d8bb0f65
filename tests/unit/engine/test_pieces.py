"""Reports made of pieces that were kept are the same, and nothing is made of them twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from report.assessments import build

from policy_audit.engine.spool import Packed, Spool
from policy_audit.manifest import MANIFEST
from policy_audit.model import Assessment, DistrictAssessment
from policy_audit.report import render, write
from policy_audit.store import FILE, Store, open_store

FORMS = ("html", "json", "csv", "markdown", "xlsx")
MADE = build()


class _Counted(Spool):
    """A spool that tells which districts were taken from it whole."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.taken: list[int] = []

    def _district(self, place: int) -> DistrictAssessment:
        self.taken.append(place)
        return super()._district(place)


def spooled(
    districts: Sequence[DistrictAssessment] = MADE.districts,
) -> tuple[_Counted, Assessment]:
    spool = _Counted(len(districts))
    for place, district in enumerate(districts):
        spool.put(place, Packed.of(district))
    return spool, replace(MADE, districts=spool)


def changed() -> list[DistrictAssessment]:
    """The districts, one of which reads otherwise."""
    first, *others = MADE.districts
    finding = replace(first.findings[0], reasons=("It was looked at again.",))
    return [replace(first, findings=(finding, *first.findings[1:])), *others]


def expected(assessment: Assessment) -> dict[str, bytes]:
    plain = replace(assessment, districts=tuple(assessment.districts))
    return {name: content for form in FORMS for name, content in render(plain, form).items()}


def files(folder: Path) -> dict[str, bytes]:
    found = {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }
    del found[MANIFEST]
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "cache") as opened:
        yield opened


def test_nothing_is_made_twice(store: Store, tmp_path: Path) -> None:
    spool, assessment = spooled()
    write(assessment, tmp_path / "one", FORMS, store=store)
    assert spool.taken
    spool, assessment = spooled()
    write(assessment, tmp_path / "other", FORMS, store=store)
    assert not spool.taken
    write(assessment, tmp_path / "one", FORMS, store=store)
    assert not spool.taken
    assert files(tmp_path / "one") == files(tmp_path / "other") == expected(MADE)


def test_one_district_that_changed_is_made_again(store: Store, tmp_path: Path) -> None:
    write(spooled()[1], tmp_path / "out", ["json", "csv", "markdown"], store=store)
    spool, assessment = spooled(changed())
    write(assessment, tmp_path / "out", ["json", "csv", "markdown"], store=store)
    assert set(spool.taken) == {0}
    write(assessment, tmp_path / "out", FORMS, store=store)
    assert files(tmp_path / "out") == expected(assessment)


def test_another_day_is_another_report(store: Store, tmp_path: Path) -> None:
    _, assessment = spooled()
    write(assessment, tmp_path / "out", FORMS, store=store)
    later = replace(assessment, run=replace(assessment.run, as_of=date(2027, 3, 1)))
    write(later, tmp_path / "out", FORMS, store=store)
    assert files(tmp_path / "out") == expected(later)


def test_a_file_that_is_there_stays_and_one_that_was_touched_is_mended(
    store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    _, assessment = spooled()
    write(assessment, out, FORMS, store=store)
    page, table, index = (
        out / "districts/maple-hollow.html",
        out / "findings.csv",
        out / "index.html",
    )
    before = {path: path.stat().st_ino for path in (page, table, index)}
    table.write_bytes(table.read_bytes().replace(b"e", b"3"))  # of the same length
    index.unlink()
    written = write(assessment, out, FORMS, store=store)
    assert files(out) == expected(MADE)
    assert page.stat().st_ino == before[page]
    assert [path.relative_to(out).as_posix() for path in written] == list(expected(MADE))
    page.write_bytes(page.read_bytes())  # other times, the same bytes
    write(assessment, out, FORMS, store=store)
    assert page.stat().st_ino == before[page]


def test_a_link_put_in_the_place_of_a_file_is_replaced(store: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(spooled()[1], out, ["csv"], store=store)
    (out / "findings.csv").rename(tmp_path / "moved.csv")
    (out / "findings.csv").symlink_to(tmp_path / "moved.csv")
    write(spooled()[1], out, ["csv"], store=store)
    assert not (out / "findings.csv").is_symlink()


@pytest.mark.parametrize("value", ["zeroblob(size)", "x'00'", "'text'"])
def test_a_piece_that_is_not_whole_is_made_again(store: Store, tmp_path: Path, value: str) -> None:
    write(spooled()[1], tmp_path / "one", FORMS, store=store)
    store.close()
    with closing(sqlite3.connect(tmp_path / "cache" / FILE)) as connection, connection:
        connection.execute(f"UPDATE pieces SET value = {value}")  # noqa: S608
    with open_store(tmp_path / "cache") as again:
        write(spooled()[1], tmp_path / "one", FORMS, store=again)
        write(spooled()[1], tmp_path / "other", FORMS, store=again)
    assert files(tmp_path / "one") == files(tmp_path / "other") == expected(MADE)
