from pathlib import Path

import pytest

from policy_audit.cli import main
from policy_audit.cli.exits import ExitCode
from policy_audit.store import FILE, Kind, Store, key_of


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    folder = tmp_path / "cache"
    with Store(folder / FILE) as store:
        store.put(Kind.VECTOR, {key_of("a"): b"x" * 2_000_000})
    (folder / "learned" / "abc").mkdir(parents=True)
    (folder / "learned" / "abc" / "judge.json").write_text("{}")
    (folder / "onnx").mkdir()
    (folder / "mine.txt").write_text("not the program's")
    return folder


def test_info_says_where_and_how_much(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "info", "--cache", str(cache)]) == ExitCode.DONE
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"Folder: {cache}"
    assert "vectors: 1, 2.0 MB" in out
    assert "documents: 0, 0.0 MB" in out
    assert "judges learned: 1 files, 0.0 MB" in out
    assert out[-1].startswith("On the disk: 2.")


def test_info_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache", "info", "--cache", str(tmp_path / "none")]) == ExitCode.DONE
    assert "Nothing is kept there." in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_clear_leaves_what_is_not_the_programs(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cache", "clear", "--cache", str(cache)]) == ExitCode.DONE
    assert capsys.readouterr().out.startswith("Cleared: 2.")
    assert [path.name for path in cache.iterdir()] == ["mine.txt"]
    assert main(["cache", "clear", "--cache", str(cache / "none")]) == ExitCode.DONE


def test_verify_finds_and_lets_go_of_what_is_damaged(
    cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["cache", "verify", "--cache", str(cache)]
    assert main(command) == ExitCode.DONE
    data = bytearray((cache / FILE).read_bytes())
    data[len(data) // 2] ^= 0xFF
    (cache / FILE).write_bytes(data)
    (cache / "onnx" / f"0-{'0' * 64}.onnx").write_bytes(b"cut short")
    assert main(command) == ExitCode.GAPS
    assert main(command) == ExitCode.DONE
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "No damaged entries found",
        "2 damaged entries found",
        "No damaged entries found",
    ]
