# SPDX-License-Identifier: AGPL-3.0-or-later
"""What of a folder is worth reading, where it is a mail folder or a snapshot of a model."""

from __future__ import annotations

from pathlib import PurePath

_MAILDIR = {"cur", "new", "tmp"}
_HUB_CACHE = {"blobs", "snapshots"}
_MODEL = {"config.json", "tokenizer.json", "model_index.json", "adapter_config.json", "modules.json"}
_WEIGHTS = {
    *(".safetensors", ".gguf", ".bin", ".pt", ".pth", ".onnx", ".h5", ".msgpack", ".ckpt", ".ot"),
    *(".onnx_data", ".tflite", ".npz"),
}
WEIGHTS = "These are a model's weights, which are no document."


def entered(names: list[str]) -> list[str]:
    """The names in a folder without those that hold nothing of their own.

    Of a Maildir what is being delivered, of a cache of the Hugging Face hub all but its snapshots, whose
    files are links to the rest.
    """
    found = set(names)
    if found >= _MAILDIR:
        return [name for name in names if name != "tmp"]
    return [name for name in names if name == "snapshots"] if found >= _HUB_CACHE else names


def weights(names: list[str]) -> set[str]:
    """The names in a snapshot of a model that are its weights: large, and no text."""
    if not _MODEL & set(names):
        return set()
    return {name for name in names if PurePath(name).suffix.lower() in _WEIGHTS}
