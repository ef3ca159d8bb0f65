"""The colours of the style sheet, held against the contrast that WCAG asks of text (AA)."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product

import pytest

CSS = files("policy_audit.report").joinpath("templates/style.css").read_text("utf-8")
TONES = ("bad", "gone", "part", "good", "calm", "unsure", "aside")
PAIRS = [
    *product(("ink", "soft", "link"), ("ground", "sheet", "tint")),
    *((tone, f"{tone}-bg") for tone in TONES),
    *product(TONES, ("sheet", "tint")),
    ("ink", "mark"),
    ("ink", "mark-bad"),
    ("ink", "gone-bg"),
    ("ink", "part-bg"),
    ("link", "part-bg"),
]


def _palette(mode: str) -> dict[str, str]:
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.DOTALL)[:2]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", light))
    if mode == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", dark))
    return found


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS, ids=str)
def test_text_stands_out_from_its_ground(mode: str, text: str, ground: str) -> None:
    palette = _palette(mode)
    high, low = sorted((_luminance(palette[text]), _luminance(palette[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_light_and_dark_name_the_same_colours() -> None:
    light, dark = re.findall(r":root \{(.*?)\n *\}", CSS, re.DOTALL)[:2]
    names = re.compile(r"--([\w-]+): #")
    assert set(names.findall(light)) == set(names.findall(dark))
