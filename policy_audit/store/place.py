"""Where the store is: in the user's cache folder, unless somebody says otherwise."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from policy_audit.store.file import FILE
from policy_audit.store.store import Store

OVERRIDE = "POLICY_AUDIT_CACHE"


def cache_folder() -> Path:
    """The user's cache folder; ``POLICY_AUDIT_CACHE`` overrides it."""
    override = os.environ.get(OVERRIDE)
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path("policy-audit")


def open_store(folder: Path | None = None, *, tell: Callable[[str], None] | None = None) -> Store:
    """The store in that cache folder, or in the user's; ``tell`` hears what is wrong with it."""
    return Store((folder or cache_folder()) / FILE, tell=tell)
