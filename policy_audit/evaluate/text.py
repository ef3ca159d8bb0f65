"""An evaluation as text for a person: what matters most first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policy_audit.evaluate import passages
from policy_audit.evaluate.bootstrap import DRAWS, LEVEL, Figure
from policy_audit.evaluate.evaluation import Evaluation, RequirementResult
from policy_audit.evaluate.measures import COUNTS, Group
from policy_audit.evaluate.tables import aligned, plain, section, share

#: The figures of the first block, in its order, in words.
_OVERALL = (
    ("determination_macro_f1", "Determinations: macro-F1"),
    ("determination_accuracy", "Determinations: accuracy"),
    ("gap_precision", "Gaps: precision"),
    ("gap_recall", "Gaps: recall"),
    ("contradicted_f1", "Contradicted: F1"),
    ("false_met", "False met (gold missing or contradicted), critical"),
    ("false_met_any", "False met (gold missing or contradicted), all"),
    ("false_met_partial", "Met where gold is partial, critical"),
    ("false_met_partial_any", "Met where gold is partial, all"),
    ("outcome_macro_f1", "Outcomes of required criteria: macro-F1"),
    ("outcome_accuracy", "Outcomes of required criteria: accuracy"),
    ("evidence_precision", "Evidence: precision, where both find the criterion"),
    ("evidence_recall", "Evidence: recall, where both find the criterion"),
    ("evidence_precision_all", "Evidence: precision, everywhere"),
    ("evidence_recall_all", "Evidence: recall, everywhere"),
    ("ece", "Calibration: expected error (less is better)"),
    ("accuracy_at_80", "Accuracy at 80 % coverage, the least sure left out"),
    ("accuracy_at_90", "Accuracy at 90 % coverage, the least sure left out"),
    ("coverage", "Coverage (not undetermined)"),
)
_WEAKEST = 8


def render_text(evaluation: Evaluation) -> str:
    """Lines of plain text that end in a line feed; nothing in it can steer a terminal."""
    lines = [
        *_head(evaluation),
        *section("Overall", _overall(evaluation)),
        *section("Determinations", _classes([("all requirements", evaluation.overall)])),
        *passages.false_met(evaluation),
        *section("Weakest requirements, by macro-F1", _weakest(evaluation.requirements)),
        *section("Requirements", _requirements(evaluation.requirements)),
        *section("Criteria (* advisory: not counted above)", _criteria(evaluation)),
        *section(
            "Requirements, by determination",
            _classes((r.requirement.id, r.group) for r in evaluation.requirements),
        ),
        *section(
            "Criteria, by outcome", _classes((str(c.key), c.group) for c in evaluation.criteria)
        ),
        *passages.evidence_errors(evaluation),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(evaluation: Evaluation) -> list[str]:
    base = evaluation.baseline
    cases = len(evaluation.cases)
    documents = sum(len(case.documents) for case in evaluation.cases)
    judged = sum(len(case.determinations) for case in evaluation.cases)
    return [
        plain(f"Evaluation against {base.id}, version {base.version}"),
        f"{cases} cases, {documents} documents, {judged} determinations. "
        f"Intervals: {LEVEL} %, {DRAWS} resamples of the cases.",
        "A dash: there was nothing to measure. Undetermined counts as wrong in every figure.",
        "",
    ]


def _overall(evaluation: Evaluation) -> list[str]:
    majority = evaluation.majority
    rows = [("", "figure", "interval", f"always “{majority.determination.value}”")]
    for name, title in _OVERALL:
        figure = evaluation.overall.figures[name]
        other = majority.figures.get(name)
        rows.append(
            (title, _shown(name, figure.value), _interval(name, figure), _shown(name, other))
        )
    return aligned(rows)


def _shown(name: str, value: float | None) -> str:
    if name in COUNTS and value is not None:
        return f"{value:.0f}"
    return share(value, 3)


def _interval(name: str, figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return "-"
    return f"{_shown(name, figure.low)} to {_shown(name, figure.high)}"


def _weakest(results: Sequence[RequirementResult]) -> list[str]:
    ranked = sorted(
        (r for r in results if _value(r.group, "determination_accuracy") < 1.0),
        key=lambda r: (
            _value(r.group, "determination_macro_f1"),
            _value(r.group, "determination_accuracy"),
        ),
    )
    if not ranked:
        return ["  none: every determination is right"]
    rows = [("", "commonest mistake", "macro-F1", "interval", "accuracy")]
    for result in ranked[:_WEAKEST]:
        figure = result.group.figures["determination_macro_f1"]
        rows.append(
            (
                result.requirement.id,
                _commonest_mistake(result.group),
                share(figure.value),
                _short_interval(figure),
                _figure(result.group, "determination_accuracy"),
            )
        )
    return aligned(rows, left=2)


def _commonest_mistake(group: Group) -> str:
    columns = (*group.classes, "undetermined")
    mistakes = [
        (count, gold, predicted)
        for gold, row in zip(group.classes, group.confusion, strict=True)
        for predicted, count in zip(columns, row, strict=True)
        if gold != predicted
    ]
    count, gold, predicted = max(mistakes, key=lambda mistake: mistake[0])
    return f"{gold} read as {predicted}: {count}"


def _requirements(results: Sequence[RequirementResult]) -> list[str]:
    rows = [
        (
            "",
            "severity",
            "accuracy",
            "macro-F1",
            "interval",
            "gap P",
            "gap R",
            "contr. F1",
            "false met",
            "ECE",
            "evid. P",
            "evid. R",
        )
    ]
    for result in results:
        group = result.group
        rows.append(
            (
                result.requirement.id,
                result.requirement.gap_severity.value,
                _figure(group, "determination_accuracy"),
                _figure(group, "determination_macro_f1"),
                _short_interval(group.figures["determination_macro_f1"]),
                _figure(group, "gap_precision"),
                _figure(group, "gap_recall"),
                _figure(group, "contradicted_f1"),
                _shown("false_met_any", group.figures["false_met_any"].value),
                _figure(group, "ece"),
                _figure(group, "evidence_precision"),
                _figure(group, "evidence_recall"),
            )
        )
    return aligned(rows, left=2)


def _criteria(evaluation: Evaluation) -> list[str]:
    names = [f"{scores.name} F1" for scores in evaluation.criteria[0].group.scores]
    rows = [("", "accuracy", "macro-F1", "interval", *names, "evid. P", "evid. R")]
    for result in evaluation.criteria:
        group = result.group
        rows.append(
            (
                f"{result.key}{' *' if result.advisory else ''}",
                _figure(group, "outcome_accuracy"),
                _figure(group, "outcome_macro_f1"),
                _short_interval(group.figures["outcome_macro_f1"]),
                *(share(scores.f1) for scores in group.scores),
                _figure(group, "evidence_precision"),
                _figure(group, "evidence_recall"),
            )
        )
    return aligned(rows)


def _classes(groups: Iterable[tuple[str, Group]]) -> list[str]:
    """Each gold class with its scores and what it was read as; classes nobody used are left out."""
    rows: list[tuple[str, ...]] = []
    for name, group in groups:
        if not rows:
            read_as = [*group.classes, "undetermined"]
            first, *rest = read_as
            rows.append(("", "gold", "cases", "P", "R", "F1", f"read as: {first}", *rest))
        shown = name
        for scores, counts in zip(group.scores, group.confusion, strict=True):
            if not scores.gold and not scores.predicted:
                continue
            measured = (share(scores.precision), share(scores.recall), share(scores.f1))
            cells = (str(count) if count else "." for count in counts)
            rows.append((shown, scores.name, str(scores.gold), *measured, *cells))
            shown = ""
    return aligned(rows, left=2)


def _value(group: Group, name: str) -> float:
    value = group.figures[name].value
    return 1.0 if value is None else value


def _figure(group: Group, name: str) -> str:
    return share(group.figures[name].value)


def _short_interval(figure: Figure) -> str:
    return "-" if figure.low is None else f"{share(figure.low)}-{share(figure.high)}"
