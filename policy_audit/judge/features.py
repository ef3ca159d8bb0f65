"""Clauses as numbers: sentence vectors, word n-grams and cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_audit.judge.cues import cue_row, find_cues
from policy_audit.judge.scale import Matrix
from policy_audit.model import Clause, ClauseRole

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

#: Words of the clause itself, and words of what governs it, are different features.
_GOVERNING_PREFIX = "above:"
_NGRAMS = 6000
_ROLES = tuple(ClauseRole)
_WORD = r"[\w':-]*\w"


@dataclass(frozen=True)
class Vocabulary:
    """Word n-grams (one to three words) with their inverse document frequency."""

    terms: tuple[str, ...]
    idf: Matrix


@dataclass(frozen=True)
class Features:
    """Dense (n, d) and sparse (n, v) features of n clauses."""

    dense: Matrix
    sparse: csr_matrix

    def rows(self, index: Sequence[int]) -> Features:
        """Those rows, in that order."""
        return Features(self.dense[index], self.sparse[index])


def stack(parts: Sequence[Features]) -> Features:
    """One below the other."""
    from scipy.sparse import vstack

    return Features(
        np.vstack([part.dense for part in parts]),
        vstack([part.sparse for part in parts], format="csr"),
    )


def learn_vocabulary(clauses: Sequence[Clause]) -> Vocabulary:
    """The n-grams that occur in at least three of the clauses, the commonest first to be kept."""
    vectorizer = _vectorizer(min_df=3, max_features=_NGRAMS)
    vectorizer.fit([_words(clause) for clause in clauses])
    return Vocabulary(
        tuple(str(term) for term in vectorizer.get_feature_names_out()),
        np.asarray(vectorizer.idf_, np.float32),
    )


def describe(clauses: Sequence[Clause], vectors: Matrix, vocabulary: Vocabulary) -> Features:
    """Features of the clauses; ``vectors`` has one row a clause."""
    cues = np.zeros((len(clauses), mark_count()), np.float32)
    for row, clause in enumerate(clauses):
        cues[row] = _marks(clause)
    return Features(np.hstack([vectors, cues]).astype(np.float32), _ngrams(clauses, vocabulary))


def mark_count() -> int:
    """How many of the dense features are cues and roles."""
    from policy_audit.judge.cues import ORDER

    return 2 * len(ORDER) + len(_ROLES)


def _marks(clause: Clause) -> list[float]:
    # Marks are kept small beside the vectors, whose parts are near 0.05.
    role = [float(clause.role is role) for role in _ROLES]
    return [0.25 * mark for mark in (*cue_row(find_cues(clause)), *role)]


def _ngrams(clauses: Sequence[Clause], vocabulary: Vocabulary) -> csr_matrix:
    from scipy.sparse import csr_matrix

    if not clauses or not vocabulary.terms:
        return csr_matrix((len(clauses), len(vocabulary.terms)), dtype=np.float32)
    vectorizer = _vectorizer(vocabulary={t: i for i, t in enumerate(vocabulary.terms)})
    vectorizer.idf_ = vocabulary.idf.astype(np.float64)
    return vectorizer.transform([_words(clause) for clause in clauses]).astype(np.float32)


def _vectorizer(**options: Any) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True, token_pattern=_WORD, **options)


def _words(clause: Clause) -> str:
    governing = (clause.context.question or clause.context.lead_in or "").replace("’", "'")
    above = " ".join(_GOVERNING_PREFIX + word for word in governing.split())
    return f"{clause.words} {above}".lower()
