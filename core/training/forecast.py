# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run will take, told before it starts: memory from the model's shapes, time from earlier runs.

No tensor library is touched, so the window may ask as often as a setting changes.
"""

from __future__ import annotations

import math
import re
from pathlib import Path

import psutil
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.datasets import examples
from core.db.tables import DatasetRow, ModelRow, RunRow
from core.machine import has_gpu
from core.records import Forecast
from core.training.config import Settings, total_steps
from core.training.methods.method import Method, Shapes

# Bytes of UTF-8 in a token, and tokens that a chat template adds to a conversation.
_BYTES_PER_TOKEN = 3.6
_TEMPLATE_TOKENS = 28
# What Python, torch and the libraries take before any model.
_PROCESS_BYTES = 900_000_000
# A trained weight: itself, its gradient and Adam's two moments, in float32.
_TRAINED_BYTES = 16
# Useful floating point operations a second, while no earlier run on this machine tells better.
_CPU_CORE_SPEED = 4e10
_GPU_SPEED = 3e13
# Loading, sealing, registering and the gate.
_FIXED_SECONDS = 40.0
_EVALUATIONS = 11


def estimate(
    session: Session, dataset: DatasetRow, model: ModelRow, method: Method, settings: Settings
) -> Forecast:
    """The forecast of a run with complete settings."""
    shape = shapes(Path(model.path))
    train = [_tokens(turns, settings) for turns in examples.conversations(session, dataset.id, "train")]
    held_out = [
        _tokens(turns, settings)
        for side in ("validation", "test")
        for turns in examples.conversations(session, dataset.id, side)
    ]
    if not train:
        train = [_tokens(turns, settings) for turns in examples.conversations(session, dataset.id, "")]
    rows = math.ceil(sum(train) / settings["max_length"]) if settings["packing"] else len(train)
    steps = total_steps(settings, rows)
    batch = settings["batch_size"] * settings["gradient_accumulation"]
    tokens = round(steps * batch * sum(train) / max(1, rows))
    measured = sum(held_out[: settings["eval_examples"]])
    trainable = method.trainable(shape, settings)
    return Forecast(
        memory_bytes=_memory(shape, method, settings, max(train, default=0), trainable),
        seconds=_seconds(session, model, method, shape, trainable, tokens, measured),
        steps=steps,
        trainable_parameters=trainable,
        tokens=tokens,
    )


def shapes(file: Path) -> Shapes:
    """The shapes of a GGUF model, from its header. Raises UserError for a broken file."""
    from core.registry.gguf.facts import read_header

    header = read_header(file)
    sizes = {tensor.name: tensor.shape for tensor in header.tensors}
    linear = [
        (shape[0], shape[1])
        for name, shape in sizes.items()
        if re.match(r"blk\.\d+\..*weight$", name) and len(shape) == 2
    ]
    hidden, vocabulary = sizes["token_embd.weight"][:2]
    return Shapes(
        parameters=sum(tensor.elements for tensor in header.tensors),
        linear=linear,
        hidden=hidden,
        layers=int(header.own("block_count")),
        vocabulary=vocabulary,
    )


def _tokens(turns: examples.Turns, settings: Settings) -> int:
    text = sum(len(content.encode()) for _, content in turns)
    most: int = settings["max_length"]
    return min(round(text / _BYTES_PER_TOKEN) + _TEMPLATE_TOKENS, most)


def _memory(shape: Shapes, method: Method, settings: Settings, longest: int, trainable: int) -> int:
    """Bytes at the peak: process, frozen weights, trained weights with their optimizer, activations."""
    on_gpu = has_gpu()
    width = 2.0 if on_gpu else 4.0
    frozen = method.base_bytes * (width / 4.0 if method.base_bytes >= width else 1.0)
    weights = shape.parameters * (0.0 if trainable >= shape.parameters else frozen)
    row = settings["max_length"] if settings["packing"] else longest
    activations: float = (
        settings["batch_size"] * row * _activation_bytes(shape, settings, width, on_gpu=on_gpu)
    )
    return round((0 if on_gpu else _PROCESS_BYTES) + weights + _TRAINED_BYTES * trainable + activations)


def _activation_bytes(shape: Shapes, settings: Settings, width: float, *, on_gpu: bool) -> float:
    """For each token of a batch: what the layers keep for the backward pass, and the output head's."""
    kept = settings["gradient_checkpointing"]
    recomputed = kept == "on" or (kept == "auto" and on_gpu)
    inside = sum(inputs + 2 * outputs for inputs, outputs in shape.linear) / max(1, shape.layers)
    layer = inside + 6 * shape.hidden
    layers = layer + shape.layers * shape.hidden if recomputed else layer * shape.layers
    return width * layers + 4.0 * shape.vocabulary


def _seconds(
    session: Session,
    model: ModelRow,
    method: Method,
    shape: Shapes,
    trainable: int,
    tokens: int,
    measured: int,
) -> float:
    forward = 2.0 * shape.parameters
    learning = 3 * forward if trainable >= shape.parameters else 2 * forward + 6.0 * trainable
    speed = _earlier_speed(session, model, method)
    if speed is None:
        operations = _GPU_SPEED if has_gpu() else _CPU_CORE_SPEED * (psutil.cpu_count(logical=False) or 1)
        speed = operations / learning
    return _FIXED_SECONDS + (tokens + _EVALUATIONS * measured * forward / learning) / speed


def _earlier_speed(session: Session, model: ModelRow, method: Method) -> float | None:
    """Tokens a second of the newest run with this model and method on this machine."""
    return session.scalars(
        select(RunRow.tokens_per_second)
        .where(
            RunRow.model_id == model.id, RunRow.method == method.name, RunRow.tokens_per_second.is_not(None)
        )
        .order_by(RunRow.created.desc())
        .limit(1)
    ).first()
