import pytest

from policy_audit.errors import NothingToAuditError
from policy_audit.evaluate import Evaluation, evaluate, summarise
from policy_audit.evaluate.measures import COUNTS
from policy_audit.model import Baseline, Determination, DistrictAssessment, DistrictInput

from .doors import ASKED, LOCKED, WATCHED, assessment, baseline, case, document


class OneAnswer:
    """An auditor that reads nothing and always says the same."""

    def __init__(self, answer: DistrictAssessment) -> None:
        self.answer = answer
        self.asked: list[tuple[DistrictInput, bool]] = []

    @property
    def baseline(self) -> Baseline:
        return baseline()

    def audit_district(self, district: DistrictInput, *, scoped: bool = True) -> DistrictAssessment:
        self.asked.append((district, scoped))
        return self.answer


def test_each_case_is_audited_as_a_district_of_its_own_and_unscoped() -> None:
    auditor = OneAnswer(assessment({"visitors/asked": ("stated", [ASKED])}))
    steps: list[tuple[str, int, int]] = []
    cases = [case("a", {"visitors/asked": ("stated", [ASKED])}), case("b", {})]
    result = evaluate(cases, auditor, lambda *step: steps.append(step))
    assert [(d.district.id, d.documents, d.unread, s) for d, s in auditor.asked] == [
        ("a", (document(),), (), False),
        ("b", (document(),), (), False),
    ]
    assert steps == [("evaluate", 0, 2), ("evaluate", 1, 2), ("evaluate", 2, 2)]
    assert [row.predicted.value for c in result.cases for row in c.determinations] == [
        *("missing", "met", "met"),
        *("missing", "met", "met"),
    ]


def test_without_a_case_there_is_nothing_to_measure() -> None:
    with pytest.raises(NothingToAuditError, match="no labelled case"):
        summarise([], [], baseline())


def test_a_perfect_prediction_gets_everything(perfect: Evaluation) -> None:
    figures = {name: figure.value for name, figure in perfect.overall.figures.items()}
    none = dict.fromkeys(COUNTS, 0.0)
    assert figures == {**dict.fromkeys(figures, 1.0), **none, "ece": 0.0}
    assert perfect.false_met == perfect.met_for_partial == ()


def test_figures_overall(mixed: Evaluation) -> None:
    """Gold and prediction, case by case (door, visitors, magic).

    elm  met met met                 -> met met met
    fir  partial missing met         -> met met met
    oak  contradicted missing met    -> met partial met
    pine missing contradicted met    -> missing contradicted met
    yew  missing missing contradicted -> undetermined missing met
    """
    value = {name: figure.value for name, figure in mixed.overall.figures.items()}
    assert mixed.overall.confusion == (
        (6, 0, 0, 0, 0),
        (1, 0, 0, 0, 0),
        (1, 1, 2, 0, 1),
        (2, 0, 0, 1, 0),
    )
    # met: 6 gold, 10 read -> 12/16; partial 0; missing: 5 gold, 2 read -> 4/7;
    # contradicted: 3 gold, 1 read -> 2/4.
    assert value["determination_macro_f1"] == pytest.approx((12 / 16 + 0 + 4 / 7 + 2 / 4) / 4)
    assert value["determination_accuracy"] == pytest.approx(9 / 15)
    assert value["gap_precision"] == 1.0
    assert value["gap_recall"] == pytest.approx(4 / 9)
    assert value["contradicted_f1"] == 0.5
    assert value["coverage"] == pytest.approx(14 / 15)
    # Critical: the door of oak. The visitors of fir are high, and magic is low.
    assert value["false_met"] == 1
    assert value["false_met_any"] == 3
    assert value["false_met_partial"] == value["false_met_partial_any"] == 1


def test_accuracy_of_the_surest(mixed: Evaluation) -> None:
    rows = [row for result in mixed.cases for row in result.determinations]
    level = [row for row in rows if row.confidence == 0.9]
    assert (len(level), sum(row.gold == row.predicted for row in level)) == (11, 8)
    # Twelve rows are 80 % of 15: the one at 0.97, right, and these. Then 0.71 and 0.62, wrong.
    assert mixed.overall.figures["accuracy_at_80"].value == pytest.approx(9 / 12)
    assert mixed.overall.figures["accuracy_at_90"].value == pytest.approx(9 / 14)


def test_false_mets_come_with_what_they_rest_on_the_critical_first(mixed: Evaluation) -> None:
    listed = [(entry.case[:4], entry.row.requirement) for entry in mixed.false_met]
    assert listed == [("oak\x1b", "door"), ("fir", "visitors"), ("yew", "magic")]
    criteria = {row.key.criterion: row for row in mixed.false_met[0].criteria}
    assert list(criteria) == ["locked", "watched"]  # not the advisory one
    assert [e.quote for e in criteria["locked"].evidence.wrong] == [LOCKED]
    assert [e.quote for e in criteria["watched"].evidence.wrong] == [WATCHED]
    assert [(e.case, e.row.requirement) for e in mixed.met_for_partial] == [("fir", "door")]


def test_each_requirement_and_criterion_has_its_own_figures(mixed: Evaluation) -> None:
    groups = {result.requirement.id: result.group for result in mixed.requirements}
    assert list(groups) == ["door", "visitors", "magic"]
    assert groups["magic"].figures["determination_accuracy"].value == pytest.approx(4 / 5)
    assert groups["door"].figures["false_met"].value == 1
    assert groups["visitors"].figures["false_met"].value == 0
    criteria = {str(result.key): result for result in mixed.criteria}
    assert [key for key, result in criteria.items() if result.advisory] == ["door/signed"]
    # Stated in elm and fir, absent in oak, pine and yew; read as stated, stated, stated, absent,
    # undetermined.
    locked = criteria["door/locked"].group
    assert locked.figures["outcome_accuracy"].value == pytest.approx(3 / 5)
    assert locked.figures["evidence_precision"].value == 1.0
    assert locked.figures["evidence_precision_all"].value == pytest.approx(2 / 3)


def test_the_commonest_determination_is_measured_beside(mixed: Evaluation) -> None:
    assert mixed.majority.determination is Determination.MET
    assert mixed.majority.figures["determination_accuracy"] == pytest.approx(6 / 15)
    assert mixed.majority.figures["false_met"] == 4


def test_every_interval_holds_its_figure(mixed: Evaluation) -> None:
    groups = [mixed.overall, *(r.group for r in mixed.requirements)]
    groups += [c.group for c in mixed.criteria]
    for group in groups:
        for figure in group.figures.values():
            if figure.low is None or figure.high is None:
                assert figure.value is None
            else:
                assert figure.value is not None
                assert figure.low <= figure.value <= figure.high
