from policy_audit.ingest.layout.compose import compose
from policy_audit.ingest.layout.lines import Piece
from policy_audit.model import BlockKind


def test_spacing_and_spans() -> None:
    pieces = [
        Piece(BlockKind.HEADING, "Title", 1, page=1),
        Piece(BlockKind.ITEM, " one ", 1, "1."),
        Piece(BlockKind.ITEM, "  "),
        Piece(BlockKind.ITEM, "two", 2),
        Piece(BlockKind.ROW, "a | b"),
        Piece(BlockKind.ROW, "c | d"),
        Piece(BlockKind.PARAGRAPH, "end", page=2),
    ]
    text, blocks = compose(pieces)
    assert text == "Title\n\none\ntwo\n\na | b\nc | d\n\nend"
    assert [block.span.of(text) for block in blocks] == [
        "Title",
        "one",
        "two",
        "a | b",
        "c | d",
        "end",
    ]
    assert [block.page for block in blocks] == [1, None, None, None, None, 2]
    assert blocks[1].marker == "1."


def test_nothing() -> None:
    assert compose([]) == ("", ())
