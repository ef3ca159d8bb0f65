import pytest

from policy_audit.evaluate.bootstrap import Figure
from policy_audit.evaluate.measures import always, determination_group, outcome_group
from policy_audit.evaluate.places import EvidenceComparison
from policy_audit.evaluate.rows import DeterminationRow, OutcomeRow
from policy_audit.model import CriterionKey, Determination, Outcome

from .doors import LOCKED, WATCHED, evidence


def row(
    gold: str, predicted: str, *, case: int = 0, confidence: float = 0.9, critical: bool = True
) -> DeterminationRow:
    return DeterminationRow(
        case, "door", Determination(gold), Determination(predicted), confidence, critical
    )


def outcome_row(
    gold: str,
    predicted: str,
    evidence_counts: tuple[int, int, int, int] = (0, 0, 0, 0),
    *,
    advisory: bool = False,
) -> OutcomeRow:
    right, wrong, found, missed = evidence_counts
    return OutcomeRow(
        0,
        CriterionKey("door", "locked"),
        advisory,
        Outcome(gold),
        Outcome(predicted),
        0.9,
        EvidenceComparison(
            right=(evidence(LOCKED),) * right,
            wrong=(evidence(WATCHED),) * wrong,
            found=("x",) * found,
            missed=("y",) * missed,
        ),
    )


def values(figures: dict[str, Figure]) -> dict[str, float | None]:
    return {name: figure.value for name, figure in figures.items()}


def test_false_mets_are_counted_by_kind_and_severity() -> None:
    rows = [
        row("missing", "met"),
        row("contradicted", "met"),
        row("missing", "met", critical=False),
        row("partial", "met"),
        row("partial", "met", critical=False),
        row("partial", "met", critical=False),
        row("met", "met"),
        row("missing", "partial"),
    ]
    found = values(dict(determination_group(rows, [], 1).figures))
    assert found["false_met"] == 2
    assert found["false_met_any"] == 3
    assert found["false_met_partial"] == 1
    assert found["false_met_partial_any"] == 3


def test_evidence_where_both_find_the_criterion_and_everywhere() -> None:
    rows = [
        outcome_row("stated", "weak", (2, 1, 1, 1)),
        outcome_row("absent", "stated", (0, 2, 0, 0)),
        outcome_row("stated", "absent", (0, 0, 0, 3)),
        outcome_row("stated", "stated", (5, 5, 5, 5), advisory=True),
    ]
    found = values(dict(determination_group([row("met", "met")], rows, 1).figures))
    assert found["evidence_precision"] == pytest.approx(2 / 3)
    assert found["evidence_recall"] == pytest.approx(1 / 2)
    assert found["evidence_precision_all"] == pytest.approx(2 / 5)
    assert found["evidence_recall_all"] == pytest.approx(1 / 5)


def test_advisory_criteria_count_only_for_themselves() -> None:
    rows = [outcome_row("stated", "absent", (0, 0, 0, 1), advisory=True)]
    assert determination_group([row("met", "met")], rows, 1).figures["outcome_accuracy"] == Figure(
        None
    )
    assert outcome_group(rows, 1).figures["outcome_accuracy"].value == 0.0


def test_a_group_without_evidence_has_nothing_to_measure_there() -> None:
    group = outcome_group([outcome_row("absent", "absent")], 1)
    assert group.figures["evidence_precision"] == Figure(None)
    assert group.figures["evidence_recall_all"] == Figure(None)
    assert group.figures["outcome_macro_f1"].value == 1.0


def test_scores_and_confusion_of_each_class() -> None:
    group = outcome_group(
        [
            outcome_row("stated", "stated"),
            outcome_row("stated", "weak"),
            outcome_row("absent", "undetermined"),
        ],
        1,
    )
    assert group.classes == ("stated", "weak", "contradicted", "absent")
    assert group.confusion == ((1, 1, 0, 0, 0), (0,) * 5, (0,) * 5, (0, 0, 0, 0, 1))
    stated, weak, contradicted, absent = group.scores
    assert (stated.gold, stated.predicted) == (2, 1)
    assert (stated.precision, stated.recall, stated.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert (weak.precision, weak.recall, weak.f1) == (0.0, None, 0.0)
    assert (contradicted.precision, contradicted.recall, contradicted.f1) == (None, None, None)
    assert (absent.gold, absent.predicted, absent.recall) == (1, 0, 0.0)


def test_always_answering_the_commonest() -> None:
    rows = [row("missing", "met"), row("missing", "met"), row("met", "met"), row("partial", "met")]
    commonest, figures = always(rows, 1)
    assert commonest is Determination.MISSING
    # missing: 2 gold, 4 read, 2 right -> 2/3; met and partial: 0.
    assert figures["determination_macro_f1"] == pytest.approx(2 / 9)
    assert figures["determination_accuracy"] == 0.5
    assert figures["gap_precision"] == 0.75
    assert figures["gap_recall"] == 1.0
    assert figures["false_met"] == 0
    assert figures["ece"] == 0.0
    assert figures["accuracy_at_80"] == 0.5


def test_of_equally_common_determinations_the_first_is_taken() -> None:
    rows = [row("missing", "met"), row("partial", "met"), row("contradicted", "met")]
    assert always(rows, 1)[0] is Determination.PARTIAL


def test_always_met_is_a_false_met_each_time() -> None:
    rows = [row("met", "missing"), row("met", "missing"), row("missing", "missing")]
    assert always(rows, 1)[1]["false_met"] == 1


def test_intervals_resample_whole_cases() -> None:
    # Within each case every answer is alike, so the draws are those of two cases, not of eight.
    rows = [row("met", "met", case=0)] * 4 + [row("met", "missing", case=1)] * 4
    figure = determination_group(rows, [], 2).figures["determination_accuracy"]
    assert figure == Figure(0.5, 0.0, 1.0)
