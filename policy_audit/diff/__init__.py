"""Two written assessments -> what became of each requirement."""

from policy_audit.diff.compare import compare
from policy_audit.diff.redline import redline

__all__ = ["compare", "redline"]
