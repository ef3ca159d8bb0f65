"""Builds documents by hand: blocks a blank line apart, markers before them, as ingest would."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policy_audit.model import Block, BlockKind, Document, DocumentMeta, Source, Span

SHA256 = "0123456789abcdef" * 4


def block(kind: str, text: str, **place: Any) -> dict[str, Any]:
    return {"kind": kind, "text": text, **place}


def document(blocks: Iterable[dict[str, Any]]) -> Document:
    text = ""
    made = []
    for given in blocks:
        kind, marker = BlockKind(given["kind"]), given.get("marker")
        text += "\n\n" if text else ""
        text += f"{marker} " if marker else ""
        span = Span(len(text), len(text) + len(given["text"]))
        text += given["text"]
        made.append(Block(kind, span, given.get("level", 0), marker, given.get("page")))
    source = Source("letters/notice.txt", SHA256, len(text))
    return Document(source, DocumentMeta("Notice"), text, tuple(made))
