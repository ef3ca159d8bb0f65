"""Chances to findings: from the pool alone, and with the clauses that they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from policy_audit.baseline import load_baseline
from policy_audit.judge import findings_of
from policy_audit.judge.observe import Reader
from policy_audit.judge.pooling import Pool, pool_rows
from policy_audit.judge.scale import COLUMN
from policy_audit.model import (
    WELL_READ,
    Clause,
    ClauseRole,
    Context,
    Determination,
    Document,
    DocumentMeta,
    DocumentStatus,
    Finding,
    Floors,
    Location,
    Observation,
    Outcome,
    Quality,
    RequirementKind,
    Source,
    Span,
)

BASELINE = load_baseline("ct-csde-2025")
KEYS = BASELINE.keys()
WARRANT = "judicial-warrant"
S, W, X, A = Outcome.STATED, Outcome.WEAK, Outcome.CONTRADICTED, Outcome.ABSENT


def findings(outcome: Outcome, chance: float, floors: Floors) -> dict[str, Finding]:
    """Every required criterion of the judicial warrant has that outcome; all else is absent."""
    chances = np.zeros((len(KEYS), 4), np.float32)
    for row, key in enumerate(KEYS):
        sure = outcome if key.requirement == WARRANT else Outcome.ABSENT
        chances[row] = (1 - chance) / 3 if key.requirement == WARRANT else 0.0
        chances[row, COLUMN[sure]] = chance if key.requirement == WARRANT else 1.0
    nothing = np.zeros(0, np.float32)
    unused = SimpleNamespace()
    pool = Pool(nothing, nothing, nothing, nothing, unused, np.zeros(4, np.float32), floors)
    return {found.requirement: found for found in findings_of(BASELINE, pool, chances)}


@dataclass(frozen=True)
class Printed:
    """How the one document is printed, and how its clauses stand and were read."""

    status: DocumentStatus = DocumentStatus.UNKNOWN
    quality: Quality = WELL_READ
    ocr: tuple[float, ...] = ()
    lead_in: str | None = None


PLAIN, NO_FLOORS = Printed(), Floors()


def read_by(
    texts: Sequence[str],
    readings: Mapping[str, Sequence[Mapping[Outcome, float]]],
    pooled: Mapping[str, Mapping[Outcome, float]],
    floors: Floors = NO_FLOORS,
    printed: Printed = PLAIN,
) -> dict[str, Finding]:
    """What a district of one document says, whose clauses are read so and pooled so.

    Of criteria and clauses that are not named nothing is said.
    """
    text = "\n".join(texts)
    source = Source("hill/a.md", "", 0)
    meta = DocumentMeta("Policy", status=printed.status)
    document = Document(source, meta, text, (), 4, quality=printed.quality)
    context = Context(lead_in=printed.lead_in)
    clauses = []
    for number, words in enumerate(texts):
        span = Span(text.index(words), text.index(words) + len(words))
        sure = printed.ocr[number] if number < len(printed.ocr) else None
        place = Location("hill/a.md", 2, "1.", sure)
        clauses.append(Clause(f"c{number}", words, span, span, ClauseRole.SENTENCE, place, context))
    scores = np.zeros((len(texts), len(KEYS), 4), np.float32)
    scores[:, :, COLUMN[A]] = 1.0
    chances = np.zeros((len(KEYS), 4), np.float32)
    chances[:, COLUMN[A]] = 1.0
    for row, key in enumerate(KEYS):
        for number, reading in enumerate(readings.get(key.criterion, ())):
            scores[number, row] = [reading.get(o, 0.0) for o in (A, S, W, X)]
            scores[number, row, COLUMN[A]] = 1.0 - sum(reading.values())
        if key.criterion in pooled:
            chances[row] = 0.0
            for outcome, chance in pooled[key.criterion].items():
                chances[row, COLUMN[outcome]] = chance
    width = pool_rows(scores, secondhand=np.zeros(len(texts), np.float32)).shape[1]
    # The rows count for nothing, and each criterion has the chances that are given.
    weights = np.vstack([np.zeros((width, 4)), np.log(chances + 1e-9)]).astype(np.float32)
    nothing = np.zeros(4, np.float32)
    trees = SimpleNamespace(chances=lambda _: chances)
    pool = Pool(np.zeros(width), np.ones(width), weights, nothing, trees, nothing, floors)
    judgement = SimpleNamespace(pool=pool, heads=SimpleNamespace(keys=KEYS))
    reader = Reader(BASELINE, judgement, [document], clauses, scores)
    return {found.requirement: found for found in reader.findings()}


def observed(found: Mapping[str, Finding], requirement: str, criterion: str) -> Observation:
    return next(o for o in found[requirement].observations if o.criterion == criterion)


def test_columns_stand_as_the_readings_here_are_given() -> None:
    assert [COLUMN[outcome] for outcome in (A, S, W, X)] == [0, 1, 2, 3]


FALLS_SHORT = "One passage moves toward this and falls short."
WHY_WEAK = [
    ("Staff should ask for a judicial warrant.", None, ["it only says what should or may be done"]),
    ("A policy on judicial warrants is being drafted.", None, ["it speaks of a plan for later"]),
    ("For judicial warrants see the handbook.", None, ["it points elsewhere"]),
    ("According to the ACLU a judge signs it.", None, ["it gives somebody else's words"]),
    ("Agents show a valid warrant.", None, ["it does not say which kind of warrant or paper"]),
    ("Agents show a valid warrant.", "Of a judge:", []),
    ("Agents show a warrant signed by a judge.", None, []),
    ("Agents show a valid warrant that is no ICE warrant.", None, []),
    (
        "Agents should show a valid warrant.",
        None,
        [
            "it only says what should or may be done",
            "it does not say which kind of warrant or paper",
        ],
    ),
]


@pytest.mark.parametrize(("text", "above", "why"), WHY_WEAK)
def test_why_a_passage_is_weak_is_said(text: str, above: str | None, why: list[str]) -> None:
    printed = Printed(lead_in=above)
    weak = {"judicial-required": [{W: 0.9}]}
    found = read_by([text], weak, {"judicial-required": {W: 0.9, A: 0.1}}, printed=printed)
    told = observed(found, WARRANT, "judicial-required")
    assert told.outcome is W
    assert told.confidence == pytest.approx(0.9, abs=1e-3)
    assert told.reasons == (FALLS_SHORT, *(f"Of the strongest passage: {each}." for each in why))
    [passage] = told.evidence
    assert (passage.quote, passage.passage, passage.context) == (text, text, above)
    assert (passage.page, passage.marker, passage.outcome) == (2, "1.", W)


COUNTED = [
    (S, 1, "One passage says this."),
    (S, 2, "2 passages say this."),
    (W, 2, "2 passages move toward this and fall short."),
    (X, 1, "One passage says what reads as contrary to this."),
    (X, 2, "2 passages say what reads as contrary to this."),
]


@pytest.mark.parametrize(("outcome", "count", "reason"), COUNTED)
def test_how_many_passages_say_it_is_told(outcome: Outcome, count: int, reason: str) -> None:
    texts = ["The judge signs it.", "A judge signed it.", "The bus leaves at three."]
    readings = {"judicial-required": [{outcome: 0.9}] * count}
    found = read_by(texts, readings, {"judicial-required": {outcome: 1.0}})
    told = observed(found, WARRANT, "judicial-required")
    assert (told.outcome, told.reasons) == (outcome, (reason,))
    assert [e.quote for e in told.evidence] == texts[:count]


def test_of_what_should_not_be_said_it_is_told_that_it_is_said_or_not() -> None:
    texts = ["No agent will ever enter."]
    said = {"absolute-claim": [{X: 0.9}]}
    found = read_by(texts, said, {"absolute-claim": {X: 0.9, A: 0.1}})
    assert observed(found, "over-promise", "absolute-claim").reasons == ("One passage says this.",)
    told = observed(read_by(texts, {}, {}), "over-promise", "absolute-claim")
    assert (told.outcome, told.reasons) == (A, ("No passage says this.",))


def test_what_is_not_found_comes_with_the_nearest_passages() -> None:
    texts = [f"Sentence {number}." for number in range(6)]
    near = [{W: 0.03}, {S: 0.2, W: 0.1}, {X: 0.3}, {W: 0.4}, {S: 0.16}, {}]
    told = observed(read_by(texts, {"judicial-required": near}, {}), WARRANT, "judicial-required")
    assert (told.outcome, told.evidence) == (A, ())
    assert [(e.quote, e.outcome) for e in told.nearest] == [
        ("Sentence 3.", W),
        ("Sentence 1.", S),
        ("Sentence 2.", X),
    ]
    assert told.reasons == ("Not found in the documents that were read.",)
    assert observed(read_by(texts, {}, {}), WARRANT, "judicial-required").nearest == ()


@pytest.mark.parametrize(
    ("strengths", "shown"),
    [
        ([0.5, 0.9, 0.7], [1, 2, 0]),
        ([0.44, 0.9, 0.46], [1, 2]),  # at least half of the best
        ([0.3, 0.24, 0.26], [0, 2]),  # and a quarter
        ([0.1, 0.2, 0.1], [1]),  # yet the best is shown, however weak
        ([0.9] * 8, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_passages_come_strongest_first_without_the_weak_ones(
    strengths: list[float], shown: list[int]
) -> None:
    texts = [f"Sentence {number}." for number in range(len(strengths))]
    readings = {"judicial-required": [{S: strength} for strength in strengths]}
    found = read_by(texts, readings, {"judicial-required": {S: 1.0}})
    told = observed(found, WARRANT, "judicial-required")
    assert [e.quote for e in told.evidence] == [texts[number] for number in shown]
    assert [e.strength for e in told.evidence] == pytest.approx([strengths[n] for n in shown])
    assert told.nearest == ()


def test_beside_a_contradiction_stands_what_states_it_elsewhere() -> None:
    texts = ["Any paper will do.", "A judge signs it.", "A judge may sign it."]
    readings = {"judicial-required": [{X: 0.9}, {S: 0.6}, {S: 0.5}]}
    found = read_by(texts, readings, {"judicial-required": {X: 0.9, S: 0.1}})
    told = observed(found, WARRANT, "judicial-required")
    assert [e.quote for e in told.evidence] == texts[:1]
    assert [(e.quote, e.outcome) for e in told.nearest] == [(texts[1], S)]


def test_passages_of_a_draft_are_said_to_be_of_one() -> None:
    printed = Printed(DocumentStatus.PROPOSED)
    texts = ["A judge signs it.", "The judge signed it."]
    for count, which in ((1, "That passage stands"), (2, "2 of the passages stand")):
        readings = {"judicial-required": [{W: 0.9}] * count}
        found = read_by(texts, readings, {"judicial-required": {W: 1.0}}, printed=printed)
        assert observed(found, WARRANT, "judicial-required").reasons[-1] == (
            f"{which} in a draft or proposed text, which is not in force."
        )


BOTH = {"judicial-required": {S: 1.0}, "warrant-shown": {S: 1.0}}


def test_a_finding_is_no_surer_than_its_worst_read_criterion() -> None:
    texts = ["A judge signs it.", "It is shown."]
    readings = {"judicial-required": [{S: 0.9}], "warrant-shown": [{}, {S: 0.9}]}
    found = read_by(texts, readings, BOTH, printed=Printed(ocr=(0.6, 0.8)))
    assert observed(found, WARRANT, "judicial-required").confidence == pytest.approx(0.6)
    assert observed(found, WARRANT, "warrant-shown").confidence == pytest.approx(0.8)
    assert found[WARRANT].confidence == pytest.approx(0.6)
    assert found[WARRANT].determination is Determination.MET
    for floors in (Floors(any=0.7), Floors(critical_met=0.7)):
        doubted = read_by(texts, readings, BOTH, floors, Printed(ocr=(0.6, 0.8)))
        assert doubted[WARRANT].determination is Determination.UNDETERMINED
        assert doubted[WARRANT].severity is None
        assert observed(doubted, WARRANT, "warrant-shown").outcome is S


def test_what_is_not_found_where_pages_are_silent_is_no_surer_than_their_share() -> None:
    found = read_by(["The bus."], {}, {}, printed=Printed(quality=Quality(silent_pages=(2,))))
    assert found[WARRANT].confidence == pytest.approx(0.75)
    assert observed(found, WARRANT, "warrant-shown").reasons == (
        "Not found in the documents that were read.",
        "1 page of 4 could not be read, so it may stand there.",
    )


def test_what_is_in_doubt_is_left_to_a_person_with_the_passages_that_made_the_doubt() -> None:
    texts = ["Any paper will do.", "It is shown."]
    readings = {"judicial-required": [{X: 0.9}], "warrant-shown": [{}, {S: 0.9}]}
    pooled = {"judicial-required": {X: 0.6, S: 0.4}, "warrant-shown": {S: 0.5, A: 0.5}}
    found = read_by(texts, readings, pooled, floors=Floors(contradicted=0.7))
    assert found[WARRANT].determination is Determination.UNDETERMINED
    doubted = observed(found, WARRANT, "judicial-required")
    assert (doubted.outcome, doubted.evidence) == (Outcome.UNDETERMINED, ())
    assert [e.quote for e in doubted.nearest] == texts[:1]
    assert doubted.reasons == (
        "The tool leans to 'contradicted' and is not sure enough: a person has to decide.",
    )
    assert observed(found, WARRANT, "warrant-shown").outcome in (S, A)


def test_where_it_is_not_found_for_sure_the_least_sure_criterion_is_left_to_a_person() -> None:
    pooled = {"judicial-required": {A: 0.8, W: 0.2}, "warrant-shown": {A: 0.7, W: 0.3}}
    near = {"warrant-shown": [{W: 0.2}]}
    found = read_by(["It is shown."], near, pooled, floors=Floors(any=0.9))
    assert found[WARRANT].determination is Determination.UNDETERMINED
    assert observed(found, WARRANT, "judicial-required").outcome is A
    doubted = observed(found, WARRANT, "warrant-shown")
    assert doubted.outcome is Outcome.UNDETERMINED
    assert [e.quote for e in doubted.nearest] == ["It is shown."]
    assert doubted.reasons[0].startswith("The tool leans to 'not found'")


def test_a_criterion_that_only_advises_is_in_nobodys_doubt() -> None:
    pooled = {"open-to-all": {S: 0.8, A: 0.2}, "legal-basis": {S: 0.5, A: 0.4}}
    said = {"open-to-all": [{S: 0.9}]}
    found = read_by(["All may come."], said, pooled, Floors(any=0.9), Printed(ocr=(0.85,)))
    doubted = {o.criterion for o in found["right-to-attend"].observations if o.outcome is not S}
    assert doubted == {"open-to-all"}


def test_every_requirement_has_a_finding_in_order() -> None:
    found = findings(Outcome.STATED, 0.9, Floors())
    assert list(found) == [requirement.id for requirement in BASELINE.requirements]
    for requirement in BASELINE.requirements:
        if requirement.id != WARRANT:
            prohibits = requirement.kind is RequirementKind.PROHIBITS
            wanted = Determination.MET if prohibits else Determination.MISSING
            assert found[requirement.id].determination is wanted
    assert found[WARRANT].determination is Determination.MET
    assert 0.8 < found[WARRANT].confidence < 0.82  # two criteria, each nine in ten


def test_what_is_not_sure_enough_is_left_to_a_person() -> None:
    assert (
        findings(Outcome.STATED, 0.9, Floors(critical_met=0.95))[WARRANT].determination
        is Determination.UNDETERMINED
    )
    assert (
        findings(Outcome.CONTRADICTED, 0.5, Floors(contradicted=0.9))[WARRANT].determination
        is Determination.UNDETERMINED
    )
    assert (
        findings(Outcome.CONTRADICTED, 0.9, Floors(contradicted=0.9))[WARRANT].determination
        is Determination.CONTRADICTED
    )
