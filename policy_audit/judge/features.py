"""Clauses as numbers: sentence vectors, word n-grams and cues."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

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
_LONGEST = 3  # words of one n-gram


@dataclass(frozen=True)
class Vocabulary:
    """Word n-grams (one to three words) with their inverse document frequency."""

    terms: tuple[str, ...]
    idf: Matrix

    @cached_property
    def columns(self) -> dict[str, int]:
        """The place of each term."""
        return {term: place for place, term in enumerate(self.terms)}


@dataclass(frozen=True)
class Wording:
    """What can be told of n clauses without an encoder: ``marks`` (n, m), ``sparse`` (n, v)."""

    marks: Matrix
    sparse: csr_matrix

    def rows(self, index: Sequence[int]) -> Wording:
        """Those rows, in that order."""
        return Wording(self.marks[index], self.sparse[index])

    def with_vectors(self, vectors: Matrix) -> Features:
        """Features of the clauses; ``vectors`` has one row a clause."""
        return Features(np.hstack([vectors, self.marks]).astype(np.float32), self.sparse)


@dataclass(frozen=True)
class Features:
    """Dense (n, d) and sparse (n, v) features of n clauses."""

    dense: Matrix
    sparse: csr_matrix


def stack(parts: Sequence[Features]) -> Features:
    """One below the other."""
    from scipy.sparse import vstack

    return Features(
        np.vstack([part.dense for part in parts]),
        vstack([part.sparse for part in parts], format="csr"),
    )


def learn_vocabulary(clauses: Sequence[Clause]) -> Vocabulary:
    """The n-grams that occur in at least three of the clauses, the commonest first to be kept."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        ngram_range=(1, _LONGEST),
        sublinear_tf=True,
        token_pattern=_WORD,
        min_df=3,
        max_features=_NGRAMS,
    )
    vectorizer.fit([_words(clause) for clause in clauses])
    return Vocabulary(
        tuple(str(term) for term in vectorizer.get_feature_names_out()),
        np.asarray(vectorizer.idf_, np.float32),
    )


def describe(clauses: Sequence[Clause], vectors: Matrix, vocabulary: Vocabulary) -> Features:
    """Features of the clauses; ``vectors`` has one row a clause."""
    return read_wording(clauses, vocabulary).with_vectors(vectors)


def read_wording(clauses: Sequence[Clause], vocabulary: Vocabulary) -> Wording:
    """The marks and n-grams of the clauses."""
    marks = np.zeros((len(clauses), mark_count()), np.float32)
    for row, clause in enumerate(clauses):
        marks[row] = _marks(clause)
    return Wording(marks, _ngrams(clauses, vocabulary))


def mark_count() -> int:
    """How many of the dense features are cues and roles."""
    from policy_audit.judge.cues import ORDER

    return 2 * len(ORDER) + len(_ROLES)


def _marks(clause: Clause) -> list[float]:
    # Marks are kept small beside the vectors, whose parts are near 0.05.
    role = [float(clause.role is role) for role in _ROLES]
    return [0.25 * mark for mark in (*cue_row(find_cues(clause)), *role)]


def _ngrams(clauses: Sequence[Clause], vocabulary: Vocabulary) -> csr_matrix:
    """What scikit-learn's vectorizer gives, without it: it takes a second to import."""
    from scipy.sparse import csr_matrix

    columns, weights, ends = [], [], [0]
    for clause in clauses:
        terms = Counter(_terms(_words(clause)))
        counts = {vocabulary.columns[t]: n for t, n in terms.items() if t in vocabulary.columns}
        found = np.array(sorted(counts), np.int32)
        row = np.array([1.0 + math.log(counts[column]) for column in found.tolist()])
        row *= vocabulary.idf[found]
        columns.append(found)
        weights.append(row / (math.sqrt(float(row @ row)) or 1.0))
        ends.append(ends[-1] + len(found))
    shape = (len(clauses), len(vocabulary.terms))
    if not clauses:
        return csr_matrix(shape, dtype=np.float32)
    data = np.concatenate(weights).astype(np.float32)
    return csr_matrix((data, np.concatenate(columns), np.array(ends, np.int32)), shape=shape)


def _terms(text: str) -> Iterator[str]:
    """The n-grams of one to three words."""
    words = re.findall(_WORD, text)
    for count in range(1, _LONGEST + 1):
        for start in range(len(words) - count + 1):
            yield " ".join(words[start : start + count])


def _words(clause: Clause) -> str:
    governing = (clause.context.question or clause.context.lead_in or "").replace("’", "'")
    above = " ".join(_GOVERNING_PREFIX + word for word in governing.split())
    return f"{clause.words} {above}".lower()
