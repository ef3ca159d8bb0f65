"""``make bench``: what an audit takes, cold, again and after a change, beside a plain script.

Writes the results as JSON and Markdown, and with ``--readme`` the summary into the README.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bench import measure, table
from bench.product import Product

ROOT = Path(__file__).parents[2]


def _numbers(kind: Callable[[str], float]) -> Callable[[str], list[float]]:
    """A reader of several numbers, with commas or spaces between them."""
    return lambda text: [kind(word) for word in text.replace(",", " ").split()]


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=_numbers(int), default=[20, 200], help="districts")
    parser.add_argument(
        "--shares",
        type=_numbers(float),
        default=[0.4, 0.0],
        help="of districts that adopt a model policy; re-audits are measured with the first",
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--options", default="", help="options for every audit, in one word")
    parser.add_argument("--prepared", type=Path, help="a cache in which an audit was done before")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    parser.add_argument("--output", type=Path, default=ROOT / "reports" / "bench")
    parser.add_argument("--readme", action="store_true", help="write the README's table, too")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    given = _arguments(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=given.work) as folder:
        results = _results(given, Path(folder))
    if given.readme:
        readme = ROOT / "README.md"
        text = readme.read_text(encoding="utf-8")
        readme.write_text(table.put(text, table.summary(results)), encoding="utf-8")
    _say(table.summary(results))


def _results(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    """Everything that was asked for, written after every corpus, lest an interruption lose it."""
    product = Product(work, tuple(given.options.split()))
    results = {"machine": measure.machine(), "rounds": given.rounds, "missing": product.missing()}
    prepared, setup = given.prepared, None
    if prepared is None:
        prepared = work / "prepared"
        _say("the first audit ever, which makes what is made once")
        setup = measure.prepare(product, prepared, work / "first").figures
    results |= {"setup": setup, "encoding": None, "corpora": []}
    for share in given.shares:
        for size in given.sizes:
            plan = measure.Plan(size, share, given.seed, given.rounds, share == given.shares[0])
            results["corpora"].append(_on_corpus(plan, product, prepared, work))
            _write(results, given.output)
    _say("encoding")
    results["encoding"] = measure.encoding(given.seed, work)
    _write(results, given.output)
    return results


def _on_corpus(plan: measure.Plan, product: Product, prepared: Path, work: Path) -> dict[str, Any]:
    folder = work / f"{plan.districts}-{plan.model_share}"
    folder.mkdir()
    try:
        return measure.Measurement(plan, product, prepared, folder, _say).figures()
    finally:
        shutil.rmtree(folder)


def _write(results: dict[str, Any], output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    (output / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    text = f"# What an audit takes\n\n{table.summary(results)}\n\n{table.stages(results)}\n"
    (output / "results.md").write_text(text, encoding="utf-8")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
