from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.ingest.reading import wire
from policy_audit.ingest.reading.wire import WireError
from policy_audit.model import (
    Block,
    BlockKind,
    Document,
    DocumentKind,
    DocumentMeta,
    DocumentStatus,
    LeftOut,
    LeftOutReason,
    Link,
    PartialDate,
    Quality,
    Source,
    Span,
    Unread,
    UnreadCategory,
)

# Every character there is, halves of surrogate pairs too: file names hold them.
TEXT = st.text(st.characters(exclude_categories=[]), max_size=20)
NUMBERS = st.none() | st.integers(0, 10**6)
SHARES = st.floats(0, 1)
DATES = st.sampled_from(["2025", "2025-02", "2024-02-29"]).map(PartialDate)
SOURCES = st.builds(Source, TEXT, TEXT, st.integers(0))
METAS = st.builds(
    DocumentMeta,
    title=TEXT,
    kind=st.sampled_from(DocumentKind),
    date=st.none() | DATES,
    url=st.none() | TEXT,
    restated=st.booleans(),
    publisher=st.none() | TEXT,
    origin=st.none() | TEXT,
    status=st.sampled_from(DocumentStatus),
    policy_number=st.none() | TEXT,
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(TEXT)
    ends = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    blocks = tuple(
        Block(
            draw(st.sampled_from(BlockKind)),
            Span(start, end),
            draw(st.integers(0, 9)),
            draw(st.none() | TEXT),
            draw(NUMBERS),
            draw(st.none() | SHARES),
        )
        for start, end in zip(ends[::2], ends[1::2], strict=False)
    )
    left_out = st.builds(LeftOut, st.sampled_from(LeftOutReason), TEXT, NUMBERS)
    silent = st.lists(st.integers(1, 99), max_size=3).map(tuple)
    return Document(
        source=draw(SOURCES),
        meta=draw(METAS),
        text=text,
        blocks=blocks,
        page_count=draw(NUMBERS),
        language=draw(TEXT),
        notes=tuple(draw(st.lists(TEXT, max_size=3))),
        left_out=tuple(draw(st.lists(left_out, max_size=3))),
        links=tuple(draw(st.lists(st.builds(Link, TEXT, TEXT), max_size=3))),
        quality=draw(st.builds(Quality, SHARES, silent, st.none() | SHARES)),
    )


UNREAD = st.builds(Unread, TEXT, st.sampled_from(UnreadCategory), TEXT, TEXT, st.none() | METAS)


@settings(max_examples=200, deadline=None)
@given(documents() | UNREAD | METAS | SOURCES)
def test_every_value_comes_back_as_it_was(value: Any) -> None:
    assert wire.restore(type(value), wire.unpack(wire.pack({"it": value}))["it"]) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(documents(), st.data(), JSON)
def test_what_was_tampered_with_is_a_document_or_refused(
    document: Document, data: st.DataObject, put: Any
) -> None:
    plain = json.loads(wire.pack(document))
    holder: Any = plain
    while True:
        places = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        place = data.draw(st.sampled_from(places))
        inner = holder[place]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            break
        holder = inner
    holder[place] = put
    try:
        restored = wire.restore(Document, plain)
    except WireError:
        return
    assert isinstance(restored, Document)
    assert json.loads(wire.pack(restored)) == plain
    assert all(block.span.end <= len(restored.text) for block in restored.blocks)


PLAIN: dict[str, Any] = json.loads(
    wire.pack(
        Document(
            Source("a", "0", 1),
            DocumentMeta("t", date=PartialDate("2025")),
            "ab cd",
            (Block(BlockKind.ITEM, Span(0, 2)), Block(BlockKind.ITEM, Span(3, 5))),
        )
    )
)
SPANS = [{"start": 0, "end": 2}, {"start": 3, "end": 5}]


def with_spans(*spans: dict[str, Any]) -> dict[str, Any]:
    blocks = [{**block, "span": span} for block, span in zip(PLAIN["blocks"], spans, strict=True)]
    return {**PLAIN, "blocks": blocks}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        {**PLAIN, "more": 1},
        {key: value for key, value in PLAIN.items() if key != "text"},
        {**PLAIN, "text": 5},
        {**PLAIN, "page_count": True},
        {**PLAIN, "page_count": 1.0},
        {**PLAIN, "notes": "note"},
        {**PLAIN, "notes": [None]},
        {**PLAIN, "quality": {"unreadable": "0", "silent_pages": [], "ocr": None}},
        {**PLAIN, "quality": {"unreadable": float("inf"), "silent_pages": [], "ocr": None}},
        {**PLAIN, "meta": {**PLAIN["meta"], "kind": "unheard-of"}},
        {**PLAIN, "meta": {**PLAIN["meta"], "date": {"text": "2025-13"}}},
        with_spans({"start": 2, "end": 0}, SPANS[1]),
        with_spans(SPANS[1], SPANS[0]),
        with_spans(SPANS[0], {"start": 3, "end": 6}),
        with_spans({"start": 0, "end": 4}, SPANS[1]),
    ],
)
def test_no_other_form_is_taken(plain: Any) -> None:
    assert wire.restore(Document, PLAIN).text == "ab cd"
    with pytest.raises(WireError):
        wire.restore(Document, plain)


def test_messages_follow_each_other_to_the_end() -> None:
    stream = io.BytesIO()
    for payload in (b"", b"{}", bytes(70_000)):
        wire.send(stream, payload)
    stream.seek(0)
    assert [wire.receive(stream) for _ in range(4)] == [b"", b"{}", bytes(70_000), None]


@pytest.mark.parametrize(
    "sent", [b"\0\0", b"\0\0\0\0\0\0\0\x05abcd", b"\xff" * 8, b"\0\0\0\0\x10\0\0\x01" + b"a"]
)
def test_a_message_that_is_cut_short_or_too_large_is_refused(sent: bytes) -> None:
    with pytest.raises(WireError):
        wire.receive(io.BytesIO(sent))


@pytest.mark.parametrize("payload", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b"9" * 10_000])
def test_what_is_no_json_object_is_refused(payload: bytes) -> None:
    with pytest.raises(WireError):
        wire.unpack(payload)
