"""Several processes that read ahead, with the guard that ships."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from policy_audit.errors import WorkerError
from policy_audit.ingest import DistrictFolder, Guard, Readers, discover, read_district
from policy_audit.ingest.districts import ahead
from policy_audit.model import Document

DISTRICTS = 7


@pytest.fixture
def folders(tmp_path: Path) -> tuple[DistrictFolder, ...]:
    """Districts of which some take longer to read than those that come after them."""
    for number in range(DISTRICTS):
        folder = tmp_path / "districts" / f"district-{number}"
        folder.mkdir(parents=True)
        lines = 3000 if number % 3 == 0 else 2
        text = (
            f"Letter {number}.\n\n" + "The front door of the school is locked all day.\n\n" * lines
        )
        (folder / "letter.txt").write_text(text)
        (folder / "faq.md").write_text(f"# Who may enter school {number}?\n\nNobody may.\n")
        (folder / "broken.pdf").write_bytes(b"%PDF-1.4\nendobj")
        (folder / "district.toml").write_text(f'name = "District {number}"\n')
    return discover([tmp_path / "districts"])


def test_districts_come_in_order_and_as_one_process_reads_them(
    folders: tuple[DistrictFolder, ...],
) -> None:
    with Guard() as guard:
        expected = [read_district(folder, guard) for folder in folders]
    with Readers(Guard, 3) as readers:
        assert list(readers.districts(folders)) == expected


@pytest.mark.parametrize(
    ("few", "furthest", "small"),
    [(2, 2, 10**9), (2, 5, 1), (1, 2, 10**9)],
    ids=["few", "large", "small"],
)
def test_only_a_few_are_read_before_they_are_taken(
    folders: tuple[DistrictFolder, ...],
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    furthest: int,
    small: int,
) -> None:
    monkeypatch.setattr(ahead, "_AHEAD", few)
    monkeypatch.setattr(ahead, "_FURTHEST", furthest)
    monkeypatch.setattr(ahead, "_SMALL", small)
    begun = []

    def told() -> Iterator[DistrictFolder]:
        for folder in folders:
            begun.append(folder.id)
            yield folder

    with Readers(Guard, 1) as readers:
        districts = readers.districts(told())
        time.sleep(0.5)  # whoever would run ahead has the time to
        assert len(begun) == 2
        next(districts)
        next(districts)
        assert len(begun) == 3


def test_a_process_that_cannot_start_leaves_its_work_to_the_others(
    folders: tuple[DistrictFolder, ...],
) -> None:
    first = threading.Lock()

    def make() -> AbstractContextManager[Guard]:
        if first.acquire(blocking=False):
            raise WorkerError("no process for this one")
        return Guard()

    with Readers(make, 2) as readers:
        assert len(list(readers.districts(folders))) == DISTRICTS


def test_where_no_process_can_start_the_reason_is_told(
    folders: tuple[DistrictFolder, ...],
) -> None:
    def make() -> AbstractContextManager[Guard]:
        raise WorkerError("no process for anyone")

    with Readers(make, 2) as readers, pytest.raises(WorkerError, match="for anyone"):
        list(readers.districts(folders))


def test_a_process_that_dies_costs_no_other_document(folders: tuple[DistrictFolder, ...]) -> None:
    guards: list[Guard] = []

    def make() -> AbstractContextManager[Guard]:
        guards.append(Guard())
        return guards[-1]

    with Readers(make, 2) as readers:
        districts = readers.districts(folders)
        read = [next(districts)]
        os.kill(_pid(guards[0]), 9)
        read += districts
    assert len(read) == DISTRICTS
    lost = [u for district in read for u in district.unread if not u.path.endswith(".pdf")]
    assert len(lost) <= 1
    assert all(isinstance(d, Document) for district in read for d in district.documents)


def test_leaving_in_the_middle_ends_every_process(folders: tuple[DistrictFolder, ...]) -> None:
    guards: list[Guard] = []

    def make() -> AbstractContextManager[Guard]:
        guards.append(Guard())
        return guards[-1]

    with Readers(make, 3) as readers:
        next(readers.districts(folders))
        processes = [_pid(guard) for guard in guards]
    assert len(processes) == 3
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
    assert not [t for t in threading.enumerate() if t.name.startswith("reader-")]


def _pid(guard: Guard) -> int:
    for _ in range(500):
        if guard._worker is not None:
            return guard._worker._process.pid
        time.sleep(0.01)
    raise AssertionError("the guard started no process")
