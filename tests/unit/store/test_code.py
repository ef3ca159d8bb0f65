from pathlib import Path

import pytest

import policy_audit
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
