# SPDX-License-Identifier: AGPL-3.0-or-later
"""The child that tries each engine for real: a fault in one of them ends only this process."""

from __future__ import annotations

from typing import Any

from core.errors import UserError
from core.jobs import resident
from core.jobs.resident import Request
from core.paths import MODELS
from core.registry.models import main_file, manifest


def serve(_hello: dict[str, Any]) -> None:
    """Answers "device", "chat" and "embed" with a line of text each."""
    resident.serve({"device": _device, "chat": _chat, "embed": _embed})


def _device(_params: dict[str, Any], _request: Request) -> str:
    import torch

    if not torch.cuda.is_available():
        return f"CPU, {torch.get_num_threads()} threads"
    facts = torch.cuda.get_device_properties(0)
    return f"{facts.name}, {facts.total_memory / 1024**3:.0f} GiB"


def _chat(_params: dict[str, Any], _request: Request) -> str:
    from core.chat.llama import Engine

    engine = Engine(MODELS / main_file(_known("chat-gguf"))["path"])
    tokens = engine.tokenise("The chain of sources holds.")
    return f"llama.cpp loads the starter model ({len(tokens)} tokens in a test sentence)"


def _embed(_params: dict[str, Any], _request: Request) -> str:
    from core.retrieval.encoders.torch_encoder import TorchEncoder

    vectors = TorchEncoder(MODELS / _known("embedder")["path"]).passages(["The chain of sources holds."])
    return f"the starter embedder gives {vectors.shape[1]} dimensions"


def _known(kind: str) -> dict[str, Any]:
    for entry in manifest():
        if entry["kind"] == kind and (MODELS / entry["path"]).exists():
            return entry
    raise UserError("The starter model is missing.")
