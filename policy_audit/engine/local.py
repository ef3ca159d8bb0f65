"""All on this machine: documents are read ahead by several processes, and judged in this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain

from policy_audit.auditor import silent
from policy_audit.engine.batch import Assessed, Basis, Progress, nothing_read, processors
from policy_audit.ingest import DistrictFolder, Readers
from policy_audit.model import Baseline, DistrictInput, Run


class Local:
    """Audits districts one after the other, in their order.

    ``tell`` hears what is wrong with the store; ``progress`` how far the judge has learned, where
    that has to be done first.
    """

    def __init__(
        self, basis: Basis, tell: Callable[[str], None] | None = None, progress: Progress = silent
    ) -> None:
        self._basis = basis
        self._tell = tell
        self._progress = progress
        self._rests_on: tuple[Run, Baseline] | None = None

    def assess(self, folders: Sequence[DistrictFolder]) -> Assessed:
        """See ``Engine``."""
        basis = self._basis
        with ExitStack() as opened:
            store = opened.enter_context(basis.store(self._tell))
            checklist = basis.load(store)  # whatever is wrong with it is told before the reading
            jobs = min(basis.jobs or processors(), sum(len(each.files) for each in folders) or 1)
            readers = opened.enter_context(Readers(basis.guard, jobs))
            # A judge is opened, or has to learn, only where there is something to judge.
            districts = _with_text(readers.districts(folders))
            auditor = basis.auditor(store, self._progress, checklist)
            self._rests_on = auditor.run(basis.as_of), auditor.baseline
            for place, district in enumerate(districts):
                yield place, auditor.audit_decided(district, basis.as_of)

    def rests_on(self) -> tuple[Run, Baseline]:
        """See ``Engine``."""
        if self._rests_on is None:
            raise RuntimeError("nothing was audited yet")
        return self._rests_on


def _with_text(districts: Iterator[DistrictInput]) -> Iterator[DistrictInput]:
    """The same districts, with the first that has a document read already."""
    without: list[DistrictInput] = []
    for district in districts:
        if district.documents:
            return chain(without, [district], districts)
        without.append(district)
    raise nothing_read(unread for district in without for unread in district.unread)
