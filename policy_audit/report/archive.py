"""Office files are zip archives; these come out the same whenever they are written."""

from __future__ import annotations

import io
import shutil
import zipfile
from typing import BinaryIO

# The first day that a zip archive can name.
_DAY = (1980, 1, 1, 0, 0, 0)
_LARGE = 1024**3  # bytes, well below where an archive needs its larger form


def undated(content: bytes) -> bytes:
    """Return the archive with the same members in the same order, each with the same fixed date."""
    packed = io.BytesIO()
    copy_undated(io.BytesIO(content), packed)
    return packed.getvalue()


def copy_undated(source: BinaryIO, target: BinaryIO) -> None:
    """Copy the archive so, a piece at a time."""
    with (
        zipfile.ZipFile(source) as before,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for found in before.infolist():
            member = zipfile.ZipInfo(found.filename, _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            large = found.file_size > _LARGE
            with before.open(found) as old, after.open(member, "w", force_zip64=large) as new:
                shutil.copyfileobj(old, new)
