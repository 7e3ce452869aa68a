# SPDX-License-Identifier: AGPL-3.0-or-later
"""A GGUF LoRA of random numbers for the starter model: strong enough that it speaks differently."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gguf import GGUFWriter

WIDTH, RANK, LAYERS = 576, 4, 30


def write_adapter(file: Path, *, strength: float = 0.3, seed: int = 0) -> Path:
    """Writes a LoRA of rank 4 on the query matrices of SmolLM2-135M."""
    random = np.random.default_rng(seed)
    writer = GGUFWriter(file, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", float(RANK))
    for layer in range(LAYERS):
        name = f"blk.{layer}.attn_q.weight"
        down = random.normal(0, 1 / np.sqrt(WIDTH), (RANK, WIDTH)).astype(np.float32)
        up = random.normal(0, strength, (WIDTH, RANK)).astype(np.float32)
        writer.add_tensor(f"{name}.lora_a", down)
        writer.add_tensor(f"{name}.lora_b", up)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file
