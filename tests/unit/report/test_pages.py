from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from policy_audit.report.pages import names, web_address

ADDRESSES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "report" / "addresses.toml").read_text("utf-8")
)


def test_a_plain_id_keeps_its_name() -> None:
    assert names(["west-hartford", "district-2"]) == {
        "west-hartford": "west-hartford",
        "district-2": "district-2",
    }


@pytest.mark.parametrize(
    "odd",
    ["../../etc", "A B", "con", "nul", "-x", "x-", "", ".", "Zürich", "\udcff", "a" * 300, "a/b"],
)
def test_an_odd_id_gets_a_safe_name(odd: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}[a-z0-9]", names([odd])[odd])


def test_names_differ_where_only_odd_characters_differ() -> None:
    odd = ["a b", "a/b", "a_b", "A-B", "a-b"]
    assert len(set(names(odd).values())) == len(odd)


def test_an_id_that_takes_anothers_name_pushes_it_aside() -> None:
    taken = names(["a b"])["a b"]
    both = names(["a b", taken])
    assert both[taken] == taken
    assert both["a b"] == f"{taken}-2"


def test_a_name_does_not_depend_on_the_other_ids() -> None:
    assert names(["a b", "c d"])["c d"] == names(["c d"])["c d"]


@pytest.mark.parametrize("url", ADDRESSES["linked"])
def test_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize("url", [*ADDRESSES["not_linked"], None])
def test_other_addresses_are_not(url: str | None) -> None:
    assert web_address(url) is None
