# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence-transformers folder as a function from texts to unit vectors. Imported by workers only."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.errors import UserError

Vectors = npt.NDArray[np.float32]


class Embedder:
    """An embedder from a local folder. Nothing is looked up elsewhere, and no code of the folder runs.

    ``threads`` bounds torch's threads in this process: short queries lose more by waiting for each other's
    threads on a busy machine than several threads gain.
    Raises :class:`UserError` when the folder is gone or is not what it should be.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        if not folder.is_dir():
            raise UserError(
                f"The embedder {folder} is gone.",
                do="Put the folder back, or import another: isnad models import",
            )
        import torch
        from sentence_transformers import SentenceTransformer

        if threads is not None:
            torch.set_num_threads(threads)
        try:
            self._model = SentenceTransformer(
                str(folder),
                trust_remote_code=False,
                local_files_only=True,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError) as error:
            raise UserError(
                f"The embedder {folder} cannot be loaded.",
                do="Check that it is a whole sentence-transformers folder with model.safetensors.",
            ) from error

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read; the rest would be cut off."""
        return int(self._model.max_seq_length or 512)

    def count(self, texts: Sequence[str]) -> list[int]:
        """The tokens of each text, without the special ones."""
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, one row each."""
        return np.asarray(
            self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False),
            dtype=np.float32,
        )

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of queries, one row each; some embedders ask for a prefix of their own."""
        return np.asarray(
            self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False),
            dtype=np.float32,
        )


def to_blob(vector: npt.NDArray[np.float32]) -> bytes:
    """A vector as the database keeps it: little-endian float16."""
    return vector.astype("<f2").tobytes()


def from_blobs(blobs: Sequence[bytes]) -> Vectors:
    """The vectors of several blobs of one length, one row each."""
    return np.frombuffer(b"".join(blobs), dtype="<f2").reshape(len(blobs), -1).astype(np.float32)
