"""Paths as people give them -> districts that were read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from policy_audit.cli import terminal
from policy_audit.cli.options import DEFAULT_INPUT
from policy_audit.errors import UsageError
from policy_audit.model import Baseline, DistrictInput, Record, Requirement
from policy_audit.progress import Progress

if TYPE_CHECKING:
    from policy_audit.ingest import DistrictFolder, Guard
    from policy_audit.store import Store

# Districts that a message lists.
_MOST_NAMED = 20


def open_store(cache: Path | None) -> Store:
    """Open the store in that cache folder; what is wrong with it is said in a line."""
    from policy_audit import store

    return store.open_store(cache, tell=terminal.say_error)


def read_all(paths: Sequence[Path], guard: Guard, progress: Progress) -> tuple[DistrictInput, ...]:
    """Read every district under ``paths``; ``UsageError`` for a path that is not there."""
    from policy_audit.ingest import discover

    return _read(discover(paths), guard, progress)


def _read(
    folders: Sequence[DistrictFolder], guard: Guard, progress: Progress
) -> tuple[DistrictInput, ...]:
    from policy_audit.ingest import read_district

    inputs = []
    for number, folder in enumerate(folders, 1):
        inputs.append(read_district(folder, guard))
        progress("reading districts", number, len(folders))
    return tuple(inputs)


def read_revision(
    paths: Sequence[Path], revision: str, guard: Guard, progress: Progress
) -> tuple[DistrictInput, ...]:
    """Read every district that was under ``paths`` at a git revision, divided as they are today.

    ``UsageError`` where that cannot be read: no git, no repository, no such revision.
    """
    from policy_audit.ingest import copy_revision, discover

    with tempfile.TemporaryDirectory(prefix="policy-audit-") as aside:
        copies = [
            copy_revision(path, revision, Path(aside) / str(number))
            for number, path in enumerate(paths)
        ]
        return _read(discover(copies, originals=paths), guard, progress)


def read_assessment(path: Path) -> Record:
    """Read an ``assessment.json`` that was written earlier, strictly by its schema."""
    from policy_audit.report.record import LARGEST, read_record

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from None
    return read_record(data, str(path))


def read_one(name: str, store: Store) -> DistrictInput:
    """Read one district: a folder or a document, or a name under the default input.

    ``UsageError`` where there is none of that name.
    """
    from policy_audit.ingest import Guard, read_district

    found = find_one(name)
    with Guard(store=store) as guard:
        return read_district(found, guard)


def find_requirement(baseline: Baseline, requirement_id: str) -> Requirement:
    """Return the requirement with that id; ``UsageError`` where there is none."""
    try:
        return baseline.requirement(requirement_id)
    except KeyError:
        known = ", ".join(requirement.id for requirement in baseline.requirements)
        problem = f"{requirement_id!r} is no requirement of {baseline.id}: choose from {known}"
        raise UsageError(problem) from None


def find_one(name: str) -> DistrictFolder:
    """Find one district as ``read_one`` does, without reading it."""
    from policy_audit.ingest import discover, named

    path = _place(name)
    if not path.exists():
        raise UsageError(_nowhere(name))
    if not path.is_dir():
        return discover([path])[0]
    _require_single(path, name)
    # Found from its parent, as a run over all districts finds it: then it is one district even
    # without a district.toml.
    for folder in discover([named(path).parent]) if name else ():
        if _is(folder, path):
            return folder
    raise UsageError(f"{name!r} is no district: give the folder that holds its documents")


def _nowhere(name: str) -> str:
    """Say that nothing bears the name, and which districts there are that it may mean."""
    from policy_audit.ingest import discover

    ids = [each.id for each in discover([DEFAULT_INPUT])] if DEFAULT_INPUT.is_dir() else []
    meant = get_close_matches(name, ids) or ids
    more = f" and {len(meant) - _MOST_NAMED} more" if len(meant) > _MOST_NAMED else ""
    there = f"; choose one of {', '.join(meant[:_MOST_NAMED])}{more}" if meant else ""
    return f"{name!r} is no file or folder, nor a folder in {DEFAULT_INPUT}{there}"


def require_read(district: DistrictInput, name: str) -> None:
    """Refuse the district of that name where nothing of it was read; ``NothingToAuditError``."""
    from policy_audit.engine import nothing_read

    if not district.documents:
        raise nothing_read(district.unread, f"{name!r} holds no document that could be read")


def set_apart(paths: Sequence[Path]) -> Iterator[str]:
    """Yield a line for each folder of which every document is taken for a district of its own.

    That is what is asked of a folder of districts; of a district's folder it is a mistake, and
    each of these "districts" is then found to miss what the other documents say.
    """
    from policy_audit.ingest import discover

    for path in paths:
        inside = discover([path]) if path.is_dir() else ()
        if len(inside) > 1 and all(each.folder is None for each in inside):
            yield (
                f"{path}: each of its {len(inside)} documents was audited as a district of its "
                "own; if the folder is one district, put a district.toml into it"
            )


def are_districts(paths: Sequence[Path]) -> bool:
    """Whether each path is a district itself, or a document, and none a folder of districts."""
    from policy_audit.ingest import discover

    return all(
        path.is_file() or all(_is(folder, path) for folder in discover([path])) for path in paths
    )


def _require_single(path: Path, name: str) -> None:
    """Refuse a folder that holds districts.

    Those are folders, of which one has a file of a district, or there are several: beside them
    may lie loose documents, which are districts, too.
    """
    from policy_audit.ingest import discover

    inside = [each for each in discover([path]) if each.folder not in {None, path}]
    if len(inside) > 1 or any(each.settings or each.decisions for each in inside):
        ids = ", ".join(each.id for each in inside)
        raise UsageError(
            f"{name!r} holds several districts: choose one of {ids}; or, if it is one district, "
            "put a district.toml into it"
        )


def _place(name: str) -> Path:
    path = Path(name)
    named = DEFAULT_INPUT / name
    return named if not path.exists() and path.name == name and named.exists() else path


def _is(folder: DistrictFolder, path: Path) -> bool:
    return folder.folder is not None and folder.folder.resolve() == path.resolve()
