"""The judge on a task of others: non-disclosure agreements, read against 17 statements.

    python tests/benchmarks/contractnli.py PATH_TO_dev.json

ContractNLI (Koreeda and Manning, Findings of EMNLP 2021) asks of every contract and statement
whether the contract says it, says the contrary, or says nothing of it, and which of its sentences
tell. That is what the judge learns for a baseline, so here the statements are a baseline, the
contracts are districts, and the judge is the one that reads school districts: it learns anew, with
the settings it has. The one example of a criterion is its statement. The encoder is the default one
as it is. The data are not part of this project.

Measured by cross-validation over contracts: each is judged by heads and a pool that were fitted
without it, and without any contract that is nearly the same.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from contractnli_data import Contract, embed_contracts, read_dataset
from contractnli_scores import Reading, majority, measure, table

from policy_audit.judge import learn_pool
from policy_audit.judge.calls import choose
from policy_audit.judge.pooling import Pool, pool_rows
from policy_audit.judge.scale import COLUMN, Matrix
from policy_audit.judge.training import held_out, split
from policy_audit.learning import embed_examples, read_examples
from policy_audit.match import Encoder, open_encoder
from policy_audit.model import Baseline, Outcome
from policy_audit.store import Store

FOLDS = 5
FEWEST_FOLDS = 3


def _silent(_stage: str, _done: int, _total: int) -> None:
    """Report progress to nobody."""


def cross_validate(
    baseline: Baseline,
    contracts: Sequence[Contract],
    encoder: Encoder,
    progress: Callable[[str, int, int], None] = _silent,
) -> list[Reading]:
    """Every contract as read by a judge that learned from the other folds.

    A pool, too, is fitted on what heads say of contracts they have not seen. So heads are fitted
    without each fold, and without each pair of folds: for either fold of a pair they serve the
    other's pool. Raises ``ValueError`` where there are too few contracts for three folds.
    """
    keys, cases = baseline.keys(), embed_contracts(contracts, encoder)
    examples = embed_examples(read_examples(baseline), encoder)
    folds = split([case.family for case in cases], FOLDS)
    if len(folds) < FEWEST_FOLDS:
        raise ValueError(f"{len(folds)} different contracts: at least {FEWEST_FOLDS} are needed")
    pairs = list(combinations(range(len(folds)), 2))
    unseen: dict[tuple[int, int], Matrix] = {}  # by the fold that is to be judged, and the case
    for done, (one, other) in enumerate(pairs):
        progress("pairs of folds", done, len(pairs))
        for index, chances in held_out(keys, cases, examples, folds[one] | folds[other]).items():
            unseen[other if index in folds[one] else one, index] = chances
    read: dict[int, Reading] = {}
    for fold, held in enumerate(folds):
        progress("folds", fold, len(folds))
        seen = [index for index in range(len(cases)) if index not in held]
        pool, _ = learn_pool(baseline, [cases[i] for i in seen], [unseen[fold, i] for i in seen])
        for index, chances in held_out(keys, cases, examples, held).items():
            read[index] = _read(baseline, contracts[index], pool, chances)
    return [read[index] for index in range(len(cases))]


def _read(baseline: Baseline, contract: Contract, pool: Pool, chances: Matrix) -> Reading:
    rows = pool_rows(chances, secondhand=np.zeros(len(chances), np.float32))
    outcomes = choose(baseline, pool.chances(rows), pool.lean)
    return Reading(contract, outcomes, 1 - chances[:, :, COLUMN[Outcome.ABSENT]])


def _tell(stage: str, done: int, total: int) -> None:
    print(f"{stage}: {done} of {total}", file=sys.stderr)  # noqa: T201 - a program's own words


def main() -> None:
    """Measure on the file that is named, and print a table."""
    parser = argparse.ArgumentParser(description="Measure the judge on ContractNLI.")
    parser.add_argument("dataset", type=Path, help="the data set's dev.json, or a file like it")
    path: Path = parser.parse_args().dataset
    baseline, contracts = read_dataset(path)
    with Store(None) as store:
        readings = cross_validate(baseline, contracts, open_encoder(None, store), _tell)
    usual = measure(baseline, majority(baseline, contracts))
    print(table(usual, measure(baseline, readings), len(contracts)))  # noqa: T201


if __name__ == "__main__":
    main()
