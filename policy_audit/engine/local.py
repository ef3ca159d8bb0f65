"""All on this machine: documents are read ahead by several processes, and judged in this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain

from policy_audit.engine.batch import Assessed, Basis, nothing_read
from policy_audit.engine.kept import Filed, Kept
from policy_audit.engine.spool import Packed
from policy_audit.ingest import DistrictFolder, Readers
from policy_audit.machine import processors
from policy_audit.model import Baseline, DistrictInput, Run
from policy_audit.progress import Progress, silent
from policy_audit.store import Store

# What is judged at once: an encoder is quick with many clauses, but memory has to hold them.
_LOT_TEXT = 120_000  # characters
_LOT = 6  # districts


class Local:
    """Audits districts: those first that were audited before, then the others in their order.

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
        with self._basis.store(self._tell) as store:
            # Whatever is wrong with the checklist is told before anything is read.
            checklist = self._basis.load(store)
            kept = Kept(store, self._basis, checklist)
            run = kept.run()
            new: list[int] = []
            for place, folder in enumerate(folders):
                packed = kept.find(folder) if run else None
                if packed is None:
                    new.append(place)
                else:
                    yield place, packed
            if run is not None:
                self._rests_on = run, checklist
            if new or run is None:
                others = len(new) < len(folders)
                made = self._new([folders[place] for place in new], store, kept, others=others)
                yield from zip(new, made, strict=True)

    def rests_on(self) -> tuple[Run, Baseline]:
        """See ``Engine``."""
        if self._rests_on is None:
            raise RuntimeError("nothing was audited yet")
        return self._rests_on

    def _new(
        self, folders: Sequence[DistrictFolder], store: Store, kept: Kept, *, others: bool
    ) -> Iterator[Packed]:
        """Audit districts that were not found, in their order; ``others`` were."""
        basis = self._basis
        jobs = min(basis.jobs or processors(), sum(len(each.files) for each in folders) or 1)
        filed: deque[Filed | None] = deque()
        with ExitStack() as opened:
            readers = opened.enter_context(Readers(basis.guard, jobs))
            districts = readers.districts(_filed(folders, kept, filed))
            # A judge is opened, or has to learn, only where there is something to judge.
            districts = districts if others else _with_text(districts)
            auditor = basis.auditor(store, self._progress, kept.baseline)
            self._rests_on = auditor.run(basis.as_of), auditor.baseline
            kept.keep_run(self._rests_on[0])
            encoder = auditor.fingerprint
            for lot in _lots(districts):
                for district in auditor.audit_lot(lot, basis.as_of):
                    packed, place = Packed.of(district), filed.popleft()
                    # Loading the encoder may have shown that it has to be another one.
                    if place is not None and auditor.fingerprint == encoder:
                        kept.keep(place, district, packed)
                    yield packed
                del lot  # before the next is gathered


def _filed(
    folders: Sequence[DistrictFolder], kept: Kept, filed: deque[Filed | None]
) -> Iterator[DistrictFolder]:
    """Yield the folders; note of each, before it is read, what it is to be filed under."""
    for folder in folders:
        filed.append(kept.filed(folder))
        yield folder


def _lots(districts: Iterator[DistrictInput]) -> Iterator[list[DistrictInput]]:
    lot: list[DistrictInput] = []
    text = 0
    for district in districts:
        lot.append(district)
        text += sum(len(document.text) for document in district.documents)
        del district  # whoever takes the lot decides how long it is kept
        if text >= _LOT_TEXT or len(lot) >= _LOT:
            yield lot
            lot, text = [], 0
    if lot:
        yield lot


def _with_text(districts: Iterator[DistrictInput]) -> Iterator[DistrictInput]:
    """The same districts, with the first that has a document read already."""
    without: list[DistrictInput] = []
    for district in districts:
        if district.documents:
            return chain(without, [district], districts)
        without.append(district)
    raise nothing_read(unread for district in without for unread in district.unread)
