# SPDX-License-Identifier: AGPL-3.0-or-later
"""TRL's supervised trainer as Isnad uses it: tokens in, nothing printed, nothing sent, no card written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import datasets
import torch
from transformers import PrinterCallback, TrainerCallback
from trl.data_utils import pack_dataset
from trl.trainer.sft_config import SFTConfig
from trl.trainer.sft_trainer import SFTTrainer

from core.training.config import Settings, total_steps
from core.training.encoding import IGNORED, Encoded
from core.training.methods.method import Penalty

# The held-out loss is measured ten times, or as often as a fifth of the training's time allows.
_MOST_MEASURED = 10
_MEASURING_SHARE = 0.2
_MOST_LOSS_POINTS = 2000


class Tuner(SFTTrainer):
    """The supervised trainer with a method's penalty on the loss of its steps (not of the held-out loss)."""

    def __init__(self, *, penalty: Penalty | None, **more: Any) -> None:
        super().__init__(**more)
        self._penalty = penalty

    def compute_loss(self, model: Any, *words: Any, **more: Any) -> Any:
        loss = super().compute_loss(model, *words, **more)  # type: ignore[no-untyped-call]
        if self._penalty is None or not model.training:
            return loss
        # Each forward pass of an accumulated step adds its share.
        return loss + self._penalty() / self.current_gradient_accumulation_steps

    def evaluate(self, *words: Any, **more: Any) -> dict[str, float]:
        """The mean loss of the held-out answers' tokens, in nats.

        The trainer's own figure is a mean over batches, so it would change with the layout of the rows.
        """
        model: Any = self.model
        loss, tokens = 0.0, 0
        model.eval()
        with torch.no_grad(), self.compute_loss_context_manager():
            for batch in self.get_eval_dataloader():
                inputs: Any = self._prepare_inputs(batch)
                tokens += int((inputs["labels"][:, 1:] != IGNORED).sum())
                loss += float(self.compute_loss(model, inputs, num_items_in_batch=1))
        self._metrics["eval"].clear()
        measured = {"eval_loss": loss / tokens}
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, measured)
        return measured

    def create_model_card(self, *words: Any, **more: Any) -> None:
        """None: a version's card is the registry's to write."""


def tuner(
    model: Any,
    tokenizer: Any,
    train: Sequence[Encoded],
    held_out: Sequence[Encoded],
    settings: Settings,
    folder: Path,
    *,
    callbacks: Sequence[TrainerCallback] = (),
    penalty: Penalty | None = None,
    checkpointing: bool = False,
) -> Tuner:
    """A trainer over encoded examples that writes its checkpoints into ``folder``."""
    rows = _packed(train, settings["max_length"]) if settings["packing"] else _dataset(train)
    made = Tuner(
        penalty=penalty,
        model=model,
        args=arguments(
            settings,
            total_steps(settings, len(rows)),
            min(len(held_out), settings["eval_examples"]),
            folder,
            checkpointing=checkpointing,
            flat=settings["packing"] or _flattens_well(model, train, settings),
        ),
        train_dataset=rows,
        eval_dataset=_dataset(held_out[: settings["eval_examples"]]),
        processing_class=tokenizer,
        callbacks=list(callbacks),
    )
    made.remove_callback(PrinterCallback)
    return made


def arguments(
    settings: Settings, steps: int, held_out: int, folder: Path, *, checkpointing: bool, flat: bool
) -> SFTConfig:
    """The trainer's own configuration out of ours, and out of what this machine has.

    ``held_out``: examples that the curve is measured on. ``flat``: the examples of a batch follow each other
    in one row, told apart by their positions, not padded.
    """
    cuda = torch.cuda.is_available()
    bfloat = cuda and torch.cuda.is_bf16_supported()
    every = settings["eval_every"] or measuring_interval(settings, steps, held_out)
    return SFTConfig(
        output_dir=str(folder),
        # what is learnt
        max_steps=steps,
        learning_rate=settings["learning_rate"],
        lr_scheduler_type=settings["schedule"],
        warmup_steps=int(settings["warmup"] * steps),
        weight_decay=settings["weight_decay"],
        per_device_train_batch_size=settings["batch_size"],
        per_device_eval_batch_size=settings["batch_size"],
        gradient_accumulation_steps=settings["gradient_accumulation"],
        max_length=None,  # the rows come cut and packed
        padding_free=flat,
        # Padded rows of like length share a batch.
        train_sampling_strategy="random" if flat else "group_by_length",
        seed=settings["seed"],
        # when it is measured and kept
        logging_steps=max(1, steps // _MOST_LOSS_POINTS),
        eval_strategy="steps",
        eval_steps=every,
        save_strategy="steps",
        save_steps=settings["save_every"] or every,
        # on what
        use_cpu=not cuda,
        bf16=bfloat,
        fp16=cuda and not bfloat,
        gradient_checkpointing=checkpointing,
        dataloader_pin_memory=cuda,
        # to whom it is told: nobody but the callbacks
        report_to=[],
        disable_tqdm=True,
        push_to_hub=False,
        logging_nan_inf_filter=False,
    )


def measuring_interval(settings: Settings, steps: int, held_out: int) -> int:
    """Steps from one held-out loss to the next. Measuring an example costs half of learning from it."""
    learnt = steps * settings["batch_size"] * settings["gradient_accumulation"]
    affordable = int(_MEASURING_SHARE * 2 * learnt / max(1, held_out))
    return max(1, math.ceil(steps / min(_MOST_MEASURED, max(1, affordable))))


def _flattens_well(model: Any, rows: Sequence[Encoded], settings: Settings) -> bool:
    """Attention over a flat row costs (its length / 6 × width) of the rest; padding costs about a fifth.

    Learnt vectors before the input (prompt tuning) leave no room for positions of one's own.
    """
    longest = max(len(row.input_ids) for row in rows)
    learns_prompt = any(c.is_prompt_learning for c in getattr(model, "peft_config", {}).values())
    return not learns_prompt and settings["batch_size"] * longest <= model.config.hidden_size


def _packed(rows: Sequence[Encoded], max_length: int) -> Any:
    """Several examples a row, none cut: best fit decreasing (Ding et al. 2024, arXiv:2404.10830)."""
    return pack_dataset(_dataset(rows), max_length, "bfd")


def _dataset(rows: Sequence[Encoded]) -> Any:
    """In memory alone: the library's disk cache must never hold documents."""
    return datasets.Dataset.from_dict(
        {"input_ids": [row.input_ids for row in rows], "labels": [row.labels for row in rows]}
    )
