"""Broken files: each is read or ``Unread``; none stops the run, crashes its reader or hangs it.

``make fuzz N=2000`` runs longer; ``SEED`` names other files, ``SECONDS`` limits the time instead.
What a run has found is kept in ``found.txt`` and tried again every time.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count, islice, takewhile
from pathlib import Path

import pytest

from fuzz.mutations import mutated
from fuzz.seeds import FORMATS, sound
from policy_audit.ingest import Guard, Limits
from policy_audit.model import Document, Source, Unread, UnreadCategory
from policy_audit.segment import segment

FOUND = Path(__file__).parent / "found.txt"
FILES = int(os.environ.get("POLICY_AUDIT_FUZZ_FILES") or 150)
SEED = int(os.environ.get("POLICY_AUDIT_FUZZ_SEED") or 1)
SECONDS = float(os.environ.get("POLICY_AUDIT_FUZZ_SECONDS") or 0)
LIMITS = Limits(memory=1024 * 1024 * 1024, silence=60.0, page=10.0)
# The guard keeps these from the run, but they are faults of a reader all the same.
FAULTS = frozenset({UnreadCategory.CRASHED, UnreadCategory.TIMEOUT, UnreadCategory.OUT_OF_MEMORY})


def numbers() -> Iterator[int]:
    """Which files to try: so many, or as many as there is time for."""
    if not SECONDS:
        return islice(count(), FILES)
    begun = time.monotonic()
    return takewhile(lambda _: time.monotonic() - begun < SECONDS, count())


def tried(guard: Guard, name: str, data: bytes) -> Document | Unread:
    """What became of the file; a document is whole enough to be cut into clauses."""
    result = guard.read(data, Source(name, hashlib.sha256(data).hexdigest(), len(data)), None)
    assert isinstance(result, Document | Unread)
    if isinstance(result, Document):
        segment(result)
    return result


@pytest.fixture(scope="module")
def guard() -> Iterator[Guard]:
    with Guard(LIMITS) as held:
        yield held


@pytest.mark.parametrize("form", FORMATS)
def test_the_files_that_are_broken_were_sound(form: str, guard: Guard) -> None:
    assert isinstance(tried(guard, f"a.{form}", sound(form)), Document)


def test_every_broken_file_is_read_or_unread(
    guard: Guard, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    slowest = 0.0
    for number in numbers():
        name, how, data = mutated(SEED, number)
        begun = time.monotonic()
        result = tried(guard, name, data)
        slowest = max(slowest, time.monotonic() - begun)
        outcome = "read" if isinstance(result, Document) else result.category.value
        outcomes[outcome] += 1
        if isinstance(result, Unread) and result.category in FAULTS:
            faults.append(f"{SEED} {number} ({name}, {how}): {outcome}: {result.reason}")
    with capsys.disabled():
        if FILES > 1000 or SECONDS:
            said = ", ".join(f"{number} {outcome}" for outcome, number in outcomes.most_common())
            line = f"\nseed {SEED}: {outcomes.total()} files: {said}; slowest {slowest:.1f} s\n"
            sys.stdout.write(line)
    assert not faults, "\n".join(faults)


def test_what_was_found_once_stays_mended(guard: Guard) -> None:
    for found in FOUND.read_text("utf-8").splitlines():
        seed, number, *_why = found.split()
        name, _how, data = mutated(int(seed), int(number))
        result = tried(guard, name, data)
        assert not (isinstance(result, Unread) and result.category in FAULTS), found
