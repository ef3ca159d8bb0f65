import time
from pathlib import Path

import pytest

import policy_audit
from policy_audit.store import code as digests
from policy_audit.store.code import code_digest


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "a.py").write_text("a = 1\n")
    (tmp_path / "single.py").write_text("b = 1\n")
    monkeypatch.setattr(policy_audit, "__file__", str(tmp_path / "__init__.py"))
    return tmp_path


def digest(*libraries: str) -> str:
    code_digest.cache_clear()
    return code_digest("reader", "single", libraries=libraries)


def test_any_change_of_the_code_changes_its_digest(code: Path) -> None:
    seen = {digest()}
    for name, text in (("reader/a.py", "a = 2\n"), ("reader/b.py", ""), ("single.py", "b = 2\n")):
        (code / name).write_text(text)
        seen.add(digest())
    assert len(seen) == 4


def test_another_set_of_libraries_changes_it(code: Path) -> None:
    assert len({digest(), digest("numpy"), digest("numpy", "no-such-library")}) == 3
    code_digest.cache_clear()


def test_source_that_changed_since_the_program_began_is_nobody_elses(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "_BEGAN", time.time() + 60)
    before = digest()
    monkeypatch.setattr(digests, "_BEGAN", time.time() - 60)
    assert digest() != before
    code_digest.cache_clear()


def test_templates_count_and_compiled_files_do_not(code: Path) -> None:
    before = digest()
    (code / "reader" / "__pycache__").mkdir()
    (code / "reader" / "__pycache__" / "a.pyc").write_bytes(b"\0")
    assert digest() == before
    (code / "reader" / "page.html").write_text("<p>")
    assert digest() != before
    code_digest.cache_clear()
