# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a training method is: the one interface that each file beside this one fills in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.training.config import Setting, Settings

# A term that is added to the loss of each step: a scalar tensor that gradients flow through.
Penalty = Callable[[], Any]
Rule = Callable[[Settings], str]


@dataclass(frozen=True)
class Shapes:
    """Of a base model: its parameters, and (inputs, outputs) of every linear layer in its blocks."""

    parameters: int
    linear: Sequence[tuple[int, int]]
    hidden: int
    layers: int
    vocabulary: int


@dataclass(frozen=True)
class Method:
    """A way to fine-tune.

    ``prepare(model, tokenizer, settings)`` makes the loaded base model trainable and returns it with a
    penalty or None. ``trainable(shapes, settings)`` counts the weights that will be trained. ``obstacle``
    says why the result cannot become a version that llama.cpp runs (empty: it can). ``step_scale`` times the
    presets' learning rate. ``base_bytes`` are the bytes that each untouched weight takes while training.
    """

    name: str
    title: str
    prepare: Callable[[Any, Any, Settings], tuple[Any, Penalty | None]]
    trainable: Callable[[Shapes, Settings], int]
    settings: tuple[Setting, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    step_scale: float = 1.0
    base_bytes: float = 4.0
    obstacle: str = ""


def low_rank_weights(shapes: Shapes, settings: Settings) -> int:
    """A and B of every linear layer: rank × (inputs + outputs)."""
    return sum(int(settings["rank"]) * (inputs + outputs) for inputs, outputs in shapes.linear)
