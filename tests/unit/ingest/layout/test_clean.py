from __future__ import annotations

import pytest

from policy_audit.ingest.layout.clean import clean, fold, repair


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("oﬃce ﬁle", "office file"),
        ("rec\u00adords", "records"),
        ("a\u00a0b\u2009c", "a b c"),
        ("cafe\u0301", "café"),
        ("not\u202e gnidaer", "not gnidaer"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("bell\x07\x00", "bell"),
        ("a\tb", "a\tb"),
        ("the principal shall\n\n\x0ccall", "the principal shall\ncall"),
        ("It ends.\n\x0cA title", "It ends.\n\n\nA title"),
        ("A TITLE\x0cthe rest", "A TITLE\n\nthe rest"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


def test_fold() -> None:
    assert fold("  a\n\t b  ") == "a b"


def test_good_text_is_not_repaired() -> None:
    assert repair("naïve — “quoted”") == ("naïve — “quoted”", False)
