"""Folders with a checklist -> ``Baseline``, strictly: the first mistake is named with its place."""

from policy_audit.baseline.accuracy import ACCURACY_FILE, HELD_OUT
from policy_audit.baseline.background import load_background
from policy_audit.baseline.case_files import CaseFile, load_case_file, load_practice
from policy_audit.baseline.lint import Remark, examine
from policy_audit.baseline.loader import list_baselines, load_baseline

__all__ = [
    "ACCURACY_FILE",
    "HELD_OUT",
    "CaseFile",
    "Remark",
    "examine",
    "list_baselines",
    "load_background",
    "load_baseline",
    "load_case_file",
    "load_practice",
]
