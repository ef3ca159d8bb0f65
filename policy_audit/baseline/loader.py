"""``load_baseline``: find a baseline's folder and read all of it but its practice cases."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import policy_audit
from policy_audit.baseline.accuracy import load_accuracy
from policy_audit.baseline.examples import load_examples
from policy_audit.baseline.files import (
    BACKGROUND_FILE,
    BASELINE_FILE,
    EXAMPLES_FILE,
    PRACTICE_FOLDER,
    folder_digest,
    one_line,
    read_toml,
)
from policy_audit.baseline.schema import BaselineFile, CitationTable, RequirementTable
from policy_audit.baseline.validation import validate
from policy_audit.errors import BaselineError
from policy_audit.model import (
    Baseline,
    Citation,
    Criterion,
    CriterionKey,
    Examples,
    Remediation,
    Requirement,
    RequirementKind,
)
from policy_audit.store import Store

_SHIPPED_ID = re.compile(r"[a-z0-9-]+")


def list_baselines() -> tuple[str, ...]:
    """Return the ids of the baselines that come with the program, sorted."""
    root = _shipped_root()
    if not root.is_dir():
        return ()
    folders = (path for path in root.iterdir() if _SHIPPED_ID.fullmatch(path.name))
    return tuple(sorted(path.name for path in folders if (path / BASELINE_FILE).is_file()))


def load_baseline(id_or_path: str | Path, store: Store | None = None) -> Baseline:
    """Read the baseline in that folder or, where there is none, the shipped one of that id.

    With a ``store``, examples that were read before are read sooner. Raises ``BaselineError`` for
    the first mistake, in one line with file and place, and where a file changes meanwhile. Practice
    cases count in the digest and are read by ``load_practice``.
    """
    folder = _find(str(id_or_path))
    looks = _looks(folder)
    path = folder / BASELINE_FILE
    tables = read_toml(path, BaselineError)
    where = one_line(str(path))
    file = validate(BaselineFile, tables, where, BaselineError)
    _require_consistent(file.requirement, where)
    kinds = {CriterionKey(r.id, c.id): r.kind for r in file.requirement for c in r.criteria}
    examples = load_examples(folder / EXAMPLES_FILE, kinds, store)
    head = file.baseline
    loaded = Baseline(
        id=head.id,
        title=head.title,
        version=head.version,
        state=head.state,
        as_of=head.as_of,
        summary=head.summary,
        not_covered=tuple(head.not_covered),
        requirements=tuple(_requirement(table, examples) for table in file.requirement),
        folder=str(folder),
        digest=folder_digest(folder),
        lessons=_lessons(folder, file.requirement),
        accuracy=load_accuracy(folder),
    )
    if _looks(folder) != looks:
        # The digest is of one state and the rest of another: what is stored by it would be wrong.
        raise BaselineError(one_line(str(folder)), "", "was changed while it was read; run again")
    return loaded


def _looks(folder: Path) -> list[tuple[str, int, int]]:
    """What its files look like to the system, apart from those that only learning reads."""
    files = (path for path in sorted(folder.glob("*.*")) if path.is_file())
    states = ((path.name, path.stat()) for path in files)
    return [(name, state.st_size, state.st_mtime_ns) for name, state in states]


def _lessons(folder: Path, requirements: Sequence[RequirementTable]) -> str:
    criteria = [
        f"{r.id}/{c.id} {r.kind} {'advisory' if c.advisory else 'required'}"
        for r in requirements
        for c in r.criteria
    ]
    taught = folder_digest(folder, (EXAMPLES_FILE, BACKGROUND_FILE, PRACTICE_FOLDER))
    return hashlib.sha256("\n".join([*criteria, taught]).encode()).hexdigest()


def _shipped_root() -> Path:
    """Inside the wheel, or in the checkout that the package runs from."""
    package = Path(policy_audit.__file__).parent
    carried = package / "_baselines"
    return carried if carried.is_dir() else package.parent / "baselines"


def _find(name: str) -> Path:
    if _is_folder(name):
        return Path(name)
    shipped = list_baselines()
    if name in shipped:  # never joined before it is known, so an id cannot climb out of the root
        return _shipped_root() / name
    known = ", ".join(shipped) or "none"
    problem = f"no such baseline; shipped: {known}; or give a folder with a {BASELINE_FILE}"
    raise BaselineError(one_line(repr(name)), "", problem)


def _is_folder(name: str) -> bool:
    try:
        return bool(name) and Path(name).is_dir()
    except (OSError, ValueError):  # a name too long for the file system
        return False


def _require_consistent(requirements: Iterable[RequirementTable], where: str) -> None:
    seen: set[str] = set()
    for number, requirement in enumerate(requirements):
        place = f'requirement[{number}] "{requirement.id}"'
        if requirement.id in seen:
            raise BaselineError(where, f"{place}: id", "another requirement has this id")
        seen.add(requirement.id)
        _require_distinct_criteria(requirement, where, place)
        if not requirement.duty and not requirement.publication:
            problem = "cites nothing: give at least one duty or publication"
            raise BaselineError(where, place, problem)
        severity = requirement.severity
        prohibits = requirement.kind is RequirementKind.PROHIBITS
        if prohibits and severity.gap is not severity.contradiction:
            problem = "a prohibited statement has one severity: make gap and contradiction equal"
            raise BaselineError(where, f"{place}: severity", problem)


def _require_distinct_criteria(requirement: RequirementTable, where: str, place: str) -> None:
    ids = [criterion.id for criterion in requirement.criteria]
    for number, criterion in enumerate(ids):
        if criterion in ids[:number]:
            problem = f"{criterion!r} is the id of another criterion of this requirement"
            raise BaselineError(where, f"{place}: criteria[{number}].id", problem)
    if all(criterion.advisory for criterion in requirement.criteria):
        problem = "every criterion is advisory: at least one must count"
        raise BaselineError(where, f"{place}: criteria", problem)


def _requirement(table: RequirementTable, examples: dict[CriterionKey, Examples]) -> Requirement:
    return Requirement(
        id=table.id,
        title=table.title,
        statement=table.statement,
        kind=table.kind,
        gap_severity=table.severity.gap,
        contradiction_severity=table.severity.contradiction,
        criteria=tuple(
            Criterion(c.id, c.statement, c.advisory, examples[CriterionKey(table.id, c.id)])
            for c in table.criteria
        ),
        remediation=Remediation(table.remediation.language, table.remediation.actor),
        duty=tuple(_citation(citation) for citation in table.duty),
        publication=tuple(_citation(citation) for citation in table.publication),
        in_force_since=table.in_force_since,
        exempt_before=table.exempt_before,
        applies_to=tuple(table.applies_to),
        missing_note=table.missing_note,
    )


def _citation(table: CitationTable) -> Citation:
    return Citation(
        text=table.text,
        basis=table.basis,
        mark=table.mark,
        url=table.url,
        effective=table.effective,
        as_of=table.as_of,
        note=table.note,
    )
