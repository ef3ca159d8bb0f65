"""Other words for the same: what is replaced, and what must be left alone."""

from __future__ import annotations

import random

import pytest
from corpus.texts import Part, Text

from .wording import reworded


def said(sentence: str, case: str = "letters-01-oxbow-lane", seeds: int = 12) -> set[str]:
    text = Text("a", (Part("title", "Oxbow Lane Schools"), Part("paragraph", sentence)))
    return {
        reworded(text, case, "Umber Vale", random.Random(seed)).parts[1].text  # noqa: S311
        for seed in range(seeds)
    }


def test_the_name_of_the_district() -> None:
    assert said("Oxbow Lane is glad.") == {"Umber Vale is glad."}


def test_words_for_the_same_agree_with_their_article() -> None:
    assert said("We call an attorney.") == {"We call an attorney.", "We call a lawyer."}
    assert said("Our attorneys read it.") == {"Our attorneys read it.", "Our lawyers read it."}


@pytest.mark.parametrize(
    "sentence",
    [
        "The district attorney spoke.",
        "The attorney general wrote.",
        "A power of attorney may be signed.",
        "The Attorney General wrote.",
    ],
)
def test_other_attorneys_are_left_alone(sentence: str) -> None:
    assert said(sentence) == {sentence}


def test_telephone_numbers_stay_invented_ones() -> None:
    numbers = said("Call 860-555-0142.")
    assert len(numbers) > 3
    assert all(number.startswith("Call 860-555-01") for number in numbers)
