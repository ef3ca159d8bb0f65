"""Audits are slow, so each is made once and looked at by many tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from acceptance.bad_documents import write_all
from acceptance.program import AS_OF, CASES, DOORS, Audit, Program

HOSTILE = "[bold]x\x1b[31m"
# Written into the program's path: whoever opens a connection is killed and leaves a trace.
_NO_NETWORK = """
import os, pathlib, socket

def refuse(self, address):
    pathlib.Path({trace!r}).write_text(repr(address))
    os._exit(99)

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
"""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return Program(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def offline_program(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program, in a process that dies when it opens a connection."""
    folder = tmp_path_factory.mktemp("offline")
    source = _NO_NETWORK.format(trace=str(folder / "connected"))
    (folder / "sitecustomize.py").write_text(source)
    path = f"{folder}:{program.variables()['PYTHONPATH']}"
    return Program(program.cache, (("PYTHONPATH", path),))


@pytest.fixture(scope="session")
def good_folder() -> Path:
    """Two districts whose documents can all be read."""
    return CASES / "districts"


@pytest.fixture(scope="session")
def mixed_folder(good_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good districts beside bad documents, a bad name, and a district in Spanish."""
    folder = tmp_path_factory.mktemp("input") / "districts"
    shutil.copytree(good_folder, folder)
    broken = folder / "broken"
    broken.mkdir()
    write_all(broken)
    (broken / "letter.md").write_text(
        "# Letter\n\nThe front door is locked all day. Custodians lock every entrance at eight.\n"
    )
    (broken / "district.toml").write_text('[[document]]\nfile = "vanished.pdf"\n')
    outside = folder.parent / "outside.txt"
    outside.write_text("The front door is locked all day.")
    (broken / "link.txt").symlink_to(outside)
    spanish = folder / "escuela"
    spanish.mkdir()
    shutil.copy(broken / "carta.txt", spanish)
    both = folder / "two-languages"
    both.mkdir()
    shutil.copy(broken / "carta.txt", both)
    (both / "lunch.md").write_text("# Lunch\n\nSoup is served at noon in every school.\n")
    hostile = folder / HOSTILE
    hostile.mkdir()
    (hostile / "\x1b]0;owned\x07.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def audit_run(
    offline_program: Program, mixed_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Audit:
    """The first audit, with an empty cache and without a network."""
    output = tmp_path_factory.mktemp("first") / "reports"
    ran = offline_program(
        "run", mixed_folder, "--baseline", DOORS, "--output", output, "--as-of", AS_OF
    )
    return Audit(ran, output)


@pytest.fixture(scope="session")
def second_run(
    audit_run: Audit,
    program: Program,
    mixed_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Audit:
    """The same again, by one reader, with a threshold, and by ``SOURCE_DATE_EPOCH``."""
    output = tmp_path_factory.mktemp("second") / "reports"
    dated = Program(program.cache, (("SOURCE_DATE_EPOCH", "1795219200"),))
    ran = dated(
        *("run", mixed_folder, "--baseline", DOORS, "--output", output),
        *("--fail-on", "high", "--quiet", "--jobs", "1"),
    )
    return Audit(ran, output)
