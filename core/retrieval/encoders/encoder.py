# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every embedder can do, whatever runs it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Prompts(NamedTuple):
    """What an embedder wants before a query and before a passage; often nothing."""

    query: str
    passage: str


class Encoder(Protocol):
    """Texts to unit vectors."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read; the rest would be cut off."""

    def count(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, without the special ones."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, one row each."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, one row each."""
