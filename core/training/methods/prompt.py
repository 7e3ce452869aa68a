# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prompt tuning: learnt vectors before each input, all else frozen (Lester et al. 2021, arXiv:2104.08691)."""

from __future__ import annotations

from typing import Any

from core.training.config import Setting, Settings
from core.training.methods.method import Method, Shapes


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, None]:
    """The model with vectors that start as those of tokens drawn from its vocabulary."""
    from peft import PromptTuningConfig, PromptTuningInit, TaskType, get_peft_model

    config = PromptTuningConfig(
        num_virtual_tokens=settings["virtual_tokens"],
        prompt_tuning_init=PromptTuningInit.SAMPLE_VOCAB,
        task_type=TaskType.CAUSAL_LM,
    )
    return get_peft_model(model, config), None


def trainable(shapes: Shapes, settings: Settings) -> int:
    return int(settings["virtual_tokens"]) * shapes.hidden


def no_packing(settings: Settings) -> str:
    """Packed rows hold several examples, but the vectors stand only before the first."""
    return "packing does not go with prompt tuning: set it to false." if settings["packing"] else ""


METHOD = Method(
    name="prompt",
    title="Prompt tuning: learns a few vectors before each input; the smallest result",
    prepare=prepare,
    trainable=trainable,
    settings=(Setting("virtual_tokens", int, 16, "vectors learnt before each input", 1, 512),),
    defaults={"learning_rate": 3e-2},
    rules=(no_packing,),
    step_scale=30.0,
    obstacle="llama.cpp has no place for learnt vectors before the input.",
)
