"""Tune the default encoder to a baseline: low-rank changes learned from labelled clauses.

The encoder reads clauses while a linear layer above it tells, for every criterion at once, which
outcome the clause has; both are fitted by the likelihood of the outcomes a label leaves open. The
linear layer is then thrown away: the judge fits its own heads on the tuned vectors.
"""

from __future__ import annotations

import math
import random
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from policy_audit.errors import EncoderError
from policy_audit.match import bundled
from policy_audit.progress import Progress

if TYPE_CHECKING:
    import torch

Changes = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]

_PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the encoder is tuned; chosen by cross-validation over practice documents.

    The lowest ``kept`` layers stay as they are: two of them cost a fifth of the time.
    """

    rank: int = 16
    kept: int = 0
    epochs: int = 2
    batch: int = 32
    rate: float = 1e-3
    head_rate: float = 5e-3
    warm_up: float = 0.1
    sharpness: float = 16.0
    longest: int = 160
    seed: int = 0


def tune(
    texts: Sequence[str],
    allowed: NDArray[np.bool_],
    recipe: Recipe,
    progress: Progress,
) -> Changes:
    """Learn low-rank changes by parameter name, as (a, b) with ``W + b @ a``.

    ``allowed`` (n, k, c) says which of c outcomes are open for each text and criterion; where all
    are, nothing is learned; the first outcome is taken as the usual one. Needs the extra
    ``[train]``. Deterministic for equal input on one machine.
    """
    import torch

    random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    model, tokenizer = _low_rank_model(recipe)
    criteria, outcomes = allowed.shape[1:]
    head = _head(criteria, outcomes)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": weights, "lr": recipe.rate, "weight_decay": 0.01},
            {"params": list(head.parameters()), "lr": recipe.head_rate, "weight_decay": 0.0},
        ]
    )
    numbers = tokenizer(list(texts), truncation=True, max_length=recipe.longest)["input_ids"]
    closed = torch.from_numpy(np.where(allowed, 0.0, -1e9).astype(np.float32))
    used = torch.from_numpy((~allowed).any(axis=2).astype(np.float32))
    batches = list(_batches([len(n) for n in numbers], recipe))
    # Half the numbers' width costs no accuracy here, and where the processor has it, a third less
    # time.
    halved = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    model.train()
    for step, index in enumerate(batches):
        _set_rates(optimiser, recipe, step / len(batches))
        padded = tokenizer.pad({"input_ids": [numbers[i] for i in index]}, return_tensors="pt")
        with torch.autocast("cpu", torch.bfloat16, enabled=halved):
            vectors = _mean_vector(model, padded)
        scores = head(vectors * recipe.sharpness).view(len(index), criteria, outcomes)
        open_scores = torch.logsumexp(scores + closed[index], 2)
        loss = ((torch.logsumexp(scores, 2) - open_scores) * used[index]).sum() / len(index)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimiser.step()
        progress("tuning", step + 1, len(batches))
    return _changes(model)


def _low_rank_model(recipe: Recipe) -> tuple[Any, Any]:
    try:
        from peft import LoraConfig, get_peft_model
    except ImportError as error:
        raise EncoderError(
            "tuning the encoder needs the extra 'train': pip install 'policy-audit[train]'"
        ) from error
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    logging.disable_progress_bar()
    folder = str(bundled.find_model())
    base = AutoModel.from_pretrained(
        folder,
        local_files_only=True,
        attn_implementation="eager",  # for clauses this short the fused one is slower
        attention_probs_dropout_prob=0.0,
    )
    config = LoraConfig(
        r=recipe.rank,
        lora_alpha=2 * recipe.rank,
        lora_dropout=0.0,
        target_modules=[
            f"encoder.layer.{layer}.{part}"
            for layer in range(recipe.kept, base.config.num_hidden_layers)
            for part in _PARTS
        ],
    )
    with warnings.catch_warnings():
        # peft asks transformers in a way that is about to change; that is between the two.
        warnings.simplefilter("ignore", FutureWarning)
        model = get_peft_model(base, config)
    return model, AutoTokenizer.from_pretrained(folder, local_files_only=True)


def _head(criteria: int, outcomes: int) -> torch.nn.Linear:
    import torch

    head = torch.nn.Linear(bundled.DIMENSION, criteria * outcomes)
    with torch.no_grad():
        head.weight.zero_()
        head.bias.zero_()
        head.bias.view(criteria, outcomes)[:, 0] = 4.0  # most clauses have nothing to say
    return head


def _batches(lengths: Sequence[int], recipe: Recipe) -> Iterator[list[int]]:
    """Batches of all epochs; texts of like length together, so that little is padded."""
    for _ in range(recipe.epochs):
        order = list(range(len(lengths)))
        random.shuffle(order)
        span = recipe.batch * 16
        chunks = [
            sorted(order[i : i + span], key=lambda j: lengths[j])
            for i in range(0, len(order), span)
        ]
        epoch = [
            chunk[i : i + recipe.batch]
            for chunk in chunks
            for i in range(0, len(chunk), recipe.batch)
        ]
        random.shuffle(epoch)
        yield from epoch


def _set_rates(optimiser: torch.optim.Optimizer, recipe: Recipe, done: float) -> None:
    falling = max(0.02, 1.0 - done)
    optimiser.param_groups[0]["lr"] = recipe.rate * min(1.0, done / recipe.warm_up) * falling
    optimiser.param_groups[1]["lr"] = recipe.head_rate * max(0.1, 1.0 - done)


def _mean_vector(model: Any, padded: Any) -> torch.Tensor:
    """The unit-length mean of the token vectors, as the encoder gives it."""
    import torch

    states = model(**padded).last_hidden_state.float()
    mask = padded["attention_mask"].unsqueeze(-1).to(states.dtype)
    return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)


def _changes(model: Any) -> Changes:
    changes: Changes = {}
    for name, module in model.named_modules():
        if not hasattr(module, "lora_A"):
            continue
        a = module.lora_A["default"].weight.detach().numpy().astype(np.float32)
        b = module.lora_B["default"].weight.detach().numpy().astype(np.float32)
        plain = name.removeprefix("base_model.model.") + ".weight"
        # The scale is shared between the halves, so that neither leaves half precision.
        share = math.sqrt(module.scaling["default"])
        changes[plain] = (a * share, b * share)
    return changes
