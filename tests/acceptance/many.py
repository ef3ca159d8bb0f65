"""A folder of many districts, made of the sample documents."""

from __future__ import annotations

from pathlib import Path

from acceptance.program import CASES

_SAMPLES = sorted(
    path for path in (CASES / "districts").rglob("*") if path.suffix in {".md", ".txt"}
)


def write_districts(folder: Path, number: int) -> Path:
    """Write so many districts, no two of which publish the same words."""
    for at in range(number):
        district = folder / f"district-{at:04}"
        district.mkdir(parents=True)
        for sample in _SAMPLES[at % 2 :: 2] or _SAMPLES:
            text = sample.read_text("utf-8")
            own = f"\n\nSchool number {at} of this district keeps its front door locked.\n"
            (district / sample.name).write_text(text + own, "utf-8")
    return folder
