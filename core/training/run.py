# SPDX-License-Identifier: AGPL-3.0-or-later
"""The job "train": from a reviewed dataset and a base model to a sealed, registered, checked result."""

from __future__ import annotations

import errno
import math
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.datasets import examples
from core.db.engine import no_space
from core.db.tables import ModelRow, RunRow
from core.errors import Cancelled, UserError
from core.jobs.queue import JobContext
from core.training import methods, points
from core.training.checkpoints import Checkpoints, packed
from core.training.config import Settings
from core.training.encoding import Encodings, encode_all
from core.training.methods.method import Method
from core.workspace import Workspace


@dataclass(frozen=True)
class Plan:
    """What a run is to do, as its row says."""

    run_id: str
    dataset_id: str
    dataset_hash: str
    base: Path
    method: Method
    settings: Settings
    trained: bool
    seconds: float

    @classmethod
    def of(cls, workspace: Workspace, run_id: str) -> Plan:
        with workspace.db.reading() as session:
            run = session.get_one(RunRow, run_id)
            base = session.get_one(ModelRow, run.model_id)
            return cls(
                run_id,
                run.dataset_id,
                run.dataset_hash,
                Path(base.path),
                methods.get(run.method),
                dict(run.settings),
                run.adapter_blob is not None,
                run.seconds,
            )


def run(context: JobContext) -> dict[str, Any]:
    """Trains, or goes on where an earlier attempt stopped, then registers. Parameters: {"run_id"}."""
    plan = Plan.of(context.workspace, context.parameters["run_id"])
    if not plan.trained:
        _train_within_limits(context, plan)
    return _register(context, plan)


def _train_within_limits(context: JobContext, plan: Plan) -> None:
    """Training, with what the machine could not bear told in plain words."""
    import torch

    try:
        train(context, plan)
    except torch.cuda.OutOfMemoryError as error:
        raise UserError(
            "The GPU's memory was not enough for this run.",
            do="Start again with a smaller batch_size, more gradient_accumulation or a shorter max_length.",
        ) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_space(context.workspace.paths.database) from error
        raise


def train(context: JobContext, plan: Plan) -> None:
    """Reads from top to bottom: data, model, trainer, base loss, training, held-out loss, sealing.

    Raises :class:`Cancelled` when it was stopped, a checkpoint being kept; :class:`UserError` for data or a
    model that cannot be trained.
    """
    import torch
    from transformers import set_seed

    from core.training import base
    from core.training.recorder import Recorder
    from core.training.trainer import tuner

    workspace, settings = context.workspace, plan.settings
    device = "cuda" if torch.cuda.is_available() else "cpu"

    context.progress(0, 1, "Loading the model")
    splits = _splits(workspace, plan)
    model, tokenizer = base.load(plan.base, device=device, half=_in_half(device, plan.method))
    base.require_template(tokenizer, plan.base)
    learn = _encoded(tokenizer, splits["train"], settings)
    held_out = _encoded(tokenizer, splits["held out"], settings)

    context.progress(0, 1, "Preparing the model")
    set_seed(settings["seed"])
    model, penalty = plan.method.prepare(model, tokenizer, settings)
    weights = sum(weight.numel() for weight in model.parameters() if weight.requires_grad)

    checkpoints = Checkpoints(workspace, plan.run_id)
    with checkpoints.workshop(needed_bytes=16 * weights) as folder:
        recorder = Recorder(context, plan.run_id, checkpoints, plan.seconds)
        trainer = tuner(
            model,
            tokenizer,
            learn.rows,
            held_out.rows,
            settings,
            folder,
            callbacks=[recorder],
            penalty=penalty,
            checkpointing=_checkpointing(settings, device),
        )
        restored = checkpoints.restore(folder)
        if restored is None:
            points.forget_after(workspace, plan.run_id, -1)
            context.progress(0, 1, "Measuring the base model on held-out examples")
            with _untuned(trainer.model):
                trainer.evaluate()
            trainer.train()
        else:
            points.forget_after(workspace, plan.run_id, restored[0])
            recorder.measured_at = restored[0]
            trainer.train(resume_from_checkpoint=str(restored[1]))
        if recorder.cancelled:
            raise Cancelled
        if recorder.measured_at != trainer.state.global_step:
            context.progress(0, 1, "Measuring the result on held-out examples")
            trainer.evaluate()
        recorder.write_figures()
        metrics = _metrics(workspace, plan, learn, held_out) | {
            "trainable_parameters": weights,
            "device": device,
            "note": plan.method.obstacle,
        }
        _seal(workspace, plan, trainer.model, folder / "result", metrics)
    checkpoints.remove()


def _splits(workspace: Workspace, plan: Plan) -> dict[str, list[examples.Turns]]:
    with workspace.db.reading() as session:
        if examples.digest(session, plan.dataset_id) != plan.dataset_hash:
            raise UserError(
                "The dataset has changed since this run was started.",
                do="Start a new run: the result must say truly what it was trained on.",
            )
        train, validation, test = (
            examples.conversations(session, plan.dataset_id, side) for side in ("train", "validation", "test")
        )
    return {"train": train, "held out": validation or test}


def _encoded(tokenizer: Any, conversations: list[examples.Turns], settings: Settings) -> Encodings:
    encoded = encode_all(tokenizer, conversations, settings["max_length"])
    if not encoded.rows:
        raise UserError(
            f"No answer of the dataset lies within the first {settings['max_length']} tokens of its example.",
            do="Raise max_length, or shorten the examples.",
        )
    return encoded


def _in_half(device: str, method: Method) -> bool:
    """A frozen base may be bfloat16 on a GPU; weights that are trained themselves stay float32."""
    import torch

    return device == "cuda" and torch.cuda.is_bf16_supported() and method.name != "full"


def _checkpointing(settings: Settings, device: str) -> bool:
    """Storing less is worth a third more time where memory is what runs out first."""
    chosen = settings["gradient_checkpointing"]
    return bool(device == "cuda") if chosen == "auto" else bool(chosen == "on")


def _untuned(model: Any) -> Any:
    """The base model within a tuned one."""
    return model.disable_adapter() if hasattr(model, "disable_adapter") else nullcontext()


def _metrics(workspace: Workspace, plan: Plan, learn: Encodings, held_out: Encodings) -> dict[str, Any]:
    """What the run came to: the base model's held-out loss, the result's, and what they were measured on."""
    with workspace.db.reading() as session:
        curve = points.curve(session, plan.run_id, "eval_loss")
    (_, base_loss), (steps, eval_loss) = curve[0], curve[-1]
    best_step, best_loss = min(curve, key=lambda point: point[1])
    return {
        "base_loss": base_loss,
        "eval_loss": eval_loss,
        "base_perplexity": math.exp(base_loss),
        "perplexity": math.exp(eval_loss),
        "best_loss": best_loss,
        "best_step": best_step,
        "steps": steps,
        "examples": len(learn.rows),
        "held_out": len(held_out.rows),
        "tokens": learn.tokens,
        "cut": learn.cut + held_out.cut,
        "left_out": learn.left_out + held_out.left_out,
    }


def _seal(workspace: Workspace, plan: Plan, model: Any, folder: Path, metrics: dict[str, Any]) -> None:
    """Keeps the trained weights as an encrypted tar: a peft adapter's two files, or a whole model's."""
    own = {"save_embedding_layers": False} if hasattr(model, "peft_config") else {}
    model.save_pretrained(str(folder), **own)
    (folder / "README.md").unlink(missing_ok=True)
    with packed(folder) as tar:
        blob = workspace.blobs.put_stream(tar)
    with workspace.db.session() as session:
        run = session.get_one(RunRow, plan.run_id)
        run.adapter_blob, run.metrics = blob, metrics
        workspace.audit.append(session, "run.trained", plan.run_id, method=plan.method.name)


def _register(context: JobContext, plan: Plan) -> dict[str, Any]:
    """The result as a version that has been through the gate, where the method's result can be one."""
    if plan.method.obstacle:
        return {
            "run_id": plan.run_id,
            "version_id": None,
            "note": f"The run is kept with its figures, but cannot become a version: {plan.method.obstacle}",
        }
    from core.registry import gate
    from core.registry.versions import register_run

    version_id = register_run(context.workspace, plan.run_id)
    report = gate.check(context.workspace, version_id, context.progress)
    return {"run_id": plan.run_id, "version_id": version_id, "gate": report}
