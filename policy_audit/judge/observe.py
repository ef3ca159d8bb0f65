"""Chances to observations: one outcome a criterion, with its evidence and its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from policy_audit.judge.ages import exempt_reasons, undated_reasons
from policy_audit.judge.calls import Call, choose, is_doubtful, make_calls, spread
from policy_audit.judge.cues import Cue, find_cues
from policy_audit.judge.judgement import Judgement
from policy_audit.judge.legibility import Legibility
from policy_audit.judge.pooling import Pool, not_questions, pool_rows
from policy_audit.judge.rollup import determine
from policy_audit.judge.scale import COLUMN, OUTCOMES, Flags, Matrix
from policy_audit.judge.sieve import SILENT
from policy_audit.model import (
    Baseline,
    Clause,
    CriterionKey,
    Determination,
    Document,
    DocumentMeta,
    Evidence,
    Finding,
    Observation,
    Outcome,
    Requirement,
    RequirementKind,
)

_MOST_EVIDENCE = 6
_MOST_NEAREST = 3
#: A clause is evidence when its own chance of the outcome is at least this, and at least this
#: share of the best clause's.
_EVIDENCE_CHANCE = 0.25
_EVIDENCE_SHARE = 0.5
_LIKELIER_THAN_NOT = 0.5

_WEAK_CUES = {
    Cue.SOFT: "it only says what should or may be done",
    Cue.PLAN: "it speaks of a plan for later",
    Cue.POINTER: "it points elsewhere",
    Cue.ATTRIBUTION: "it gives somebody else's words",
    Cue.RECITAL: "it is a recital, not a commitment",
    Cue.UNSPECIFIED_PAPER: "it does not say which kind of warrant or paper",
}


def set_aside_far(chances: Matrix, nominated: Flags) -> Matrix:
    """Count a clause that was not nominated for a criterion as absent there; a copy (n, k, 4).

    Similarity nominates, so that a long manual is judged by the clauses that may matter.
    """
    read = np.array(chances, np.float32)
    read[~nominated] = 0.0
    read[~nominated, COLUMN[Outcome.ABSENT]] = 1.0
    return read


class Reader:
    """Reads one district: its documents, clauses and the chances of each clause."""

    def __init__(
        self,
        baseline: Baseline,
        judgement: Judgement,
        documents: Sequence[Document],
        clauses: Sequence[Clause],
        readings: Matrix,
    ) -> None:
        self._baseline = baseline
        self._documents = {document.source.path: document for document in documents}
        self._legibility = Legibility(documents)
        self._clauses = clauses
        self._readings = readings
        self._pool = judgement.pool
        self._columns = {key: column for column, key in enumerate(judgement.heads.keys)}
        secondhand = np.array([float(self._secondhand(clause)) for clause in clauses], np.float32)
        heard = not_questions(clauses)
        rows = pool_rows(readings[heard], secondhand=secondhand[heard])
        self._chances = judgement.pool.chances(rows)
        self._outcomes = choose(baseline, self._chances, judgement.pool.lean)

    def findings(self) -> tuple[Finding, ...]:
        """One finding a requirement, in the order of the baseline."""
        calls = make_calls(self._baseline, self._chances, self._pool.lean)
        return tuple(self._finding(call) for call in calls)

    def _finding(self, call: Call) -> Finding:
        requirement = call.requirement
        observations = tuple(
            self._as_legible(self._observation(requirement, CriterionKey(requirement.id, c.id)))
            for c in requirement.criteria
        )
        required = {criterion.id for criterion in requirement.required}
        ceiling = min(self._legibility.ceiling(o) for o in observations if o.criterion in required)
        legible = replace(call, chance=min(call.chance, ceiling), safe=min(call.safe, ceiling))
        return _settle(legible, observations, self._pool)

    def _as_legible(self, observation: Observation) -> Observation:
        """The same observation, no surer than its text was read."""
        return replace(
            observation,
            confidence=min(observation.confidence, self._legibility.ceiling(observation)),
            reasons=(*observation.reasons, *self._legibility.reasons(observation)),
        )

    def _observation(self, requirement: Requirement, key: CriterionKey) -> Observation:
        outcome = self._outcomes[key]
        confidence = spread(requirement, self._chances[self._columns[key]])[outcome]
        if outcome is Outcome.ABSENT:
            return Observation(
                requirement=key.requirement,
                criterion=key.criterion,
                outcome=outcome,
                confidence=confidence,
                nearest=self._nearest(key),
                reasons=exempt_reasons(requirement, [d.meta for d in self._documents.values()])
                or (_absent_reason(requirement),),
            )
        evidence = self._evidence(key, outcome)
        prohibits = requirement.kind is RequirementKind.PROHIBITS
        other_side = () if prohibits else self._other_side(key, outcome)
        return Observation(
            requirement=key.requirement,
            criterion=key.criterion,
            outcome=outcome,
            confidence=confidence,
            evidence=evidence,
            nearest=other_side,
            reasons=(*self._reasons(requirement, outcome, evidence), *_at_odds(other_side)),
        )

    def _evidence(self, key: CriterionKey, outcome: Outcome) -> tuple[Evidence, ...]:
        """The clauses that have an outcome, strongest first; at least one, if there is any."""
        strength = self._readings[:, self._columns[key], COLUMN[outcome]]
        best = float(strength.max(initial=0.0))
        least = min(best, max(_EVIDENCE_CHANCE, _EVIDENCE_SHARE * best))
        return tuple(
            self._quote(at, outcome, float(strength[at]))
            for at in _strongest(strength, _MOST_EVIDENCE, least)
        )

    def _nearest(self, key: CriterionKey) -> tuple[Evidence, ...]:
        """The clauses that most likely speak of a criterion, whatever they say of it."""
        readings = self._readings[:, self._columns[key]]
        strength = 1 - readings[:, COLUMN[Outcome.ABSENT]]
        least = max(SILENT, _EVIDENCE_SHARE * float(strength.max(initial=0.0)))
        return tuple(
            self._quote(at, _likeliest(readings[at]), float(strength[at]))
            for at in _strongest(strength, _MOST_NEAREST, least)
        )

    def _other_side(self, key: CriterionKey, outcome: Outcome) -> tuple[Evidence, ...]:
        """Where something contradicts, what states the criterion elsewhere: both are shown."""
        if outcome is not Outcome.CONTRADICTED:
            return ()
        stating = self._readings[:, self._columns[key], COLUMN[Outcome.STATED]]
        return tuple(
            self._quote(at, Outcome.STATED, float(stating[at]))
            for at in _strongest(stating, _MOST_NEAREST, least=0.0)
            if stating[at] > _LIKELIER_THAN_NOT
        )

    def _quote(self, index: int, outcome: Outcome, strength: float) -> Evidence:
        clause = self._clauses[index]
        text = self._documents[clause.location.document].text
        return Evidence(
            document=clause.location.document,
            clause=clause.id,
            span=clause.span,
            quote=clause.text,
            passage_span=clause.block,
            passage=" ".join(clause.block.of(text).split()),
            headings=clause.context.headings,
            context=clause.context.question or clause.context.lead_in,
            page=clause.location.page,
            marker=clause.location.marker,
            outcome=outcome,
            strength=strength,
            ocr=clause.location.ocr,
        )

    def _reasons(
        self, requirement: Requirement, outcome: Outcome, evidence: Sequence[Evidence]
    ) -> tuple[str, ...]:
        count = len(evidence)
        prohibits = requirement.kind is RequirementKind.PROHIBITS
        against = "says this" if prohibits else "says what reads as contrary to this"
        noun = "One passage" if count == 1 else f"{count} passages"
        verb = {
            Outcome.STATED: "says this",
            Outcome.WEAK: "moves toward this and falls short",
            Outcome.CONTRADICTED: against,
        }[outcome]
        if count != 1:
            verb = verb.replace("says", "say").replace("moves", "move").replace("falls", "fall")
        reasons = [f"{noun} {verb}."]
        if outcome is Outcome.WEAK and evidence:
            reasons.extend(self._why_weak(evidence[0]))
        if outcome is Outcome.CONTRADICTED:
            reasons.extend(undated_reasons(requirement, [self._meta(e) for e in evidence]))
        drafts = sum(not self._meta(e).status.in_force for e in evidence)
        if drafts:
            which = "That passage stands" if count == 1 else f"{drafts} of the passages stand"
            reasons.append(f"{which} in a draft or proposed text, which is not in force.")
        return tuple(reasons)

    def _why_weak(self, evidence: Evidence) -> list[str]:
        clause = next(c for c in self._clauses if c.id == evidence.clause)
        cues = find_cues(clause)
        specified = {Cue.JUDICIAL, Cue.ADMINISTRATIVE} & (cues.own | cues.governing)
        return [
            f"Of the strongest passage: {why}."
            for cue, why in _WEAK_CUES.items()
            if cue in cues.own and not (cue is Cue.UNSPECIFIED_PAPER and specified)
        ]

    def _meta(self, evidence: Evidence) -> DocumentMeta:
        return self._documents[evidence.document].meta

    def _secondhand(self, clause: Clause) -> bool:
        return self._documents[clause.location.document].meta.kind.secondhand


def _at_odds(other_side: Sequence[Evidence]) -> tuple[str, ...]:
    if not other_side:
        return ()
    count = len(other_side)
    noun = "Another passage says" if count == 1 else f"{count} other passages say"
    return (f"{noun} what is asked; read {'both' if count == 1 else 'them all'}.",)


def findings_of(baseline: Baseline, pool: Pool, chances: Matrix) -> tuple[Finding, ...]:
    """Findings from the pooled chances (k, 4) of a district alone, without evidence."""
    outcomes = choose(baseline, chances, pool.lean)
    row_of = {key: chances[row] for row, key in enumerate(baseline.keys())}

    def observation(requirement: Requirement, criterion: str) -> Observation:
        key = CriterionKey(requirement.id, criterion)
        chance = spread(requirement, row_of[key])[outcomes[key]]
        return Observation(requirement.id, criterion, outcomes[key], chance)

    return tuple(
        _settle(
            call,
            tuple(observation(call.requirement, c.id) for c in call.requirement.criteria),
            pool,
        )
        for call in make_calls(baseline, chances, pool.lean)
    )


def _settle(call: Call, observations: tuple[Observation, ...], pool: Pool) -> Finding:
    """The finding; where it is not sure enough, what it hangs on is left to a person."""
    requirement, determination = call.requirement, call.determination
    if is_doubtful(call, pool.floors):
        doubtful = _doubtful(requirement, observations, determination)
        observations = tuple(_in_doubt(o) if o.criterion in doubtful else o for o in observations)
        determination = determine(requirement, {o.criterion: o.outcome for o in observations})
    return Finding(
        requirement=requirement.id,
        determination=determination,
        severity=requirement.severity_of(determination),
        confidence=call.chance,
        observations=observations,
    )


def _doubtful(
    requirement: Requirement, observations: Sequence[Observation], determination: Determination
) -> set[str]:
    """The criteria a determination hangs on: the contradicted ones, or the least sure one."""
    required = {criterion.id for criterion in requirement.required}
    counted = [o for o in observations if o.criterion in required]
    if determination is Determination.CONTRADICTED:
        return {o.criterion for o in counted if o.outcome is Outcome.CONTRADICTED}
    return {min(counted, key=lambda o: o.confidence).criterion}


def _in_doubt(observation: Observation) -> Observation:
    """The same observation left to a person, with the passages that made the doubt."""
    return Observation(
        requirement=observation.requirement,
        criterion=observation.criterion,
        outcome=Outcome.UNDETERMINED,
        confidence=observation.confidence,
        nearest=observation.evidence or observation.nearest,
        reasons=(
            f"The tool leans to '{_spoken(observation.outcome)}' and is not sure enough: "
            "a person has to decide.",
            *observation.reasons[1:],  # without how many passages say what is in doubt
        ),
    )


def _strongest(strength: Matrix, most: int, least: float) -> list[int]:
    """The indexes of at most so many clauses of that strength or more, strongest first."""
    order = np.argsort(-strength, kind="stable")[:most]
    return [int(at) for at in order if strength[at] >= least]


def _likeliest(row: Matrix) -> Outcome:
    """The likeliest outcome of a clause other than absent."""
    return OUTCOMES[1 + int(row[1:].argmax())]


def _absent_reason(requirement: Requirement) -> str:
    if requirement.kind is RequirementKind.PROHIBITS:
        return "No passage says this."
    return "Not found in the documents that were read."


def _spoken(outcome: Outcome) -> str:
    return "not found" if outcome is Outcome.ABSENT else str(outcome)
