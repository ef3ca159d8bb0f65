import pytest

from policy_audit.evaluate.gold import gold_determinations, gold_outcomes

from .doors import ANYONE, ASKED, LOCKED, WATCHED, Reading, baseline, case


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({}, ("missing", "missing", "met")),
        (
            {"door/locked": ("stated", [LOCKED]), "door/watched": ("stated", [WATCHED])},
            ("met", "missing", "met"),
        ),
        ({"door/locked": ("stated", [LOCKED])}, ("partial", "missing", "met")),
        ({"door/signed": ("stated", [LOCKED])}, ("missing", "missing", "met")),
        (
            {"door/locked": ("stated", [LOCKED]), "door/watched": ("contradicted", [ANYONE])},
            ("contradicted", "missing", "met"),
        ),
        ({"visitors/asked": ("weak", [ASKED])}, ("missing", "partial", "met")),
        ({"magic/never": ("contradicted", ["magic"])}, ("missing", "missing", "contradicted")),
    ],
)
def test_determinations_follow_from_the_labels(
    labels: Reading, expected: tuple[str, str, str]
) -> None:
    found = gold_determinations(case("a", labels), baseline())
    assert found == dict(zip(("door", "visitors", "magic"), expected, strict=True))


def test_a_criterion_without_a_label_is_absent() -> None:
    outcomes = gold_outcomes(case("a", {"door/locked": ("weak", [LOCKED])}), baseline())
    assert {str(key): outcome.value for key, outcome in outcomes.items()} == {
        "door/locked": "weak",
        "door/watched": "absent",
        "door/signed": "absent",
        "visitors/asked": "absent",
        "magic/never": "absent",
    }
