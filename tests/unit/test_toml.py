import time

import pytest

from policy_audit import toml


def test_keys_of_parts_are_read() -> None:
    assert toml.loads('a.b."c.d" = 1') == {"a": {"b": {"c.d": 1}}}
    assert toml.loads(f'a = "{"." * 100}"') == {"a": "." * 100}


@pytest.mark.parametrize(
    "text",
    [
        "a." * 40 + "a = 1",
        "a . " * 40 + "a = 1",
        f"[{'a.' * 40}a]",
        f"[[{'a.' * 40}a]]",
        f"a = {{ {'b.' * 40}b = 1 }}",
        "'a'." * 40 + "a = 1",
        '"a".' * 40 + "a = 1",
        r'"\"".' * 40 + "a = 1",
        "b = 1\n" + "a-_1." * 40 + "a = 1",
    ],
)
def test_a_key_of_very_many_parts_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a key with more than 32 parts"):
        toml.loads(text)


@pytest.mark.parametrize("unit", ["a", " ", '"', "'", "a ", "a. ", '"a', ".", "a.\n", '\\"', '"\\'])
def test_the_look_at_keys_takes_no_long_time(unit: str) -> None:
    started = time.monotonic()
    with pytest.raises(ValueError, match=r"."):
        toml.loads(unit * (400_000 // len(unit)) + "=\n")
    assert time.monotonic() - started < 5
