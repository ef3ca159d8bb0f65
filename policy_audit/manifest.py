"""The manifest: what this program wrote into a folder, and with which bytes.

The reports' writer removes only what it names, and no file that it names is read as a document.
"""

from __future__ import annotations

import json
from pathlib import Path

MANIFEST = ".policy-audit.json"


def holds_manifest(folder: Path) -> bool:
    """Whether this program wrote into the folder; false where that cannot be seen."""
    try:
        return (folder / MANIFEST).is_file()
    except OSError:
        return False


def read_manifest(folder: Path, largest: int) -> dict[str, str]:
    """The files that earlier runs wrote into the folder, with their digests.

    Anybody may have written a manifest: nothing is promised of the names in it. There are none
    without a manifest of our form, or with one of more than ``largest`` bytes. Raises ``OSError``
    where it cannot be read.
    """
    if not holds_manifest(folder):
        return {}
    with (folder / MANIFEST).open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        return {}
    try:
        files = json.loads(content)["files"]
        return {str(name): str(digest) for name, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
