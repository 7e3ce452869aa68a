# SPDX-License-Identifier: AGPL-3.0-or-later
"""Full fine-tuning: every weight of the model is trained."""

from __future__ import annotations

from typing import Any

from core.training.config import Settings
from core.training.methods.method import Method, Shapes

_HIGHEST_STEP = 1e-3


def prepare(model: Any, tokenizer: Any, settings: Settings) -> tuple[Any, None]:
    return model.requires_grad_(requires_grad=True), None


def trainable(shapes: Shapes, settings: Settings) -> int:
    return shapes.parameters


def small_steps(settings: Settings) -> str:
    """Steps that suit a low-rank update destroy a model when all of it moves."""
    rate = settings["learning_rate"]
    if rate <= _HIGHEST_STEP:
        return ""
    return f"learning_rate is at most {_HIGHEST_STEP:g} for full fine-tuning, not {rate:g}."


METHOD = Method(
    name="full",
    title="Full: trains every weight; needs four times the model's memory",
    prepare=prepare,
    trainable=trainable,
    defaults={"learning_rate": 2e-5},
    rules=(small_steps,),
    step_scale=0.1,
    obstacle="All weights were trained, which is a whole model and no adapter.",
)
