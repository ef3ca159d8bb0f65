"""The accuracy table of the README: measured on labelled cases, kept beside the baseline.

``python -m policy_audit.evaluate.accuracy FOLDER ...`` measures every folder of cases (``make
accuracy GOLD="..."``) and cross-validates over the practice documents, writes ``accuracy.json``
into the baseline's folder and the table between two marks of the README. A test holds the README
to that file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from policy_audit.auditor import Auditor
from policy_audit.baseline import ACCURACY_FILE, HELD_OUT, load_baseline
from policy_audit.cases import read_cases
from policy_audit.errors import UsageError
from policy_audit.evaluate import manners
from policy_audit.evaluate.evaluation import evaluate
from policy_audit.evaluate.unseen import ROWS, summary, summary_of_unseen
from policy_audit.learning import read_lessons
from policy_audit.model import Baseline

BASELINE = "ct-csde-2025"
BEGIN, END = "<!-- accuracy:begin -->", "<!-- accuracy:end -->"
#: What the cross-validation over whole manners of writing is called among the sets.
OTHER_MANNERS = "practice, manners held out"


def measure(baseline: Baseline, folders: Sequence[Path]) -> dict[str, Any]:
    """Figures by folder name, with a hash of the cases and of what was learned."""
    sets: dict[str, Any] = {}
    with Auditor(baseline) as auditor:
        for folder in folders:
            cases = read_cases(folder, baseline)
            result = evaluate(cases, auditor)
            sets[folder.resolve().name] = summary(result, cases)
        sets[HELD_OUT] = _cross_validated(auditor)
        by_manner = manners.kept(baseline)
        if by_manner is not None:
            sets[OTHER_MANNERS] = by_manner
        return {"baseline": baseline.id, "learned": auditor.learned, "sets": sets}


def _cross_validated(auditor: Auditor) -> dict[str, Any]:
    """Figures on the practice documents, each judged by what was learned without it.

    Encoders, heads and pool were all fitted without the case; only the lean and the floors were
    chosen on these same chances. Training leaves the chances beside what it learned.
    """
    cases = [lesson.case for lesson in read_lessons(auditor.baseline)]
    judgement = auditor.judgement
    return summary_of_unseen(auditor.baseline, cases, judgement.pool, judgement.unseen)


def table(measured: Mapping[str, Any]) -> str:
    """The README's table, in Markdown."""
    sets = measured["sets"]
    head = [f"{name} ({one['cases']} districts)" for name, one in sets.items()]
    lines = [
        "| | " + " | ".join(head) + " |",
        "|---" * (len(head) + 1) + "|",
        *(
            f"| {label} | " + " | ".join(_cell(one, key) for one in sets.values()) + " |"
            for label, key in ROWS
        ),
        "",
    ]
    for name, one in sets.items():
        requirements = _named(one["weakest"], one["right"])
        criteria = _named(one["weakest_criteria"], one["criteria_right"])
        lines.append(
            f"- Least often right in `{name}`: {requirements}. Criteria read least often as they "
            f"are labelled: {criteria}."
        )
    return "\n".join(lines)


def _named(weakest: Sequence[str], shares: Mapping[str, float]) -> str:
    return ", ".join(f"`{each}` ({shares[each]:.2f})" for each in weakest)


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
    return between(readme, BEGIN, block, END)


def between(readme: str, begin: str, block: str, end: str) -> str:
    """The README with ``block`` between two marks; ``UsageError`` where it lacks one of them."""
    before, opened, rest = readme.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise UsageError(f"the README has no {begin} and {end}: put them where the table goes")
    return f"{before}{begin}\n{block}\n{end}{after}"


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
