"""The store with real files, and with what can go wrong with them."""

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_audit.store import FILE, Kind, Store, key_of
from policy_audit.store.file import FORM, MARK

SMALL = {key_of("a"): b"one", key_of("b"): b"two"}


def edit(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / FILE


def test_what_is_put_is_found_by_the_next_run(path: Path) -> None:
    with Store(path) as store:
        store.put(Kind.VECTOR, SMALL)
    with Store(path) as store:
        assert store.get(Kind.VECTOR, [*SMALL, key_of("c")]) == SMALL
        assert store.get(Kind.OUTCOME, SMALL) == {}
        assert store.holds_any(Kind.VECTOR)
        assert not store.holds_any(Kind.DOCUMENT)


def test_many_entries_at_once(path: Path) -> None:
    many = {key_of(str(number)): b"%d" % number for number in range(1203)}
    with Store(path) as store:
        store.put(Kind.OUTCOME, many)
        assert store.get(Kind.OUTCOME, many) == many
        assert [(u.kind, u.entries) for u in store.usage()][2] == (Kind.OUTCOME, 1203)


@given(st.lists(st.text()), st.lists(st.text()))
def test_only_equal_parts_have_equal_keys(one: list[str], other: list[str]) -> None:
    assert (key_of(*one) == key_of(*other)) == (one == other)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vectors SET value = x'00' || value WHERE rowid = 1",
        "UPDATE vectors SET value = (SELECT value FROM vectors WHERE rowid = 2) WHERE rowid = 1",
        "UPDATE vectors SET checksum = x'0011' WHERE rowid = 1",
        "UPDATE vectors SET value = 'text' WHERE rowid = 1",
    ],
)
def test_an_entry_that_is_not_whole_is_dropped_and_made_again(path: Path, damage: str) -> None:
    first, second = SMALL
    with Store(path) as store:
        store.put(Kind.VECTOR, SMALL)
    edit(path, damage)
    with Store(path) as store:
        assert store.get(Kind.VECTOR, SMALL) == {second: SMALL[second]}
        assert {u.kind: u.entries for u in store.usage() if u.entries} == {Kind.VECTOR: 1}
        store.put(Kind.VECTOR, {first: b"again"})
        assert store.get(Kind.VECTOR, [first]) == {first: b"again"}


def test_verify_counts_and_drops_what_is_not_whole(path: Path) -> None:
    with Store(path) as store:
        store.put(Kind.DOCUMENT, SMALL)
        store.put(Kind.OUTCOME, SMALL)
        assert store.verify() == 0
    edit(
        path, "UPDATE documents SET value = x'00'", "UPDATE outcomes SET value = 'x' WHERE rowid=1"
    )
    with Store(path) as store:
        assert store.verify() == 3
        assert store.verify() == 0
        assert {u.kind: u.entries for u in store.usage() if u.entries} == {Kind.OUTCOME: 1}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"this is no database" * 100, "is damaged"),
        (f"PRAGMA application_id = {MARK}; PRAGMA user_version = {FORM + 1}", "newer version"),
        (f"PRAGMA application_id = {MARK}; PRAGMA user_version = 1", "older version"),
        ("CREATE TABLE theirs (a)", "another program's"),
    ],
    ids=["noise", "newer", "older", "foreign"],
)
def test_a_file_that_is_no_store_of_ours_is_set_aside_and_said_once(
    path: Path, content: bytes | str, said: str
) -> None:
    path.parent.mkdir()
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        edit(path, *content.split("; "))
    before, lines = path.read_bytes(), []
    with Store(path, tell=lines.append) as store:
        store.put(Kind.VECTOR, SMALL)
    with Store(path, tell=lines.append) as store:
        assert store.get(Kind.VECTOR, SMALL) == SMALL
    assert len(lines) == 1
    assert said in lines[0]
    assert path.with_name("store.aside.sqlite").read_bytes() == before


def test_a_file_that_breaks_while_it_is_used_is_begun_anew(path: Path) -> None:
    many = {key_of(str(number)): b"x" * 3000 for number in range(200)}
    with Store(path) as store:
        store.put(Kind.VECTOR, many)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)  # all but the first page, which tells what it is
    path.write_bytes(data)
    lines: list[str] = []
    with Store(path, tell=lines.append) as store:
        assert store.get(Kind.VECTOR, many) == {}
        store.put(Kind.VECTOR, SMALL)
        assert store.get(Kind.VECTOR, SMALL) == SMALL
    assert len(lines) == 1


def test_a_folder_that_cannot_be_made_costs_only_the_saving(tmp_path: Path) -> None:
    blocker = tmp_path / "file"
    blocker.write_text("x")
    lines: list[str] = []
    with Store(blocker / FILE, tell=lines.append) as store:
        store.put(Kind.VECTOR, SMALL)
        store.put(Kind.VECTOR, SMALL)
        assert store.get(Kind.VECTOR, SMALL) == SMALL
    assert len(lines) == 1
    assert "goes on without storing" in lines[0]


def test_room_is_made_by_letting_go_of_what_was_used_longest_ago(path: Path) -> None:
    old = {key_of(f"old {n}"): b"o" * 1500 for n in range(1000)}
    new = {key_of(f"new {n}"): b"n" * 1500 for n in range(700)}
    with Store(path, limit=4_000_000) as store:
        store.put(Kind.VECTOR, old)
    edit(path, "UPDATE vectors SET used = 0")
    used = list(old)[:100]
    with Store(path, limit=4_000_000) as store:
        assert len(store.get(Kind.VECTOR, used)) == 100
    with Store(path, limit=3_000_000) as store:
        store.put(Kind.DOCUMENT, new)
        assert store.get(Kind.DOCUMENT, new) == new
        assert len(store.get(Kind.VECTOR, used)) == 100
        left = len(store.get(Kind.VECTOR, old))
    assert 100 <= left < 900
    assert path.stat().st_size <= 3_200_000


def test_what_is_read_counts_as_used_however_much_it_is(path: Path) -> None:
    many = {key_of(str(n)): b"x" for n in range(6000)}
    with Store(path) as store:
        store.put(Kind.OUTCOME, many)
    edit(path, "UPDATE outcomes SET used = 0")
    with Store(path) as store:
        assert store.get(Kind.OUTCOME, many) == many
    with closing(sqlite3.connect(path)) as connection:
        [(untouched,)] = connection.execute("SELECT count(*) FROM outcomes WHERE used = 0")
    assert untouched == 0


_WRITER = """
import sys
from pathlib import Path
from policy_audit.store import Kind, Store, key_of
mine = int(sys.argv[2])
with Store(Path(sys.argv[1])) as store:
    for n in range(120):
        store.put(Kind.VECTOR, {key_of(f"{n}"): b"same" * 400, key_of(f"{mine} {n}"): b"own"})
        assert len(store.get(Kind.VECTOR, [key_of(f"{n}"), key_of(f"{mine} {n}")])) == 2
"""


def test_several_processes_write_one_store_at_once(path: Path) -> None:
    started = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), str(n)]) for n in range(4)
    ]
    assert [process.wait(120) for process in started] == [0, 0, 0, 0]
    with Store(path) as store:
        assert store.verify() == 0
        stored = {u.kind: u.entries for u in store.usage() if u.entries}
        assert stored == {Kind.VECTOR: 120 + 4 * 120}


_TOGETHER = """
import sys
from pathlib import Path
from policy_audit.store import Kind, Store, key_of
lines = []
print(flush=True)
sys.stdin.read()  # ends for all at once
with Store(Path(sys.argv[1]), tell=lines.append) as store:
    store.put(Kind.VECTOR, {key_of(sys.argv[2]): b"own"})
print(*lines, sep="\\n")
"""


@pytest.mark.parametrize(
    ("before", "set_aside"),
    [(None, 0), (f"PRAGMA application_id = {MARK}; PRAGMA user_version = 1", 1)],
    ids=["new", "older"],
)
def test_processes_that_open_a_store_at_the_same_moment_share_it(
    tmp_path: Path, before: str | None, set_aside: int
) -> None:
    for turn in range(4):
        path = tmp_path / str(turn) / FILE
        path.parent.mkdir()
        if before is not None:
            edit(path, *before.split("; "))
        read, write = os.pipe()
        started = [
            subprocess.Popen(
                [sys.executable, "-c", _TOGETHER, str(path), str(n)],
                stdin=read,
                stdout=subprocess.PIPE,
                text=True,
            )
            for n in range(4)
        ]
        os.close(read)
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "\n"
        os.close(write)
        said = "".join(process.communicate(timeout=60)[0] for process in started)
        assert said.count("set aside") == set_aside
        with Store(path) as store:
            assert len(store.get(Kind.VECTOR, [key_of(str(n)) for n in range(4)])) == 4


def test_a_writer_that_was_killed_leaves_a_whole_store(path: Path) -> None:
    endless = _WRITER.replace("range(120)", "__import__('itertools').count()")
    process = subprocess.Popen([sys.executable, "-c", endless, str(path), "1"])
    # Its empty tables take a quarter of that.
    while not path.exists() or path.stat().st_size + _wal(path) < 400_000:
        assert process.poll() is None
    process.kill()
    process.wait()
    lines: list[str] = []
    with Store(path, tell=lines.append) as store:
        assert store.verify() == 0
        assert store.holds_any(Kind.VECTOR)
    assert lines == []


def _wal(path: Path) -> int:
    beside = path.with_name(path.name + "-wal")
    return beside.stat().st_size if beside.exists() else 0


_FULL = """
import resource, signal, sys
from pathlib import Path
from policy_audit.store import Kind, Store, key_of
first = {key_of("kept"): b"kept"}
lines = []
with Store(Path(sys.argv[1]), tell=lines.append) as store:
    store.put(Kind.VECTOR, first)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    for n in range(100):
        store.put(Kind.VECTOR, {key_of(str(n)): b"x" * 50_000})
    assert store.get(Kind.VECTOR, first) == first
[line] = lines
assert "goes on without storing" in line, line
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="optional: no such limit here")
def test_a_full_disk_is_said_once_and_what_is_stored_is_still_read(path: Path) -> None:
    # A limit on the size of files makes writing fail as a full disk does.
    subprocess.run([sys.executable, "-c", _FULL, str(path)], check=True, timeout=60)
    with Store(path) as store:
        assert store.verify() == 0


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE vectors SET used = 'x'",
        "UPDATE vectors SET used = x'00'",
        "UPDATE vectors SET used = NULL",
    ],
)
def test_what_is_damaged_in_other_columns_never_raises(path: Path, damage: str) -> None:
    with Store(path) as store:
        store.put(Kind.VECTOR, SMALL)
    with suppress(sqlite3.IntegrityError):
        edit(path, damage)
    with Store(path, limit=1) as store:
        assert store.get(Kind.VECTOR, SMALL) == SMALL
        assert store.verify() == 0
        store.put(Kind.OUTCOME, SMALL)


def test_flipped_bits_never_raise(path: Path) -> None:
    with Store(path) as store:
        store.put(Kind.VECTOR, SMALL)
    whole = path.read_bytes()
    random = Random(7)  # noqa: S311 - which bits is no secret
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(8):
            # The schema and the first table lie in the first pages.
            broken[random.randrange(100, min(len(whole), 40_000))] ^= 1 << random.randrange(8)
        path.write_bytes(broken)
        for part in path.parent.glob(f"{FILE}-*"):
            part.unlink()
        with Store(path) as store:
            found = store.get(Kind.VECTOR, SMALL)
            store.put(Kind.VECTOR, SMALL)
            store.verify()
        assert found.items() <= SMALL.items()
