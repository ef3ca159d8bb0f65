"""Judge: candidates to one outcome a criterion, with evidence, confidence and reasons.

The judge is learned from a baseline's examples and practice documents (``training``), reads a
district (``observe``), and rolls outcomes up to determinations (``rollup``).
"""

from policy_audit.judge.cues import find_cues
from policy_audit.judge.judgement import Judgement, clause_chances, feature_chances
from policy_audit.judge.labels import LabelledCase, LabelledExample
from policy_audit.judge.observe import Reader, findings_of, set_aside_far
from policy_audit.judge.published import as_published
from policy_audit.judge.reading import (
    set_aside_exempt,
    set_aside_rescinded,
    weaken_drafts,
)
from policy_audit.judge.rollup import determine
from policy_audit.judge.scale import COLUMN, OUTCOMES
from policy_audit.judge.sieve import hush
from policy_audit.judge.store import load_judgement, save_judgement
from policy_audit.judge.training import learn_heads, learn_pool, learn_sieve

__all__ = [
    "COLUMN",
    "OUTCOMES",
    "Judgement",
    "LabelledCase",
    "LabelledExample",
    "Reader",
    "as_published",
    "clause_chances",
    "determine",
    "feature_chances",
    "find_cues",
    "findings_of",
    "hush",
    "learn_heads",
    "learn_pool",
    "learn_sieve",
    "load_judgement",
    "save_judgement",
    "set_aside_exempt",
    "set_aside_far",
    "set_aside_rescinded",
    "weaken_drafts",
]
