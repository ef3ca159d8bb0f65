from pathlib import Path

import pytest

from policy_audit.manifest import MANIFEST, holds_manifest, read_manifest


def test_what_was_written_is_told(tmp_path: Path) -> None:
    assert not holds_manifest(tmp_path)
    assert read_manifest(tmp_path, 100) == {}
    (tmp_path / MANIFEST).write_text('{"files": {"a.html": "00"}}')
    assert holds_manifest(tmp_path)
    assert read_manifest(tmp_path, 100) == {"a.html": "00"}


@pytest.mark.parametrize(
    "told", ["", "[]", "1", "{}", '{"files": []}', "[" * 100_000, '{"files": {"a": "00"}}   ']
)
def test_what_is_none_of_ours_tells_nothing(tmp_path: Path, told: str) -> None:
    (tmp_path / MANIFEST).write_text(told)
    largest = 24 if told.startswith('{"files": {"a"') else 200_000
    assert read_manifest(tmp_path, largest) == {}


def test_a_manifest_is_a_file(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).mkdir()
    assert not holds_manifest(tmp_path)
    assert not holds_manifest(tmp_path / "nowhere")
