from dataclasses import replace
from pathlib import Path

import pytest

from policy_audit.baseline import Remark, examine, load_baseline, load_practice
from policy_audit.model import Baseline, Examples

FULL = Examples(
    stated=tuple(f"Door {n} is locked at {n} o'clock by {w}." for n, w in enumerate("abcdefghij")),
    weak=tuple(f"Somebody {w} hopes to lock it." for w in ("tall", "kind", "late", "odd", "new")),
    contradicted=("Open.", "Unlocked always.", "Wide open.", "No locks here.", "Come right in."),
    near_miss=("Lockers.", "Padlock club.", "A key of C.", "Locksmith day.", "Canals.", "Hair."),
)


def with_examples(baseline: Baseline, examples: Examples) -> Baseline:
    """The small baseline with one criterion, which has these examples."""
    door = baseline.requirements[0]
    criterion = replace(door.criteria[0], examples=examples)
    return replace(baseline, requirements=(replace(door, criteria=(criterion,)),))


def about_examples(baseline: Baseline) -> list[Remark]:
    return [remark for remark in examine(baseline, ()) if "practice" not in remark.message]


@pytest.fixture
def full(small: Path) -> Baseline:
    return with_examples(load_baseline(small), FULL)


def test_full_banks_give_no_remark(full: Baseline) -> None:
    assert about_examples(full) == []


@pytest.mark.parametrize(
    ("bank", "sentences", "place", "message"),
    [
        ("weak", FULL.weak[:4], ": weak", "only 4 examples; 5 or more teach better"),
        (
            "contradicted",
            (*FULL.contradicted, "wide OPEN"),
            ": contradicted",
            "twice: 'Wide open.'",
        ),
        (
            "weak",
            (*FULL.weak, "Somebody tall hopes to locks it."),
            ": weak",
            "nearly alike: 'Somebody tall hopes to lock it.'",
        ),
        ("near_miss", (*FULL.near_miss, FULL.stated[0]), "", "as stated and as near_miss"),
        ("weak", (*FULL.weak, "Unlocked, always!"), "", "as weak and as contradicted"),
    ],
)
def test_a_doubtful_bank_is_remarked_once(
    bank: str, sentences: tuple[str, ...], place: str, message: str, full: Baseline
) -> None:
    changed = with_examples(full, replace(FULL, **{bank: sentences}))
    (remark,) = about_examples(changed)
    assert remark.place == "locked-door/door-locked" + place
    assert message in remark.message


def test_thin_practice_is_remarked_by_outcome(small: Path) -> None:
    baseline = load_baseline(small)
    practice = load_practice(baseline)
    about_practice = [r for r in examine(baseline, practice) if "practice" in r.message]
    magic = Remark(
        "magic-door/never-opens",
        "contradicted in only 1 practice cases; 5 or more teach better",
    )
    assert magic in about_practice
    assert len(about_practice) == 7  # three outcomes of two criteria, one of the prohibition
    assert magic not in examine(baseline, practice * 5)
