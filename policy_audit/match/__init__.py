"""Match: clauses and criteria to vectors, and each criterion's nearest clauses to candidates."""

from policy_audit.match.adapter import Adapter, load_adapter, save_adapter
from policy_audit.match.bundled import bundled_weights
from policy_audit.match.candidates import (
    ExampleBank,
    embed_bank,
    nearness,
    nominate,
    nominated,
)
from policy_audit.match.encoder import Backend, Encoder, embed_clauses, open_encoder
from policy_audit.match.pieces import piece_count, piece_vectors, word_pieces
from policy_audit.match.vectors import Vector

__all__ = [
    "Adapter",
    "Backend",
    "Encoder",
    "ExampleBank",
    "Vector",
    "bundled_weights",
    "embed_bank",
    "embed_clauses",
    "load_adapter",
    "nearness",
    "nominate",
    "nominated",
    "open_encoder",
    "piece_count",
    "piece_vectors",
    "save_adapter",
    "word_pieces",
]
