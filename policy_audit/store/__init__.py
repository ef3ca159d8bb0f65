"""Store: what was worked out once, by the digest of everything that it was worked out from.

It holds nothing that cannot be made again, so it may be deleted at any time, and whatever is wrong
with it costs time and never an audit.
"""

from policy_audit.store.code import code_digest
from policy_audit.store.file import FILE
from policy_audit.store.place import cache_folder, open_store
from policy_audit.store.store import LIMIT, Kind, Store, Usage, key_of

__all__ = [
    "FILE",
    "LIMIT",
    "Kind",
    "Store",
    "Usage",
    "cache_folder",
    "code_digest",
    "key_of",
    "open_store",
]
