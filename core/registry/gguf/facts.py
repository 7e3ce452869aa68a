# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a GGUF file is a model one can chat with, and what it says of itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from core.errors import UserError
from core.registry.gguf import header as headers
from core.registry.gguf.header import BrokenHeaderError, Header

_OTHER_MODEL = "Choose a GGUF file of a chat (instruct) model."
_COPY_AGAIN = "Copy or download the file again, and compare its size with the source."
# Files that are GGUF but no language model, by their general.type.
_TYPES = {
    "adapter": "is an adapter, not a model: it needs its base model",
    "mmproj": "is the picture part of a model, not a language model",
    "vocab": "holds a vocabulary only, no weights",
    "imatrix": "is an importance matrix, not a model",
}


def chat_facts(path: Path) -> dict[str, Any]:
    """What is known of the chat model ``path`` from its header alone; cheap whatever the file's size.

    Keys: architecture, parameters, context_tokens, quantisation, layers, tokenizer, chat_template (bool),
    chat_template_sha256, upstream_name, licence, stated_languages (both empty when the file is silent; what a
    file claims to speak is shown but not relied on).
    A model without a chat template is accepted, and ``chat_template`` says so: it gets a plain prompt.
    Raises :class:`UserError` for a file that is broken, or a GGUF that is no chat model.
    """
    header = read_header(path)
    for found in (_not_a_model(header), _not_for_chat(header)):
        if found:
            raise UserError(f"{path} {found}.", do=_OTHER_MODEL)
    _check_whole(path, header)
    return _facts(header)


def tensor_bytes(path: Path) -> dict[str, int]:
    """The bytes of each tensor by its name. Raises :class:`UserError` for a file that is broken."""
    return {tensor.name: _bytes_of(path, tensor) for tensor in read_header(path).tensors}


def cache_bytes(path: Path) -> int:
    """The bytes of keys and values that a block keeps for each token, two a number."""
    header = read_header(path)

    def most(name: str, default: int) -> int:
        found = header.own(name, default)
        return int(max(found) if isinstance(found, list) else found)

    heads = max(1, most("attention.head_count", 1))
    width = most("embedding_length", 0) // heads
    shared = most("attention.head_count_kv", heads)
    return shared * (most("attention.key_length", width) + most("attention.value_length", width)) * 2


def read_header(path: Path) -> Header:
    """The header of ``path``. Raises :class:`UserError` when there is none."""
    try:
        return headers.read(path)
    except BrokenHeaderError as error:
        do = _COPY_AGAIN if "damaged" in str(error) or "ends" in str(error) else _OTHER_MODEL
        raise UserError(f"{path} {error}.", do=do) from error
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}.", do="Check the path and its rights."
        ) from error


def _not_a_model(header: Header) -> str:
    kind = header.metadata.get("general.type", "model")
    if kind in _TYPES:
        return _TYPES[kind]
    if not isinstance(header.metadata.get("general.architecture"), str):
        return "does not say what architecture it has"
    if header.metadata["general.architecture"] == "clip":
        return _TYPES["mmproj"]
    if header.metadata.get("split.count", 0) > 1:
        return (
            f"is one of {header.metadata['split.count']} parts of a model: join them with "
            "“llama-gguf-split --merge” first"
        )
    if not header.tensors:
        return _TYPES["vocab"] if "tokenizer.ggml.model" in header.metadata else "holds no weights"
    return ""


def _not_for_chat(header: Header) -> str:
    architecture = header.metadata["general.architecture"]
    names = {tensor.name for tensor in header.tensors}
    if "tokenizer.ggml.model" not in header.metadata or "tokenizer.ggml.tokens" not in header.lengths:
        return "has no tokenizer"
    if header.own("attention.causal") is False or header.own("pooling_type"):
        return f"is an embedder ({architecture}): it turns text into vectors and writes none"
    if architecture.startswith("t5"):
        return f"is an encoder-decoder ({architecture}), not a chat model"
    if "token_embd.weight" not in names or not header.own("block_count"):
        return "lacks the weights of a language model"
    return ""


def _check_whole(path: Path, header: Header) -> None:
    """Raises when the weights that the header promises are not all there: a download that was cut off."""
    needed = max(header.data_start + tensor.offset + _bytes_of(path, tensor) for tensor in header.tensors)
    if needed > header.file_size:
        raise UserError(
            f"{path} is cut off: {header.file_size:,} bytes of {needed:,} are there.", do=_COPY_AGAIN
        )


def _bytes_of(path: Path, tensor: headers.Tensor) -> int:
    from gguf import GGML_QUANT_SIZES, GGMLQuantizationType

    try:
        block, size = GGML_QUANT_SIZES[GGMLQuantizationType(tensor.type)]
    except (ValueError, KeyError):
        raise UserError(
            f"{path} is quantised in a way this program does not know (type {tensor.type}).", do=_OTHER_MODEL
        ) from None
    return tensor.elements // block * size


def _facts(header: Header) -> dict[str, Any]:
    metadata = header.metadata
    template = metadata.get("tokenizer.chat_template", "")
    licence, languages = metadata.get("general.license", ""), metadata.get("general.languages", [])
    return {
        "architecture": metadata["general.architecture"],
        "parameters": sum(tensor.elements for tensor in header.tensors),
        "context_tokens": int(header.own("context_length", 0)),
        "layers": int(header.own("block_count")),
        "quantisation": quantisation(header),
        "tokenizer": f"{metadata['tokenizer.ggml.model']}, {header.lengths['tokenizer.ggml.tokens']} tokens",
        "chat_template": bool(template),
        "chat_template_sha256": hashlib.sha256(template.encode()).hexdigest() if template else "",
        "upstream_name": str(metadata.get("general.name", "")),
        "licence": licence if isinstance(licence, str) else "",
        "stated_languages": ",".join(str(language) for language in languages)
        if isinstance(languages, list)
        else "",
    }


def quantisation(header: Header) -> str:
    """The file's type as llama.cpp names it ("Q4_K_M"); the commonest tensor type when it does not say."""
    from collections import Counter

    from gguf import GGMLQuantizationType, LlamaFileType

    stated = header.metadata.get("general.file_type")
    if stated in {member.value for member in LlamaFileType}:
        return LlamaFileType(stated).name.removeprefix("MOSTLY_").removeprefix("ALL_")
    matrices = Counter(tensor.type for tensor in header.tensors if len(tensor.shape) > 1)
    return GGMLQuantizationType(matrices.most_common(1)[0][0]).name if matrices else ""
