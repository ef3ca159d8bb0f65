"""How fast a PDF of a thousand pages is read, beside bare pdfminer.six, and in how much memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reportlab.platypus import PageBreak

from . import pdf_forms
from .texts import all_texts

PAGES = 1000
_BARE = "from pdfminer.high_level import extract_text; extract_text(path)"
_OURS = (
    "from policy_audit.ingest.formats.pdf import reader; reader.read_pdf(open(path, 'rb').read())"
)
# Each in a process of its own, so that the peak of memory is its own.
_TIMED = """
import pathlib, resource, sys, time
path = sys.argv[1]
started = time.process_time()
{}
seconds = time.process_time() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
status = pathlib.Path("/proc/self/status")
if status.is_file():  # Linux counts the peak of the process that started this one in, too
    peak = int(status.read_text().partition("VmHWM:")[2].split()[0])
print(seconds, peak / 1024)
"""


def long_pdf(pages: int = PAGES) -> bytes:
    """The texts of the corpus over and over, one a page, with tables, headers and footers."""
    texts = all_texts()
    story = []
    for number in range(pages):
        story += [*pdf_forms.story(texts[number % len(texts)]), PageBreak()]
    return pdf_forms.built(story, pdf_forms.SHEET, [(54, 54, 504, 684)])


def timed(code: str, path: Path) -> tuple[float, float]:
    """Seconds of processor time and peak of memory in MiB."""
    command = [sys.executable, "-c", _TIMED.format(code), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds, peak


def compared(pages: int = PAGES) -> tuple[tuple[float, float], tuple[float, float]]:
    """Bare pdfminer's seconds and MiB, then ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        path.write_bytes(long_pdf(pages))
        return timed(_BARE, path), timed(_OURS, path)


def report() -> Iterator[str]:
    (bare, bare_peak), (ours, peak) = compared()
    yield f"pdfminer.six  {PAGES / bare:6.1f} pages a second, {bare_peak:6.0f} MiB at most"
    yield f"policy-audit  {PAGES / ours:6.1f} pages a second, {peak:6.0f} MiB at most"
    yield f"{bare / ours:.2f} of the speed of bare pdfminer.six"
