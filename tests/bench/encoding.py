"""Encoding as a share of what the machine's processors can do at most.

    python -m bench.encoding SENTENCES.json OUTPUT.json

Work is counted from the encoder's configuration, by token: the multiplications and additions of
its matrix products, of the sentences as they are. What a batch pads is no work.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROUNDS = 3
_SIDES = (768, 1536, 2304)
_TRIES = 4
# Of the model that is one product: old enough for every onnxruntime.
_IR, _OPSET = 8, 17
_FIRST = ["A sentence that is in no corpus loads the encoder."]


def flops(config: Mapping[str, Any], lengths: Sequence[int]) -> int:
    """Operations to encode sentences of these lengths in tokens: a transformer's matrix products.

    A layer of width h and inner width i takes, for each of n tokens, 2 (4 h² + 2 h i) for its
    projections and 4 n h for attention. Tables, norms and sums are left out.
    """
    wide, inner = config["hidden_size"], config["intermediate_size"]
    projections = 2 * (4 * wide * wide + 2 * wide * inner)
    layers = config["num_hidden_layers"]
    return int(layers * sum(n * projections + 4 * n * n * wide for n in lengths))


def matmul_peak(sides: Sequence[int] = _SIDES) -> float:
    """The most operations a second that products of two square fp32 matrices reached.

    By NumPy, PyTorch or ONNX Runtime; all processors at one product, or each at one of its own:
    whichever is quickest.
    """
    import numpy as np
    import torch

    from policy_audit.machine import processors

    best, count = 0.0, processors()
    for side in sides:
        left = np.random.default_rng(1).standard_normal((side, side), np.float32)
        operations = 2 * side**3
        for multiply in (_of(left), _of(torch.from_numpy(left)), _by_onnx(left, count)):
            best = max(best, _rate(multiply, operations))
        with ThreadPoolExecutor(count) as pool:
            each = _by_onnx(left, 1)
            all_at_once = partial(_at_once, pool, each, count)
            best = max(best, _rate(all_at_once, operations * count))
    return best


def _at_once(pool: ThreadPoolExecutor, work: Callable[[], object], times: int) -> None:
    for running in [pool.submit(work) for _ in range(times)]:
        running.result()


def _by_onnx(matrix: Any, threads: int) -> Callable[[], object]:
    """The product of a matrix with itself, by the library that the product encodes with."""
    import onnxruntime
    from onnx import TensorProto, helper

    told = [helper.make_tensor_value_info(n, TensorProto.FLOAT, matrix.shape) for n in "abc"]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["a", "b"], ["c"])], "p", told[:2], told[2:]
    )
    model = helper.make_model(
        graph, ir_version=_IR, opset_imports=[helper.make_opsetid("", _OPSET)]
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    return lambda: session.run(None, {"a": matrix, "b": matrix})


def _rate(work: Callable[[], object], operations: int) -> float:
    """The most operations a second of several tries, after one that does not count."""
    work()
    return max(operations / _seconds(work) for _ in range(_TRIES))


def _of(matrix: Any) -> Callable[[], object]:
    return lambda: matrix @ matrix


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@dataclass(frozen=True)
class Encoding:
    """Seconds of each round, and the work that one round is."""

    peak: float
    flops: int
    tokens: int
    sentences: int
    product: list[float]
    plain: list[float]


def measured(
    sentences: Sequence[str], rounds: int = ROUNDS, sides: Sequence[int] = _SIDES
) -> Encoding:
    """Both encoders over the same sentences in turns, each loaded before.

    Each round's begin with its number, one digit, so that no store has them from another round.
    """
    from policy_audit.match import bundled

    folder = bundled.find_model()
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    said = [[f"{number} {sentence}" for sentence in sentences] for number in range(rounds)]
    lengths = _lengths(folder / "tokenizer.json", said[0])
    turns = [(_product_encoder(), product := []), (_plain_encoder(folder), plain := [])]
    for number in range(rounds):
        for encode, seconds in turns if number % 2 == 0 else reversed(turns):
            seconds.append(encode(said[number]))
    return Encoding(
        matmul_peak(sides), flops(config, lengths), sum(lengths), len(sentences), product, plain
    )


def _lengths(tokenizer: Path, sentences: Sequence[str]) -> list[int]:
    from tokenizers import Tokenizer

    from policy_audit.match.encoder import MAX_TOKENS

    reader = Tokenizer.from_file(str(tokenizer))
    reader.no_padding()
    reader.enable_truncation(MAX_TOKENS)
    return [len(each.ids) for each in reader.encode_batch(list(sentences))]


def _product_encoder() -> Callable[[Sequence[str]], float]:
    """The product's encoder, loaded, with a store in memory that is empty at first."""
    from bench.passages import baseline
    from policy_audit.match import Backend, open_encoder
    from policy_audit.store import Store, cache_folder
    from policy_audit.training import open_adapter

    adapter, store = open_adapter(baseline()), Store(None)
    encoder = open_encoder(None, store, adapter, backend=Backend.AUTO, folder=cache_folder())
    encoder.encode(_FIRST)
    return lambda said: _seconds(lambda: encoder.encode(said))


def _plain_encoder(folder: Path) -> Callable[[Sequence[str]], float]:
    from sentence_transformers import SentenceTransformer

    encoder = SentenceTransformer(str(folder))
    encoder.encode(_FIRST)
    return lambda said: _seconds(lambda: encoder.encode(list(said), show_progress_bar=False))


def main(sentences: Path, output: Path) -> None:
    told = measured(json.loads(sentences.read_text(encoding="utf-8")))
    output.write_text(json.dumps(vars(told)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
