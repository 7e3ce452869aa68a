# SPDX-License-Identifier: AGPL-3.0-or-later
"""LoRA: low-rank updates beside the frozen linear layers (Hu et al. 2021, arXiv:2106.09685)."""

from __future__ import annotations

from typing import Any

from core.training.config import Settings
from core.training.methods.method import Method, low_rank_weights


def lora_config(settings: Settings, **more: Any) -> Any:
    """The peft configuration of rank and scale on every linear layer but the output head."""
    from peft import LoraConfig, TaskType

    return LoraConfig(
        r=settings["rank"],
        lora_alpha=settings["alpha"],
        lora_dropout=settings["dropout"],
        target_modules="all-linear",
        task_type=TaskType.CAUSAL_LM,
        **more,
    )


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, None]:
    """The model with untrained updates, which change nothing until the first step."""
    from peft import get_peft_model

    return get_peft_model(model, lora_config(settings)), None


METHOD = Method(
    name="lora",
    title="LoRA: small updates beside the frozen model; the usual choice",
    prepare=prepare,
    trainable=low_rank_weights,
)
