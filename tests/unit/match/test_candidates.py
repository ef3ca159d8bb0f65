"""Which examples nominate clauses."""

from policy_audit.baseline import load_baseline
from policy_audit.match import VectorStore, embed_examples, open_encoder
from policy_audit.match.candidates import NOMINATING

BASELINE = load_baseline("ct-csde-2025")


def test_the_first_examples_of_each_outcome_nominate_and_near_misses_never() -> None:
    with VectorStore(None) as store:
        bank = embed_examples(BASELINE, open_encoder(None, store))
    for key, texts, vectors in zip(bank.keys, bank.texts, bank.vectors, strict=True):
        examples = BASELINE.criterion(key).examples
        outcomes = (examples.stated, examples.weak, examples.contradicted)
        assert texts == tuple(text for outcome in outcomes for text in outcome[:NOMINATING])
        assert not set(texts) & set(examples.near_miss)
        assert len(vectors) == len(texts)
