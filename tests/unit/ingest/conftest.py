"""Documents made for the tests: PDF by reportlab, DOCX by python-docx."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from policy_audit.ingest import read_document
from policy_audit.model import DocumentMeta


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Any]:
    """Writes bytes (or UTF-8 text) under a name and reads them back as a document."""

    def write_and_read(
        data: bytes | str, name: str = "a.txt", meta: DocumentMeta | None = None
    ) -> Any:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read_document(path, name=name, meta=meta)

    return write_and_read


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Lays out (style name, text) pairs as a PDF; further arguments go to the template."""
    from reportlab.lib.pagesizes import letter
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    def build(story: Sequence[tuple[str, str]], *, header: str = "", **options: Any) -> bytes:
        styles = getSampleStyleSheet()
        made: list[Any] = []
        for style, text in story:
            if style == "break":
                made.append(PageBreak())
            elif style == "bullet":
                made.append(Paragraph(text, styles["Bullet"], bulletText="•"))
            else:
                made.append(Paragraph(text, styles[style]))

        def furniture(canvas: Any, document: Any) -> None:
            if header:
                canvas.drawString(72, 760, header)
                canvas.drawString(300, 30, f"Page {document.page} of 3")

        buffer = io.BytesIO()
        template = SimpleDocTemplate(buffer, pagesize=letter, **options)
        template.build(made, onFirstPage=furniture, onLaterPages=furniture)
        return buffer.getvalue()

    return build


@pytest.fixture
def docx() -> Callable[[Callable[[Any], None]], bytes]:
    """Makes a Word document by a function that fills it."""
    import docx as library

    def build(fill: Callable[[Any], None]) -> bytes:
        document = library.Document()
        fill(document)
        buffer = io.BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return build


def lines(document: Any) -> list[str]:
    """One line a block: kind, level, marker, text."""
    return [
        f"{block.kind} {block.level} {block.marker or '-'} | {block.span.of(document.text)}"
        for block in document.blocks
    ]
