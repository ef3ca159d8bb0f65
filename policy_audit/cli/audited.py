"""Districts audited for a command that decides on them, or looks at what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from policy_audit.cli import inputs, options, terminal
from policy_audit.cli.exits import no_audit_on_error
from policy_audit.errors import UsageError
from policy_audit.model import Assessment, Baseline, DistrictAssessment
from policy_audit.progress import Progress

if TYPE_CHECKING:
    from policy_audit.auditor import Auditor
    from policy_audit.store import Store


@dataclass(frozen=True)
class How:
    """What an audit rests on, as the options give it."""

    baseline: str = options.DEFAULT_BASELINE
    encoder: str | None = None
    cache: Path | None = None
    quiet: bool = False


@dataclass(frozen=True)
class OneDistrict:
    """One district with the folder that its decisions are kept in."""

    folder: Path
    baseline: Baseline
    district: DistrictAssessment


@dataclass(frozen=True)
class Several:
    """An assessment, with the folder of each district by its id (loose documents have none)."""

    assessment: Assessment
    folders: dict[str, Path]


def audit_one(name: str, how: How) -> OneDistrict:
    """Audit the district of that name.

    ``UsageError`` where it is a single document, which has no place for decisions.
    """
    from policy_audit.baseline import load_baseline
    from policy_audit.ingest import Guard, read_district

    with (
        no_audit_on_error(),
        terminal.progress(quiet=how.quiet) as progress,
        inputs.open_store(how.cache) as store,
    ):
        baseline = load_baseline(how.baseline, store)
        found = inputs.find_one(name)
        if found.folder is None:
            raise UsageError(f"{name!r} is a single document: put it into a folder to decide on it")
        with Guard(store=store) as guard:
            read = read_district(found, guard)
        inputs.require_read(read, name)
        assessment = _auditor(baseline, how, store, progress).audit([read], options.today())
    return OneDistrict(found.folder, baseline, assessment.districts[0])


def audit_all(paths: Sequence[Path], how: How) -> Several:
    """Audit every district under ``paths``."""
    from policy_audit.baseline import load_baseline
    from policy_audit.ingest import Guard, discover

    with (
        no_audit_on_error(),
        terminal.progress(quiet=how.quiet) as progress,
        inputs.open_store(how.cache) as store,
    ):
        with Guard(store=store) as guard:
            baseline = load_baseline(how.baseline, store)
            found = discover(paths)
            read = inputs.read_all(paths, guard, progress)
        assessment = _auditor(baseline, how, store, progress).audit(read, options.today())
    folders = {each.id: each.folder for each in found if each.folder is not None}
    return Several(assessment, folders)


def _auditor(baseline: Baseline, how: How, store: Store, progress: Progress) -> Auditor:
    from policy_audit.auditor import Auditor

    return Auditor(baseline, encoder=how.encoder, cache=how.cache, store=store, progress=progress)
