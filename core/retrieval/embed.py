# SPDX-License-Identifier: AGPL-3.0-or-later
"""An embedder as a function from texts to unit vectors, and vectors as the database keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.machine import has_gpu
from core.retrieval.embedders import Choice
from core.retrieval.encoders.convert import converted
from core.retrieval.encoders.encoder import Encoder, Prompts, Vectors

__all__ = ["Encoder", "Vectors", "from_blobs", "load", "to_blob"]


def load(
    choice: Choice, models: Path, *, threads: int | None = None, many: bool = False
) -> tuple[Encoder, str]:
    """The embedder of a choice, and a note when ONNX cannot run it.

    Int8 through ONNX Runtime on a CPU; torch on a GPU, which pays off for ``many`` texts, and where the
    conversion would change the vectors. ``models``: the workspace's folder for what is made of models.
    ``threads`` bounds the cores it uses; None: all.
    Raises :class:`UserError` when the folder is gone or is not what it should be.
    """
    if many and has_gpu() and _torch_sees_it():
        return _torch(choice.folder, threads, "cuda"), ""
    made = converted(choice.folder, choice.model_hash, models)
    if made.engine == "torch":
        note = f"{choice.name} is run by torch, several times slower: {made.note}."
        return _torch(choice.folder, threads, "cpu"), note
    from core.retrieval.encoders.onnx_encoder import OnnxEncoder

    prompts = Prompts(made.query, made.passage)
    return OnnxEncoder(made.folder, made.max_tokens, prompts, made.dimensions, threads), ""


def _torch(folder: Path, threads: int | None, device: str) -> Encoder:
    from core.retrieval.encoders.torch_encoder import TorchEncoder

    return TorchEncoder(folder, threads=threads, device=device)


def _torch_sees_it() -> bool:
    import torch

    return torch.cuda.is_available()


def to_blob(vector: npt.NDArray[np.float32]) -> bytes:
    """A vector as the database keeps it: little-endian float16."""
    return vector.astype("<f2").tobytes()


def from_blobs(blobs: Sequence[bytes]) -> Vectors:
    """The vectors of several blobs of one length, one row each."""
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
