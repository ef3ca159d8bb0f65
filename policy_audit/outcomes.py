"""What the judge makes of single clauses: worked out once for each distinct one, and stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy_audit.errors import LearnedError
from policy_audit.judge import COLUMN, OUTCOMES, Judgement, feature_chances, hush
from policy_audit.judge.features import Wording, read_wording
from policy_audit.judge.scale import Matrix
from policy_audit.match import (
    Encoder,
    ExampleBank,
    embed_bank,
    embed_clauses,
    nearness,
    piece_count,
    piece_vectors,
    word_pieces,
)
from policy_audit.model import Baseline, Clause, Outcome
from policy_audit.store import Kind, Store, code_digest, key_of

_LIBRARIES = ("numpy", "scipy", "tokenizers")
_FARTHEST = -1.0  # of cosines


@dataclass(frozen=True)
class Outcomes:
    """Of n clauses: ``chances`` (n, k, 4) of each outcome, and ``nearness`` (n, k) to examples."""

    chances: Matrix
    nearness: Matrix


class ClauseJudge:
    """Judges each distinct clause once, and not at all where the store holds what came of it.

    That is a function of the clause's words, what governs them and its role, and of the baseline,
    the encoder and what was learned: nothing of its document or its neighbours counts.
    """

    def __init__(
        self,
        baseline: Baseline,
        encoder: Encoder,
        judgement: Judgement,
        store: Store,
        *,
        sieved: bool = True,
    ) -> None:
        self._baseline = baseline
        self._encoder = encoder
        self._heads = judgement.heads
        self._sieve = judgement.sieve if sieved else judgement.sieve.opened()
        self._store = store
        self._rests_on = key_of(
            code_digest("judge", "match", "model", "outcomes", libraries=_LIBRARIES),
            baseline.lessons,
            self._heads.digest,
            self._sieve.digest,
        )

    @cached_property
    def bank(self) -> ExampleBank:
        """The examples that nominate; encoded when the first new clause comes."""
        return embed_bank(self._baseline, self._encoder)

    @cached_property
    def _piece_vectors(self) -> Matrix:
        return piece_vectors()

    def judge(self, clauses: Sequence[Clause]) -> Outcomes:
        """The outcomes of the clauses, in their order."""
        distinct = {_said(clause): clause for clause in clauses}
        found = self._stored(distinct)
        fresh = {said: clause for said, clause in distinct.items() if said not in found}
        if fresh:
            made = self._made(list(fresh.values()))
            rows = dict(zip(fresh, made, strict=True))
            # The encoder may have found only now which backend it has: its vectors name the key.
            self._store.put(
                Kind.OUTCOME, {self._key(said): row.tobytes() for said, row in rows.items()}
            )
            found |= rows
        criteria = len(self._heads.keys)
        table = np.zeros((len(clauses), criteria, len(OUTCOMES) + 1), np.float32)
        for at, clause in enumerate(clauses):
            table[at] = found[_said(clause)]
        return Outcomes(table[:, :, :-1], table[:, :, -1])

    def _stored(self, distinct: dict[tuple[str, ...], Clause]) -> dict[tuple[str, ...], Matrix]:
        shape = (len(self._heads.keys), len(OUTCOMES) + 1)
        keys = {self._key(said): said for said in distinct}
        return {
            keys[key]: np.frombuffer(value, np.float32).reshape(shape)
            for key, value in self._store.get(Kind.OUTCOME, keys).items()
            if len(value) == 4 * shape[0] * shape[1]
        }

    def _made(self, clauses: Sequence[Clause]) -> Matrix:
        """The chances and nearness of clauses: those that the sieve keeps back are silent."""
        if len(self._sieve.rarity) != piece_count():
            raise LearnedError(
                f"what was learned for {self._baseline.folder} does not fit the default encoder: "
                "delete its learned folder, and it is learned again"
            )
        wording = read_wording(clauses, self._heads.vocabulary)
        pieces = word_pieces([clause.in_context for clause in clauses])
        passed = self._sieve.passes(wording, pieces, self._piece_vectors)
        made = np.zeros((len(clauses), len(self._heads.keys), len(OUTCOMES) + 1), np.float32)
        made[:, :, COLUMN[Outcome.ABSENT]] = 1.0
        made[:, :, -1] = _FARTHEST
        index = np.flatnonzero(passed).tolist()
        if index:
            made[index] = self._judged([clauses[i] for i in index], wording.rows(index))
        return made

    def _judged(self, clauses: Sequence[Clause], wording: Wording) -> Matrix:
        vectors = embed_clauses(clauses, self._encoder)
        chances = hush(feature_chances(self._heads, clauses, wording.with_vectors(vectors)))
        # What is silent on a criterion is not nominated for it: with the sieve or without.
        silent = chances[:, :, COLUMN[Outcome.ABSENT]] == 1.0
        near = np.where(silent, _FARTHEST, nearness(vectors, self.bank))
        return np.concatenate([chances, near[:, :, None]], axis=2).astype(np.float32)

    def _key(self, said: tuple[str, ...]) -> bytes:
        return key_of(self._rests_on, self._encoder.fingerprint, *said)


def _said(clause: Clause) -> tuple[str, ...]:
    """All of a clause that the judge reads."""
    context = clause.context
    question, lead = context.question, context.lead_in
    return (
        clause.text,
        clause.words,
        clause.role,
        "" if question is None else f"?{question}",
        "" if lead is None else f":{lead}",
    )
