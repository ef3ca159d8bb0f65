from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from policy_audit.judge.features import describe, learn_vocabulary
from policy_audit.learning import example_clause
from policy_audit.model import Clause

TEXTS = [
    "Agents may not enter without a judicial warrant.",
    "No agent may enter a school without a judicial warrant; agents may not wait inside.",
    "Don't open the door: agents may not, may not, MAY NOT enter.",
    "Lunch is at noon.",
    "Q: May agents enter? A: No, agents may not enter.",
]
VOCABULARY = learn_vocabulary([example_clause(text) for text in TEXTS])


def by_sklearn(clauses: Sequence[Clause]) -> np.ndarray:
    """The vectorizer that the vocabulary was learned with, given what it learned."""
    made = TfidfVectorizer(
        ngram_range=(1, 3),
        sublinear_tf=True,
        token_pattern=r"[\w':-]*\w",  # noqa: S106 - of words
        vocabulary={term: place for place, term in enumerate(VOCABULARY.terms)},
    )
    made.idf_ = VOCABULARY.idf.astype(np.float64)
    lines = []
    for clause in clauses:
        above = " ".join(f"above:{word}" for word in (clause.context.question or "").split())
        lines.append(f"{clause.words} {above}".lower())
    return made.transform(lines).toarray()


def agrees(texts: Sequence[str]) -> None:
    clauses = [example_clause(text) for text in texts]
    vectors = np.zeros((len(texts), 384), np.float32)
    found = describe(clauses, vectors, VOCABULARY).sparse
    assert found.shape == (len(texts), len(VOCABULARY.terms))
    assert found.has_sorted_indices
    assert np.allclose(found.toarray(), by_sklearn(clauses), atol=1e-7)


def test_ngrams_are_those_the_vocabulary_was_learned_with() -> None:
    assert len(VOCABULARY.terms) > 5
    agrees([*TEXTS, "may", "Nothing known."])


@settings(max_examples=60)
@given(st.lists(st.text("Mayno tenr'-:;é", max_size=60), min_size=1, max_size=4))
def test_ngrams_of_any_text(texts: list[str]) -> None:
    agrees(texts)


def test_no_clauses_give_no_rows() -> None:
    empty = describe([], np.zeros((0, 384), np.float32), VOCABULARY)
    assert empty.sparse.shape == (0, len(VOCABULARY.terms))
