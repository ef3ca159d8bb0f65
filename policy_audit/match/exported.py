"""Sentence vectors through ONNX Runtime: the model is exported once, and then loads at once.

The exported file lies in the cache folder under the digest of the encoder and its own SHA-256, so
that what was damaged or cut short is found out and exported again.

A vector depends on its text alone, to the last bit, whatever else is encoded with it: otherwise a
run that was interrupted and goes on would not give the bytes of an undisturbed one. Sums over a
padded text come out differently for different lengths, and a batch of one takes another way
through the library; so the length a text is padded to follows from its own length, and no batch
is smaller than two.

Every processor encodes a batch of its own: one batch shared by several has all wait for the slowest
after each of its many small products, which costs most where others use the processors too.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from policy_audit.machine import processors
from policy_audit.match.vectors import Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

FOLDER = "onnx"
#: How far a vector may be off what sentence-transformers gives, in any of its numbers.
TOLERANCE = 1e-4

_NAMED = 24
_REFUSED = "refused"
_OPSET = 17
_TOKENS = 1024  # of one batch, padding included
_SMALLEST_BATCH = 2
_WAITING = 2  # batches that are made ready, for each processor
# Lengths up to the first number are rounded up to multiples of the second: little is padded, and
# few batches are small.
_STEPS = ((32, 2), (64, 4), (128, 8))
_LONGEST_STEP = 16
_NEEDED = ("onnx", "onnxruntime", "tokenizers")
_PROBES = (
    "No.",
    "Agents wait outside.",
    "  Staff must NOT admit an agent without a judicial warrant - even in an emergency!  ",
    "The café’s § 4.1 list: (a) naïve entries; (b) “quoted” ones. " * 3,
    "The superintendent shall be told at once, and shall keep a record of every request. " * 30,
)


class RefusedError(Exception):
    """The encoder cannot be exported; ``str`` says why in one line.

    ``lasting``: another day would bring nothing else.
    """

    def __init__(self, why: str, *, lasting: bool = True) -> None:
        self.lasting = lasting
        super().__init__(why)


class OnnxModel:
    """An exported encoder, ready to run."""

    def __init__(self, data: bytes) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 4  # what it warns of is no matter of whoever runs an audit
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            data, options, providers=["CPUExecutionProvider"]
        )
        told = self._session.get_modelmeta().custom_metadata_map
        self._tokenizer = Tokenizer.from_str(told["tokenizer"])
        self._pad = int((self._tokenizer.padding or {}).get("pad_id", 0))
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Vector]]:
        """Vectors batch by batch, each with the indexes of its texts; the longest come first."""
        numbers = [
            found.ids for found in self._tokenizer.encode_batch([text.strip() for text in texts])
        ]
        threads = processors()
        running: deque[tuple[Sequence[int], Future[Vector]]] = deque()
        pool = ThreadPoolExecutor(threads, thread_name_prefix="encoder")
        try:
            for batch, width in _batches([len(each) for each in numbers]):
                running.append((batch, pool.submit(self._run, [numbers[i] for i in batch], width)))
                if len(running) > _WAITING * threads:
                    done, vectors = running.popleft()
                    yield done, vectors.result()
            while running:
                done, vectors = running.popleft()
                yield done, vectors.result()
        finally:
            pool.shutdown(cancel_futures=True)

    def _run(self, numbers: Sequence[Sequence[int]], width: int) -> Vector:
        rows = max(len(numbers), _SMALLEST_BATCH)
        tokens = np.full((rows, width), self._pad, np.int64)
        mask = np.zeros((rows, width), np.int64)
        for row in range(rows):
            line = numbers[min(row, len(numbers) - 1)]
            tokens[row, : len(line)] = line
            mask[row, : len(line)] = 1
        [vectors] = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        return np.asarray(vectors[: len(numbers)], np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[tuple[Sequence[int], int]]:
    """The places of texts of like length in tokens, with what they are padded to; longest first."""
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    for width, group in groupby(order, key=lambda i: padded_length(lengths[i])):
        alike = list(group)
        most = max(_SMALLEST_BATCH, _TOKENS // width)
        for start in range(0, len(alike), most):
            yield alike[start : start + most], width


def padded_length(count: int) -> int:
    """How many tokens a text of ``count`` tokens is padded to."""
    step = next((step for most, step in _STEPS if count <= most), _LONGEST_STEP)
    return -(-count // step) * step


def may_work(folder: Path | None, digest: str) -> bool:
    """Whether the libraries are there, and this encoder was not found to be unfit before."""
    if not all(find_spec(name) for name in _NEEDED):
        return False
    return folder is None or not _refused(folder, digest).exists()


def open_model(
    folder: Path | None, digest: str, load: Callable[[], SentenceTransformer]
) -> OnnxModel:
    """The exported encoder: found in ``folder``, or made now and kept there.

    Raises ``RefusedError`` where it cannot be exported, or gives other vectors than ``load`` does;
    that is remembered in ``folder``, unless it was for lack of memory or room.
    """
    data = _find(folder, digest)
    if data is not None:
        return OnnxModel(data)
    try:
        data = _export(load())
    except RefusedError as error:
        if folder is not None and error.lasting:
            _keep(folder, _refused(folder, digest).name, str(error).encode())
        raise
    if folder is not None:
        for stale in folder.glob(f"{digest[:_NAMED]}-*.onnx"):
            with suppress(OSError):
                stale.unlink()
        _keep(folder, f"{digest[:_NAMED]}-{hashlib.sha256(data).hexdigest()}.onnx", data)
    return OnnxModel(data)


def drop_damaged(folder: Path) -> int:
    """Let go of exported encoders that are not whole, and say how many those were."""
    damaged = [path for path in folder.glob("*.onnx") if not _is_whole(path, path.read_bytes())]
    for path in damaged:
        path.unlink()
    return len(damaged)


def _is_whole(path: Path, data: bytes) -> bool:
    return path.stem.endswith(hashlib.sha256(data).hexdigest())


def _refused(folder: Path, digest: str) -> Path:
    return folder / f"{digest[:_NAMED]}.{_REFUSED}"


def _find(folder: Path | None, digest: str) -> bytes | None:
    """The exported file, if it is there and whole."""
    for path in sorted(folder.glob(f"{digest[:_NAMED]}-*.onnx")) if folder else ():
        with suppress(OSError):
            data = path.read_bytes()
            if _is_whole(path, data):
                return data
    return None


def _keep(folder: Path, name: str, data: bytes) -> None:
    """Write a file that is whole as soon as it is there; what cannot be written is made again."""
    part: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(dir=folder, prefix=".part-")
        part = Path(made)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(folder / name)
    except OSError:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _export(model: SentenceTransformer) -> bytes:
    """The model with its tokenizer, in one file that was tried out."""
    if getattr(model, "default_prompt_name", None):
        raise RefusedError("the encoder puts words of its own before each text")
    try:
        data = _with_tokenizer(_traced(model), model)
        made = _encode(OnnxModel(data), _PROBES)
    except (OSError, MemoryError) as error:
        problem = f"the encoder could not be exported to ONNX ({type(error).__name__})"
        raise RefusedError(problem, lasting=False) from error
    except Exception as error:  # torch's exporter and the runtime raise whatever they meet
        raise RefusedError(
            f"the encoder cannot be exported to ONNX ({type(error).__name__})"
        ) from error
    wanted = model.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    off = float(np.abs(made - wanted).max())
    if not off <= TOLERANCE:
        raise RefusedError(f"the encoder exported to ONNX gives other vectors (by {off:.1g})")
    return data


def _encode(model: OnnxModel, texts: Sequence[str]) -> Vector:
    batches = list(model.encode(texts))
    order = np.argsort(np.concatenate([list(indexes) for indexes, _ in batches]))
    return np.vstack([vectors for _, vectors in batches])[order]


def _traced(model: SentenceTransformer) -> bytes:
    import torch

    class Whole(torch.nn.Module):
        """From tokens to a vector of length 1, through all modules of the model."""

        def __init__(self) -> None:
            super().__init__()
            self.inner = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            given = {"input_ids": input_ids, "attention_mask": attention_mask}
            return torch.nn.functional.normalize(self.inner(given)["sentence_embedding"], dim=1)

    network = model[0].auto_model
    network.set_attn_implementation("eager")  # written in terms that ONNX Runtime fuses again
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "texts", 1: "tokens"}
    with tempfile.TemporaryDirectory(prefix="policy-audit-") as place, warnings.catch_warnings():
        # It warns that it is the older of two exporters, and of constants that our probes cover.
        warnings.simplefilter("ignore")
        path = Path(place) / "model.onnx"
        torch.onnx.export(
            Whole().eval(),
            (example, example),
            str(path),
            dynamo=False,
            opset_version=_OPSET,
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "texts"}},
        )
        return path.read_bytes()


def _with_tokenizer(data: bytes, model: SentenceTransformer) -> bytes:
    import onnx
    from tokenizers import Tokenizer

    whole: Any = model.tokenizer
    tokenizer = Tokenizer.from_str(whole.backend_tokenizer.to_str())
    tokenizer.enable_truncation(int(model.max_seq_length or 0))
    tokenizer.enable_padding(pad_id=int(whole.pad_token_id or 0), pad_token=str(whole.pad_token))
    graph = onnx.load_model_from_string(data)
    onnx.helper.set_model_props(graph, {"tokenizer": tokenizer.to_str()})
    return bytes(graph.SerializeToString())
