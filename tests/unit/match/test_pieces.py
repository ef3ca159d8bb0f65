import numpy as np
import pytest

from policy_audit.match import piece_count, piece_vectors, word_pieces
from policy_audit.match.vectors import MAX_TOKENS


def test_texts_are_cut_into_pieces_that_have_vectors() -> None:
    [door, again, none] = word_pieces(["The door stays locked.", "the DOOR stays locked.", ""])
    assert door == again  # the encoder knows no capitals
    assert none == []
    vectors = piece_vectors()
    assert vectors.shape[0] == piece_count() > max(door)
    assert np.linalg.norm(vectors[door], axis=1) == pytest.approx(np.ones(len(door)), abs=1e-5)


def test_words_that_mean_alike_have_vectors_alike() -> None:
    vectors = piece_vectors()
    [[officer], [policeman], [soup]] = word_pieces(["officer", "policeman", "soup"])
    assert vectors[officer] @ vectors[policeman] > vectors[officer] @ vectors[soup] + 0.1


def test_no_more_is_read_than_the_encoder_reads() -> None:
    [long] = word_pieces(["word " * 1000])
    assert len(long) == MAX_TOKENS
