"""What every engine promises, and the one way from its districts to an assessment."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from policy_audit.baseline import load_baseline
from policy_audit.engine.spool import Packed, Spool
from policy_audit.errors import NothingToAuditError
from policy_audit.ingest import MOST_PAGES, DistrictFolder, Guard, Limits
from policy_audit.model import Assessment, Baseline, Run, Unread
from policy_audit.progress import Progress, silent
from policy_audit.store import Store, open_store

if TYPE_CHECKING:
    from policy_audit.auditor import Auditor

#: Districts with their places; to be closed by whoever takes no more of them.
Assessed = Generator[tuple[int, Packed], None, None]

_NOTHING = (
    "not one document could be read: give folders with PDF, DOCX, PPTX, ODT, RTF, HTML, Markdown "
    "or text"
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What an audit rests on, wherever it runs.

    ``baseline`` is the id of a shipped baseline or the path of a folder; ``cache`` a folder, none:
    the user's on each machine; ``backend`` a ``match.Backend`` by its name; ``pages`` how many are
    read of a document; ``jobs`` how many processes work, none: as many as there are processors.
    """

    baseline: str
    as_of: date
    encoder: str | None = None
    backend: str = "auto"
    cache: Path | None = None
    pages: int = MOST_PAGES
    jobs: int | None = None

    def load(self, store: Store | None = None) -> Baseline:
        """Load its baseline, sooner with a store."""
        return load_baseline(self.baseline, store)

    def store(self, tell: Callable[[str], None] | None = None) -> Store:
        """Open its store; ``tell`` hears what is wrong with it."""
        return open_store(self.cache, tell=tell)

    def auditor(
        self, store: Store, progress: Progress = silent, baseline: Baseline | None = None
    ) -> Auditor:
        """Open an auditor for it, which uses that store; ``baseline`` is its own, if loaded."""
        # Late: an audit of what was audited before needs none of what judges.
        from policy_audit.auditor import Auditor
        from policy_audit.match import Backend

        return Auditor(
            baseline or self.load(store),
            encoder=self.encoder,
            backend=Backend(self.backend),
            cache=self.cache,
            store=store,
            progress=progress,
        )

    @contextmanager
    def guard(self) -> Iterator[Guard]:
        """Open a guard with a store of its own, for the thread that this is called in."""
        with self.store() as store, Guard(Limits(pages=self.pages), store) as guard:
            yield guard


class Engine(Protocol):
    """Audits districts somewhere."""

    def assess(self, folders: Sequence[DistrictFolder]) -> Assessed:
        """Yield each district with its place among ``folders``, in any order, once.

        ``NothingToAuditError`` where it is found early that no document can be read.
        """
        ...

    def rests_on(self) -> tuple[Run, Baseline]:
        """What the districts were audited by; to be asked when they have been."""
        ...


def audit(folders: Sequence[DistrictFolder], engine: Engine, progress: Progress) -> Assessment:
    """Audit the districts, which stay on disk; in the order of ``folders``.

    ``NothingToAuditError`` where not one document could be read.
    """
    spool = Spool(len(folders))
    progress("auditing districts", 0, len(folders))
    with closing(engine.assess(folders)) as assessed:
        for done, (place, packed) in enumerate(assessed, 1):
            spool.put(place, packed)
            progress("auditing districts", done, len(folders))
    if not any(outline.documents for outline in spool.outlines):
        raise nothing_read(unread for outline in spool.outlines for unread in outline.unread)
    run, baseline = engine.rests_on()
    return Assessment(run, baseline, spool)


def nothing_read(unread: Iterable[Unread], problem: str = _NOTHING) -> NothingToAuditError:
    """Say that no document could be read, and why each could not."""
    return NothingToAuditError(problem, [told(each) for each in unread])


def told(unread: Unread) -> str:
    """One line on a document that could not be read."""
    return f"{unread.path} ({unread.category}): {unread.reason}"
