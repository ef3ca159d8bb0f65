"""What a baseline's author should look at: allowed by the format, and likely to mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from policy_audit.baseline.case_files import CaseFile
from policy_audit.model import Baseline, CriterionKey, Examples, Outcome, RequirementKind

_BANKS = ("stated", "weak", "contradicted", "near_miss")
# What the shipped baseline found enough for a judge to learn from; above the loader's minimum.
_USUAL: Mapping[RequirementKind, Mapping[str, int]] = MappingProxyType(
    {
        RequirementKind.REQUIRES: {"stated": 10, "weak": 5, "contradicted": 5, "near_miss": 6},
        RequirementKind.PROHIBITS: {"stated": 5, "contradicted": 10, "near_miss": 6},
    }
)
_USUAL_LABELS: Mapping[RequirementKind, Mapping[Outcome, int]] = MappingProxyType(
    {
        RequirementKind.REQUIRES: {Outcome.STATED: 5, Outcome.WEAK: 3, Outcome.CONTRADICTED: 3},
        RequirementKind.PROHIBITS: {Outcome.CONTRADICTED: 5},
    }
)
_SIMILAR = 96.0
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """``place`` is the criterion (and bank) it is about; ``message`` a sentence for a person."""

    place: str
    message: str


def examine(baseline: Baseline, practice: Iterable[CaseFile]) -> tuple[Remark, ...]:
    """Remarks on examples and practice labels, in the baseline's order; none where all is well."""
    labels = Counter((label.key, label.outcome) for case in practice for label in case.labels)
    remarks: list[Remark] = []
    for requirement in baseline.requirements:
        for criterion in requirement.criteria:
            key = CriterionKey(requirement.id, criterion.id)
            remarks += _thin_examples(key, criterion.examples, requirement.kind)
            remarks += _repeated(key, criterion.examples)
            remarks += _in_two_banks(key, criterion.examples)
            remarks += _thin_labels(key, requirement.kind, labels)
    return tuple(remarks)


def _bank(examples: Examples, name: str) -> tuple[str, ...]:
    sentences: tuple[str, ...] = getattr(examples, name)
    return sentences


def _thin_examples(
    key: CriterionKey, examples: Examples, kind: RequirementKind
) -> Iterator[Remark]:
    for name, usual in _USUAL[kind].items():
        count = len(_bank(examples, name))
        if count < usual:
            yield Remark(f"{key}: {name}", f"only {count} examples; {usual} or more teach better")


def _repeated(key: CriterionKey, examples: Examples) -> Iterator[Remark]:
    from rapidfuzz import fuzz, process  # late: commands that do not examine never load it

    for name in _BANKS:
        sentences = _bank(examples, name)
        folded = [_fold(sentence) for sentence in sentences]
        alike = process.cdist(folded, folded, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
        for first, second in combinations(range(len(sentences)), 2):
            if folded[first] == folded[second]:
                yield Remark(
                    f"{key}: {name}", f"the same example twice: {_short(sentences[first])}"
                )
            elif alike[first, second]:
                yield Remark(
                    f"{key}: {name}", f"two examples nearly alike: {_short(sentences[first])}"
                )


def _in_two_banks(key: CriterionKey, examples: Examples) -> Iterator[Remark]:
    for first, second in combinations(_BANKS, 2):
        others = {_fold(sentence) for sentence in _bank(examples, second)}
        for sentence in _bank(examples, first):
            if _fold(sentence) in others:
                message = f"the same example as {first} and as {second}: {_short(sentence)}"
                yield Remark(str(key), message)


def _thin_labels(
    key: CriterionKey, kind: RequirementKind, labels: Counter[tuple[CriterionKey, Outcome]]
) -> Iterator[Remark]:
    for outcome, usual in _USUAL_LABELS[kind].items():
        count = labels[key, outcome]
        if count < usual:
            message = f"{outcome} in only {count} practice cases; {usual} or more teach better"
            yield Remark(str(key), message)


def _fold(sentence: str) -> str:
    """Letters, digits and single spaces: what two wordings differ in beyond punctuation."""
    kept = "".join(c if c.isalnum() else " " for c in sentence.casefold())
    return " ".join(kept.split())


def _short(sentence: str) -> str:
    folded = " ".join(sentence.split())
    return repr(folded if len(folded) <= _SHOWN else folded[: _SHOWN - 3] + "...")
