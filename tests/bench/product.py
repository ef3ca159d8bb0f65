"""The product as a user runs it, by its command line: what an audit of a corpus takes."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.child import Ran, run
from bench.corpus import DISTRICTS

AS_OF = "2026-01-15"
_PROGRAM = (sys.executable, "-m", "policy_audit")
#: 4 is "done, but a document could not be read": a share that the comparison shows anyway.
_DONE = (0, 4)
_GATE = (0, 1, 4)
_ADDED = (
    "\n\nThe chess club meets on the second Thursday in the art room and lends out its boards.\n"
)
_TEXT = (".md", ".txt")
#: Parts of the product that earlier versions lack: an option of ``run``, or a command.
_OPTIONS = ("--encoder-backend", "--jobs", "--engine")
_COMMANDS = ("cache",)


def _environment() -> dict[str, str]:
    """As it is, without what would turn the product's settings, or have it compiled every time."""
    turned = ("POLICY_AUDIT_CACHE", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if key not in turned}


@dataclass(frozen=True)
class Product:
    """Runs commands of the product; ``options`` go to every audit, and ``work`` is its own."""

    work: Path
    options: Sequence[str] = ()

    def audit(self, districts: Path, cache: Path, output: Path) -> Ran:
        """Audit, with the reports in ``output``, where no others were."""
        shutil.rmtree(output, ignore_errors=True)
        return run(self._audit(districts, cache, output), _environment(), _DONE)

    def staged(self, districts: Path, cache: Path) -> dict[str, dict[str, float]]:
        """Seconds of an audit by stage, and by place in the code."""
        told = self.work / "stages.json"
        arguments = self._audit(districts, cache, self.work / "staged")[len(_PROGRAM) :]
        run((sys.executable, "-m", "bench.stages", str(told), *arguments), _environment(), _DONE)
        found: dict[str, dict[str, float]] = json.loads(told.read_text(encoding="utf-8"))
        return found

    def check(self, district: Path, cache: Path, against: Path) -> Ran:
        """The gate on one district, against what was found of it before."""
        command = (
            *_PROGRAM, "check", str(district), "--against", str(against), "--quiet",
            "--as-of", AS_OF, "--cache", str(cache),
        )  # fmt: skip
        return run(command, _environment(), _GATE)

    def missing(self) -> list[str]:
        """Which parts of a batch at scale this version does not have."""
        offered = run((*_PROGRAM, "run", "--help"), _environment()).said
        lacks = [option for option in _OPTIONS if option not in offered]
        unknown = [
            command
            for command in _COMMANDS
            if run((*_PROGRAM, command, "--help"), _environment(), (0, 2)).code != 0
        ]
        return [*lacks, *(f"policy-audit {command}" for command in unknown)]

    def _audit(self, districts: Path, cache: Path, output: Path) -> tuple[str, ...]:
        return (
            *_PROGRAM, "run", str(districts), "--output", str(output), "--quiet",
            "--as-of", AS_OF, "--cache", str(cache), *self.options,
        )  # fmt: skip


def copied(cache: Path, to: Path) -> Path:
    """A copy of a cache, put where one may have been."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(cache, to)
    return to


def revise(corpus: Path) -> Path:
    """Add a sentence to the first document of a corpus that is text; its district's folder."""
    documents = sorted((corpus / DISTRICTS).glob("*/*"))
    document = next((path for path in documents if path.suffix in _TEXT), None)
    if document is None:
        raise ValueError("no document of this corpus is text to add to: ask for more districts")
    with document.open("a", encoding="utf-8") as file:
        file.write(_ADDED)
    return document.parent


def determinations(assessment: Path) -> dict[str, dict[str, str]]:
    """What was found of every requirement, by district."""
    told = json.loads(assessment.read_text(encoding="utf-8"))
    return {
        district["id"]: {f["requirement"]: f["determination"] for f in district["findings"]}
        for district in told["districts"]
    }


def share_equal(
    found: Mapping[str, Mapping[str, str]], expected: Mapping[str, Mapping[str, str]]
) -> float:
    """The share of expected determinations that were found; what is not there is not equal.

    1 where nothing was expected.
    """
    pairs = [
        (found.get(district, {}).get(requirement), wanted)
        for district, requirements in expected.items()
        for requirement, wanted in requirements.items()
    ]
    return sum(one == other for one, other in pairs) / len(pairs) if pairs else 1.0
