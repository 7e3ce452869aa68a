# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only importer of onnxruntime: runs a converted model (see convert.py) without torch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import psutil
from tokenizers import Encoding, Tokenizer

from core.retrieval.encoders.encoder import Prompts, Vectors

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"


class OnnxModel:
    """A model and its tokenizer. Texts go one by one, each in a thread of its own up to ``threads``.

    So no padding is computed, and a text's numbers never depend on what else is asked with it.
    """

    def __init__(self, folder: Path, max_tokens: int, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        # The graph is made of fused operators already; fusing further makes it slower (see graph.py).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        onnxruntime.disable_telemetry_events()
        self._session = onnxruntime.InferenceSession(
            folder / MODEL, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_tokens)
        self._plain = Tokenizer.from_file(str(folder / TOKENIZER))
        self._plain.no_padding()
        self._plain.no_truncation()
        self._threads = threads or _cores()

    def count(self, texts: Sequence[str]) -> list[int]:
        encoded = self._plain.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(one.ids) for one in encoded]

    def run(self, texts: Sequence[str] | Sequence[tuple[str, str]]) -> Vectors:
        """What the model says of each text, or of each pair of texts, one row each."""
        encoded = self._tokenizer.encode_batch_fast(list(texts))
        if self._threads == 1 or len(encoded) == 1:
            return _rows(map(self._one, encoded))
        # The longest first, so that no thread is left alone with it at the end.
        order = sorted(range(len(encoded)), key=lambda index: -len(encoded[index].ids))
        with ThreadPoolExecutor(self._threads) as pool:
            made = list(pool.map(self._one, (encoded[index] for index in order)))
        return _rows(row for _, row in sorted(zip(order, made, strict=True), key=lambda pair: pair[0]))

    def _one(self, encoded: Encoding) -> Vectors:
        inputs = {"ids": np.array([encoded.ids]), "types": np.array([encoded.type_ids])}
        found: Vectors = self._session.run(None, inputs)[0][0]
        return found


class OnnxEncoder:
    """An embedder that ONNX Runtime runs."""

    def __init__(
        self, folder: Path, max_tokens: int, prompts: Prompts, dimensions: int, threads: int | None
    ) -> None:
        self._model = OnnxModel(folder, max_tokens, threads)
        self._prompts = prompts
        self._dimensions = dimensions
        self._max_tokens = max_tokens

    @property
    def max_tokens(self) -> int:
        return self._max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        return self._model.count(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._prompts.passage, texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(self._prompts.query, texts)

    def _encode(self, prompt: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimensions), np.float32)
        vectors = self._model.run([prompt + text for text in texts])
        scaled: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return scaled


def _rows(made: Iterable[Any]) -> Vectors:
    return np.stack(list(made)).astype(np.float32, copy=False)


def _cores() -> int:
    """The cores that this process may use."""
    cores = psutil.cpu_count(logical=False) or 1
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(cores, len(os.sched_getaffinity(0))))
    return cores
