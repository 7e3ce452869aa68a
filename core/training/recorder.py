# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a run tells while it goes: points, progress, checkpoints; and how it hears that it shall stop."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from core.db.tables import RunRow
from core.errors import Cancelled, UserError
from core.jobs.queue import JobContext
from core.training import memory, points
from core.training.checkpoints import Checkpoints


class Recorder(TrainerCallback):
    """Between the trainer and the workspace.

    ``cancelled``: someone asked to stop. ``measured_at``: the step of the last held-out loss, -1 before it.
    """

    def __init__(self, context: JobContext, run_id: str, checkpoints: Checkpoints, seconds: float) -> None:
        self._context = context
        self._run_id = run_id
        self._checkpoints = checkpoints
        self._earlier = seconds
        self._began = time.monotonic()
        self._step_began = 0.0
        self._training_seconds = 0.0
        self._tokens = 0.0
        self._tokens_seen = 0.0
        self._first_step = 0
        self._loss = math.nan
        self.cancelled = False
        self.measured_at = -1

    @property
    def seconds(self) -> float:
        """Spent on this run so far, attempts before a crash included."""
        return self._earlier + time.monotonic() - self._began

    @property
    def tokens_per_second(self) -> float | None:
        return self._tokens / self._training_seconds if self._training_seconds else None

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._first_step = state.global_step

    def on_step_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._step_began = time.monotonic()

    def on_step_end(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        self._training_seconds += time.monotonic() - self._step_began
        done, total = state.global_step - self._first_step, state.max_steps - self._first_step
        loss = "" if math.isnan(self._loss) else f", loss {self._loss:.3f}"
        try:
            self._context.progress(
                min(done, total - 0.5), total, f"Step {state.global_step} of {state.max_steps}{loss}"
            )
        except Cancelled:
            self.cancelled = True
            control.should_save = control.should_training_stop = True

    def on_log(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        """A line of the trainer's own log, at the end of a step."""
        logs: dict[str, float] = more["logs"]
        if "loss" not in logs:
            return
        self._loss = logs["loss"]
        if not math.isfinite(self._loss):
            raise UserError(
                f"The loss became {self._loss} at step {state.global_step}: the training has run away.",
                do="Start again with a smaller learning_rate.",
            )
        self._tokens += logs.get("num_tokens", 0.0) - self._tokens_seen
        self._tokens_seen = logs.get("num_tokens", 0.0)
        values = {
            "loss": self._loss,
            "learning_rate": logs["learning_rate"],
            "memory_bytes": float(memory.in_use()),
            "tokens_per_second": self.tokens_per_second or math.nan,
        }
        points.write(self._context.workspace, self._run_id, state.global_step, values)

    def on_evaluate(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        values = {"eval_loss": more["metrics"]["eval_loss"]}
        self.measured_at = state.global_step
        points.write(self._context.workspace, self._run_id, state.global_step, values)

    def on_save(self, args: Any, state: Any, control: Any, **more: Any) -> None:
        plain = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        self._checkpoints.seal(plain, state.global_step)
        self.write_figures()

    def write_figures(self) -> None:
        """The run's speed, memory and seconds so far."""
        with self._context.workspace.db.session() as session:
            run = session.get_one(RunRow, self._run_id)
            run.seconds = self.seconds
            run.tokens_per_second = self.tokens_per_second or run.tokens_per_second
            run.peak_memory_bytes = max(memory.peak(), run.peak_memory_bytes or 0)
