import pytest

from policy_audit.baseline.validation import place_of

DATA = {
    "requirement": [{"id": "a"}, {"id": "judicial-warrant", "criteria": [{"id": "x"}]}],
    "label": [{"requirement": "a", "criterion": "b"}, {"requirement": "a"}, "odd"],
}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), ""),
        (("requirement",), "requirement"),
        (("requirement", 0), 'requirement[0] "a"'),
        (
            ("requirement", 1, "criteria", 0, "id"),
            'requirement[1] "judicial-warrant": criteria[0].id',
        ),
        (("label", 0, "outcome"), 'label[0] "a/b": outcome'),
        (("label", 1, "criterion"), "label[1].criterion"),
        (("label", 2, "criterion"), "label[2].criterion"),
        (("label", 9, "criterion"), "label[9].criterion"),
        (("baseline", "as_of"), "baseline.as_of"),
    ],
)
def test_place(path: tuple[int | str, ...], place: str) -> None:
    assert place_of(path, DATA) == place
