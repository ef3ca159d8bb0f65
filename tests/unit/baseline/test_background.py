"""``background.txt``: clauses that speak of other things, one a line."""

from pathlib import Path

import pytest

from policy_audit.baseline import load_background, load_baseline
from policy_audit.errors import BaselineError
from policy_audit.learning import read_examples
from policy_audit.model import Outcome


def background(folder: Path, data: bytes) -> tuple[str, ...]:
    (folder / "background.txt").write_bytes(data)
    return load_background(load_baseline(folder))


def test_a_baseline_may_have_none(small: Path) -> None:
    assert load_background(load_baseline(small)) == ()


def test_lines_are_clauses_each_once(small: Path) -> None:
    found = background(small, b"Soup is at noon.\r\n\n  The bus\tis red. \nSoup is at noon.\n")
    assert found == ("Soup is at noon.", "The bus is red.")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"Soup\n" + b"x" * 1001, "line 2: longer than 1000 characters: write one clause a line"),
        (b"\xff\xfe", "is not UTF-8 (byte 0)"),
        (b"Soup. " * 700_000, "larger than 4 MB: split it up"),
    ],
)
def test_a_mistake_is_named_with_its_place(small: Path, data: bytes, problem: str) -> None:
    with pytest.raises(BaselineError) as caught:
        background(small, data)
    assert str(caught.value) == f"{small / 'background.txt'}: {problem}"


def test_it_counts_among_what_is_learned_from(small: Path) -> None:
    before = load_baseline(small)
    taught = len(read_examples(before))
    background(small, b"Soup is at noon.\n")
    after = load_baseline(small)
    assert after.lessons != before.lessons
    assert after.digest != before.digest
    last = read_examples(after)[-1]
    assert (last.key, last.outcome, last.clause.text) == (None, Outcome.ABSENT, "Soup is at noon.")
    assert len(read_examples(after)) == taught + 1
