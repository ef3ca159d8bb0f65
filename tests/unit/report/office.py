"""Opens reports in the programs that people open them with."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def libreoffice(source: Path, to: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of the file; skips where it is not installed."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice (Debian: libreoffice-calc-nogui, libreoffice-writer-nogui)")
    output = folder / "converted"
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *(program, "--headless", f"-env:UserInstallation={profile}"),
            *("--convert-to", to, "--outdir", str(output), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return sorted(output.iterdir())
