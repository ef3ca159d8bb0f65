"""What vectors are, for whatever makes or keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

#: Longest input in tokens; a clause of 1,000 characters with its lead-in fits.
MAX_TOKENS = 256


class Model(Protocol):
    """A loaded encoder."""

    def encode(self, texts: Sequence[str]) -> Iterator[tuple[Sequence[int], Vector]]:
        """Unit-length vectors batch by batch, each with the indexes of its texts."""
        ...
