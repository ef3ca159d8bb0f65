"""Labelled cases: a folder with ``case.toml`` beside the documents as a district published them.

Practice cases (in a baseline) and gold cases (for measuring) have the same format. That the
evidence is in its document is verified elsewhere, where documents are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_audit.baseline.files import (
    CASE_FILE,
    PRACTICE_FOLDER,
    one_line,
    read_toml,
    visible_files,
)
from policy_audit.baseline.schema import CaseTable, LabelTable
from policy_audit.baseline.validation import validate
from policy_audit.errors import BaselineError, ConfigError
from policy_audit.model import (
    Baseline,
    CriterionKey,
    DocumentKind,
    Label,
    Outcome,
    PartialDate,
    RequirementKind,
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A labelled case before its documents are read.

    ``documents`` are the paths of its documents in the order of their names. A criterion without
    a label is absent. Cases of one ``family`` are near duplicates, such as a restatement and what
    it restates; a case that names none is its own.
    """

    id: str
    family: str
    title: str
    kind: DocumentKind
    date: PartialDate | None
    labels: tuple[Label, ...]
    documents: tuple[Path, ...]


def load_case_file(
    folder: Path, baseline: Baseline, error: type[ConfigError] = BaselineError
) -> CaseFile:
    """Read the case in ``folder``, with labels for criteria of ``baseline`` only.

    Raises ``error`` (``GoldError`` for gold) for anything that breaks the format.
    """
    path = folder / CASE_FILE
    where = one_line(str(path))
    tables = read_toml(path, error)
    case = validate(CaseTable, tables, where, error)
    if case.id != folder.resolve().name:
        raise error(where, "id", f"{case.id!r} is not the name of its folder, {folder.name!r}")
    labels: dict[CriterionKey, Label] = {}
    for number, table in enumerate(case.label):
        place = one_line(f'label[{number}] "{table.requirement}/{table.criterion}"')
        label = _label(table, baseline, where, place, error)
        if label.key in labels:
            raise error(where, place, "labelled twice: give one outcome with all its evidence")
        labels[label.key] = label
    return CaseFile(
        id=case.id,
        family=case.family or case.id,
        title=case.title,
        kind=case.kind,
        date=case.date,
        labels=tuple(labels.values()),
        documents=_documents(folder, where, error),
    )


def load_practice(baseline: Baseline) -> tuple[CaseFile, ...]:
    """Read the practice cases of ``baseline``, in the order of their ids; it may have none.

    Raises ``BaselineError`` for a case that breaks the format.
    """
    folder = Path(baseline.folder) / PRACTICE_FOLDER
    if not folder.is_dir():
        return ()
    cases = sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))
    loaded = tuple(load_case_file(case, baseline) for case in cases)
    ids = {case.id for case in loaded}
    for path, case in zip(cases, loaded, strict=True):
        if case.family not in ids:
            where = one_line(str(path / CASE_FILE))
            problem = f"no practice case is called {case.family!r}: name the case it restates"
            raise BaselineError(where, "family", problem)
    return loaded


def _label(
    table: LabelTable, baseline: Baseline, where: str, place: str, error: type[ConfigError]
) -> Label:
    key = CriterionKey(table.requirement, table.criterion)
    try:
        requirement = baseline.requirement(key.requirement)
    except KeyError:
        raise error(where, place, "no requirement of the baseline has this id") from None
    if key.criterion not in [criterion.id for criterion in requirement.criteria]:
        allowed = ", ".join(criterion.id for criterion in requirement.criteria)
        raise error(where, place, f"no such criterion; allowed: {allowed}")
    outcome = Outcome(table.outcome)
    if requirement.kind is RequirementKind.PROHIBITS and outcome is not Outcome.CONTRADICTED:
        problem = f"{table.outcome!r} is not allowed: a prohibited statement is only contradicted"
        raise error(where, place, problem)
    if not table.evidence:
        raise error(where, place, "no evidence: quote the words that the outcome rests on")
    return Label(key, outcome, tuple(table.evidence), table.note)


def _documents(folder: Path, where: str, error: type[ConfigError]) -> tuple[Path, ...]:
    documents = sorted(path for path in visible_files(folder) if path != folder / CASE_FILE)
    for path in documents:
        # A link could name a device or a file that is no part of the case.
        if path.is_symlink():
            name = one_line(path.name)
            raise error(where, "", f"{name} is a link: put the document itself there")
    if not documents:
        raise error(where, "", "no document beside it: put the published text there")
    return tuple(documents)
