"""A lock on an open file, which ends with the process however that ends."""

from __future__ import annotations

from typing import IO


def lock(file: IO[bytes] | int, *, wait: bool) -> bool:
    """Lock the file until it is closed; false where another has it, or the system has no such lock.

    With ``wait``, whoever has the lock is waited for. Raises nothing.
    """
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
