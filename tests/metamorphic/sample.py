"""Which documents are put into other forms, and how they are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from metamorphic.transformations import MARKDOWN, TEXT, has_plain_agents
from policy_audit.baseline import load_baseline, load_practice
from policy_audit.ingest import read_document
from policy_audit.model import Document

_STEP = 13
_WIDE_STEP = 5
_NAMING_STEP = 3
# A line longer than this was not wrapped, so that wrapping it changes its form.
_WRAPPED = 120

BASELINE = load_baseline("ct-csde-2025")


@dataclass(frozen=True)
class Text:
    """A practice document that is text: its name, suffix and characters."""

    name: str
    suffix: str
    text: str

    def __str__(self) -> str:
        return self.name


def _texts() -> tuple[Text, ...]:
    found = []
    for case in sorted(load_practice(BASELINE), key=lambda case: case.id):
        path = case.documents[0]
        if len(case.documents) == 1 and path.suffix in (MARKDOWN, TEXT):
            text = path.read_text(encoding="utf-8")
            if max(map(len, text.split("\n"))) > _WRAPPED:
                found.append(Text(case.id, path.suffix, text))
    return tuple(found)


ALL = _texts()
#: Documents of every manner: each thirteenth by name.
SAMPLE = ALL[::_STEP]
#: More of them, for what is read only: one odd document among few would decide.
WIDE = ALL[::_WIDE_STEP]
#: Documents in which another name for the agents is another word for the same.
NAMING = tuple(text for text in ALL if has_plain_agents(text.text))[::_NAMING_STEP]


def read(data: bytes, suffix: str, folder: Path) -> Document:
    """The document that a file with these bytes is read as; its name says nothing."""
    path = folder / f"document{suffix}"
    path.write_bytes(data)
    document = read_document(path, name=path.name)
    assert isinstance(document, Document), document
    return document
