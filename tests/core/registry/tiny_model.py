# SPDX-License-Identifier: AGPL-3.0-or-later
"""A chat model of 108,000 random weights as a real GGUF file: both engines load it in a moment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gguf import GGMLQuantizationType, GGUFWriter, TokenType, quants

LAYERS, WIDTH, HEADS, KEY_HEADS, INNER = 2, 64, 4, 2, 128
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_MERGES = ["t h", "h e", "th e", "i n", "a n", "an d"]


def write(path: Path, *, chat_template: str | None = TEMPLATE, seed: int = 0, **metadata: Any) -> Path:
    """Writes the model; its matrices are Q8_0, so that llama.cpp's arithmetic differs from torch's as usual.

    ``metadata``: general.<name> strings to add.
    """
    writer = GGUFWriter(path, "llama")
    for name, value in metadata.items():
        writer.add_string(f"general.{name}", value)
    writer.add_block_count(LAYERS)
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KEY_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_file_type(7)
    tokens = _add_tokenizer(writer, chat_template)
    random = np.random.default_rng(seed)
    for name, shape in _shapes(tokens):
        if len(shape) == 1:
            writer.add_tensor(name, np.ones(shape, np.float32))
            continue
        weights = random.normal(0, 2.0 / np.sqrt(shape[1]), shape).astype(np.float32)
        packed = quants.quantize(weights, GGMLQuantizationType.Q8_0)
        writer.add_tensor(name, packed, raw_dtype=GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_tokenizer(writer: GGUFWriter, chat_template: str | None) -> int:
    words = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", *_byte_letters()]
    words += [merge.replace(" ", "") for merge in _MERGES]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(words)
    writer.add_token_types([TokenType.CONTROL] * 3 + [TokenType.NORMAL] * (len(words) - 3))
    writer.add_token_merges(_MERGES)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_add_bos_token(False)
    if chat_template is not None:
        writer.add_chat_template(chat_template)
    return len(words)


def _byte_letters() -> list[str]:
    """GPT-2's printable stand-ins for the 256 bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    stands = {byte: chr(byte) for byte in printable} | {b: chr(256 + n) for n, b in enumerate(others)}
    return [stands[byte] for byte in range(256)]


def _shapes(tokens: int) -> list[tuple[str, tuple[int, ...]]]:
    keys = WIDTH // HEADS * KEY_HEADS
    shapes: list[tuple[str, tuple[int, ...]]] = [
        ("token_embd.weight", (tokens, WIDTH)),
        ("output_norm.weight", (WIDTH,)),
        ("output.weight", (tokens, WIDTH)),
    ]
    for layer in range(LAYERS):
        shapes += [
            (f"blk.{layer}.attn_norm.weight", (WIDTH,)),
            (f"blk.{layer}.ffn_norm.weight", (WIDTH,)),
            (f"blk.{layer}.attn_q.weight", (WIDTH, WIDTH)),
            (f"blk.{layer}.attn_k.weight", (keys, WIDTH)),
            (f"blk.{layer}.attn_v.weight", (keys, WIDTH)),
            (f"blk.{layer}.attn_output.weight", (WIDTH, WIDTH)),
            (f"blk.{layer}.ffn_gate.weight", (INNER, WIDTH)),
            (f"blk.{layer}.ffn_up.weight", (INNER, WIDTH)),
            (f"blk.{layer}.ffn_down.weight", (WIDTH, INNER)),
        ]
    return shapes
