from pathlib import Path

import pytest

from policy_audit.baseline import load_baseline
from policy_audit.baseline.files import one_line, read_toml
from policy_audit.errors import BaselineError
from policy_audit.store import Kind, Store


@pytest.mark.parametrize("name", ["baseline.toml", "examples.toml", "practice/elm-grove/case.toml"])
def test_digest_follows_what_is_learned_from(name: str, small: Path) -> None:
    before = load_baseline(small).digest
    (small / name).write_text((small / name).read_text("utf-8") + "# more\n", "utf-8")
    assert load_baseline(small).digest != before


def test_digest_follows_practice_documents(small: Path) -> None:
    before = load_baseline(small).digest
    letter = small / "practice" / "elm-grove" / "letter.md"
    letter.write_text(letter.read_text("utf-8") + "One more sentence.\n", "utf-8")
    changed = load_baseline(small).digest
    letter.rename(letter.with_name("notice.md"))
    assert len({before, changed, load_baseline(small).digest}) == 3


def test_digest_leaves_out_hidden_learned_and_other_files(small: Path) -> None:
    before = load_baseline(small).digest
    (small / "learned").mkdir()
    (small / "learned" / "heads.safetensors").write_bytes(b"weights")
    (small / "practice" / ".notes").mkdir()
    (small / "practice" / ".notes" / "todo.md").write_text("later", "utf-8")
    (small / "practice" / "elm-grove" / ".letter.md.swp").write_bytes(b"half")
    (small / "README.md").write_text("about", "utf-8")
    assert load_baseline(small).digest == before


def test_digest_tells_names_from_contents(small: Path) -> None:
    folder = small / "practice" / "elm-grove"
    (folder / "a").write_bytes(b"bc")
    first = load_baseline(small).digest
    (folder / "a").unlink()
    (folder / "ab").write_bytes(b"c")
    assert load_baseline(small).digest != first


def test_digest_does_not_depend_on_the_place(small: Path, tmp_path: Path) -> None:
    before = load_baseline(small).digest
    assert load_baseline(small.rename(tmp_path / "elsewhere")).digest == before


def test_one_line_folds_hides_and_cuts() -> None:
    assert one_line(" a\n\tb\x1b ") == "a b?"
    assert len(one_line("x" * 5_000)) == 300


def test_tables_that_were_read_before_come_from_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.toml"
    path.write_text('a = [1, 2.5, true, "é\\n"]\n[b.c]\nd = []\n', encoding="utf-8")
    dated = tmp_path / "dated.toml"
    dated.write_text("day = 2026-11-21\n")
    with Store(None) as store:
        first = read_toml(path, BaselineError, store)
        assert first == read_toml(path, BaselineError)
        assert read_toml(dated, BaselineError, store) == read_toml(dated, BaselineError)
        assert next(u.entries for u in store.usage() if u.kind is Kind.TABLE) == 1
        monkeypatch.setattr("policy_audit.baseline.files._tables", lambda _: pytest.fail("parsed"))
        assert read_toml(path, BaselineError, store) == first
        monkeypatch.undo()
        path.write_text("a = 2\n")
        assert read_toml(path, BaselineError, store) == {"a": 2}
