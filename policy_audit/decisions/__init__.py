"""What people decided about findings: read, held against the documents as they are now, written."""

from policy_audit.decisions.file import DECISIONS_FILE, Decisions, parse_decisions, read_decisions
from policy_audit.decisions.hold import hold
from policy_audit.decisions.spreadsheet import Row, read_rows
from policy_audit.decisions.taken import Verdict, decide, findings_digest
from policy_audit.decisions.writer import (
    write_decision,
    write_decisions,
    write_reply,
    write_review,
)

__all__ = [
    "DECISIONS_FILE",
    "Decisions",
    "Row",
    "Verdict",
    "decide",
    "findings_digest",
    "hold",
    "parse_decisions",
    "read_decisions",
    "read_rows",
    "write_decision",
    "write_decisions",
    "write_reply",
    "write_review",
]
