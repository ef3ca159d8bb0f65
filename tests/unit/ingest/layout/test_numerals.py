import pytest

from policy_audit.ingest.layout.numerals import in_style


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (1, "1", "1"),
        (1, "a", "a"),
        (27, "A", "AA"),
        (28, "a", "ab"),
        (4, "i", "iv"),
        (1994, "I", "MCMXCIV"),
        (0, "a", "0"),
        (-3, "i", "-3"),
        (4000, "I", "4000"),
        (5, "?", "5"),
    ],
)
def test_in_style(number: int, style: str, shown: str) -> None:
    assert in_style(number, style) == shown
