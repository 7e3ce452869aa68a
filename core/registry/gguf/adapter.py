# SPDX-License-Identifier: AGPL-3.0-or-later
"""A trained LoRA (as PEFT saves it) written as a GGUF adapter that llama.cpp lays over its base.

Source: llama.cpp's convert_lora_to_gguf.py and src/llama-adapter.cpp.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import UserError
from core.registry.adapters import Adapter
from core.registry.gguf.facts import read_header
from core.registry.gguf.header import Header

_MERGE = "Export it merged into its base model."

Matrix = npt.NDArray[np.float32]

_KEY = re.compile(r"^base_model\.model\.(?P<module>.+)\.lora_(?P<half>[AB])\.weight$")
# Architectures whose GGUF interleaves the rows of q and k for llama.cpp's rotary embedding.
_INTERLEAVED = {"llama"}
# What PEFT can train and an adapter of llama.cpp cannot carry: setting → how to say it.
_NOT_CARRIED = {
    "use_dora": "DoRA's magnitudes",
    "lora_bias": "LoRA biases",
    "modules_to_save": "whole layers trained beside the LoRA",
    "trainable_token_indices": "trained token embeddings",
    "layer_replication": "replicated layers",
    "target_parameters": "expert parameters",
    "fan_in_fan_out": "transposed layers",
    "use_qalora": "QALoRA's pooling",
    "use_bdlora": "block-diagonal LoRA",
    "alora_invocation_tokens": "an activated LoRA",
}


def fits_adapter(config: dict[str, Any]) -> bool:
    """Whether a PEFT configuration can be a GGUF adapter; otherwise only a merged model carries it all."""
    return not _obstacles(config)


def write_adapter(base: Path, adapter: Adapter, out: Path) -> int:
    """Writes a PEFT LoRA as the GGUF adapter ``out`` for the model ``base``.

    Returns the number of layers adapted. Weights stay float32: they are small, and the gate then measures
    nothing but the engines. Raises :class:`UserError` when the LoRA does not fit the base or llama.cpp
    could not carry all of it (then it must be merged: :func:`core.registry.gguf.merged.write_merged`).
    """
    from gguf import GGUFWriter

    if obstacles := _obstacles(adapter.config):
        raise UserError(
            f"The adapter holds {' and '.join(obstacles)}, which a GGUF adapter cannot carry.", do=_MERGE
        )
    header = read_header(base)
    alpha = float(adapter.config["lora_alpha"])
    writer = GGUFWriter(out, header.metadata["general.architecture"])
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    pairs = list(_pairs(adapter))
    for module, down, trained_up in pairs:
        name = f"{tensor_name(header, module)}.weight"
        _check_fits(header, name, down, trained_up)
        # llama.cpp scales by alpha / rank; what PEFT scaled by beyond that goes into the weights.
        rank = down.shape[0]
        up = trained_up * np.float32(_scale(adapter.config, module, rank) / (alpha / rank))
        writer.add_tensor(f"{name}.lora_a", np.ascontiguousarray(down))
        writer.add_tensor(f"{name}.lora_b", np.ascontiguousarray(interleave(header, name, up)))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return len(pairs)


def differing_layers(base: Path, adapter: Adapter, exported: Path) -> list[str]:
    """Layers whose update is missing from the GGUF adapter ``exported``, or not of the size it had in PEFT.

    The size is the Frobenius norm of scale · B · A. It does not see an update whose rows were mixed up: that
    shows in what the model says.
    """
    header = read_header(base)
    trained = {
        f"{tensor_name(header, module)}.weight": _norm(
            down, up, _scale(adapter.config, module, down.shape[0])
        )
        for module, down, up in _pairs(adapter)
    }
    found = _exported_norms(exported)
    return sorted(
        name
        for name in trained.keys() | found.keys()
        if not math.isclose(trained.get(name, 0.0), found.get(name, 0.0), rel_tol=1e-3)
    )


def _exported_norms(exported: Path) -> dict[str, float]:
    from gguf import GGUFReader

    reader = GGUFReader(exported)
    field = reader.get_field("adapter.lora.alpha")
    alpha = float(field.contents()) if field else 0.0
    tensors = {tensor.name: np.asarray(tensor.data) for tensor in reader.tensors}
    names = {name.rpartition(".")[0] for name in tensors}
    pairs = {name: (tensors.get(f"{name}.lora_a"), tensors.get(f"{name}.lora_b")) for name in names}
    return {
        name: _norm(down, up, alpha / down.shape[0])
        for name, (down, up) in pairs.items()
        if down is not None and up is not None
    }


def _norm(down: Matrix, up: Matrix, scale: float) -> float:
    """Frobenius norm of scale · up · down, without forming the product: its square is tr(BᵀB · AAᵀ)."""
    return scale * math.sqrt(max(0.0, float(((up.T @ up) * (down @ down.T)).sum())))


def tensor_name(header: Header, module: str) -> str:
    """GGUF's name ("blk.0.attn_q") for a module of transformers ("model.layers.0.self_attn.q_proj")."""
    name = _names(header.metadata["general.architecture"], int(header.own("block_count"))).get_name(module)
    if name is None:
        raise UserError(
            f"The layer {module} has no place in a GGUF model like the base.", do="Choose another base model."
        )
    return str(name)


@lru_cache(maxsize=4)
def _names(architecture: str, layers: int) -> Any:
    from gguf import MODEL_ARCH_NAMES, get_tensor_name_map

    for member, name in MODEL_ARCH_NAMES.items():
        if name == architecture:
            return get_tensor_name_map(member, layers)
    raise UserError(
        f"Models of the architecture {architecture} cannot be written as GGUF.",
        do="Choose another base model.",
    )


def interleave(header: Header, name: str, rows: Matrix) -> Matrix:
    """Rows of a q or k matrix (or of its LoRA's upper half) from transformers' order into GGUF's."""
    architecture = header.metadata["general.architecture"]
    if architecture not in _INTERLEAVED or not name.endswith((".attn_q.weight", ".attn_k.weight")):
        return rows
    query_heads = int(header.own("attention.head_count"))
    heads = query_heads if ".attn_q." in name else int(header.own("attention.head_count_kv", query_heads))
    half = rows.shape[0] // heads // 2
    return rows.reshape(heads, 2, half, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def _obstacles(config: dict[str, Any]) -> list[str]:
    if config.get("peft_type") != "LORA":
        return [f"an adapter of the kind {config.get('peft_type')}"]
    found = [said for setting, said in _NOT_CARRIED.items() if config.get(setting)]
    return found + (["trained biases"] if config.get("bias", "none") != "none" else [])


def _pairs(adapter: Adapter) -> Iterator[tuple[str, Matrix, Matrix]]:
    """(module, lora_A of shape [rank, in], lora_B of shape [out, rank]) of each adapted layer, in float32."""
    halves: dict[str, dict[str, Matrix]] = {}
    for key, tensor in sorted(adapter.tensors().items()):
        match = _KEY.match(key)
        if match is None:
            raise UserError(f"The adapter holds {key}, which a GGUF adapter cannot carry.", do=_MERGE)
        halves.setdefault(match["module"], {})[match["half"]] = tensor.float().numpy()
    if not halves or any(set(found) != {"A", "B"} for found in halves.values()):
        raise UserError("The adapter's LoRA weights are missing or incomplete.", do="Train the run again.")
    for module, found in halves.items():
        yield module, found["A"], found["B"]


def _check_fits(header: Header, name: str, down: Matrix, up: Matrix) -> None:
    shapes = {tensor.name: tensor.shape for tensor in header.tensors}
    if name not in shapes or shapes[name] != (down.shape[1], up.shape[0]) or down.shape[0] != up.shape[1]:
        raise UserError(
            f"The adapter's layer {name} does not fit the base model.", do="Use the model it was trained on."
        )


def _scale(config: dict[str, Any], module: str, rank: int) -> float:
    """What PEFT multiplies a layer's update by.

    alpha / rank; for rsLoRA (Kalajdzievski 2023) alpha / sqrt(rank).
    """
    alpha = config["lora_alpha"]
    if patterns := config.get("alpha_pattern"):
        from peft.utils.other import get_pattern_key

        alpha = patterns.get(get_pattern_key(list(patterns), module), alpha)
    return float(alpha) / (math.sqrt(rank) if config.get("use_rslora") else rank)
