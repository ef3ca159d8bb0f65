"""``examples.toml``: what each criterion looks like in prose."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from policy_audit.baseline.files import one_line, read_toml
from policy_audit.baseline.schema import BankTable
from policy_audit.baseline.validation import validate
from policy_audit.errors import BaselineError
from policy_audit.model import CriterionKey, Examples, RequirementKind
from policy_audit.store import Store

# Fewer than these teach nothing that generalises. What a prohibited statement looks like is
# shown by ``contradicted``; there ``weak`` and ``near_miss`` are welcome and not demanded.
MINIMUM: Mapping[RequirementKind, Mapping[str, int]] = MappingProxyType(
    {
        RequirementKind.REQUIRES: {"stated": 5, "weak": 2, "contradicted": 2, "near_miss": 3},
        RequirementKind.PROHIBITS: {"contradicted": 5, "stated": 2},
    }
)


def load_examples(
    path: Path, kinds: Mapping[CriterionKey, RequirementKind], store: Store | None = None
) -> dict[CriterionKey, Examples]:
    """Read the examples of every criterion in ``kinds``, in its order.

    Raises ``BaselineError`` for examples of an unknown criterion, a criterion without examples
    or with too few, and anything that breaks the format.
    """
    tables = read_toml(path, BaselineError, store)
    where = one_line(str(path))
    found = dict(_banks(tables, where, kinds))
    for key, kind in kinds.items():
        if key not in found:
            place = f"{key.requirement}.{key.criterion}"
            raise BaselineError(where, place, "no examples: every criterion needs some")
        _require_enough(found[key], key, kind, where)
    return {
        key: Examples(
            stated=tuple(found[key].stated),
            weak=tuple(found[key].weak),
            contradicted=tuple(found[key].contradicted),
            near_miss=tuple(found[key].near_miss),
        )
        for key in kinds
    }


def _banks(
    tables: Mapping[str, Any], where: str, kinds: Mapping[CriterionKey, RequirementKind]
) -> list[tuple[CriterionKey, BankTable]]:
    criteria: dict[str, list[str]] = {}
    for key in kinds:
        criteria.setdefault(key.requirement, []).append(key.criterion)
    banks = []
    for requirement, inner in tables.items():
        if requirement not in criteria:
            raise BaselineError(where, one_line(requirement), "no requirement has this id")
        if not isinstance(inner, dict):
            raise BaselineError(where, requirement, f"write a table [{requirement}.<criterion>]")
        for criterion, bank in inner.items():
            place = one_line(f"{requirement}.{criterion}")
            if criterion not in criteria[requirement]:
                allowed = ", ".join(criteria[requirement])
                raise BaselineError(where, place, f"no such criterion; allowed: {allowed}")
            if not isinstance(bank, dict):
                raise BaselineError(where, place, f"write a table [{place}]")
            table = validate(BankTable, bank, where, BaselineError, within=place)
            banks.append((CriterionKey(requirement, criterion), table))
    return banks


def _require_enough(bank: BankTable, key: CriterionKey, kind: RequirementKind, where: str) -> None:
    for outcome, least in MINIMUM[kind].items():
        count = len(getattr(bank, outcome))
        if count < least:
            place = f"{key.requirement}.{key.criterion}: {outcome}"
            raise BaselineError(where, place, f"too few examples: {count}, at least {least}")
