"""The accuracy table of the README: measured on labelled cases, kept beside the baseline.

``python -m policy_audit.evaluate.accuracy FOLDER ...`` measures every folder of cases (``make
accuracy GOLD="..."``) and cross-validates over the practice documents, writes ``accuracy.json``
into the baseline's folder and the table between two marks of the README. A test holds the README
to that file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_audit.auditor import Auditor
from policy_audit.baseline import ACCURACY_FILE, HELD_OUT, load_baseline
from policy_audit.cases import read_cases
from policy_audit.errors import UsageError
from policy_audit.evaluate.evaluation import Evaluation, evaluate, summarise
from policy_audit.evaluate.json import shape
from policy_audit.evaluate.rows import Prediction
from policy_audit.judge import findings_of
from policy_audit.learning import read_lessons
from policy_audit.model import Baseline, Case, District, DistrictAssessment

BASELINE = "ct-csde-2025"
BEGIN, END = "<!-- accuracy:begin -->", "<!-- accuracy:end -->"
_WEAKEST = 6

_ROWS = (
    ("Determinations, macro-F1", "determination_macro_f1"),
    ("Determinations equal to the label", "determination_accuracy"),
    ("Gaps: precision", "gap_precision"),
    ("Gaps: recall", "gap_recall"),
    ("Contradicted, F1", "contradicted_f1"),
    ("Determined at all (coverage)", "coverage"),
    ("Critical requirements falsely met", "false_met"),
    ("Evidence: precision", "evidence_precision"),
    ("Evidence: recall", "evidence_recall"),
    ("Calibration error of confidences", "ece"),
    ("Right when the least sure 10 % are left to a person", "accuracy_at_90"),
    ("Always the commonest determination, macro-F1", "majority"),
)


def measure(baseline: Baseline, folders: Sequence[Path]) -> dict[str, Any]:
    """Figures by folder name, with a hash of the cases and of what was learned."""
    sets: dict[str, Any] = {}
    with Auditor(baseline) as auditor:
        for folder in folders:
            cases = read_cases(folder, baseline)
            result = evaluate(cases, auditor)
            sets[folder.resolve().name] = _summary(result, cases)
        sets[HELD_OUT] = _cross_validated(auditor)
        return {"baseline": baseline.id, "learned": auditor.learned, "sets": sets}


def _cross_validated(auditor: Auditor) -> dict[str, Any]:
    """Figures on the practice documents, each judged by what was learned without it.

    Encoders, heads and pool were all fitted without the case; only the lean and the floors were
    chosen on these same chances. Training leaves the chances beside what it learned, and no
    evidence with them.
    """
    judgement, baseline = auditor.judgement, auditor.baseline
    cases = [lesson.case for lesson in read_lessons(baseline)]
    predictions = [
        Prediction(
            case.id,
            DistrictAssessment(
                District(case.id, case.title),
                case.documents,
                (),
                findings_of(baseline, judgement.pool, judgement.unseen[case.id]),
            ),
        )
        for case in cases
    ]
    told = _summary(summarise(cases, predictions, baseline), cases)
    for key in ("evidence_precision", "evidence_recall"):
        told["figures"][key] = None
        told["intervals"].pop(key, None)
    return told


def _summary(result: Evaluation, cases: Sequence[Case]) -> dict[str, Any]:
    told = shape(result)
    overall = told["overall"]
    figures = {key: overall.get(key) for _, key in _ROWS}
    figures["majority"] = overall["baseline_majority"]["determination_macro_f1"]
    right = {name: group["determination_accuracy"] for name, group in told["requirements"].items()}
    return {
        "cases": len(cases),
        "determinations": len(cases) * len(right),
        "sha256": _digest(cases),
        "figures": figures,
        "intervals": {
            key: overall["intervals"][key] for _, key in _ROWS if key in overall["intervals"]
        },
        "weakest": sorted(right, key=lambda name: (right[name], name))[:_WEAKEST],
        "right": right,
    }


def _digest(cases: Sequence[Case]) -> str:
    state = hashlib.sha256()
    for case in cases:
        state.update(repr((case.id, case.labels)).encode())
        for document in case.documents:
            state.update(document.source.sha256.encode())
    return state.hexdigest()


def table(measured: Mapping[str, Any]) -> str:
    """The README's table, in Markdown."""
    sets = measured["sets"]
    head = [f"{name} ({one['cases']} districts)" for name, one in sets.items()]
    lines = [
        "| | " + " | ".join(head) + " |",
        "|---" * (len(head) + 1) + "|",
        *(
            f"| {label} | " + " | ".join(_cell(one, key) for one in sets.values()) + " |"
            for label, key in _ROWS
        ),
        "",
    ]
    lines += [
        f"Least often right in `{name}`: "
        + ", ".join(f"`{r}` ({one['right'][r]:.2f})" for r in one["weakest"])
        + "."
        for name, one in sets.items()
    ]
    return "\n".join(lines)


def _cell(one: Mapping[str, Any], key: str) -> str:
    value = one["figures"][key]
    if value is None:
        return "-"
    if isinstance(value, int):
        return str(value)
    interval = one["intervals"].get(key)
    if not interval:
        return f"{value:.3f}"
    low, high = interval
    return f"{value:.3f} ({low:.2f} to {high:.2f})"


def put(readme: str, block: str) -> str:
    """The README with ``block`` between the marks; ``UsageError`` where it has no marks."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise UsageError(f"the README has no {BEGIN} and {END}: put them where the table goes")
    return f"{before}{BEGIN}\n{block}\n{END}{after}"


def main(arguments: Sequence[str]) -> None:
    """Measure, and write both files."""
    if not arguments:
        raise UsageError("give the folders of labelled cases to measure on")
    baseline = load_baseline(BASELINE)
    measured = measure(baseline, [Path(argument) for argument in arguments])
    text = json.dumps(measured, indent=2, sort_keys=True) + "\n"
    (Path(baseline.folder) / ACCURACY_FILE).write_text(text, encoding="utf-8")
    readme = Path("README.md")
    shown = table(json.loads(text))  # in the order in which a reader of the file has it
    readme.write_text(put(readme.read_text(encoding="utf-8"), shown), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
