"""Many districts -> one assessment: on this machine, or on a cluster of them.

An engine yields assessed districts as they are finished; ``audit`` keeps them aside on disk, so
that memory does not grow with their number. Every engine gives the same assessment.
"""

from policy_audit.engine.batch import Basis, Engine, audit, nothing_read, told
from policy_audit.engine.local import Local

__all__ = ["Basis", "Engine", "Local", "audit", "nothing_read", "told"]
