# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sentence-transformers folder run by torch: on a GPU, and where ONNX cannot stand in for it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.retrieval.encoders.encoder import Prompts, Vectors


class TorchEncoder:
    """An embedder from a local folder. Nothing is looked up elsewhere, and no code of the folder runs.

    Raises :class:`UserError` when the folder is gone or is not what it should be.
    """

    def __init__(self, folder: Path, *, threads: int | None = None, device: str | None = "cpu") -> None:
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
            self.model = SentenceTransformer(
                str(folder),
                trust_remote_code=False,
                local_files_only=True,
                device=device,
                model_kwargs={"use_safetensors": True},
            )
        except (OSError, ValueError, KeyError) as error:
            raise UserError(
                f"The embedder {folder} cannot be loaded.",
                do="Check that it is a whole sentence-transformers folder with model.safetensors.",
            ) from error
        self.prompts = prompts_of(folder, self.model.prompts)

    @property
    def max_tokens(self) -> int:
        return int(self.model.max_seq_length or 512)

    def count(self, texts: Sequence[str]) -> list[int]:
        if not texts:
            return []
        encoded = self.model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self.prompts.passage)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts, self.prompts.query)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        encoded: Any = self.model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(encoded, dtype=np.float32)


def prompts_of(folder: Path, stated: Mapping[str, str | None]) -> Prompts:
    """What goes before a query and a passage: as the folder states, or as E5 models were trained.

    E5's folders often state nothing, and without their prefixes they search much worse.
    """
    passage = next(filter(None, map(stated.get, ("document", "passage", "corpus"))), "")
    found = Prompts(stated.get("query") or "", passage)
    if found != Prompts("", ""):
        return found
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    names = f"{folder.name} {config.get('_name_or_path', '')}".lower()
    if re.search(r"(?<![a-z0-9])e5(?![a-z0-9])", names) and "instruct" not in names:
        return Prompts("query: ", "passage: ")
    return found
