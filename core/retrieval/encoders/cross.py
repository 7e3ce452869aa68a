# SPDX-License-Identifier: AGPL-3.0-or-later
"""Models that read two texts together: rerankers (how well a passage answers) and NLI (does it follow)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import UserError
from core.retrieval.encoders.encoder import Vectors

_PAIRS_A_BATCH = 16
_MOST_TOKENS = 512
_VERDICTS = ("entail", "neutral", "contradict")

Pair = tuple[str, str]


class CrossEncoder:
    """A sequence classifier from a local folder with safetensors. No code of the folder runs.

    Raises :class:`UserError` when the folder is gone or is not what it should be.
    """

    def __init__(self, folder: Path, *, threads: int | None = None) -> None:
        if not folder.is_dir():
            raise UserError(
                f"The model {folder} is gone.",
                do="Put the folder back, or import another: isnad models import",
            )
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        if threads is not None:
            torch.set_num_threads(threads)
        local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            self._tokenizer: Any = AutoTokenizer.from_pretrained(str(folder), **local)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(
                str(folder), use_safetensors=True, **local
            ).eval()
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise UserError(
                f"The model {folder} cannot be loaded.",
                do="Check that config.json, model.safetensors and the tokenizer's files are all there.",
            ) from error

    def relevance(self, pairs: Sequence[Pair]) -> Vectors:
        """How well the second text of each pair answers the first, from 0 to 1."""
        logits = self._logits(pairs)[:, 0].clip(-80, 80)
        scores: Vectors = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return scores

    def inference(self, pairs: Sequence[Pair]) -> Vectors:
        """For each (premise, hypothesis) how likely it is entailed, neutral, contradicted: rows of three."""
        logits = self._logits(pairs)
        likely = np.exp(logits - logits.max(axis=1, keepdims=True))
        ordered: Vectors = (likely / likely.sum(axis=1, keepdims=True))[:, self._verdicts()]
        return ordered

    def _verdicts(self) -> list[int]:
        labels = {number: str(name).lower() for number, name in self._model.config.id2label.items()}
        return [next(number for number, name in labels.items() if verdict in name) for verdict in _VERDICTS]

    def _logits(self, pairs: Sequence[Pair]) -> Vectors:
        """One row for each pair; pairs of like length go together, so that little padding is computed."""
        import torch

        rows = np.zeros((len(pairs), self._model.config.num_labels), np.float32)
        order = sorted(range(len(pairs)), key=lambda index: -sum(map(len, pairs[index])))
        for start in range(0, len(order), _PAIRS_A_BATCH):
            batch = order[start : start + _PAIRS_A_BATCH]
            encoded = self._tokenizer(
                [pairs[index][0] for index in batch],
                [pairs[index][1] for index in batch],
                padding=True,
                truncation="longest_first",
                max_length=self._most_tokens(),
                return_tensors="pt",
            )
            with torch.inference_mode():
                rows[batch] = self._model(**encoded).logits.float().numpy()
        return rows

    def _most_tokens(self) -> int:
        config = self._model.config
        first = 0 if config.model_type == "bert" else (config.pad_token_id or 0) + 1
        readable = int(config.max_position_embeddings) - int(first)
        return min(_MOST_TOKENS, int(self._tokenizer.model_max_length), readable)
