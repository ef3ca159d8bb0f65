"""Match: clauses and criteria to vectors, and each criterion's nearest clauses to candidates."""

from policy_audit.match.adapter import Adapter, load_adapter, save_adapter
from policy_audit.match.bundled import bundled_weights
from policy_audit.match.candidates import ExampleBank, embed_examples, nominate
from policy_audit.match.encoder import Encoder, embed_clauses, open_encoder
from policy_audit.match.store import Vector, VectorStore

__all__ = [
    "Adapter",
    "Encoder",
    "ExampleBank",
    "Vector",
    "VectorStore",
    "bundled_weights",
    "embed_clauses",
    "embed_examples",
    "load_adapter",
    "nominate",
    "open_encoder",
    "save_adapter",
]
