"""Cuts a document into the smallest units that are judged, each with what governs it.

``segment(document)`` yields clauses in reading order. They do not overlap, and every letter and
digit of every block stands in exactly one of them, save question and answer prefixes ("Q:", "A:")
and inline enumerators ("(1)"), which are markers and no text.
"""

from __future__ import annotations

from policy_audit.segment.outline import segment

__all__ = ["segment"]
