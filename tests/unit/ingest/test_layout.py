"""Every file under ``tests/cases/ingest/layout`` is read block by block as written beside it."""

from pathlib import Path

import pytest

from policy_audit.ingest import read_document
from policy_audit.model import Document

CASES = Path(__file__).parents[2] / "cases" / "ingest" / "layout"
FILES = sorted(path for path in CASES.iterdir() if path.suffix != ".expected")


def blocks_of(document: Document) -> list[str]:
    return [
        f"{block.kind} {block.level} {block.marker or '-'} | {block.span.of(document.text)}"
        for block in document.blocks
    ]


def test_there_are_cases() -> None:
    assert len(FILES) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_blocks(path: Path) -> None:
    document = read_document(path, name=path.name)
    assert isinstance(document, Document)
    expected = path.with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    assert blocks_of(document) == expected
