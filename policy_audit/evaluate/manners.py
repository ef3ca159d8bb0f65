"""Cross-validation by manner: how well the judge reads documents written in a way it never saw.

``python -m policy_audit.evaluate.manners [BASELINE]`` (``make manners``) holds out whole manners of
practice documents at a time, the part of a case's name before its first ``-``: each was written in
one go, with its own turns of phrase. Encoder, heads and pool are learned without them. It takes as
long as training does, goes on where it was interrupted, and leaves ``manners.json`` beside the
baseline with the hash of what it rests on; ``make accuracy`` shows it. Needs the extra ``[train]``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy_audit.baseline import load_baseline
from policy_audit.evaluate.unseen import summary_of_unseen
from policy_audit.judge.training import split
from policy_audit.learning import read_lessons
from policy_audit.model import Baseline, Case
from policy_audit.progress import Progress
from policy_audit.store import cache_folder
from policy_audit.training import cross_validate, lessons_digest

if TYPE_CHECKING:
    from policy_audit.match.tuning import Recipe

BASELINE = "ct-csde-2025"
FILE = "manners.json"
FOLDS = 2


def manner_of(case: Case) -> str:
    """The manner a case is written in: its name's first part."""
    return case.id.split("-", 1)[0]


def measure(
    baseline: Baseline, cache: Path, progress: Progress, recipe: Recipe | None = None
) -> dict[str, Any]:
    """Figures over all practice cases, with the hash of what they were learned from.

    ``recipe`` is how the encoder is tuned.
    """
    cases = [lesson.case for lesson in read_lessons(baseline)]
    folds = split([manner_of(case) for case in cases], FOLDS)
    pool, chances = cross_validate(baseline, folds, cache, progress, recipe)
    return {
        "learned_from": lessons_digest(baseline),
        "set": summary_of_unseen(baseline, cases, pool, chances),
    }


def kept(baseline: Baseline) -> dict[str, Any] | None:
    """The figures beside the baseline, where they rest on what it holds now."""
    path = Path(baseline.folder) / FILE
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    if found["learned_from"] != lessons_digest(baseline):
        return None
    figures: dict[str, Any] = found["set"]
    return figures


def _tell(stage: str, done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        print(f"{stage}: {done} of {total}", file=sys.stderr)  # noqa: T201 - a program's own words


def main(arguments: Sequence[str]) -> None:
    """Measure, and write the file."""
    baseline = load_baseline(arguments[0] if arguments else BASELINE)
    text = json.dumps(measure(baseline, cache_folder(), _tell), indent=2, sort_keys=True) + "\n"
    (Path(baseline.folder) / FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
