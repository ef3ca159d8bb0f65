"""Why a file cannot be read, in the words that several readers share."""

from __future__ import annotations

from policy_audit.errors import UnreadableError
from policy_audit.model import UnreadCategory


def damaged(what: str) -> UnreadableError:
    """The error for a file, a ``what`` ("Word document"), that is not as its format wants it."""
    return UnreadableError(
        UnreadCategory.DAMAGED, f"is a damaged {what}; open it where it was made and save it again"
    )


def protected() -> UnreadableError:
    """The error for a file that opens with a password alone."""
    return UnreadableError(
        UnreadCategory.ENCRYPTED, "is protected by a password; save a copy without one"
    )
