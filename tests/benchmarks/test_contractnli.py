"""The judge on ContractNLI, and the adapter on a small file of its format written here."""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import contractnli
import numpy as np
import pytest
from contractnli_data import CRITERION, Contract, embed_contracts, families, read_dataset
from contractnli_scores import Reading, majority, measure, table

from policy_audit.match import Encoder, open_encoder
from policy_audit.model import ClauseRole, CriterionKey, Outcome
from policy_audit.store import Store

ROOT = Path(__file__).parents[2]
STATED, CONTRADICTED, ABSENT = Outcome.STATED, Outcome.CONTRADICTED, Outcome.ABSENT
RENT, DOG, KEYS = (CriterionKey(name, CRITERION) for name in ("rent", "dog", "keys"))
STATEMENTS = {
    "rent": "Tenant shall pay for the garden.",
    "dog": "Tenant may bring a dog.",
    "keys": "Tenant shall return the keys at the end.",
}
SAID = {
    ("rent", "Entailment"): "Tenant pays forty francs a month for the garden.",
    ("rent", "Contradiction"): "The garden is lent free of any charge.",
    ("dog", "Entailment"): "Dogs are welcome in the garden on a lead.",
    ("dog", "Contradiction"): "No animal may be brought into the garden.",
    ("keys", "Entailment"): "give both keys back on the last day;",
    ("keys", "Contradiction"): "keep the keys for good;",
}
LEAD_IN = "At the end of the term the tenant shall:"
LABELS = ("Entailment", "Contradiction", "NotMentioned")
WORDS = (
    "hedge",
    "parcel",
    "gate",
    "north",
    "water",
    "path",
    "barrel",
    "shed",
    "fence",
    "apple",
    "summer",
    "clay",
    "stone",
    "tool",
    "board",
    "member",
    "meeting",
    "spade",
    "season",
    "frost",
)


def entry(number: int, labels: dict[str, str], drawn: random.Random) -> dict[str, Any]:
    """A lease in the data set's format: what its labels ask for, between lines of any words."""
    lines = [f"{' '.join(drawn.choices(WORDS, k=12)).capitalize()}." for _ in range(5)]
    at = {name: len(lines) for name in labels}
    for name in ("rent", "dog"):
        at[name] = len(lines)
        if labels[name] != "NotMentioned":
            lines.append(SAID[name, labels[name]])
    lines += [LEAD_IN, "(a) empty the barrel; and"]
    at["keys"] = len(lines)
    if labels["keys"] != "NotMentioned":
        lines.append(f"(b) {SAID['keys', labels['keys']]}")
    starts = [sum(len(line) + 1 for line in lines[:place]) for place in range(len(lines))]
    return {
        "id": number,
        "text": "\n".join(lines),
        "spans": [[s, s + len(line)] for s, line in zip(starts, lines, strict=True)],
        "annotation_sets": [
            {
                "annotations": {
                    name: {
                        "choice": label,
                        "spans": [] if label == "NotMentioned" else [at[name]],
                    }
                    for name, label in labels.items()
                }
            }
        ],
    }


def dataset(entries: list[dict[str, Any]]) -> dict[str, Any]:
    labels = {n: {"short_description": n, "hypothesis": said} for n, said in STATEMENTS.items()}
    return {"documents": entries, "labels": labels}


@pytest.fixture(scope="module")
def leases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = random.Random(7)  # noqa: S311
    turns = [
        {n: LABELS[(i + 2 * j + i // 3) % 3] for j, n in enumerate(STATEMENTS)} for i in range(18)
    ]
    path = tmp_path_factory.mktemp("contractnli") / "dev.json"
    entries = [entry(number, labels, drawn) for number, labels in enumerate(turns)]
    path.write_text(json.dumps(dataset(entries)), "utf-8")
    return path


@pytest.fixture(scope="module")
def encoder() -> Iterator[Encoder]:
    with Store(None) as store:
        yield open_encoder(None, store)


def test_statements_become_a_baseline(leases: Path) -> None:
    baseline, contracts = read_dataset(leases)
    assert baseline.keys() == (RENT, DOG, KEYS)
    assert baseline.criterion(DOG).examples.stated == (STATEMENTS["dog"],)
    assert len(contracts) == 18


def test_labels_become_outcomes_with_their_clauses(leases: Path) -> None:
    _, contracts = read_dataset(leases)
    for contract in contracts:
        for key, outcome in contract.outcomes.items():
            told = [contract.clauses[i].text for i in contract.evidence[key]]
            label = {STATED: "Entailment", CONTRADICTED: "Contradiction"}.get(outcome)
            assert len(told) == (outcome is not ABSENT)
            assert all(text.endswith(SAID[key.requirement, str(label)]) for text in told)


def test_an_unknown_label_is_refused(leases: Path, tmp_path: Path) -> None:
    text = leases.read_text("utf-8").replace('"Contradiction"', '"Contradicted"', 1)
    path = tmp_path / "dev.json"
    path.write_text(text, "utf-8")
    with pytest.raises(KeyError, match="Contradicted"):
        read_dataset(path)


def read_one(text: str, spans: list[tuple[int, int]], folder: Path) -> Contract:
    annotations = {name: {"choice": "NotMentioned", "spans": []} for name in STATEMENTS}
    made = {
        "id": 1,
        "text": text,
        "spans": spans,
        "annotation_sets": [{"annotations": annotations}],
    }
    path = folder / "one.json"
    path.write_text(json.dumps(dataset([made])), "utf-8")
    return read_dataset(path)[1][0]


def test_clauses_are_the_given_spans_with_our_context(tmp_path: Path) -> None:
    text = "The tenant shall:\n(a) close  the\tgate;\n(b) water the trees."
    contract = read_one(text, [(0, 17), (18, 38), (39, 59)], tmp_path)
    opens, first, second = contract.clauses
    assert [c.text for c in contract.clauses] == [
        "The tenant shall:",
        "(a) close the gate;",
        "(b) water the trees.",
    ]
    assert opens.role is ClauseRole.LEAD_IN
    assert opens.context.lead_in is None
    assert first.context.lead_in == second.context.lead_in == "The tenant shall:"


def test_a_span_that_holds_its_lead_in_is_not_told_it_again(tmp_path: Path) -> None:
    text = "The tenant shall:\n(a) close the gate; and\n(b) lock the door of the shed."
    contract = read_one(text, [(0, len(text))], tmp_path)
    assert contract.clauses[0].context.lead_in is None
    assert contract.clauses[0].in_context == contract.clauses[0].text


def test_contracts_that_are_nearly_the_same_are_one_family(leases: Path, encoder: Encoder) -> None:
    _, contracts = read_dataset(leases)
    assert families(contracts) == [contract.id for contract in contracts]
    first, second = contracts[0], contracts[1]
    copy = Contract("copy", first.clauses[1:], first.outcomes, {RENT: frozenset()})
    assert families([first, second, copy]) == ["0", "1", "0"]
    assert [case.family for case in embed_contracts([second, first, copy], encoder)] == [
        "1",
        "0",
        "0",
    ]


def test_what_was_said_in_a_clause_is_learned_from_other_contracts(
    leases: Path, encoder: Encoder
) -> None:
    baseline, contracts = read_dataset(leases)
    readings = contractnli.cross_validate(baseline, contracts, encoder)
    assert [reading.contract.id for reading in readings] == [c.id for c in contracts]
    scores = measure(baseline, readings)
    assert scores.accuracy >= 0.9
    assert scores.precision >= 0.9


def test_labels_given_by_lot_are_not_guessed(tmp_path: Path, encoder: Encoder) -> None:
    """A contract that had been seen would be known again by its own words."""
    drawn = random.Random(11)  # noqa: S311
    entries = []
    for number in range(18):
        made = entry(number, dict.fromkeys(STATEMENTS, "NotMentioned"), drawn)
        for label in made["annotation_sets"][0]["annotations"].values():
            if drawn.random() < 0.5:
                label.update(choice="Entailment", spans=[drawn.randrange(5)])
        entries.append(made)
    path = tmp_path / "lot.json"
    path.write_text(json.dumps(dataset(entries)), "utf-8")
    baseline, contracts = read_dataset(path)
    scores = measure(baseline, contractnli.cross_validate(baseline, contracts, encoder))
    assert scores.accuracy < 0.7
    assert scores.precision < 0.7


def test_too_few_contracts_are_refused(leases: Path, encoder: Encoder) -> None:
    baseline, contracts = read_dataset(leases)
    with pytest.raises(ValueError, match="2 different contracts"):
        contractnli.cross_validate(baseline, contracts[:2], encoder)


def reading(contract: Contract, said: tuple[Outcome, ...], relevance: list[float]) -> Reading:
    column = np.array(relevance, np.float32)[:, None]
    outcomes = dict(zip((RENT, DOG, KEYS), said, strict=True))
    return Reading(contract, outcomes, np.hstack([column] * 3))


def test_measures_by_hand(leases: Path, tmp_path: Path) -> None:
    baseline, _ = read_dataset(leases)
    spans = [(0, 7), (8, 15), (16, 23), (24, 31)]
    clauses = read_one("one ..a\ntwo ..a\nsix ..a\nten ..a", spans, tmp_path).clauses
    nothing: frozenset[int] = frozenset()
    one = Contract(
        "one",
        clauses,
        {RENT: STATED, DOG: CONTRADICTED, KEYS: ABSENT},
        {RENT: frozenset({0, 2}), DOG: frozenset({1}), KEYS: nothing},
    )
    two = Contract(
        "two",
        clauses,
        {RENT: STATED, DOG: ABSENT, KEYS: STATED},
        {RENT: frozenset({3}), DOG: nothing, KEYS: frozenset({0})},
    )
    scores = measure(
        baseline,
        [
            reading(one, (STATED, CONTRADICTED, ABSENT), [0.9, 0.5, 0.1, 0.3]),
            reading(two, (ABSENT, CONTRADICTED, STATED), [0.8, 0.4, 0.2, 0.1]),
        ],
    )
    assert scores.decisions == 6
    assert scores.accuracy == pytest.approx(4 / 6)
    # Only "dog" is ever contradicted; "dog" is never stated and counts for nothing there.
    assert scores.f1_contradiction == pytest.approx(2 / 3)
    assert scores.f1_entailment == pytest.approx((2 / 3 + 1) / 2)
    assert scores.pooled_f1_contradiction == pytest.approx(2 / 3)
    assert scores.pooled_f1_entailment == pytest.approx(4 / 5)
    # Clauses 0 and 2 come first and last of four: (1/1 + 2/4) / 2. Then second, last and first.
    assert scores.precision_contradiction == pytest.approx(1 / 2)
    assert scores.precision_entailment == pytest.approx((3 / 4 + 1 / 4 + 1) / 3)
    assert scores.precision == pytest.approx((3 / 4 + 1 / 2 + 1 / 4 + 1) / 4)


def test_majority_is_the_commonest_label_of_each_statement(leases: Path) -> None:
    baseline, contracts = read_dataset(leases)
    few = [c for c in contracts if c.outcomes[RENT] is STATED][:3]
    few += [c for c in contracts if c.outcomes[RENT] is ABSENT][:1]
    assert {r.outcomes[RENT] for r in majority(baseline, few)} == {STATED}


def test_the_command_prints_a_table(
    leases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["contractnli.py", str(leases)])
    contractnli.main()
    out = " ".join(capsys.readouterr().out.split())
    assert "paper: Span NLI BERT-base 0.838 0.287 0.765 0.885 here: majority label 0." in out
    assert "here: policy-audit 0.9" in out or "here: policy-audit 1.0" in out
    assert "Here: 18 contracts" in out


@pytest.fixture(scope="module")
def development_split() -> Path:
    shared = Path(os.environ.get("POLICY_AUDIT_SHARED") or ROOT.parent / "shared")
    path = shared / "benchmarks" / "contractnli" / "dev.json"
    if not path.is_file():
        pytest.skip("optional: needs ContractNLI's dev.json, which is kept outside the project")
    return path


@pytest.mark.slow
@pytest.mark.benchmark
def test_the_judge_reads_contracts_it_was_not_made_for(
    development_split: Path, encoder: Encoder
) -> None:
    baseline, contracts = read_dataset(development_split)
    usual = measure(baseline, majority(baseline, contracts))
    ours = measure(baseline, contractnli.cross_validate(baseline, contracts, encoder))
    shown = table(usual, ours, len(contracts))
    print(shown)  # noqa: T201  # shown with -s, or where the test fails
    # What was measured, less what another encoder build or another split of the folds may cost.
    assert ours.accuracy >= 0.77, shown
    assert ours.f1_contradiction >= 0.21, shown
    assert ours.f1_entailment >= 0.67, shown
    assert ours.pooled_f1_entailment >= 0.82, shown
    assert ours.precision >= 0.79, shown
