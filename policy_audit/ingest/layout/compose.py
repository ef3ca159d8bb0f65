"""Pieces in reading order -> the text of a document and the blocks that point into it."""

from __future__ import annotations

from collections.abc import Sequence

from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import Block, BlockKind, Span

_CLOSE = frozenset({(BlockKind.ITEM, BlockKind.ITEM), (BlockKind.ROW, BlockKind.ROW)})


def compose(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    """The pieces' texts, one blank line apart (items and rows: one line), and their blocks.

    Pieces without text are left out. Every visible character of the text lies in a block.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        text = piece.text.strip()
        if not text:
            continue
        if blocks:
            gap = "\n" if (blocks[-1].kind, piece.kind) in _CLOSE else "\n\n"
            parts.append(gap)
            at += len(gap)
        span = Span(at, at + len(text))
        block = Block(piece.kind, span, piece.level, piece.marker, piece.page, piece.ocr)
        blocks.append(block)
        parts.append(text)
        at = span.end
    return "".join(parts), tuple(blocks)
