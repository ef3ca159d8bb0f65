from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_audit.judge.features import Vocabulary, mark_count, read_wording
from policy_audit.judge.scale import COLUMN
from policy_audit.judge.sieve import SILENT, Sieve, Sifted, fit_sieve, hush, open_sieve, relevance
from policy_audit.learning import example_clause
from policy_audit.model import Outcome

ABSENT, STATED = COLUMN[Outcome.ABSENT], COLUMN[Outcome.STATED]
WORDS = ["warrant", "judge", "agent", "door", "soup", "bus", "choir", "mower"]
VOCABULARY = Vocabulary(tuple(sorted(WORDS)), np.ones(len(WORDS), np.float32))
# Words of a kind have vectors alike: what is learned of seen ones holds for those never seen.
VECTORS = np.array([[1, 0], [1, 0], [1, 0], [1, 0], [0, 1], [0, 1], [0, 1], [0, 1]], np.float32)


def chances(*stated: float) -> np.ndarray:
    """Clauses by how likely each states the first of two criteria; of the second they are mute."""
    made = np.zeros((len(stated), 2, 4), np.float32)
    made[:, :, ABSENT] = 1.0
    made[:, 0, STATED] = stated
    made[:, 0, ABSENT] = 1.0 - np.array(stated)
    return made


def sifted(texts: Sequence[str], matter: Sequence[float], seen: int = 8) -> Sifted:
    """Clauses of which the sieve may know the first ``seen`` words by themselves."""
    terms = Vocabulary(tuple(sorted(WORDS[:seen])), np.ones(seen, np.float32))
    return Sifted(
        wording=read_wording([example_clause(text) for text in texts], terms),
        pieces=pieces(texts),
        relevance=np.array(matter, np.float32),
        held=np.ones(len(texts), np.bool_),
        families=[str(number % 10) for number in range(len(texts))],
    )


def pieces(texts: Sequence[str]) -> list[list[int]]:
    return [[WORDS.index(word) for word in text.split() if word in WORDS] for text in texts]


def drawn(count: int, words: Sequence[str], seed: int) -> list[str]:
    draw = np.random.default_rng(seed)
    return [" ".join(draw.choice(words, size=4)) for _ in range(count)]


def test_near_silence_is_silence_and_the_rest_is_left() -> None:
    before = chances(SILENT / 2, SILENT * 1.01, 0.9)
    after = hush(before)
    assert after[0, 0].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert (after[1:] == before[1:]).all()
    assert before[0, 0, STATED] > 0  # the input is left as it is
    assert (hush(after) == after).all()


def test_relevance_is_of_the_likeliest_criterion() -> None:
    assert relevance(chances(0.2, 0.0)).tolist() == pytest.approx([0.2, 0.0])
    assert relevance(np.zeros((0, 2, 4), np.float32)).shape == (0,)


@pytest.fixture(scope="module")
def fitted() -> Sieve:
    speaking = drawn(1500, WORDS[:3], 1)
    silent = drawn(1500, WORDS[4:7], 2)
    return fit_sieve(sifted(speaking + silent, [0.9] * 1500 + [0.0] * 1500), VECTORS)


def passes(sieve: Sieve, texts: Sequence[str]) -> list[bool]:
    wording = read_wording([example_clause(text) for text in texts], VOCABULARY)
    return sieve.passes(wording, pieces(texts), VECTORS).tolist()


def test_what_matters_passes_and_what_does_not_is_kept_back(fitted: Sieve) -> None:
    assert passes(fitted, ["agent judge warrant judge", "soup bus choir soup"]) == [True, False]


def test_clauses_that_may_just_matter_are_counted_when_the_floor_is_chosen() -> None:
    texts = drawn(1500, WORDS[:3], 1) + drawn(1500, WORDS[4:7], 2)
    sieve = fit_sieve(sifted(texts, [0.06] * 1500 + [0.0] * 1500), VECTORS)
    assert sieve.floor > -np.inf
    assert sum(passes(sieve, texts[:1500])) >= 1499
    assert not any(passes(sieve, texts[1500:]))


def test_words_never_seen_weigh_as_those_that_mean_alike(fitted: Sieve) -> None:
    assert passes(fitted, ["door door door door", "mower mower mower mower"]) == [True, False]


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=6), min_size=1, max_size=6))
def test_a_clause_passes_whatever_stands_beside_it(fitted: Sieve, texts: list[list[str]]) -> None:
    lines = [" ".join(words) or "nothing" for words in texts]
    assert passes(fitted, lines) == [passes(fitted, [line])[0] for line in lines]


def test_what_only_matters_together_is_told_apart() -> None:
    # A sum cannot tell: each word is as common among those that matter as among the others.
    both = ["agent soup", "judge bus", "bus judge", "soup agent"] * 500
    alike = ["agent judge", "soup bus", "judge agent", "bus soup"] * 500
    sieve = fit_sieve(sifted(both + alike, [0.9] * 2000 + [0.0] * 2000), VECTORS)
    assert passes(sieve, ["agent soup", "judge bus"]) == [True, True]
    assert passes(sieve, ["agent judge", "soup bus"]) == [False, False]


def test_a_network_fits_what_it_is_told_of(fitted: Sieve) -> None:
    assert fitted.network.fits(len(fitted.words), mark_count())
    assert not fitted.network.fits(len(fitted.words) + 1, mark_count())
    units = len(fitted.network.out)
    assert not replace(fitted.network, out=np.zeros(units + 1)).fits(2, mark_count())
    assert open_sieve(8, 8, mark_count()).network.fits(0, mark_count())


def test_with_too_little_to_learn_from_everything_passes() -> None:
    few = fit_sieve(sifted(["agent", "soup"], [0.9, 0.0]), VECTORS)
    assert passes(few, ["soup", "bus choir", ""]) == [True, True, True]
    assert passes(open_sieve(8, 8, mark_count()), ["soup"]) == [True]


def test_without_documents_to_choose_a_floor_by_everything_passes() -> None:
    texts = drawn(1500, WORDS[:3], 1) + drawn(1500, WORDS[4:7], 2)
    examples = replace(
        sifted(texts, [0.9] * 1500 + [0.0] * 1500), held=np.zeros(len(texts), np.bool_)
    )
    assert fit_sieve(examples, VECTORS).floor == -np.inf
    one_family = replace(sifted(texts, [0.9] * 1500 + [0.0] * 1500), families=["a"] * len(texts))
    assert fit_sieve(one_family, VECTORS).floor == -np.inf


def test_equal_sieves_have_one_digest(fitted: Sieve) -> None:
    copied = replace(fitted, terms=fitted.terms.copy(), network=replace(fitted.network))
    assert copied.digest == fitted.digest
    assert fitted.opened().digest != fitted.digest
    louder = replace(fitted.network, out=fitted.network.out * 2)
    assert replace(fitted, network=louder).digest != fitted.digest
    assert passes(fitted.opened(), ["soup bus choir soup"]) == [True]
