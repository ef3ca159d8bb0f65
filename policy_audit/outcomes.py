"""What the judge makes of single clauses: worked out once for each distinct one, and stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policy_audit.judge import OUTCOMES, clause_chances
from policy_audit.judge.heads import Heads
from policy_audit.judge.scale import Matrix
from policy_audit.match import (
    Encoder,
    ExampleBank,
    embed_clauses,
    embed_examples,
    nearness,
)
from policy_audit.model import Baseline, Clause
from policy_audit.store import Kind, Store, code_digest, key_of

_LIBRARIES = ("numpy", "scikit-learn", "scipy")


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

    def __init__(self, baseline: Baseline, encoder: Encoder, heads: Heads, store: Store) -> None:
        self._baseline = baseline
        self._encoder = encoder
        self._heads = heads
        self._store = store
        self._rests_on = key_of(
            code_digest("judge", "match", "model", "outcomes", libraries=_LIBRARIES),
            baseline.lessons,
            heads.digest,
        )

    @cached_property
    def bank(self) -> ExampleBank:
        """The examples that nominate; encoded when the first new clause comes."""
        return embed_examples(self._baseline, self._encoder)

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
        vectors = embed_clauses(clauses, self._encoder)
        chances = clause_chances(self._heads, clauses, vectors)
        near = nearness(vectors, self.bank)
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
