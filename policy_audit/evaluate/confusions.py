"""Criteria that the judge confuses: what a baseline's author should give more examples of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from policy_audit.baseline import CaseFile, Remark
from policy_audit.judge import Judgement
from policy_audit.judge.calls import choose
from policy_audit.model import Baseline, CriterionKey, Outcome

#: A criterion that fewer practice cases speak to is thin, which is remarked on elsewhere.
_ENOUGH = 10
_RIGHT = 0.7


def confusions(
    baseline: Baseline, practice: Iterable[CaseFile], judgement: Judgement
) -> tuple[Remark, ...]:
    """Remarks on criteria that held-out practice cases are often read wrong on, the worst first.

    Counted are the cases that speak to the criterion, by their labels or as they were read.
    """
    read: dict[CriterionKey, Counter[tuple[Outcome, Outcome]]] = {
        key: Counter()
        for key in baseline.keys()  # noqa: SIM118 - not a mapping
    }
    for case in practice:
        if case.id not in judgement.unseen:
            continue
        said = choose(baseline, judgement.unseen[case.id], judgement.pool.lean)
        labels = {label.key: label.outcome for label in case.labels}
        for key, pairs in read.items():
            pair = (labels.get(key, Outcome.ABSENT), said[key])
            if pair != (Outcome.ABSENT, Outcome.ABSENT):
                pairs[pair] += 1
    worst = sorted((_share_right(pairs), str(key)) for key, pairs in read.items() if pairs)
    by_name = {str(key): pairs for key, pairs in read.items()}
    return tuple(
        _remark(name, by_name[name])
        for share, name in worst
        if share < _RIGHT and by_name[name].total() >= _ENOUGH
    )


def _share_right(pairs: Counter[tuple[Outcome, Outcome]]) -> float:
    return sum(count for (true, said), count in pairs.items() if true is said) / pairs.total()


def _remark(name: str, pairs: Counter[tuple[Outcome, Outcome]]) -> Remark:
    right = sum(count for (true, said), count in pairs.items() if true is said)
    wrong = {pair: count for pair, count in pairs.items() if pair[0] is not pair[1]}
    (true, said), count = max(wrong.items(), key=lambda item: (item[1], str(item[0])))
    return Remark(
        name,
        f"held out, {right} of {pairs.total()} practice cases that speak to it were read right; "
        f"most often {true} was read as {said} ({count})",
    )
