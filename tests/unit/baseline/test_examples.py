from pathlib import Path

import pytest

from policy_audit.baseline.examples import load_examples
from policy_audit.errors import BaselineError
from policy_audit.model import CriterionKey, RequirementKind

KINDS = {CriterionKey("magic-door", "never-opens"): RequirementKind.PROHIBITS}


def test_a_prohibition_needs_neither_weak_nor_near_misses(tmp_path: Path) -> None:
    path = tmp_path / "examples.toml"
    path.write_text(
        "[magic-door.never-opens]\nstated = ['a', 'b']\ncontradicted = ['c', 'd', 'e', 'f', 'g']\n"
    )
    (examples,) = load_examples(path, KINDS).values()
    assert examples.stated == ("a", "b")
    assert examples.contradicted == ("c", "d", "e", "f", "g")
    assert examples.weak == examples.near_miss == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("magic-door = 3", "magic-door: write a table [magic-door.<criterion>]"),
        (
            "[magic-door]\nnever-opens = ['a']",
            "magic-door.never-opens: write a table [magic-door.never-opens]",
        ),
    ],
)
def test_what_is_no_table_is_named(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "examples.toml"
    path.write_text(text)
    with pytest.raises(BaselineError) as caught:
        load_examples(path, KINDS)
    assert str(caught.value) == f"{path}: {message}"
