# SPDX-License-Identifier: AGPL-3.0-or-later
"""Training tokens a second: a run of ours, with its curve, progress and database, against a plain TRL script.

Same model, examples, batch size, LoRA and number of steps; both in this process, in turn. Counted are real
tokens, no padding, over the time of the steps alone.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core import offline

offline.install()

from core.app import App  # noqa: E402
from core.jobs.queue import JobContext  # noqa: E402
from core.paths import PROGRAM, RESOURCES  # noqa: E402
from core.training import base, run  # noqa: E402

MODEL = PROGRAM / "models" / "smollm2-135m" / "SmolLM2-135M-Instruct.Q4_1.gguf"
EXAMPLES = RESOURCES / "samples" / "train.jsonl"
STEPS, BATCH, RANK, ROUNDS = 5, 4, 8, 3


def ours(folder: Path) -> float:
    """Tokens a second of a run through the job's own handler."""
    app = App.create(folder / "workspace", "only for the benchmark")
    dataset_id = app.datasets.import_file(EXAMPLES, "samples").dataset_id
    model_id = next(model.id for model in app.models.list("chat-gguf"))
    settings = {"max_steps": STEPS, "batch_size": BATCH, "rank": RANK, "alpha": 2 * RANK, "eval_examples": 1}
    job_id, run_id = app.training.start(dataset_id, model_id, "lora", settings)
    context = JobContext(app.workspace, job_id, {"run_id": run_id})
    run.train(context, run.Plan.of(app.workspace, run_id))
    speed = app.training.get(run_id).tokens_per_second
    app.close()
    assert speed is not None
    return speed


def reference(folder: Path) -> float:
    """Tokens a second of the script that TRL's documentation would have one write."""
    from datasets import Dataset
    from peft import LoraConfig
    from transformers import TrainerCallback
    from trl.trainer.sft_config import SFTConfig
    from trl.trainer.sft_trainer import SFTTrainer

    class Clock(TrainerCallback):
        seconds, tokens, began = 0.0, 0.0, 0.0

        def on_step_begin(self, *words: Any, **more: Any) -> None:
            self.began = time.monotonic()

        def on_step_end(self, *words: Any, **more: Any) -> None:
            self.seconds += time.monotonic() - self.began

        def on_log(self, *words: Any, **more: Any) -> None:
            self.tokens = more["logs"].get("num_tokens", self.tokens)

    model, tokenizer = base.load(MODEL)
    lines = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    rows = [{"prompt": line["messages"][:-1], "completion": line["messages"][-1:]} for line in lines]
    clock = Clock()
    trainer = SFTTrainer(
        model=model,
        args=SFTConfig(
            output_dir=str(folder / "reference"),
            max_steps=STEPS,
            per_device_train_batch_size=BATCH,
            learning_rate=2e-4,
            logging_steps=1,
            save_strategy="no",
            bf16=False,
            use_cpu=True,
            gradient_checkpointing=False,
            report_to=[],
            disable_tqdm=True,
        ),
        train_dataset=Dataset.from_list(rows),
        processing_class=tokenizer,
        peft_config=LoraConfig(
            r=RANK, lora_alpha=2 * RANK, target_modules="all-linear", task_type="CAUSAL_LM"
        ),
        callbacks=[clock],
    )
    trainer.train()
    return clock.tokens / clock.seconds


def main() -> None:
    base.load(MODEL)  # unpacked before anything is timed
    speeds: dict[str, list[float]] = {"ours": [], "reference": []}
    for _ in range(ROUNDS):
        for name, measure in (("ours", ours), ("reference", reference)):
            with tempfile.TemporaryDirectory() as folder:
                speeds[name].append(measure(Path(folder)))
    one, other = (statistics.median(speeds[name]) for name in ("ours", "reference"))
    print(f"training: {one / other:.2f} (ours {one:.0f}, reference {other:.0f} tokens/s)")


if __name__ == "__main__":
    main()
