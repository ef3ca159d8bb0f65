"""A text as Markdown and as plain text, in the encodings in which plain text is saved."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from .office_forms import shown, tables
from .texts import Text

_WIDTH = 76


def markdown(text: Text) -> bytes:
    blocks = []
    for part in tables(text):
        if isinstance(part, list):
            rows = [f"| {' | '.join(row.cells)} |" for row in part]
            rows.insert(1, "|" + " --- |" * len(part[0].cells))
            blocks.append("\n".join(rows))
        elif part.kind in ("title", "heading"):
            blocks.append(f"{'#' if part.kind == 'title' else '##'} {part.text}")
        else:
            blocks.append(f"- {part.text}" if part.marker == "-" else shown(part))
    return "\n\n".join(blocks).encode()


def plain_text(text: Text, encoding: str = "utf-8", *, typographic: bool = True) -> bytes:
    """Wrapped lines, an underlined title, capitals for headings, hanging indents."""
    blocks = []
    for part in text.parts:
        said = part.text.replace("'", "’") if typographic else part.text
        if part.kind == "title":
            blocks.append(f"{said}\n{'=' * len(said)}")
        elif part.kind == "heading":
            blocks.append(f"{said.upper()}")
        elif part.kind == "item":
            mark = f"{'•' if part.marker == '-' and typographic else part.marker} "
            blocks.append(textwrap.fill(mark + said, _WIDTH, subsequent_indent=" " * len(mark)))
        else:
            blocks.append(textwrap.fill(shown(part).replace("'", "’"), _WIDTH))
    return "\n\n".join(blocks).encode(encoding)


def _encoded(encoding: str) -> Callable[[Text], bytes]:
    return lambda text: plain_text(text, encoding)


PLAIN_FORMS: dict[str, tuple[str, Callable[[Text], bytes]]] = {
    "markdown": (".md", markdown),
    "text, utf-8": (".txt", plain_text),
    "text, utf-8 with mark": (".txt", _encoded("utf-8-sig")),
    "text, utf-16": (".txt", _encoded("utf-16")),
    "text, windows-1252": (".txt", _encoded("cp1252")),
    "text, mac": (".txt", _encoded("mac_roman")),
}
