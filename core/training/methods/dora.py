# SPDX-License-Identifier: AGPL-3.0-or-later
"""DoRA: LoRA on the direction of each weight, and its magnitude apart (Liu et al. 2024, arXiv:2402.09353)."""

from __future__ import annotations

from typing import Any

from core.training.config import Settings
from core.training.methods.lora import lora_config
from core.training.methods.method import Method, Shapes, low_rank_weights


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, None]:
    from peft import get_peft_model

    return get_peft_model(model, lora_config(settings, use_dora=True)), None


def trainable(shapes: Shapes, settings: Settings) -> int:
    """LoRA's weights, and one magnitude for each output of each layer."""
    return low_rank_weights(shapes, settings) + sum(outputs for _, outputs in shapes.linear)


METHOD = Method(
    name="dora",
    title="DoRA: LoRA with magnitudes apart; slower, sometimes better at low ranks",
    prepare=prepare,
    trainable=trainable,
    obstacle="A GGUF adapter has no place for DoRA's magnitudes.",
)
