"""Office files are zip archives; these come out the same whenever they are written."""

from __future__ import annotations

import io
import zipfile

# The first day that a zip archive can name.
_DAY = (1980, 1, 1, 0, 0, 0)


def undated(content: bytes) -> bytes:
    """Return the archive with the same members in the same order, each with the same fixed date."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            member = zipfile.ZipInfo(name, _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(member, before.read(name))
    return packed.getvalue()
