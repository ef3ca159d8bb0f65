from pathlib import Path

import pytest
from acceptance.repository import commit

from policy_audit.cli import inputs
from policy_audit.errors import UsageError
from policy_audit.ingest import Guard
from policy_audit.store import Store

STORE = Store(None)


@pytest.fixture
def districts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two districts under the default input, neither with a ``district.toml``."""
    folder = tmp_path / "district_policies"
    for name in ("elm-grove", "oak-park"):
        (folder / name).mkdir(parents=True)
        (folder / name / "faq.md").write_text("# Questions\n\nThe door is locked.\n")
        (folder / name / "letter.txt").write_text("The door is locked all day.\n")
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.mark.parametrize("name", ["elm-grove", "district_policies/elm-grove"])
def test_a_district_is_found_by_name_or_path(districts: Path, name: str) -> None:
    read = inputs.read_one(name, STORE)
    assert read.district.id == "elm-grove"
    assert [d.source.path for d in read.documents] == ["elm-grove/faq.md", "elm-grove/letter.txt"]


def test_a_district_may_be_one_document(districts: Path) -> None:
    read = inputs.read_one(str(districts / "oak-park" / "faq.md"), STORE)
    assert [d.source.path for d in read.documents] == ["faq.md"]


@pytest.mark.parametrize("name", ["nowhere", "district_policies", "../elm-grove", ""])
def test_what_is_no_district_is_refused(districts: Path, name: str) -> None:
    with pytest.raises(UsageError):
        inputs.read_one(name, STORE)


@pytest.mark.parametrize(
    ("name", "meant"),
    [("elmgrove", "choose one of elm-grove$"), ("nowhere", "choose one of elm-grove, oak-park$")],
)
@pytest.mark.usefixtures("districts")
def test_where_nothing_bears_the_name_the_districts_are_named(name: str, meant: str) -> None:
    told = f"^'{name}' is no file or folder, nor a folder in district_policies; {meant}"
    with pytest.raises(UsageError, match=told):
        inputs.find_one(name)


def test_of_many_districts_the_first_are_named(districts: Path) -> None:
    for number in range(30):
        folder = districts / f"town-{number:02}"
        folder.mkdir()
        (folder / "letter.md").write_text("A letter.")
    with pytest.raises(UsageError, match=r"one of elm-grove, oak-park, .*, town-17 and 12 more$"):
        inputs.find_one("nowhere")


def test_where_there_are_no_districts_none_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"nor a folder in district_policies$"):
        inputs.find_one("nowhere")


def test_a_districts_folder_that_is_taken_for_a_folder_of_districts_is_named(
    districts: Path,
) -> None:
    [line] = inputs.set_apart([districts, districts / "elm-grove", districts / "elm-grove/faq.md"])
    assert line.startswith(f"{districts / 'elm-grove'}: each of its 2 documents was audited as")
    assert line.endswith("put a district.toml into it")


def test_nothing_is_said_of_one_document_nor_of_a_district_that_says_so(districts: Path) -> None:
    (districts / "elm-grove" / "faq.md").unlink()
    (districts / "oak-park" / "district.toml").write_text("")
    assert not list(inputs.set_apart([districts / "elm-grove", districts / "oak-park"]))


@pytest.mark.parametrize(
    "loose", ["district_policies/notice.txt", "district_policies/oak-park.txt"]
)
def test_a_folder_of_districts_is_none_though_a_loose_document_lies_there(
    districts: Path, loose: str
) -> None:
    Path(loose).write_text("The door is locked.\n")
    with pytest.raises(UsageError, match="several districts: choose one of elm-grove, oak-park"):
        inputs.find_one("district_policies")


def test_one_folder_with_a_file_of_a_district_is_a_district(districts: Path) -> None:
    (districts / "elm-grove" / "archive").mkdir()
    (districts / "elm-grove" / "archive" / "old.txt").write_text("The door is locked.\n")
    assert len(inputs.find_one("elm-grove").files) == 3
    (districts / "elm-grove" / "archive" / "decisions.toml").write_text("")
    with pytest.raises(UsageError, match="several districts"):
        inputs.find_one("elm-grove")


def test_all_districts_are_read_and_counted(districts: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with Guard() as guard:
        read = inputs.read_all([districts], guard, lambda *progress: told.append(progress))
    assert [each.district.id for each in read] == ["elm-grove", "oak-park"]
    assert told == [("reading districts", 1, 2), ("reading districts", 2, 2)]


def test_all_districts_of_a_revision_are_read_with_one_guard(districts: Path) -> None:
    before = commit(districts.parent)
    (districts / "elm-grove" / "faq.md").write_text("# Questions\n\nThe door is open.\n")
    with Guard() as guard:
        read = inputs.read_revision([districts], before, guard, lambda *_: None)
    assert [each.district.id for each in read] == ["elm-grove", "oak-park"]
    assert "locked" in read[0].documents[0].text


def test_districts_of_one_name_are_told_apart_at_a_revision_as_they_are_today(
    tmp_path: Path,
) -> None:
    for name in ("a", "z"):
        (tmp_path / name / "unified").mkdir(parents=True)
        (tmp_path / name / "unified" / "faq.md").write_text(f"The door of {name} is locked.\n")
    revision = commit(tmp_path)
    paths = [tmp_path / "z", tmp_path / "a"]
    with Guard() as guard:
        before = inputs.read_revision(paths, revision, guard, lambda *_: None)
        after = inputs.read_all(paths, guard, lambda *_: None)
    assert [(d.district.id, d.documents[0].text) for d in before] == [
        (d.district.id, d.documents[0].text) for d in after
    ]


@pytest.mark.parametrize("own", ["district.toml", "decisions.toml"])
def test_a_folder_that_is_one_district_today_is_one_at_a_revision(
    districts: Path, own: str
) -> None:
    before = commit(districts.parent)
    (districts / "elm-grove" / own).write_text("")
    with Guard() as guard:
        read = inputs.read_revision([districts / "elm-grove"], before, guard, lambda *_: None)
    assert [(each.district.id, len(each.documents)) for each in read] == [("elm-grove", 2)]


@pytest.mark.parametrize(("inside", "name"), [("", "."), ("letters", "..")])
def test_a_district_may_be_where_one_is(
    districts: Path, monkeypatch: pytest.MonkeyPatch, inside: str, name: str
) -> None:
    (districts / "elm-grove" / "letters").mkdir()
    monkeypatch.chdir(districts / "elm-grove" / inside)
    assert inputs.find_one(name).id == "elm-grove"
