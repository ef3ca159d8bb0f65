"""The library's entry point: composes the stages, from inputs to an assessment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType

from policy_audit import __version__
from policy_audit.decisions import DECISIONS_FILE, hold, parse_decisions
from policy_audit.errors import DecisionsError
from policy_audit.ingest import DISTRICT_FILE
from policy_audit.judge import (
    COLUMN,
    Judgement,
    Reader,
    as_published,
    find_cues,
    set_aside_exempt,
    set_aside_far,
    set_aside_rescinded,
    weaken_drafts,
)
from policy_audit.judge.scale import SPEAKING, Matrix
from policy_audit.match import Backend, embed_clauses, nominate, nominated, open_encoder
from policy_audit.match.exported import FOLDER as EXPORTED
from policy_audit.model import (
    Assessment,
    Baseline,
    Clause,
    ClauseExplanation,
    CriterionExplanation,
    CriterionKey,
    DistrictAssessment,
    DistrictInput,
    Explanation,
    Finding,
    Observation,
    Outcome,
    Requirement,
    Run,
    Unread,
    UnreadCategory,
)
from policy_audit.outcomes import ClauseJudge, Outcomes
from policy_audit.progress import Progress, silent
from policy_audit.segment import segment
from policy_audit.store import Store, cache_folder, open_store
from policy_audit.training import (
    ADAPTER,
    LEARNED,
    open_adapter,
    open_judgement,
    train,
    train_tuned,
)

_MOST_EXPLAINED = 5
# What people put beside the documents: nothing that is asked could stand there.
_NOT_PUBLISHED = (DISTRICT_FILE, DECISIONS_FILE)


@dataclass(frozen=True)
class _Reading:
    """One district on its way through the stages."""

    clauses: tuple[Clause, ...]
    chances: Matrix
    findings: tuple[Finding, ...]


def train_baseline(
    baseline: Baseline,
    *,
    tune: bool = True,
    cache: Path | None = None,
    progress: Progress = silent,
) -> Path:
    """Learn a baseline's judge and keep it in the baseline's own folder, which is returned.

    With ``tune``, the default encoder is tuned first, which needs the extra ``[train]``.
    """
    folder = Path(baseline.folder) / LEARNED
    if tune:
        train_tuned(baseline, folder, cache or cache_folder(), progress)
        return folder
    (folder / ADAPTER).unlink(missing_ok=True)
    with open_store(cache) as store:
        train(baseline, open_encoder(None, store), folder, progress)
    return folder


class Auditor:
    """Audits districts against one baseline.

    Opening one loads or learns what the judge needs; the encoder itself is loaded when the first
    clause comes that no earlier audit has judged. ``store`` is where that is looked up; without
    one, it is the file in ``cache``. Without ``sieved``, clauses that can hardly matter are encoded
    too: to measure what the sieve does. Used as a context manager.
    """

    def __init__(  # noqa: PLR0913 - all but the first may be left out
        self,
        baseline: Baseline,
        *,
        encoder: str | None = None,
        backend: Backend = Backend.AUTO,
        cache: Path | None = None,
        store: Store | None = None,
        progress: Progress = silent,
        sieved: bool = True,
    ) -> None:
        self.baseline = baseline
        folder = cache or cache_folder()
        self._progress = progress
        kept = open_store(folder) if store is None else store
        self._own = kept if store is None else None
        self._encoder = open_encoder(
            encoder, kept, open_adapter(baseline), backend=backend, folder=folder / EXPORTED
        )
        self._judgement, self._learned = open_judgement(baseline, self._encoder, folder, progress)
        self._clauses = ClauseJudge(baseline, self._encoder, self._judgement, kept, sieved=sieved)

    def __enter__(self) -> Auditor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store, where it is the auditor's own."""
        if self._own is not None:
            self._own.close()

    @property
    def judgement(self) -> Judgement:
        """What the judge learned."""
        return self._judgement

    @property
    def learned(self) -> str:
        """The hash that names what the judge learned."""
        return self._learned

    @property
    def fingerprint(self) -> str:
        """Names the encoder to the last bit of its vectors; judging may change it."""
        return self._encoder.fingerprint

    def run(self, as_of: date) -> Run:
        """What an audit by this auditor rests on, apart from the documents."""
        return Run(
            tool_version=__version__,
            as_of=as_of,
            encoder=self._encoder.name,
            encoder_digest=self._encoder.digest,
            learned_digest=self._learned,
            floors=self._judgement.pool.floors,
        )

    def audit(self, inputs: Sequence[DistrictInput], as_of: date) -> Assessment:
        """Audit every district, in the order of their ids, with what people decided on it."""
        ordered = sorted(inputs, key=lambda district: district.district.id)
        assessed = []
        for number, district in enumerate(ordered):
            self._progress("auditing", number, len(ordered))
            assessed.append(self.audit_decided(district, as_of))
        self._progress("auditing", len(ordered), len(ordered))
        return Assessment(self.run(as_of), self.baseline, tuple(assessed))

    def audit_decided(self, district: DistrictInput, as_of: date) -> DistrictAssessment:
        """Audit one district, with what people decided on it.

        A ``decisions.toml`` that breaks the format is an ``Unread`` of its district: then none of
        its decisions counts.
        """
        return self._decided(district, self._read(district), as_of)

    def audit_lot(
        self, districts: Sequence[DistrictInput], as_of: date
    ) -> Iterator[DistrictAssessment]:
        """Audit several districts, in their order, with what people decided on them.

        What comes of each is what ``audit_decided`` makes of it; but the clauses of all are judged
        at once, which is faster.
        """
        cut = [_cut(district) for district in districts]
        judged = self._clauses.judge([clause for clauses in cut for clause in clauses])
        start = 0
        for district, clauses in zip(districts, cut, strict=True):
            own = slice(start, start + len(clauses))
            start = own.stop
            outcomes = Outcomes(judged.chances[own], judged.nearness[own])
            yield self._decided(district, self._reading(district, clauses, outcomes), as_of)

    def audit_district(self, district: DistrictInput, *, scoped: bool = True) -> DistrictAssessment:
        """Audit one district; with ``scoped`` false, requirements apply to every document kind."""
        return self._assess(district, self._read(district), scoped=scoped)

    def explain(
        self, district: DistrictInput, requirement: Requirement, as_of: date
    ) -> Explanation:
        """Why a requirement came out as it did: nearest clauses, chances, cues and decisions."""
        reading = self._read(district)
        assessed = self._decided(district, reading, as_of)
        finding = assessed.finding(requirement.id)
        vectors = embed_clauses(reading.clauses, self._encoder)
        keys = [CriterionKey(requirement.id, o.criterion) for o in finding.observations]
        criteria = tuple(
            self._explain(reading, vectors, key, observation)
            for key, observation in zip(keys, finding.observations, strict=True)
        )
        return Explanation(district.district, requirement, finding, criteria, assessed.unread)

    def _assess(
        self, district: DistrictInput, reading: _Reading, *, scoped: bool
    ) -> DistrictAssessment:
        finished = tuple(
            as_published(
                finding,
                self.baseline.requirement(finding.requirement),
                district,
                scoped=scoped,
                beside=_NOT_PUBLISHED,
            )
            for finding in reading.findings
        )
        return DistrictAssessment(district.district, district.documents, district.unread, finished)

    def _decided(
        self, district: DistrictInput, reading: _Reading, as_of: date
    ) -> DistrictAssessment:
        """Assess one district and put beside its findings what people decided on them."""
        assessed = self._assess(district, reading, scoped=True)
        if district.decisions is None:
            return assessed
        name = district.decisions.path
        try:
            decisions = parse_decisions(district.decisions.data, name=name)
        except DecisionsError as error:
            return replace(assessed, unread=(*assessed.unread, _unread_decisions(name, error)))
        return hold(assessed, reading.clauses, decisions, self.baseline, as_of)

    def _read(self, district: DistrictInput) -> _Reading:
        clauses = _cut(district)
        return self._reading(district, clauses, self._clauses.judge(clauses))

    def _reading(
        self, district: DistrictInput, clauses: tuple[Clause, ...], outcomes: Outcomes
    ) -> _Reading:
        read = set_aside_far(outcomes.chances, nominated(outcomes.nearness))
        standing = set_aside_rescinded(read, district.documents, clauses)
        in_force = weaken_drafts(standing, district.documents, clauses)
        chances = set_aside_exempt(in_force, self.baseline, district.documents, clauses)
        reader = Reader(self.baseline, self._judgement, district.documents, clauses, chances)
        return _Reading(clauses, chances, reader.findings())

    def _explain(
        self,
        reading: _Reading,
        vectors: Matrix,
        key: CriterionKey,
        observation: Observation,
    ) -> CriterionExplanation:
        column = self._judgement.heads.keys.index(key)
        chances = reading.chances[:, column]
        ranked = sorted(
            nominate(key, reading.clauses, vectors, self._clauses.bank),
            key=lambda c: (chances[c.clause, COLUMN[Outcome.ABSENT]], -c.semantic, c.clause),
        )
        nearest = tuple(
            ClauseExplanation(
                clause=reading.clauses[candidate.clause],
                semantic=candidate.semantic,
                lexical=candidate.lexical,
                example=candidate.example,
                scores={o: float(chances[candidate.clause, COLUMN[o]]) for o in SPEAKING},
                cues=find_cues(reading.clauses[candidate.clause]).names(),
            )
            for candidate in ranked[:_MOST_EXPLAINED]
        )
        return CriterionExplanation(
            key, self.baseline.criterion(key).statement, observation, nearest
        )


def _cut(district: DistrictInput) -> tuple[Clause, ...]:
    return tuple(clause for document in district.documents for clause in segment(document))


def _unread_decisions(name: str, error: DecisionsError) -> Unread:
    where = f"{error.place}: " if error.place else ""
    reason = f"no decision was used: {where}{error.problem}; mend it and run again"
    return Unread(name, UnreadCategory.DAMAGED, reason)
