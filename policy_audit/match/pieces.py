"""Texts as word pieces of the default encoder, without the encoder itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from policy_audit.match.bundled import find_file
from policy_audit.match.vectors import MAX_TOKENS, Vector

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_TABLE = "embeddings.word_embeddings.weight"


def word_pieces(texts: Sequence[str]) -> list[list[int]]:
    """The word pieces of each text, as numbers; no more of a text than the encoder reads."""
    return [found.ids for found in _tokenizer().encode_batch(list(texts), add_special_tokens=False)]


def piece_vectors() -> Vector:
    """What each word piece means by itself, (p, d): from the middle of all, of length 1."""
    from safetensors import safe_open

    with safe_open(find_file("model.safetensors"), framework="numpy") as weights:
        table = weights.get_tensor(_TABLE).astype(np.float32)
    table -= table.mean(axis=0)
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    return np.asarray(table / np.maximum(lengths, 1e-6), np.float32)


def piece_count() -> int:
    """How many word pieces there are."""
    return int(_tokenizer().get_vocab_size())


@cache
def _tokenizer() -> Tokenizer:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(find_file("tokenizer.json")))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
