"""Learning curves: what more practice documents would still teach, criterion by criterion.

``python -m policy_audit.evaluate.curves [BASELINE]`` (``make curves``) fits heads on five growing
shares of the practice documents, on the encoder as it is, and tells how well the outcomes of
documents that were held out of all five are read. Where the last steps still rise, more documents
pay; where they are flat, look at the criterion or its labels instead.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policy_audit.baseline import load_baseline
from policy_audit.judge.calls import choose
from policy_audit.judge.judgement import clause_chances
from policy_audit.judge.labels import LabelledCase, LabelledExample
from policy_audit.judge.training import case_rows, learn_heads, learn_pool, split
from policy_audit.learning import embed_examples, embed_lessons, read_examples, read_lessons
from policy_audit.match import open_encoder
from policy_audit.model import Baseline, CriterionKey, Outcome
from policy_audit.progress import Progress
from policy_audit.store import open_store

BASELINE = "ct-csde-2025"
SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)
_FOLDS = 4


@dataclass(frozen=True, slots=True)
class Curve:
    """``sizes``: documents learned from; ``f1``: by criterion, one macro-F1 a size.

    The mean is over the outcomes that the held-out documents have; ``NaN`` where they have none
    but absent.
    """

    sizes: tuple[int, ...]
    f1: Mapping[CriterionKey, tuple[float, ...]]

    @property
    def mean(self) -> tuple[float, ...]:
        """The mean over criteria, by size."""
        return tuple(float(each) for each in np.nanmean(list(self.f1.values()), axis=0))


def learning_curve(
    baseline: Baseline,
    cases: Sequence[LabelledCase],
    examples: Sequence[LabelledExample],
    progress: Progress,
) -> Curve:
    """Fit on each share of the cases outside one fold, and read the fold."""
    keys = baseline.keys()
    held = split([case.family for case in cases], _FOLDS)[0]
    tested = [cases[i] for i in sorted(held)]
    rest = [cases[i] for i in np.random.default_rng(0).permutation(len(cases)) if i not in held]
    sizes = tuple(max(1, round(share * len(rest))) for share in SHARES)
    found: list[list[Mapping[CriterionKey, Outcome]]] = []
    for done, size in enumerate(sizes):
        progress("sizes", done, len(sizes))
        heads = learn_heads(keys, rest[:size], examples)
        chances = [clause_chances(heads, case.clauses, case.vectors) for case in tested]
        # Fitted on the very documents it reads: alike for all sizes, and only they are compared.
        pool, _ = learn_pool(baseline, tested, chances)
        rows = [case_rows(chance, case) for chance, case in zip(chances, tested, strict=True)]
        found.append([choose(baseline, pool.chances(row), pool.lean) for row in rows])
    progress("sizes", len(sizes), len(sizes))
    f1 = {key: tuple(_f1(key, tested, said) for said in found) for key in keys}
    return Curve(sizes, f1)


def _f1(
    key: CriterionKey,
    cases: Sequence[LabelledCase],
    said: Sequence[Mapping[CriterionKey, Outcome]],
) -> float:
    from sklearn.metrics import f1_score

    true = [str(case.outcomes.get(key, Outcome.ABSENT)) for case in cases]
    speaking = sorted(set(true) - {str(Outcome.ABSENT)})
    if not speaking:
        return float("nan")
    given = [str(outcomes[key]) for outcomes in said]
    return float(f1_score(true, given, labels=speaking, average="macro", zero_division=0))


def table(curve: Curve) -> str:
    """The curve for a person: the least taught criteria first, then the mean."""
    width = max(len(str(key)) for key in curve.f1)
    lines = [" " * width + "".join(f"{size:7d}" for size in curve.sizes)]
    for key, scores in sorted(curve.f1.items(), key=lambda item: (item[1][-1], str(item[0]))):
        lines.append(f"{key!s:<{width}}" + "".join(f"{score:7.2f}" for score in scores))
    lines.append(f"{'mean':<{width}}" + "".join(f"{score:7.3f}" for score in curve.mean))
    return "\n".join(lines)


def _tell(stage: str, done: int, total: int) -> None:
    print(f"{stage}: {done} of {total}", file=sys.stderr)  # noqa: T201 - a program's own words


def main(arguments: Sequence[str]) -> None:
    """Print the curve of a baseline."""
    baseline = load_baseline(arguments[0] if arguments else BASELINE)
    with open_store() as store:
        encoder = open_encoder(None, store)
        cases = embed_lessons(read_lessons(baseline), encoder)
        examples = embed_examples(read_examples(baseline), encoder)
    print(table(learning_curve(baseline, cases, examples, _tell)))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
