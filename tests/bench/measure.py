"""Everything that is measured on one corpus, and about one machine."""

from __future__ import annotations

import json
import os
import platform
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from bench import corpus
from bench.child import Ran, run
from bench.passages import baseline
from bench.product import Product, copied, determinations, revise, share_equal
from policy_audit.match import bundled

_LIBRARIES = ("policy-audit", "torch", "onnxruntime", "sentence-transformers", "pdfminer.six")
#: About as many clauses as an audit encodes at once.
_SAMPLE = 512
#: Pages from which on a district's documents are long: most of what they say is of other things.
_LONG = 6
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What is asked of a measurement: ``whole`` measures re-audits and stages, too."""

    districts: int
    model_share: float
    seed: int
    rounds: int
    whole: bool


def machine() -> dict[str, Any]:
    """What the figures were measured on, with the load that others put on it at the start."""
    versions = {}
    for name in _LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "versions": versions,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def prepare(product: Product, cache: Path, folder: Path) -> Ran:
    """Audit one letter, so that the cache holds whatever is made once and for all."""
    district = folder / "first"
    district.mkdir(parents=True, exist_ok=True)
    # About visitors, so that it is judged, and all that judging needs is made.
    (district / "letter.md").write_text("# A letter\n\nAgents wait until counsel has come.\n")
    return product.audit(folder, cache, folder.with_name("first-report"))


class Measurement:
    """One corpus, written by a plan into the folder ``work``, and all that is measured on it."""

    def __init__(self, plan: Plan, product: Product, prepared: Path, work: Path, say: Say) -> None:
        self._plan = plan
        self._product = product
        self._prepared = prepared
        self._work = work
        self._say = say
        self._corpus = work / "corpus"
        self._districts = self._corpus / corpus.DISTRICTS
        self._cache = work / "cache"

    def figures(self) -> dict[str, Any]:
        """Everything by its name in the results; ``table`` says what it is."""
        count, share = self._plan.districts, self._plan.model_share
        self._say(f"{count} districts, {share:.0%} adopting a model: writing them")
        told: dict[str, Any] = corpus.write(
            self._corpus, count, seed=self._plan.seed, model_share=share
        )
        told |= self._beside_plain()
        if self._plan.whole:
            told |= self._again() | self._gate()
            self._say("stage by stage")
            told |= self._product.staged(self._districts, self._unstored())
        return told

    def _beside_plain(self) -> dict[str, Any]:
        """Cold audits and plain scripts in turns, each going first as often as the other."""
        cold: list[Ran] = []
        plain: list[dict[str, Any]] = []
        for number in range(self._plan.rounds):
            for turn in ("audit", "plain") if number % 2 == 0 else ("plain", "audit"):
                self._say(f"round {number + 1}: {turn}")
                if turn == "plain":
                    plain.append(_plain(self._districts, self._work))
                    self._say(f"  {plain[-1]['seconds']:.1f} s")
                else:
                    cold.append(self._audit("cold", copied(self._prepared, self._cache)))
        found = determinations(self._assessment("cold"))
        expected = _expected(self._corpus)
        long = {district for district, one in expected.items() if one["pages"] >= _LONG}
        wanted = {district: one["determinations"] for district, one in expected.items()}
        return {
            "cold": [ran.figures for ran in cold],
            "plain": plain,
            "equal": share_equal(found, wanted),
            "equal_long": share_equal(found, {d: wanted[d] for d in wanted if d in long}),
            "long": len(long),
            "undetermined": share_of(found, "undetermined"),
        }

    def _again(self) -> dict[str, Any]:
        """With everything stored: the same again, then each time with one more sentence."""
        self._say("again, with everything stored")
        warm = [self._audit("warm", self._cache) for _ in range(self._plan.rounds)]
        one, other = (self._assessment(name).read_bytes() for name in ("cold", "warm"))
        self._say("one document changed")
        changed = []
        for _ in range(self._plan.rounds):
            revise(self._corpus)
            changed.append(self._audit("changed", self._cache))
        return {
            "warm": [ran.figures for ran in warm],
            "same_bytes": one == other,
            "changed": [ran.figures for ran in changed],
        }

    def _gate(self) -> dict[str, Any]:
        """The gate on a revised document, against what was found of its district before."""
        self._say("check")
        check, unstored = [], []
        self._product.audit(revise(self._corpus), self._cache, self._work / "before")
        against = self._assessment("before")
        for _ in range(self._plan.rounds):
            district = revise(self._corpus)
            unstored.append(self._product.check(district, self._unstored(), against))
            check.append(self._product.check(district, self._cache, against))
        return {
            "check": [ran.figures for ran in check],
            "check_unstored": [ran.figures for ran in unstored],
        }

    def _audit(self, name: str, cache: Path) -> Ran:
        ran = self._product.audit(self._districts, cache, self._work / name)
        self._say(f"  {ran.seconds:.1f} s")
        return ran

    def _assessment(self, name: str) -> Path:
        return self._work / name / "assessment.json"

    def _unstored(self) -> Path:
        return copied(self._prepared, self._work / "unstored")


def _expected(folder: Path) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = json.loads((folder / corpus.EXPECTED).read_bytes())
    return told


def share_of(found: dict[str, dict[str, str]], word: str) -> float:
    """The share of determinations that are this one."""
    every = [each for requirements in found.values() for each in requirements.values()]
    return every.count(word) / len(every)


def _plain(districts: Path, work: Path) -> dict[str, Any]:
    """What the plain script takes for the same documents and criteria."""
    criteria, output = work / "criteria.json", work / "plain.json"
    statements = [baseline().criterion(key).statement for key in baseline().keys()]  # noqa: SIM118
    criteria.write_text(json.dumps(statements), encoding="utf-8")
    paths = (districts, criteria, bundled.find_model(), output)
    ran = run((sys.executable, "-m", "bench.plain", *map(str, paths)), os.environ)
    told = json.loads(output.read_text(encoding="utf-8"))
    return ran.figures | {"stages": told["stages"], "sentences": told["sentences"]}


def encoding(seed: int, work: Path) -> dict[str, Any]:
    """Encoding a sample of the corpus's sentences, beside the machine's matrix products."""
    made = corpus.districts(200, seed, 0.0)
    texts = (paper.text for district in made for paper in district.papers)
    every = dict.fromkeys(s for text in islice(texts, 100) for s in corpus.sentences(text))
    sample = random.Random(seed).sample(list(every), min(_SAMPLE, len(every)))  # noqa: S311
    sentences, output = work / "sentences.json", work / "encoding.json"
    sentences.write_text(json.dumps(sample), encoding="utf-8")
    run((sys.executable, "-m", "bench.encoding", str(sentences), str(output)), os.environ)
    found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
    return found
