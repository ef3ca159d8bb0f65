"""A district is found again when all that its assessment rests on is as it was, and only then."""

from __future__ import annotations

import ast
import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import metadata
from pathlib import Path

import pytest
from report.assessments import build

import policy_audit
from policy_audit.engine import Basis, kept
from policy_audit.engine.kept import Kept
from policy_audit.engine.spool import Packed
from policy_audit.ingest import DistrictFolder, discover
from policy_audit.model import DistrictAssessment, Source, Unread, UnreadCategory
from policy_audit.store import Kind, Store, open_store

MADE = build()
DAY = date(2026, 11, 21)
#: Where the cache is, how decisions are written, what comes with pydantic, what trains, a cluster.
SHAPES_NOTHING = {"platformdirs", "tomlkit", "openpyxl", "pydantic_core", "peft", "ray"}
PASSING = {"timeout", "out-of-memory", "crashed", "needs-ocr", "forbidden"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A district beside a baseline with something learned, and a cache."""
    for name, text in {
        "districts/hill/policy.md": "The door is locked.",
        "districts/hill/district.toml": 'name = "Hill"\n',
        "districts/hill/decisions.toml": "",
        "baseline/learned/heads.json": "{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def opened(store: Store, place: Path, basis: Basis | None = None, digest: str = "d") -> Kept:
    basis = basis or Basis("b", DAY, cache=place)
    return Kept(store, basis, replace(MADE.baseline, folder=str(place / "baseline"), digest=digest))


def folder_in(place: Path) -> DistrictFolder:
    [folder] = discover([place / "districts"])
    return folder


def audited(folder: DistrictFolder) -> DistrictAssessment:
    """What might have come of the folder: its documents bear the digests of its files."""
    document = MADE.districts[0].documents[0]
    sources = [
        Source(file.name, hashlib.sha256(file.path.read_bytes()).hexdigest(), 1)
        for file in folder.files
    ]
    documents = tuple(replace(document, source=source) for source in sources)
    return replace(MADE.districts[0], documents=documents, unread=())


def keep(kept: Kept, folder: DistrictFolder, district: DistrictAssessment) -> Packed:
    filed, packed = kept.filed(folder), Packed.of(district)
    if filed is not None:
        kept.keep(filed, district, packed)
    return packed


def test_a_district_is_found_as_it_was(place: Path) -> None:
    folder = folder_in(place)
    with open_store(place) as store:
        assert opened(store, place).find(folder) is None
        packed = keep(opened(store, place), folder, audited(folder))
    with open_store(place) as store:
        found = opened(store, place).find(folder)
    assert found is not None
    assert found == packed
    assert found.district() == audited(folder)


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda place: (place / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        write("districts/hill/policy.md", "The door is looked."),
        write("districts/hill/another.md", "The gate is locked."),
        write("districts/hill/district.toml", 'name = "Hall"\n'),
        write("districts/hill/decisions.toml", "# nothing\n"),
        write("baseline/learned/heads.json", "[]"),
        lambda place: (place / "districts/hill/policy.md").rename(place / "districts/hill/p.md"),
        lambda place: (place / "districts/hill/policy.md").unlink(),
        lambda place: (place / "districts/hill/decisions.toml").unlink(),
        lambda place: (place / "districts/hill").rename(place / "districts/hall"),
        lambda place: (place / "districts/hill/out.md").symlink_to("/etc/hostname"),
    ],
)
def test_what_changed_in_the_folders_is_noticed(
    place: Path, change: Callable[[Path], object]
) -> None:
    folder = folder_in(place)
    with open_store(place) as store:
        keep(opened(store, place), folder, audited(folder))
        change(place)
        assert opened(store, place).find(folder_in(place)) is None


@pytest.mark.parametrize(
    "basis",
    [
        Basis("b", date(2026, 11, 22)),
        Basis("b", DAY, pages=10),
        Basis("b", DAY, backend="torch"),
        Basis("b", DAY, encoder="another"),
    ],
)
def test_another_audit_is_noticed(place: Path, basis: Basis) -> None:
    folder = folder_in(place)
    with open_store(place) as store:
        keep(opened(store, place), folder, audited(folder))
        assert opened(store, place, replace(basis, cache=place)).find(folder) is None
        assert opened(store, place, digest="other").find(folder) is None


def test_another_time_of_change_is_no_change(place: Path) -> None:
    folder = folder_in(place)
    with open_store(place) as store:
        keep(opened(store, place), folder, audited(folder))
        os.utime(place / "districts/hill/policy.md", (0, 0))
        assert opened(store, place).find(folder) is not None


def test_nothing_is_filed_of_what_was_changed_meanwhile(place: Path) -> None:
    folder = folder_in(place)
    district = audited(folder)
    for name in ("policy.md", "decisions.toml"):
        with open_store(place) as store:
            kept = opened(store, place)
            before = kept.filed(folder)
            (place / "districts/hill" / name).write_text(f"Other: {name}", encoding="utf-8")
            assert before is not None
            read = audited(folder) if name == "policy.md" else district
            kept.keep(before, read, Packed.of(read))
            assert not store.holds_any(Kind.DISTRICT)
        district = audited(folder)


@pytest.mark.parametrize("category", UnreadCategory)
def test_what_another_day_may_undo_is_not_filed(place: Path, category: UnreadCategory) -> None:
    folder = folder_in(place)
    unread = (Unread("hill/else.md", category, "was not read"),)
    with open_store(place) as store:
        keep(opened(store, place), folder, replace(audited(folder), unread=unread))
        found = opened(store, place).find(folder)
    assert (found is None) == (category.value in PASSING)


def test_the_run_is_that_of_this_day(place: Path) -> None:
    with open_store(place) as store:
        opened(store, place).keep_run(MADE.run)
        later = Basis("b", date(2027, 1, 1), cache=place)
        assert opened(store, place).run() == replace(MADE.run, as_of=DAY)
        assert opened(store, place, later).run() == replace(MADE.run, as_of=later.as_of)
        assert opened(store, place, digest="other").run() is None
        named = Basis("b", DAY, encoder="another", cache=place)
        opened(store, place, named).keep_run(MADE.run)
        assert opened(store, place, named).run() is None


def test_other_bytes_count_as_nothing(place: Path) -> None:
    folder = folder_in(place)
    with open_store(place) as store:
        filed = opened(store, place).filed(folder)
        assert filed is not None
        store.put(Kind.DISTRICT, {filed.key: b"no district"})
        assert opened(store, place).find(folder) is None


def test_every_library_that_shapes_an_assessment_is_named() -> None:
    """A new version of one would otherwise leave what an older one made."""
    root = Path(policy_audit.__file__).parent
    sources = [p for name in kept._CODE for p in (root / name).rglob("*.py")]
    sources += [root / f"{name}.py" for name in kept._CODE if (root / f"{name}.py").is_file()]
    imported = set[str]()
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                imported.add(node.module.partition(".")[0])
    third = imported - sys.stdlib_module_names - {"policy_audit", *SHAPES_NOTHING}
    providers = metadata.packages_distributions()
    named = {name.lower().replace("_", "-") for name in kept._LIBRARIES}
    unnamed = {
        module
        for module in third
        if not {d.lower().replace("_", "-") for d in providers.get(module, [module])} & named
    }
    assert unnamed == set()
