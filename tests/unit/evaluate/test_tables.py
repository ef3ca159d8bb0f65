import pytest

from policy_audit.evaluate.tables import aligned, plain, share


def test_columns_stand_under_each_other() -> None:
    rows = [("", "name", "n"), ("first", "a", "10"), ("2", "bcdefg", "9")]
    assert aligned(rows, left=2) == [
        "         name     n",
        "  first  a       10",
        "  2      bcdefg   9",
    ]
    assert aligned([("a", "")]) == ["  a"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("two\n lines\t here ", "two lines here"),
        ("\x1b[31mred\x07\u202e", "[31mred"),
        ("abcdefghijklmno", "abcdefghijklmn…"[:14] + "o"),
        ("abcdefghijklmnop", "abcdefghijklmn…"),
    ],
)
def test_words_become_one_safe_line(words: str, expected: str) -> None:
    assert plain(words, 15) == expected


def test_shares_have_fixed_places() -> None:
    assert (share(0.5), share(2 / 3, 3), share(None)) == ("0.50", "0.667", "-")
