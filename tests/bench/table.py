"""The figures of a benchmark as tables: for the reports, and a summary for the README."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from policy_audit.evaluate.accuracy import between

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
Figures = Mapping[str, Any]
_NOT_MEASURED = "-"
#: What is asked of the product, by the row it stands under: shown beside what was reached.
GOALS = {
    "Plain script / cold audit": "at least 3",
    "Cold / again": "at least 50",
    "`check`, one document changed": "under 2 s",
}


def median_of(runs: Sequence[Figures], field: str = "seconds") -> float:
    """The median of a figure over the rounds."""
    return median(ran[field] for ran in runs)


def pages_a_second(one: Figures) -> float:
    return float(one["pages"] / median_of(one["cold"]))


def cost_of_a_page(one: Figures) -> float:
    """Milliseconds of processor time, all processes together."""
    return 1000 * median_of(one["cold"], "processor") / float(one["pages"])


def against_plain(one: Figures, field: str = "seconds") -> float:
    """How many times as long as the audit the plain script takes."""
    return median_of(one["plain"], field) / median_of(one["cold"], field)


def again_faster(one: Figures) -> float:
    return median_of(one["cold"]) / median_of(one["warm"])


def share_of_peak(encoding: Figures, of: str) -> float:
    """Operations a second of an encoder in its best round, as a share of the best product's.

    Best beside best, since whatever else the machine does slows either.
    """
    return float(encoding["flops"] / min(encoding[of]) / encoding["peak"])


_ROWS: tuple[tuple[str, Callable[[Figures], str]], ...] = (
    ("Documents, pages", lambda o: f"{o['documents']:,}, {o['pages']:,}"),
    ("Sentences that stood elsewhere before", lambda o: f"{o['repeated']:.0%}"),
    ("Cold audit", lambda o: _seconds(o["cold"])),
    ("Pages a second", lambda o: f"{pages_a_second(o):.1f}"),
    ("Processor time a page", lambda o: f"{cost_of_a_page(o):.0f} ms"),
    ("Plain script", lambda o: _seconds(o["plain"])),
    ("Plain script / cold audit", lambda o: f"{against_plain(o):.2f}"),
    ("The same by processor time", lambda o: f"{against_plain(o, 'processor'):.2f}"),
    ("Again, nothing changed", lambda o: _seconds(o["warm"])),
    ("Cold / again", lambda o: f"{again_faster(o):.1f}"),
    ("Again, one document changed", lambda o: _seconds(o["changed"])),
    ("`check`, one document changed", lambda o: _seconds(o["check"])),
    ("The same `check`, nothing stored", lambda o: _seconds(o["check_unstored"])),
    ("Peak memory, main process", lambda o: f"{_peak(o, 'main_mib'):.0f} MiB"),
    ("Peak memory, its children", lambda o: f"{_peak(o, 'children_mib'):.0f} MiB"),
    ("Determinations as expected", lambda o: f"{o['equal']:.1%}"),
    (
        "The same, with handbook or manual",
        lambda o: f"{o['equal_long']:.1%} of {o['long']} districts",
    ),
    ("Left undetermined", lambda o: f"{o['undetermined']:.1%}"),
    ("Again: the same bytes", lambda o: "yes" if o["same_bytes"] else "no"),
)


def _seconds(runs: Sequence[Figures]) -> str:
    return f"{median_of(runs):.1f} s"


def _peak(one: Figures, field: str) -> float:
    return max(ran[field] for ran in one["cold"])


def summary(results: Figures) -> str:
    """The table of every corpus, with what it was measured on."""
    corpora = results["corpora"]
    head = [f"{o['districts']} districts, {o['model_share']:.0%} on a model" for o in corpora]
    lines = [
        "| | " + " | ".join(head) + " |",
        "|---" * (len(head) + 1) + "|",
        *(
            f"| {label}{_goal(label)} | " + " | ".join(_cell(one, show) for one in corpora) + " |"
            for label, show in _ROWS
        ),
        "",
        *_encoding(results["encoding"]),
        *_growth(corpora),
        f"What is made once, on the first audit ever: {results['setup']['seconds']:.1f} s."
        if results["setup"]
        else "What is made once, on the first audit ever, was there before.",
        *_lacks(results["missing"]),
        _machine(results["machine"], results["rounds"]),
    ]
    return "\n".join(lines)


def _goal(label: str) -> str:
    return f" (goal: {GOALS[label]})" if label in GOALS else ""


def _cell(one: Figures, show: Callable[[Figures], str]) -> str:
    try:
        return show(one)
    except KeyError:
        return _NOT_MEASURED


def _encoding(encoding: Figures | None) -> list[str]:
    if encoding is None:
        return []
    ours, plain = (share_of_peak(encoding, of) for of in ("product", "plain"))
    return [
        f"Encoding reaches {ours:.0%} of the {encoding['peak'] / 1e9:.0f} billion operations a "
        f"second of this machine's best fp32 matrix product; sentence-transformers with its "
        f"defaults {plain:.0%}."
    ]


def _growth(corpora: Sequence[Figures]) -> list[str]:
    """From the smallest to the largest corpus of the first share: cost of a page, and memory."""
    alike = [one for one in corpora if one["model_share"] == corpora[0]["model_share"]]
    small, large = alike[0], alike[-1]
    if small is large:
        return []
    cost = cost_of_a_page(large) / cost_of_a_page(small)
    memory = _peak(large, "main_mib") / _peak(small, "main_mib")
    return [
        f"From {small['districts']} to {large['districts']} districts a page costs {cost:.2f} times "
        f"as much, and the main process takes {memory:.2f} times the memory."
    ]


def _lacks(missing: Sequence[str]) -> list[str]:
    if not missing:
        return []
    return [f"Not there in this version: {', '.join(f'`{each}`' for each in missing)}."]


def _machine(machine: Figures, rounds: int) -> str:
    versions = ", ".join(f"{name} {v}" for name, v in machine["versions"].items() if v)
    often = "once" if rounds == 1 else f"in {rounds} rounds, medians shown"
    return (
        f"Measured {often}, on {machine['cores']} cores of {machine['processor']}, "
        f"{machine['memory_gib']} GiB, load {machine['load']} at the start; "
        f"Python {machine['python']}, {versions}."
    )


def stages(results: Figures) -> str:
    """Where the seconds of a cold audit go, by stage and by place, for every corpus measured so."""
    lines = []
    for one in results["corpora"]:
        if "stages" not in one:
            continue
        total = sum(one["stages"].values())
        lines += [f"## Stages of a cold audit, {one['districts']} districts", ""]
        for title, found in (("Stage", one["stages"]), ("Place", one["places"])):
            lines += [f"| {title} | Seconds | Share |", "|---|---|---|"]
            ordered = sorted(found.items(), key=lambda item: -item[1])
            lines += [f"| {name} | {s:.1f} | {s / total:.1%} |" for name, s in ordered[:20]]
            lines.append("")
    return "\n".join(lines)


def put(readme: str, block: str) -> str:
    """The README with ``block`` between the marks; ``UsageError`` where it has no marks."""
    return between(readme, BEGIN, block, END)
