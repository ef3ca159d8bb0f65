"""Web pages as school site systems publish them, each read as its golden file says.

A golden file holds one line for each block, question with its answer, bare reference,
text left out, link, note, and what is known of the document.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from policy_audit.ingest import read_document
from policy_audit.model import ClauseRole, Document
from policy_audit.segment import segment

from .test_layout import blocks_of

CASES = Path(__file__).parents[2] / "cases" / "ingest" / "pages"
FILES = sorted(CASES.glob("*.html"))


def told(document: Document) -> Iterator[str]:
    """One line for everything a page was found to say."""
    yield from blocks_of(document)
    for clause in segment(document):
        if clause.context.question:
            yield f"answer | {clause.context.question} | {clause.text}"
        if clause.role in (ClauseRole.REFERENCE, ClauseRole.RECITAL):
            yield f"{clause.role} | {clause.text}"
    for each in document.left_out:
        yield f"left out, {each.reason} | {each.text}"
    for link in document.links:
        yield f"link | {link.text} | {link.url}"
    for note in document.notes:
        yield f"note | {note}"
    meta = document.meta
    yield f"meta | {meta.title} | {meta.kind} | {meta.date} | {meta.status} | {meta.policy_number}"


def test_there_are_pages() -> None:
    assert len(FILES) >= 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_page(path: Path, golden: Callable[[str, bytes], None]) -> None:
    document = read_document(path, name=path.name)
    assert isinstance(document, Document)
    golden(f"ingest/pages/{path.stem}.txt", ("\n".join(told(document)) + "\n").encode())
